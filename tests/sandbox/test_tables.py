"""The tables of the sandbox: prices against the published rows, fields against the specs."""

from __future__ import annotations

from typing import Any

from reelscore.sandbox.kie import market
from reelscore.sandbox.pixverse.prices import price
from reelscore.sandbox.pixverse.refusals import REFUSALS
from reelscore.sandbox.schemas import problems
from reelscore.sandbox.suno import table
from reelscore.sandbox.values import vendor_rows
from tests.rows import each

OLD = {"model": "v4.5", "quality": "360p", "duration": 5}
PRICES: list[tuple[str, dict[str, Any], dict[str, float], int]] = [
    ("image_to_video", {"model": "v6", "quality": "720p", "duration": 7}, {}, 63),
    ("image_to_video", {"model": "v6", "quality": "720p", "duration": 7, "generate_audio_switch": True}, {}, 84),
    ("image_to_video", {"model": "v5.6", "quality": "540p", "duration": 5, "generate_audio_switch": True}, {}, 90),
    ("image_to_video", {"model": "v5.5", "quality": "1080p", "duration": 8, "generate_audio_switch": True,
                        "generate_multi_clip_switch": True}, {}, 280),
    ("image_to_video", {**OLD, "quality": "540p", "motion_mode": "fast"}, {}, 90),
    ("image_to_video", {**OLD, "sound_effect_switch": True}, {}, 55),
    ("image_to_video", {**OLD, "sound_effect_switch": True, "template_id": 1}, {}, 45),
    ("image_to_video", {"model": "v5", "quality": "1080p", "duration": 8, "lip_sync_tts_switch": True}, {}, 272),
    ("sound_effect", {}, {"video": 8}, 20),
    ("lip_sync", {}, {"audio": 6.1}, 28),
    ("lip_sync", {"lip_sync_tts_content": "你" * 200}, {}, 160),
    ("restyle", {}, {"video": 7.2}, 80),
    ("mimic", {"quality": "720p"}, {"video": 8}, 96),
    ("music_video", {"quality": "1080p"}, {"audio": 10}, 225),
    ("multi_transition", {"quality": "720p", "multi_transition": [{"duration": 5}, {"duration": 5}, {}]}, {}, 132),
    ("multi_transition", {"quality": "360p", "multi_transition": [{"duration": 1}, {}], "motion_mode": "fast"}, {}, 46),
]  # fmt: skip


@each("operation, body, lengths, credits", PRICES)
def test_a_request_costs_its_cell_and_its_additions(
    operation: str, body: dict[str, Any], lengths: dict[str, float], credits: int
) -> None:
    assert price(operation, body, **lengths) == credits


def test_a_model_without_a_published_price_is_free() -> None:
    free = [model for model in market.models().values() if not model["prices"]]

    assert free
    assert {market.price(model, {}) for model in free} == {0}


JUDGED: list[tuple[str, str, dict[str, Any], str]] = [
    ("true for a number", "text_to_video", {"duration": True}, "type"),
    ("a float for an integer", "text_to_video", {"duration": 5.0}, "type"),
    ("text for a number", "text_to_video", {"duration": "5"}, "type"),
    ("above the most", "text_to_video", {"duration": 16}, "maximum"),
    ("another model", "text_to_video", {"model": "v99"}, "enum"),
    ("an empty word", "text_to_video", {"style": ""}, ""),
    ("a required text that is empty", "text_to_video", {"prompt": ""}, "required"),
    ("a required field that is null", "text_to_video", {"prompt": None}, "required"),
    ("null for what may be absent", "text_to_video", {"seed": None}, ""),
    ("more characters than bytes would allow", "text_to_video", {"negative_prompt": "你" * 2048}, ""),
    ("a character too many", "text_to_video", {"negative_prompt": "你" * 2049}, "maxLength"),
    ("a list of the wrong items", "image_to_video", {"img_ids": ["1"]}, "type"),
    ("half a step", "generate", {"styleWeight": 0.655}, "multipleOf"),
    ("a step that no binary number is", "generate", {"styleWeight": 0.29}, ""),
    ("another such step", "generate", {"styleWeight": 0.07}, ""),
    ("the edge that is left out", "extend", {"continueAt": 0}, "exclusiveMinimum"),
    ("one item too many", "mashup", {"uploadUrlList": ["https://example.com/a"] * 3}, "maxItems"),
    ("what is no link", "extend", {"callBackUrl": "ftp://example.com/a"}, "format"),
    ("a part that lacks its id", "fusion", {"image_references": [{"type": "subject"}]}, "required"),
]


def test_a_field_is_judged_by_the_schema_of_its_operation() -> None:
    told = {}
    for name, operation, body, _ in JUDGED:
        side = ("suno", "kie.ai") if operation in {"generate", "extend", "mashup"} else ("pixverse", "pixverse.ai")
        (field,) = body
        told[name] = [found.keyword for found in problems(*side, operation, body) if found.field.startswith(field)]

    assert told == {name: [keyword] if keyword else [] for name, _, _, keyword in JUDGED}


def test_every_code_that_the_sandbox_answers_is_published() -> None:
    video, song = (
        {int(row["code"]) for row in vendor_rows(vendor, "codes") if row["code"]} for vendor in ("pixverse", "suno")
    )

    assert {row.code for row in REFUSALS.values()} <= video
    assert {row.code for rows in table.ROWS.values() for row in rows.values()} <= song
