"""Ids as numbers or text, both ways and everywhere, repairs too: the same task, exact to the last digit."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from reelscore.errors import ConfigurationError, ReelscoreError
from tests.families import family
from tests.field.vendor import (
    LOOK_SONG,
    LOOK_VIDEO,
    MADE_VIDEO,
    SHOT,
    SONG,
    SUBMIT_SONG,
    SUBMIT_VIDEO,
    TRACK,
    URL,
    VIDEO_ID,
    Hands,
    Vendor,
    kie,
    pixverse,
    song,
    video,
)

BIG = 281474976710657001


@pytest.mark.parametrize("host", ["kie.ai", "sunoapi.org"])
@pytest.mark.parametrize("field", ["taskId", "task_id"])
@pytest.mark.parametrize("given", [BIG, str(BIG)], ids=["number", "text"])
def test_a_songs_id_is_taken_as_a_number_and_as_text(
    host: str, field: str, given: Any, hands: Hands, vendor: Vendor
) -> None:
    vendor.script = {SUBMIT_SONG: [kie({field: given})], LOOK_SONG: [song(TRACK, {**TRACK, "id": 5})]}
    client = hands.suno(vendor, host=host)
    task = hands.go(client.submit(SONG))
    assert task.id == str(BIG)
    assert [row.task_id for row in client.ledger.tasks()] == [str(BIG)]
    assert [track.id for track in hands.go(task.wait()).tracks] == ["a", "5"]
    assert str(BIG) in vendor.asked_for(LOOK_SONG)[0].line


@pytest.mark.parametrize("given", [VIDEO_ID, str(VIDEO_ID)], ids=["number", "text"])
def test_a_videos_id_is_taken_as_a_number_and_as_text(given: Any, hands: Hands, vendor: Vendor) -> None:
    look = pixverse({"id": given, "status": 1, "url": URL})
    vendor.script = {SUBMIT_VIDEO: [pixverse({"video_id": given})], LOOK_VIDEO: [look]}
    client = hands.pixverse(vendor)
    found = hands.go(client.run(SHOT))
    assert (found.task.id, found.id) == (str(VIDEO_ID), VIDEO_ID)
    assert vendor.asked_for(LOOK_VIDEO)[0].line.endswith(str(VIDEO_ID))


@pytest.mark.parametrize("given", [VIDEO_ID, str(VIDEO_ID)], ids=["number", "text"])
def test_a_task_is_attached_by_a_number_and_by_text(given: Any, hands: Hands, vendor: Vendor) -> None:
    vendor.script = {LOOK_VIDEO: [video(URL)]}
    assert hands.go(hands.pixverse(vendor).task("text_to_video", given).wait()).id == VIDEO_ID


@pytest.mark.parametrize("status", [1, "1", 1.0], ids=["number", "text", "float"])
def test_a_videos_status_is_taken_as_a_number_and_as_text(status: Any, hands: Hands, vendor: Vendor) -> None:
    look = pixverse({"id": VIDEO_ID, "status": status, "url": URL})
    vendor.films(look)
    assert hands.go(hands.pixverse(vendor).run(SHOT)).url == URL


@pytest.mark.parametrize("code", [200, "200", 200.0], ids=["number", "text", "float"])
def test_a_code_is_taken_as_a_number_and_as_text(code: Any) -> None:
    outcome = family("kie.ai").verdict("generate", 200, {"code": code, "msg": "success", "data": {"taskId": "t"}})
    assert getattr(outcome, "task_id", None) == "t"


@pytest.mark.parametrize("given", [BIG, str(BIG)], ids=["number", "text"])
def test_a_delivery_names_its_task_by_a_number_and_by_text(given: Any) -> None:
    body = json.dumps(
        {"code": 200, "msg": "ok", "data": {"callbackType": "complete", "task_id": given, "data": [TRACK]}}
    )
    assert family("kie.ai").delivery({}, body.encode()).task_id == str(BIG)


SHOWN = {"prompt": "x", "model": "v5", "duration": 5, "quality": "540p"}
NAMED: list[tuple[str, str, str, dict[str, Any], Any]] = [
    ("pixverse.ai", "image_to_video", "img_id", SHOWN, VIDEO_ID),
    ("pixverse.ai", "transition", "first_frame_img", {**SHOWN, "last_frame_img": 5}, VIDEO_ID),
    ("pixverse.ai", "extend", "source_video_id", SHOWN, VIDEO_ID),
    ("pixverse.ai", "lip_sync", "audio_media_id", {"source_video_id": 5}, VIDEO_ID),
    ("kie.ai", "wav", "task_id", {"audio_id": "a"}, str(BIG)),
    ("kie.ai", "wav", "audio_id", {"task_id": "t"}, str(BIG)),
]


@pytest.mark.parametrize(("host", "name", "field", "rest", "meant"), NAMED, ids=[f"{row[1]}.{row[2]}" for row in NAMED])
@pytest.mark.parametrize("spelling", [int, str], ids=["number", "text"])
def test_an_id_in_a_request_is_taken_as_a_number_and_as_text(
    host: str, name: str, field: str, rest: dict[str, Any], meant: Any, spelling: type[Any]
) -> None:
    place = family(host)
    request = place.operations[name].request(**{**rest, field: spelling(meant)})
    assert not [each for each in request.violations(place) if each.field == field]
    assert meant in request.to_wire().values()


def test_an_id_that_went_through_json_of_another_language_is_sent_as_it_was_given(hands: Hands, vendor: Vendor) -> None:
    from reelscore.pixverse import ImageToVideo

    vendor.script = {"POST /openapi/v2/video/img/generate": [MADE_VIDEO]}
    hands.go(hands.pixverse(vendor).submit(ImageToVideo.build({**SHOWN, "img_id": str(VIDEO_ID)})))
    assert json.loads(vendor.asked[-1].body)["img_id"] == VIDEO_ID


@pytest.mark.parametrize("told", [2**52, "9.9e12", 10**13])
def test_a_charge_that_no_ledger_counts_is_not_believed_and_the_task_is_kept(
    told: Any, hands: Hands, vendor: Vendor
) -> None:
    look = pixverse({"id": VIDEO_ID, "status": 1, "url": URL, "credits": told})
    vendor.script = {SUBMIT_VIDEO: [pixverse({"video_id": VIDEO_ID, "credits": told})], LOOK_VIDEO: [look]}
    client = hands.pixverse(vendor)
    assert hands.go(client.run(SHOT)).url == URL
    assert [(row.task_id, row.charged) for row in client.ledger.tasks()] == [(str(VIDEO_ID), None)]


def test_text_that_no_database_holds_is_an_error_of_ours_and_nothing_is_sent(hands: Hands, vendor: Vendor) -> None:
    vendor.films()
    half = "\udcff"  # what Python makes of a byte of the command line that is no UTF-8
    for options, key in (({"account": half}, None), ({}, half)):
        with pytest.raises(ReelscoreError, match="surrogates"):
            hands.go(hands.pixverse(vendor, **options).submit(SHOT, key=key))
    ledger = hands.pixverse(vendor).ledger
    assert [ledger.show(name) for name in (half, "x" * 8 + half, "x" * 8 + "\U0010ffff", "")] == [None] * 4
    for name in (half, "", "a b", "pixverse.ai/text_to_video/" + half):
        with pytest.raises(ConfigurationError):
            hands.pixverse(vendor).task(*(["text_to_video"] if "/" not in name else []), name)
    assert vendor.asked == []


HOST = family("pixverse.ai")
GIVEN, OTHER = 629000000000000001, 629000000000000002
FUSION: dict[str, Any] = {
    "image_references": [
        {"type": "subject", "img_id": str(GIVEN), "ref_name": "hat"},
        {"type": "background", "img_id": str(OTHER), "ref_name": "sea"},
    ],
    "prompt": "@hat at @sea",
    "model": "v5",
    "duration": 5,
    "quality": "720p",
    "aspect_ratio": "16:9",
}
TEXT_SHOT = {"prompt": "a fox", "model": "v5", "duration": 5, "quality": "720p"}
BODIES: dict[str, dict[str, Any]] = {
    "image_to_video": {**TEXT_SHOT, "img_id": str(GIVEN)},
    "transition": {**TEXT_SHOT, "first_frame_img": str(GIVEN), "last_frame_img": str(OTHER)},
    "extend": {**TEXT_SHOT, "source_video_id": str(GIVEN)},
    "fusion": FUSION,
}


def as_numbers(value: Any) -> Any:
    """Return the same with every text of digits as a number."""
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
    assert mended["image_references"][0] == {"type": "subject", "img_id": GIVEN, "ref_name": "hat"}
    assert mended["prompt"] == FUSION["prompt"]


def test_a_repair_of_one_field_keeps_every_other_field() -> None:
    body = {**BODIES["image_to_video"], "duration": 7, "seed": 5}
    mended = HOST.request("image_to_video", body).repaired().to_wire()
    assert {key: mended[key] for key in ("img_id", "prompt", "model", "quality", "seed")} == {
        "img_id": GIVEN, "prompt": "a fox", "model": "v5", "quality": "720p", "seed": 5,
    }  # fmt: skip
