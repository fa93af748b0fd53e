"""``repaired`` mends what is broken and keeps what was asked: ids of 64 bits that come as text are taken over."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.families import family

HOST = family("pixverse.ai")
ID, OTHER = 629000000000000001, 629000000000000002
FUSION: dict[str, Any] = {
    "image_references": [
        {"type": "subject", "img_id": str(ID), "ref_name": "hat"},
        {"type": "background", "img_id": str(OTHER), "ref_name": "sea"},
    ],
    "prompt": "@hat at @sea",
    "model": "v5",
    "duration": 5,
    "quality": "720p",
    "aspect_ratio": "16:9",
}
SHOT = {"prompt": "a fox", "model": "v5", "duration": 5, "quality": "720p"}
BODIES: dict[str, dict[str, Any]] = {
    "image_to_video": {**SHOT, "img_id": str(ID)},
    "transition": {**SHOT, "first_frame_img": str(ID), "last_frame_img": str(OTHER)},
    "extend": {**SHOT, "source_video_id": str(ID)},
    "fusion": FUSION,
}


def as_numbers(value: Any) -> Any:
    """The same with every text of digits as a number."""
    if isinstance(value, dict):
        return {key: as_numbers(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_numbers(each) for each in value]
    return int(value) if isinstance(value, str) and value.isdecimal() else value


@pytest.mark.parametrize("name", list(BODIES))
def test_ids_as_text_are_kept_as_the_same_numbers(name: str) -> None:
    mended = HOST.request(name, BODIES[name]).repaired().to_wire()
    assert {key: mended[key] for key in BODIES[name]} == as_numbers(BODIES[name])


def test_one_bad_item_does_not_replace_its_neighbours() -> None:
    body = copy.deepcopy(FUSION)
    body["image_references"][1]["img_id"] = "no id"
    mended = HOST.request("fusion", body).repaired().to_wire()
    assert mended["image_references"][0] == {"type": "subject", "img_id": ID, "ref_name": "hat"}
    assert mended["prompt"] == FUSION["prompt"]


def test_a_repair_of_one_field_keeps_every_other_field() -> None:
    body = {**BODIES["image_to_video"], "duration": 7, "seed": 5}
    mended = HOST.request("image_to_video", body).repaired().to_wire()
    assert {key: mended[key] for key in ("img_id", "prompt", "model", "quality", "seed")} == {
        "img_id": ID, "prompt": "a fox", "model": "v5", "quality": "720p", "seed": 5,
    }  # fmt: skip


def test_ids_that_went_through_json_of_another_language_stay_exact() -> None:
    body = json.loads(json.dumps(BODIES["image_to_video"]))
    request = HOST.request("image_to_video", body).repaired()
    assert str(ID) in json.dumps(request.to_wire())
