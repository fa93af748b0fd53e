"""The tables of the sandbox: prices against the published rows, fields against the specs, no facade inside."""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import _regenerate
import _specs
import reelscore.sandbox
from reelscore.sandbox.checking import problems
from reelscore.sandbox.pixverse.prices import Order, price
from reelscore.sandbox.pixverse.refusals import DURATIONS, NOT_AT_1080P
from reelscore.sandbox.pixverse.table import OPERATIONS
from reelscore.sandbox.schemas import compiled
from reelscore.sandbox.suno.prices import price as suno_price

HOME = Path(reelscore.sandbox.__file__).parent
SPECS = HOME.parents[2] / "specs"


def _credits(operation: str, *, seconds: float = 0, audio: float = 0, **body: Any) -> Decimal:
    return price(Order(operation=operation, body=body, video_seconds=seconds, audio_seconds=audio))


@pytest.mark.parametrize(
    ("body", "credits"),
    [
        ({"model": "v6", "quality": "720p", "duration": 7}, 63),
        ({"model": "v6", "quality": "720p", "duration": 7, "generate_audio_switch": True}, 84),
        ({"model": "v5.6", "quality": "540p", "duration": 5, "generate_audio_switch": True}, 90),
        (
            {
                "model": "v5.5",
                "quality": "1080p",
                "duration": 8,
                "generate_audio_switch": True,
                "generate_multi_clip_switch": True,
            },
            280,
        ),
        ({"model": "v4.5", "quality": "540p", "duration": 5, "motion_mode": "fast"}, 90),
        ({"model": "v4.5", "quality": "360p", "duration": 5, "sound_effect_switch": True}, 55),
        ({"model": "v4.5", "quality": "360p", "duration": 5, "sound_effect_switch": True, "template_id": 1}, 45),
        ({"model": "v5", "quality": "1080p", "duration": 8, "lip_sync_tts_switch": True}, 272),
    ],
)
def test_a_generation_costs_its_cell_and_its_additions(body: dict[str, Any], credits: int) -> None:
    assert _credits("image_to_video", **body) == credits


@pytest.mark.parametrize(
    ("operation", "options", "credits"),
    [
        ("sound_effect", {"seconds": 8}, 20),
        ("lip_sync", {"audio": 6.1}, 28),
        ("lip_sync", {"lip_sync_tts_content": "你" * 200}, 160),
        ("restyle", {"seconds": 7.2}, 80),
        ("mimic", {"seconds": 8, "quality": "720p"}, 96),
        ("music_video", {"audio": 10, "quality": "1080p"}, 225),
        ("multi_transition", {"quality": "720p", "multi_transition": [{"duration": 5}, {"duration": 5}, {}]}, 132),
        ("multi_transition", {"quality": "360p", "multi_transition": [{"duration": 1}, {}], "motion_mode": "fast"}, 46),
    ],
)
def test_an_operation_by_length_costs_its_formula(operation: str, options: dict[str, Any], credits: int) -> None:
    assert _credits(operation, **options) == credits


def test_every_legal_generation_of_the_newer_models_has_a_published_cell() -> None:
    missing = [
        (model, quality, duration, audio)
        for model, durations in DURATIONS.items()
        for quality in ("360p", "540p", "720p", "1080p")
        for duration in durations
        for audio in (False, True)
        if (model, duration) not in NOT_AT_1080P or quality != "1080p"
        if model in {"v5.5", "v5.6", "v6", "c1"}
        if _credits("transition", model=model, quality=quality, duration=duration, generate_audio_switch=audio)
        == 20 * duration
    ]

    assert missing == []


@pytest.mark.parametrize(
    ("name", "host", "body", "credits"),
    [
        ("generate", "kie.ai", {}, "12"),
        ("generate", "sunoapi.org", {}, "12"),
        ("stems", "sunoapi.org", {"type": "split_stem_advanced"}, "20"),
        ("wav", "kie.ai", {}, "0.4"),
        ("timestamped_lyrics", "sunoapi.org", {}, "0.5"),
        ("sounds", "kie.ai", {}, "2.5"),
    ],
)
def test_a_suno_operation_costs_its_row(name: str, host: str, *, body: dict[str, Any], credits: str) -> None:
    assert suno_price(name, host, body=body) == Decimal(credits)


def test_the_compiled_schemas_are_those_of_the_specs() -> None:
    assert _regenerate.schemas(_specs.paths(), _regenerate.SCHEMAS, check=True) == []


def test_each_field_that_the_spec_requires_is_required_here_as_well() -> None:
    spared = {"recreate", "real_estate"}  # two operations behind one path: the spec requires only what both need
    missing = {
        (row.name, field)
        for row in OPERATIONS.values()
        if row.name not in spared
        for schema in compiled("pixverse").get(f"/openapi/v2{row.path}", {}).values()
        for field in schema["required"]
        if field not in row.required
    }

    assert missing == set()


@pytest.mark.parametrize(
    ("schema", "value", "finding"),
    [
        ({"type": "integer"}, True, "type"),
        ({"type": "integer"}, 5.0, "type"),
        ({"type": "number", "multipleOf": 0.01}, 0.655, "step"),
        ({"type": "number", "multipleOf": 0.01}, 0.29, None),
        ({"type": "number", "multipleOf": 0.01}, 0.07, None),
        ({"type": "number", "minimum": 0, "exclusiveMinimum": True}, 0, "range"),
        ({"type": "string", "maxLength": 2}, "你你你", "long"),
        ({"type": "array", "maxItems": 1}, [1, 2], "items"),
        ({"type": "array", "items": {"type": "integer"}}, ["1"], "type"),
        ({"enum": ["a"]}, "b", "choice"),
    ],
)
def test_a_value_is_judged_by_its_schema(schema: dict[str, Any], value: object, *, finding: str | None) -> None:
    found = [problem.finding for problem in problems({"f": value}, fields={"f": schema}, required=())]

    assert found == ([finding] if finding else [])


def test_the_sandbox_asks_neither_the_rules_nor_the_price_arithmetic_of_the_facade() -> None:
    imported = {
        name
        for path in HOME.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name.startswith("reelscore") and not name.startswith("reelscore.sandbox")
    }

    assert not {name for name in imported if re.search(r"\.(rules|prices)\b|\.(pixverse|suno)\b", name)}
