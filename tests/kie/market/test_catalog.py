"""Questions about models: answered by the vendor, by what is kept on disk, or by the snapshot, and each says which."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

import reelscore as rs
from reelscore.errors import AuthenticationError, InvalidRequest, NotFound
from reelscore.kie import ON_KIE_AI, AsyncKie, Kie, Market
from reelscore.kie.market.snapshot import snapshot
from reelscore.sandbox import Sandbox


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with rs.sandbox.running(speed=0) as found:
        yield found


def client(sandbox: Sandbox, folder: Path | None = None, **options: Any) -> Kie:
    environment = {} if folder is None else {"REELSCORE_CACHE": str(folder)}
    return Kie(sandbox=sandbox, environment=environment, **options)


def asked(sandbox: Sandbox) -> int:
    return len([each for each in sandbox.requests() if "/models" in each["path"]])


def test_the_vendor_lists_its_models_and_tells_each(sandbox: Sandbox) -> None:
    kie = client(sandbox)
    kling = kie.models(provider="Kling", q="2.6")

    assert [entry.model for entry in kling.models] == [
        "kling-2.6/image-to-video",
        "kling-2.6/motion-control",
        "kling-2.6/text-to-video",
    ]
    assert kie.model_schema("kling-2.6/image-to-video").fields["duration"]["enum"] == ["5", "10"]
    assert kie.model_price("z-image").text == "0.8 credits per image"
    assert kie.model_success_rate("z-image").percent == 97.5
    assert {kling.origin, kie.model_price("z-image").origin} == {"live"}


def test_a_model_without_a_document_has_none(sandbox: Sandbox) -> None:
    told = client(sandbox).model_schema("google/gemini-3-8-flash-tts")

    assert (told.openapi, told.route, told.fields) == (None, None, {})


@pytest.mark.parametrize("name", ["Input", "Kling 3.0 input ", "a/b"])
def test_a_part_of_a_document_is_found_by_its_name_as_references_encode_it(name: str) -> None:
    reference = f"#/components/schemas/{quote(name.replace('/', '~1'))}"
    content = {"application/json": {"schema": {"properties": {"input": {"$ref": reference}}}}}
    document = {
        "paths": {"/api/v1/jobs/createTask": {"post": {"requestBody": {"content": content}}}},
        "components": {"schemas": {name: {"required": ["prompt"], "properties": {"prompt ": {"type": "string"}}}}},
    }  # fmt: skip
    told = ON_KIE_AI.result("model_schema", {"model": "a/model", "openapi": document})

    assert (told.fields, told.required) == ({"prompt": {"type": "string"}}, ("prompt",))


def test_an_answer_is_kept_for_a_day_and_asked_for_anew_on_demand(sandbox: Sandbox, tmp_path: Path) -> None:
    first = client(sandbox, tmp_path).models()
    again = client(sandbox, tmp_path).models()
    anew = client(sandbox, tmp_path).models(max_age=0)

    assert (first.origin, again.origin, anew.origin) == ("live", "cache", "live")
    assert again.models == first.models
    assert again.as_of is not None
    assert asked(sandbox) == 2


def test_another_question_is_another_answer(sandbox: Sandbox, tmp_path: Path) -> None:
    kie = client(sandbox, tmp_path)

    assert kie.models(q="kling").total != kie.models(q="wan").total


def test_a_vendor_that_is_down_leaves_what_was_kept_and_says_so(
    sandbox: Sandbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kie = client(sandbox, tmp_path)
    before = kie.model_price("z-image")
    sandbox.fault("maintenance", times=50, role="read")
    after = kie.model_price("z-image", max_age=0)

    assert (after.text, after.origin) == (before.text, "cache")
    assert "kept on this disk" in after.note
    assert after.note in caplog.text


def test_without_vendor_and_disk_the_snapshot_answers_with_its_date(sandbox: Sandbox) -> None:
    sandbox.fault("maintenance", times=100, role="read")
    kie = client(sandbox)
    listed, price, schema = (
        kie.models(task_type="Text to Video"),
        kie.model_price("z-image"),
        kie.model_schema("z-image"),
    )

    assert {listed.origin, price.origin, schema.origin} == {"snapshot"}
    assert all(snapshot().date in each.note for each in (listed, price, schema))
    assert price.text == "0.8 credits per image"
    assert schema.required == ("aspect_ratio", "prompt")
    assert 0 < len(listed.models) == listed.total < len(snapshot().models)
    assert "sora-2-text-to-video" not in {entry.model for entry in listed.models}  # withdrawn
    assert {entry.provider for entry in kie.models(provider="Kling").models} == {"Kling"}


def test_what_nobody_knows_is_the_vendors_refusal(sandbox: Sandbox) -> None:
    with pytest.raises(NotFound):
        client(sandbox).model_schema("a/model-of-tomorrow")


def test_a_wrong_key_is_told_and_not_papered_over(sandbox: Sandbox) -> None:
    with pytest.raises(AuthenticationError):
        client(sandbox, api_key="wrong").models()


@pytest.mark.parametrize("model", ["a?b", "../keys", "", "a//b"])
def test_what_cannot_be_an_id_is_never_put_in_a_path(sandbox: Sandbox, model: str) -> None:
    with pytest.raises(InvalidRequest):
        client(sandbox).model_schema(model)


@pytest.mark.parametrize("text", ["{cut", "[]", "7", '{"at": 1}', '{"at": null, "data": {}}'])
def test_a_damaged_answer_on_disk_is_asked_for_again(sandbox: Sandbox, tmp_path: Path, text: str) -> None:
    kie = client(sandbox, tmp_path)
    kie.models()
    (kept,) = (tmp_path / "market").iterdir()
    kept.write_text(text)

    assert kie.models().origin == "live"


def test_a_damaged_answer_on_disk_is_nothing_to_fall_back_on(sandbox: Sandbox, tmp_path: Path) -> None:
    kie = client(sandbox, tmp_path)
    kie.models()
    (kept,) = (tmp_path / "market").iterdir()
    kept.write_text('{"at": 1e300, "data": {"models": []}}')
    sandbox.fault("maintenance", times=50, role="read")

    assert kie.models().origin == "snapshot"


def test_a_disk_that_cannot_be_written_is_no_reason_to_fail(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert client(sandbox, tmp_path / "file").models().models


def test_the_awaiting_client_asks_in_the_same_way(sandbox: Sandbox, tmp_path: Path) -> None:
    async def ask() -> Any:
        async with AsyncKie(sandbox=sandbox, environment={"REELSCORE_CACHE": str(tmp_path)}) as kie:
            return [(await kie.models()).origin, (await kie.models()).origin]

    assert asyncio.run(ask()) == ["live", "cache"]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("google/nano-banana-pro", "nano-banana-pro"),
        ("z-image/z-image", "z-image"),
        ("market/kling/image-to-video", "kling-2.6/image-to-video"),
        ("Kling-3.0/video", "kling-3.0/video"),
        ("kling-30/video", "kling-3.0/video"),
    ],
)
def test_a_name_that_is_none_is_near_to_one(name: str, near: str) -> None:
    (found,) = [each for each in Market(name, input={"prompt": "a"}).violations() if each.field == "model"]

    assert (found.rule, found.severity) == ("model.unknown", "warning")
    assert repr(near) in found.message


def test_the_snapshot_has_what_the_page_of_a_model_says() -> None:
    known = snapshot()
    model = known.models["kling-2.6/image-to-video"]

    assert len(known.models) == 195
    assert (model.output, model.page) == ("video", "market/kling/image-to-video")
    assert model.fields["image_urls"]["file"] == "image"
    assert json.dumps(model.fields)
