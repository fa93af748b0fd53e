"""The Market's snapshot is compiled as curated, page exports are read with their damage, what they change is told."""

import copy
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

import _bootstrap
import _drift
import _market

WRITTEN, CURATED = _market.read()
MADE = _market.compiled(WRITTEN, CURATED)
MODELS = {model["model"]: model for model in MADE["models"]}
PACKAGE = _bootstrap.ROOT / "generated" / "reelscore_wire" / "market"


def page(model: str, schema: dict[str, Any]) -> str:
    """Write the export of a model's page as the vendor's site does, in a fence of Markdown."""
    body = {"type": "object", "properties": {"model": {"type": "string", "enum": [model]}, "input": schema}}
    operation = {"requestBody": {"content": {"application/json": {"schema": body}}}}
    document = {"openapi": "3.0.1", "paths": {"/api/v1/jobs/createTask": {"post": operation}}}
    return f"# {model}\n\n```yaml\n{yaml.safe_dump(document)}```\n"


def written(model: str) -> dict[str, Any]:
    found = next(row for row in WRITTEN["models"] if row["model"] == model)
    schema: dict[str, Any] = copy.deepcopy(found["input"])
    return schema


def changes(model: str, schema: dict[str, Any]) -> list[str]:
    read = _market.read_page(page(model, schema))
    assert read is not None
    return list(_market.changes(WRITTEN, dict([read])))


def test_the_package_holds_what_is_written() -> None:
    assert json.loads(gzip.decompress((PACKAGE / "models.json.gz").read_bytes())) == MADE


def test_every_source_that_a_row_names_is_told() -> None:
    named = {row["source"] for model in WRITTEN["models"] for row in model.get("prices", ())}
    named |= {source for model in WRITTEN["models"] for source in model["source"]}

    assert named <= WRITTEN["sources"].keys()


def test_an_exclusion_is_an_error_only_where_two_rules_say_it() -> None:
    strict = {name for name, model in MODELS.items() for rule in model["rules"] if rule.get("severity") == "error"}

    assert strict == {"grok-imagine/image-to-video", "grok-imagine-image-2-0/segment-map", "pixverse-v6/extend"}


def test_of_alternatives_what_any_takes_is_known_and_what_all_need_is_required() -> None:
    extend = MODELS["pixverse-v6/extend"]

    assert {"taskId", "video_url"} <= extend["fields"].keys()
    assert extend["required"] == ["duration", "prompt", "quality"]


def test_a_repair_takes_off_what_the_service_does_not_enforce() -> None:
    assert "enum" not in MODELS["elevenlabs/text-to-speech-turbo-2-5"]["fields"]["voice"]
    assert "multi_prompt" not in MODELS["kling-3.0/video"]["required"]
    assert "Any" in MODELS["ai-music-api/sounds"]["fields"]["sound_key"]["enum"]


@pytest.mark.parametrize("model", ["z-image", "kling-3.0/video", "pixverse-v6/extend", "minimax-h3/image-to-video"])
def test_a_page_that_says_the_same_changes_nothing(model: str) -> None:
    assert changes(model, written(model)) == []


def test_what_a_page_changes_is_told_field_by_field() -> None:
    schema = written("z-image")
    schema["properties"]["aspect_ratio"]["enum"].append("21:9")
    schema["properties"]["seed"] = {"type": "integer"}
    schema["properties"]["prompt"]["maxLength"] = 5000
    schema["required"] = ["prompt", "seed"]
    told = changes("z-image", schema)

    assert "z-image: aspect_ratio is no longer required" in told
    assert "z-image: seed added" in told
    assert any(line.startswith("z-image: aspect_ratio: enum") for line in told)
    assert any(line.endswith("→ 5000") for line in told)


def test_noise_and_damage_of_exports_are_no_change() -> None:
    schema = written("nano-banana-pro")
    schema["properties"]["nsfw_checker"] = {"type": "boolean"}
    schema["properties"]["image_input "] = schema["properties"].pop("image_input")
    schema["allOf"] = [{"type": "string"}, {"type": "string"}]

    assert changes("nano-banana-pro", schema) == []


def test_a_model_that_the_snapshot_lacks_is_new() -> None:
    assert changes("a/model-of-tomorrow", {"type": "object", "properties": {"prompt": {"type": "string"}}}) == [
        "a/model-of-tomorrow: new, with prompt"
    ]


@pytest.mark.parametrize("text", ["", "# a page", "{", "```yaml\n- a\n```", "paths: {/x: {}}", "paths: []"])
def test_a_page_of_no_model_is_passed_over(text: str) -> None:
    assert _market.read_page(text) is None


def test_drift_reads_folders_of_exports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "z-image.md").write_text(page("z-image", written("z-image")))
    (tmp_path / "index.md").write_text("# Models")
    same = _drift.main(["--market", str(tmp_path)])
    (tmp_path / "new.md").write_text(page("a/b", {"type": "object", "properties": {}}))
    other = _drift.main(["--market", str(tmp_path)])

    assert (same, other) == (0, 1)
    assert "2 of 3 files document a model" in capsys.readouterr().out
