"""A task that is called done and shows nothing: looked at again, then an error that names it, and a row to go on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reelscore.errors import TaskIncomplete
from reelscore.ledger.records import CallStatus
from reelscore.vendors.family import Family
from tests.families import family
from tests.field.vendor import (
    LOOK_SONG,
    LOOK_VIDEO,
    MADE_SONG,
    MADE_VIDEO,
    SHOT,
    SONG,
    SUBMIT_SONG,
    SUBMIT_VIDEO,
    TRACK,
    VIDEO_ID,
    Hands,
    Vendor,
    kie,
    song,
    video,
)
from tests.rows import each

URL = "https://media.example.test/a.mp4"
HOSTS = [family("pixverse.ai"), family("kie.ai"), family("sunoapi.org")]
TASKS = [(host, name) for host in HOSTS for name, row in host.operations.items() if row.kind == "task"]
EMPTY = ("SUCCESS", "success", 1)


def test_a_video_whose_url_comes_two_looks_later_is_waited_for(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO], LOOK_VIDEO: [video(""), video(""), video(URL)]}
    found = hands.go(hands.pixverse(vendor).run(SHOT))
    assert [asset.url for asset in found.assets] == [URL]
    assert len(vendor.asked_for(LOOK_VIDEO)) == 3


def test_a_second_track_that_comes_late_is_waited_for(hands: Hands, vendor: Vendor) -> None:
    late = {**TRACK, "id": "b", "audioUrl": ""}
    there = {**late, "audioUrl": "https://files.example.test/b.mp3"}
    vendor.script = {SUBMIT_SONG: [MADE_SONG], LOOK_SONG: [song(TRACK, late), song(TRACK, late), song(TRACK, there)]}
    found = hands.go(hands.suno(vendor).run(SONG))
    assert [track.id for track in found.tracks] == ["a", "b"]
    assert len(found.assets) >= 2


def test_a_video_that_never_gets_a_url_is_an_error_that_names_the_task(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO], LOOK_VIDEO: [video("")]}
    with pytest.raises(TaskIncomplete, match=str(VIDEO_ID)):
        hands.go(hands.pixverse(vendor).run(SHOT))


def test_a_song_without_tracks_stays_recoverable_and_comes_when_it_is_there(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_SONG: [MADE_SONG], LOOK_SONG: [song()]}
    client = hands.suno(vendor)
    with pytest.raises(TaskIncomplete, match="t1"):
        hands.go(client.run(SONG))
    assert [row.status for row in client.ledger.tasks()] == [CallStatus.SUBMITTED]
    vendor.script[LOOK_SONG] = [song(TRACK, {**TRACK, "id": "b"})]
    assert [(each.action, each.task.id) for each in hands.go(client.recover())] == [("resumed", "t1")]
    assert [row.status for row in client.ledger.tasks()] == [CallStatus.FINISHED]


@each("host, name", TASKS)
@each("data", [{}, {"response": None}, {"response": {}}, {"response": {"sunoData": [None]}}])
def test_no_operation_takes_done_without_content_for_an_end(host: Family, name: str, data: dict[str, object]) -> None:
    for word in EMPTY:
        inner = {"status": word, "successFlag": word, "state": word, "id": VIDEO_ID, "taskId": "t1", **data}
        body = {"ErrCode": 0, "ErrMsg": "", "code": 200, "msg": "", "Resp": inner, "data": inner}
        seen = host.progress(name, body)
        assert seen.provisional or not seen.state.terminal, word


def test_a_delivery_that_says_complete_without_tracks_is_no_end() -> None:
    body = json.dumps({"code": 200, "msg": "ok", "data": {"callbackType": "complete", "task_id": "t1", "data": []}})
    seen = family("kie.ai").delivery({}, body.encode()).progress
    assert seen.provisional or not seen.state.terminal


@pytest.mark.parametrize("name", ["sourceAudioUrl", "source_audio_url"])
def test_a_file_that_stands_only_in_the_source_url_is_there_to_save(name: str, hands: Hands, vendor: Vendor) -> None:
    url = "https://files.example.test/a.mp3"
    track = {"id": "a", "audioUrl": "", name: url, "streamAudioUrl": "https://files.example.test/a", "title": "One"}
    vendor.script = {SUBMIT_SONG: [MADE_SONG], LOOK_SONG: [song(track)]}
    found = hands.go(hands.suno(vendor).run(SONG))
    assert [asset.url for asset in found.assets if asset.kind == "audio"] == [url]


@pytest.mark.parametrize(
    "texts", [[], [{"text": "", "title": "Fox"}], [{"text": " \n", "title": "Fox"}], [None]], ids=str
)
def test_lyrics_that_are_done_without_words_are_an_error_that_names_the_task(
    texts: list[Any], hands: Hands, vendor: Vendor
) -> None:
    vendor.script = {
        "POST /api/v1/lyrics": [MADE_SONG],
        "GET /api/v1/lyrics": [kie({"taskId": "t1", "status": "SUCCESS", "response": {"data": texts}})],
    }
    client = hands.suno(vendor)
    task = hands.go(client.lyrics(prompt="a fox in the snow"))
    with pytest.raises(TaskIncomplete, match="t1"):
        hands.go(task.wait())
