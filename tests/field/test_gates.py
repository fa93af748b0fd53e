"""Answers that are no envelope: gates that refuse, gates that throttle, outages, and pages of somebody else."""

from __future__ import annotations

import gzip
import itertools
import socket
import zlib
from typing import Any

import pytest

from reelscore.errors import PermissionDenied, RateLimited, ReelscoreError, SubmissionUnknown, TaskTimeout
from reelscore.ledger.records import CallStatus
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
    "pixverse": (SHOT, SUBMIT_VIDEO, LOOK_VIDEO, MADE_VIDEO, video("https://media.example.test/a.mp4")),
    "suno": (SONG, SUBMIT_SONG, LOOK_SONG, MADE_SONG, song(TRACK)),
}
OUTAGES: list[tuple[int, str]] = [
    (530, "error code: 1033"),
    (530, "error code: 1016"),
    *((status, f"error code: {status}") for status in (520, 521, 522, 523, 524, 525, 526, 527)),
    (502, "<html><title>Bad Gateway</title></html>"),
]
REFUSED = {
    "1010": text("error code: 1010", status=403),
    "1020": text("error code: 1020", status=403),
    "1010 in JSON": said(
        {"error_code": 1010, "title": "Error 1010: Access denied", "cloudflare_error": True}, status=403
    ),
    "a blocked address": text(
        "<title>Attention Required! | Cloudflare</title>Sorry, you have been blocked", status=403
    ),
    "a challenge": text("<title>Just a moment...</title>Enable JavaScript and cookies to continue", status=403),
    "an older challenge": text("<title>Just a moment...</title>Checking your browser before accessing", status=503),
}
ODD = (b"caf\xe9", b"two\nlines", b"\0")
"""Texts that JSON does not allow, which vendors have sent all the same."""
place = pytest.mark.parametrize("place", list(PLACES))


def client_of(place: str, hands: Hands, vendor: Vendor) -> Any:
    return getattr(hands, place)(vendor)


@each("place, page", itertools.product(PLACES, REFUSED))
def test_a_gate_that_refuses_leaves_no_doubt_and_no_charge(place: str, page: str, hands: Hands, vendor: Vendor) -> None:
    request, submit, *_ = PLACES[place]
    vendor.script = {submit: [REFUSED[page]]}
    client = client_of(place, hands, vendor)
    with pytest.raises(PermissionDenied) as caught:
        hands.go(client.submit(request))
    assert caught.value.charged is False
    assert [(row.status, row.reserved) for row in client.ledger.tasks(limit=1)] == [(CallStatus.REFUSED, 0)]


@place
def test_a_gate_that_throttles_is_a_rate_limit(place: str, hands: Hands, vendor: Vendor) -> None:
    request, submit, *_ = PLACES[place]
    vendor.script = {submit: [text("error code: 1015", status=429)]}
    with pytest.raises(RateLimited):
        hands.go(client_of(place, hands, vendor).submit(request))


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
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (text("404 page not found", status=404), ("404", "page not found")),
        (text("<html><title>Sign in</title><body>Portal</body></html>", kind="text/html"), ("200", "Sign in")),
        (said({"message": "no Route matched"}, status=503), ("503", "no Route matched")),
        (text("", status=504), ("504",)),
    ],
    ids=["text", "page", "json", "nothing"],
)
def test_a_page_instead_of_an_answer_is_told_with_its_status_and_first_words(
    place: str, answer: bytes, words: tuple[str, ...], hands: Hands, vendor: Vendor
) -> None:
    request, submit, *_ = PLACES[place]
    vendor.script = {submit: [answer]}
    with pytest.raises(ReelscoreError) as caught:
        hands.go(client_of(place, hands, vendor).submit(request))
    assert [word for word in words if word not in str(caught.value)] == []


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
def test_an_outage_in_answer_to_a_paid_call_is_doubt_and_the_call_is_not_repeated(
    place: str, hands: Hands, vendor: Vendor
) -> None:
    request, submit, *_ = PLACES[place]
    vendor.script = {submit: [text("error code: 524", status=524)]}
    client = client_of(place, hands, vendor)
    with pytest.raises(SubmissionUnknown, match="524"):
        hands.go(client.submit(request))
    assert len(vendor.asked_for(submit)) == 1
    assert [row.status for row in client.ledger.tasks()] == [CallStatus.UNKNOWN]


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
