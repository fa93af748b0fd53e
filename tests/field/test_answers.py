"""Answers that are no result: gates, outages, pages of somebody else, and tasks called done that show nothing."""

from __future__ import annotations

import gzip
import itertools
import json
import socket
import zlib
from typing import Any

import pytest

from reelscore.errors import (
    PermissionDenied,
    RateLimited,
    ReelscoreError,
    SubmissionUnknown,
    TaskIncomplete,
    TaskTimeout,
)
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
    URL,
    VIDEO_ID,
    Answer,
    Hands,
    Vendor,
    raw,
    said,
    song,
    text,
    video,
)
from tests.rawserver import Asked
from tests.rows import each

PLACES: dict[str, tuple[Any, str, str, bytes, bytes]] = {
    "pixverse": (SHOT, SUBMIT_VIDEO, LOOK_VIDEO, MADE_VIDEO, video(URL)),
    "suno": (SONG, SUBMIT_SONG, LOOK_SONG, MADE_SONG, song(TRACK)),
}
OUTAGES: list[tuple[int, str]] = [
    (530, "error code: 1033"),
    (530, "error code: 1016"),
    *((status, f"error code: {status}") for status in (520, 521, 522, 523, 524, 525, 526, 527)),
    (502, "<html><title>Bad Gateway</title></html>"),
]
ODD = (b"caf\xe9", b"two\nlines", b"\0")
"""Texts that JSON does not allow, which vendors have sent all the same."""
place = pytest.mark.parametrize("place", list(PLACES))
TO_PAID_CALLS: list[tuple[bytes, type[ReelscoreError], CallStatus]] = [
    (text("error code: 1020", status=403), PermissionDenied, CallStatus.REFUSED),
    (said({"error_code": 1010, "cloudflare_error": True}, status=403), PermissionDenied, CallStatus.REFUSED),
    (text("<title>Just a moment...</title>Checking your browser", status=503), PermissionDenied, CallStatus.REFUSED),
    (text("error code: 1015", status=429), RateLimited, CallStatus.REFUSED),
    (text("error code: 524", status=524), SubmissionUnknown, CallStatus.UNKNOWN),
]


def client_of(place: str, hands: Hands, vendor: Vendor) -> Any:
    return getattr(hands, place)(vendor)


@each("place, row", itertools.product(PLACES, TO_PAID_CALLS))
def test_what_a_gate_answers_to_a_paid_call_is_refusal_or_doubt_and_sent_once(
    place: str, row: tuple[bytes, type[ReelscoreError], CallStatus], hands: Hands, vendor: Vendor
) -> None:
    (answer, error, status), (request, submit, *_) = row, PLACES[place]
    vendor.script, vendor.asked = {submit: [answer]}, []
    client = client_of(place, hands, vendor)
    with pytest.raises(error):
        hands.go(client.submit(request))
    [found] = client.ledger.tasks(limit=1)
    assert (found.status, bool(found.reserved)) == (status, status is CallStatus.UNKNOWN)
    assert error is RateLimited or len(vendor.asked_for(submit)) == 1


@each("place, outage", itertools.product(PLACES, OUTAGES))
def test_a_minute_of_outage_does_not_end_a_wait(
    place: str, outage: tuple[int, str], hands: Hands, vendor: Vendor
) -> None:
    status, words = outage
    request, submit, look, made, done = PLACES[place]
    answers: list[Answer] = [*[text(words, status=status)] * 4, done]
    vendor.script = {submit: [made], look: answers}
    assert hands.go(client_of(place, hands, vendor).run(request)).assets


@place
def test_a_packed_answer_is_read_however_deflate_is_written(place: str, hands: Hands, vendor: Vendor) -> None:
    request, submit, _, made, _ = PLACES[place]
    body = made.partition(b"\r\n\r\n")[2]
    bare = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = {
        "gzip": gzip.compress(body),
        "deflate": zlib.compress(body),
        "Deflate": bare.compress(body) + bare.flush(),
        "x-gzip": gzip.compress(body[:9]) + gzip.compress(body[9:]),
        "GZIP": body,
    }
    vendor.script = {submit: [raw(content, content_encoding=name) for name, content in packed.items()]}
    client = client_of(place, hands, vendor)
    assert [bool(hands.go(client.submit(request)).id) for _ in packed] == [True] * len(packed)


@place
def test_an_answer_that_names_its_task_is_no_doubt_though_its_end_or_a_letter_is_broken(
    place: str, hands: Hands, vendor: Vendor
) -> None:
    request, submit, _, made, _ = PLACES[place]
    body = made.partition(b"\r\n\r\n")[2]
    head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n%x\r\n" % len(body)

    def cut(_: Asked, line: socket.socket) -> None:
        line.sendall(head + body + b"\r\n")

    def trailed(_: Asked, line: socket.socket) -> None:
        line.sendall(head + body + b"\r\n0\r\n\0bad trailer\r\n\r\n")

    def half(_: Asked, line: socket.socket) -> None:
        line.sendall(head + body[:-1])

    vendor.script = {submit: [cut, trailed, *(raw(body.replace(b"{", b'{"note": "' + odd + b'", ', 1)) for odd in ODD)]}
    client = client_of(place, hands, vendor)
    assert [bool(hands.go(client.submit(request)).id) for _ in range(2 + len(ODD))] == [True] * (2 + len(ODD))
    vendor.script = {submit: [half]}
    with pytest.raises(SubmissionUnknown):
        hands.go(client.submit(request))


@place
@pytest.mark.parametrize(
    ("answer", "told"),
    [(said({"message": "Unauthorized"}, status=401), "401"), (text("404 page not found", status=404), "404")],
    ids=["401", "404"],
)
def test_looks_that_fail_are_told_while_they_fail_and_the_timeout_names_the_last(
    place: str, answer: bytes, told: str, hands: Hands, vendor: Vendor
) -> None:
    request, submit, look, made, _ = PLACES[place]
    vendor.script = {submit: [made], look: [answer]}
    heard: list[Any] = []
    with pytest.raises(TaskTimeout, match=told):
        hands.go(client_of(place, hands, vendor).run(request, timeout=600, on_progress=heard.append))
    assert heard
    assert all(told in each.stage for each in heard)


THREE_HOSTS = [family("pixverse.ai"), family("kie.ai"), family("sunoapi.org")]
TASKS = [(host, name) for host in THREE_HOSTS for name, row in host.operations.items() if row.kind == "task"]
EMPTY = ("SUCCESS", "success", 1)


def test_a_video_whose_url_comes_two_looks_later_is_waited_for(hands: Hands, vendor: Vendor) -> None:
    vendor.films(video(""), video(""), video(URL))
    found = hands.go(hands.pixverse(vendor).run(SHOT))
    assert [asset.url for asset in found.assets] == [URL]
    assert len(vendor.asked_for(LOOK_VIDEO)) == 3


def test_a_second_track_that_comes_late_is_waited_for(hands: Hands, vendor: Vendor) -> None:
    late = {**TRACK, "id": "b", "audioUrl": ""}
    there = {**late, "audioUrl": "https://files.example.test/b.mp3"}
    vendor.sings(song(TRACK, late), song(TRACK, late), song(TRACK, there))
    found = hands.go(hands.suno(vendor).run(SONG))
    assert [track.id for track in found.tracks] == ["a", "b"]
    assert len(found.assets) >= 2


def test_a_video_that_never_gets_a_url_is_an_error_that_names_the_task(hands: Hands, vendor: Vendor) -> None:
    vendor.films(video(""))
    with pytest.raises(TaskIncomplete, match=str(VIDEO_ID)):
        hands.go(hands.pixverse(vendor).run(SHOT))


def test_a_song_without_tracks_stays_recoverable_and_comes_when_it_is_there(hands: Hands, vendor: Vendor) -> None:
    vendor.sings(song())
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


@pytest.mark.parametrize(
    "texts", [[], [{"text": "", "title": "Fox"}], [{"text": " \n", "title": "Fox"}], [None]], ids=str
)
def test_lyrics_that_are_done_without_words_are_an_error_that_names_the_task(
    texts: list[Any], hands: Hands, vendor: Vendor
) -> None:
    vendor.writes(*texts)
    client = hands.suno(vendor)
    task = hands.go(client.lyrics(prompt="a fox in the snow"))
    with pytest.raises(TaskIncomplete, match="t1"):
        hands.go(task.wait())
