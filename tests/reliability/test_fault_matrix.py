"""Each fault of networks and vendors x each kind of client x each kind of call, over raw sockets.

After each cell: what the user sees, how many paid requests left, and what the ledger says. A sample runs always; the
answers cut at every byte are slow.
"""

from __future__ import annotations

import contextlib
import functools
import io
import itertools
import socket
import tempfile
import threading
import wave
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import attrs
import httpx
import pytest

from reelscore.downloads.http import DownloadOptions
from reelscore.downloads.partfile import files_of
from reelscore.downloads.targets import targets_for
from reelscore.effects import Download
from reelscore.errors import ReelscoreError
from reelscore.ledger import Ledger
from reelscore.transport.http import MAX_BYTES, tls
from tests.field.test_files import PICTURE, covering, moving
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
    at_work,
    kie,
    pixverse,
    raw,
    said,
    song,
    text,
    video,
)
from tests.fileserver import movie
from tests.rawserver import Asked, reset

CLIENTS = ("sync", "async", "sync, the user's http_client", "async, the user's http_client")
STATUSES = (400, 401, 403, 404, 429, 500, 502, 503, 504, 530)
SAMPLED = (400, 404, 429, 503)
SHORT = 0.03
"""Seconds of the clients whose vendor is slow; all others have time enough for any machine."""
MOVE, COVER = "POST /openapi/v2/video/img/generate", "POST /api/v1/generate/upload-cover"
FILE = "GET /a.mp4"
UPLOADED = {"POST /openapi/v2/image/upload", "POST /api/file"}
NOWHERE = "http://127.0.0.1:9"
DRIPS = {
    "head": (b"HTTP/1.1 200 OK\r\n", b"x: y\r\n"),
    "early hints": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "body": (b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", b"x"),
}
ENDLESS = b"HTTP/1.1 200 OK\r\ncontent-length: 1152921504606846976\r\n\r\nx"
Outcome: TypeAlias = tuple[str, int, str]
"""What the user sees, how many paid requests left, and the row: its status, and "held" while credits are."""


@attrs.frozen(kw_only=True)
class Fault:
    """What happens to a request."""

    name: str
    answer: Answer = b""
    first: Callable[[socket.socket], object] | None = None
    """What happens to a new connection, before a byte of it is read."""
    refused: bool = False
    """Whether nobody listens."""
    slow: bool = False
    """Whether the client's own limit ends it."""
    lasts: bool = False
    """Whether it happens every time; else once, and the next answer is good."""


def drip(start: bytes, again: bytes, _: Asked, line: socket.socket) -> None:
    line.sendall(start)
    pace = threading.Event()
    while not pace.wait(SHORT / 4):  # a vendor's own pace, on its own thread; the test waits for nothing
        line.sendall(again)


def hold(_: Asked, line: socket.socket) -> None:
    line.recv(1)


@functools.cache
def too_large() -> bytes:
    return raw(b"x" * (MAX_BYTES + 1))


def cut(whole: bytes, at: int, _: Asked, line: socket.socket) -> None:
    line.sendall(whole[:at])


def faults(call: Call, *, whole: bool) -> Iterator[Fault]:
    """All faults of a call, or a sample of them."""
    yield Fault(name="refused", refused=True)
    yield Fault(name="reset before the request", first=reset)
    yield Fault(name="reset after the request", answer=lambda _, line: reset(line))
    yield Fault(name="307", answer=raw(b"", status=307, location="/elsewhere"))
    for status in STATUSES if whole else SAMPLED:
        yield Fault(name=f"{status} JSON", answer=call.envelope(status))
        page = text("<html><title>No</title></html>", status=status, kind="text/html")
        yield Fault(name=f"{status} HTML", answer=page)
        yield Fault(name=f"{status} nothing", answer=raw(b"", status=status))
    # Where a call goes on after what was slow, only a fault that lasts says anything on a busy machine.
    slow: dict[str, Any] = {"slow": True, "lasts": call.spoiled in UPLOADED}
    yield Fault(name="timeout", answer=hold, **slow)
    for name, (start, again) in DRIPS.items():
        yield Fault(name=f"drip: {name}", answer=partial(drip, start, again), **slow)
    yield Fault(name="too large", answer=ENDLESS if call.spoiled == FILE else too_large())
    for at in range(0, len(call.good), 1 if whole else 60):
        yield Fault(name=f"cut at byte {at}", answer=partial(cut, call.good, at))


def a_sound() -> bytes:
    """Three seconds of silence."""
    found = io.BytesIO()
    with wave.open(found, "wb") as file:
        file.setparams((1, 1, 8_000, 0, "NONE", ""))
        file.writeframes(bytes([128]) * 24_000)
    return found.getvalue()


def of_pixverse(status: int) -> bytes:
    code = {400: 400017, 401: 10001, 404: 500008, 429: 500044}.get(status, status)
    return said({"ErrCode": code, "ErrMsg": "Invalid API key" if status == 401 else "no", "Resp": None}, status=status)


def of_kie(status: int) -> bytes:
    return said({"code": status, "msg": "no", "data": None}, status=status)


@attrs.frozen(kw_only=True)
class Call:
    """One kind of call: what is asked, which answer of it is spoiled, and what the others are."""

    maker: str
    request: Any
    paid: str
    spoiled: str
    good: bytes
    answers: dict[str, list[Answer]] = attrs.field(factory=dict)
    envelope: Callable[[int], bytes] = of_pixverse


FILM = movie(100)
PICTURE_THERE = pixverse({"img_id": 77, "img_url": "https://x/a.png"})
SOUND_THERE = kie({"downloadUrl": "https://x/a.mp3", "fileUrl": "https://x/a.mp3"})
VIDEO_THERE, SONG_THERE = video("https://x/v.mp4"), song(TRACK, {**TRACK, "id": "b"})
CALLS = {
    "submit, PixVerse": Call(maker="pixverse", request=SHOT, paid=SUBMIT_VIDEO, spoiled=SUBMIT_VIDEO, good=MADE_VIDEO),
    "submit, Kie": Call(
        maker="suno", request=SONG, paid=SUBMIT_SONG, spoiled=SUBMIT_SONG, good=MADE_SONG, envelope=of_kie
    ),
    "wait, PixVerse": Call(
        maker="pixverse", request=SHOT, paid=SUBMIT_VIDEO, spoiled=LOOK_VIDEO, good=VIDEO_THERE,
        answers={SUBMIT_VIDEO: [MADE_VIDEO]},
    ),
    "wait, Kie": Call(
        maker="suno", request=SONG, paid=SUBMIT_SONG, spoiled=LOOK_SONG, good=SONG_THERE, envelope=of_kie,
        answers={SUBMIT_SONG: [MADE_SONG]},
    ),
    "upload, PixVerse": Call(
        maker="pixverse", request=moving(PICTURE), paid=MOVE, spoiled="POST /openapi/v2/image/upload",
        good=PICTURE_THERE, answers={MOVE: [MADE_VIDEO]},
    ),
    "upload, Kie": Call(
        maker="suno", request=covering(a_sound()), paid=COVER, spoiled="POST /api/file", good=SOUND_THERE,
        answers={COVER: [MADE_SONG]}, envelope=of_kie,
    ),
    "download": Call(
        maker="pixverse", request=SHOT, paid=SUBMIT_VIDEO, spoiled=FILE,
        good=raw(FILM, content_type="video/mp4", etag='"a"'), answers={SUBMIT_VIDEO: [MADE_VIDEO]},
    ),
}  # fmt: skip


@attrs.frozen(kw_only=True)
class Cell:
    """Runs one cell: one call of one kind of client, at a vendor of its own, on the ledger of all its cells."""

    call: Call
    client: str
    folder: Path
    vendor: Vendor
    hands: Hands
    ledger: Ledger

    def outcome(self, fault: Fault, key: str) -> Outcome:
        """Run one cell; *key* names its row."""
        good: Answer = self.call.good
        self.vendor.script = {**self.call.answers, self.call.spoiled: [good]}
        if fault.answer:
            self.vendor.script[self.call.spoiled] = [fault.answer] if fault.lasts else [fault.answer, good]
        if self.call.spoiled == FILE:
            place = NOWHERE if fault.refused else self.vendor.url
            self.vendor.script[LOOK_VIDEO] = [video(f"{place}/a.mp4")]
        try:
            seen = self.act(fault, key)
        except ReelscoreError as error:
            seen = type(error).__name__
        except Exception as error:  # noqa: BLE001 - what no user should see
            seen = f"RAW {type(error).__name__}: {error}"
        row = next((row for row in self.ledger.tasks(limit=1) if row.key == key), None)
        status = "no row" if row is None else f"{row.status}{', held' if row.reserved else ''}"
        return seen, len(self.vendor.asked_for(self.call.paid)), status

    def act(self, fault: Fault, key: str) -> str:
        """Do what a user does, up to the result."""
        go = self.hands.go
        if self.call.spoiled in {self.call.paid, *UPLOADED}:
            with self.connected(fault, key) as client:
                go(client.submit(self.call.request, key=key))
            return "result"
        with self.connected(Fault(name="none"), key) as client:
            task = go(client.submit(self.call.request, key=key))
            result = go(task.wait()) if self.call.spoiled == FILE else None
        with self.connected(fault, key) as client:
            if result is not None:
                self.bring(result, client, slow=fault.slow)
            else:
                go(client.task(task.ref).wait(5 if fault.refused else 600))
        return "result"

    def bring(self, result: Any, client: Any, *, slow: bool) -> None:
        """Save the file as clients do, but without pauses."""
        intent, folder = result.task.intent, self.folder / str(client.account)
        wanted = Download(
            targets=targets_for(result, folder),
            options=DownloadOptions(loopback=True, pause=0.0, tries=3, timeout=SHORT if slow else 10.0),
            record=lambda tx, file: tx.record_saved(intent, files_of([file])),
        )
        (saved,) = self.hands.go(client.runtime().perform(wanted))
        assert saved.path.read_bytes() == FILM

    @contextlib.contextmanager
    def connected(self, fault: Fault, account: str) -> Generator[Any]:
        """A client of the kind, which meets the fault."""
        url = NOWHERE if fault.refused else self.vendor.url
        self.vendor.greet = fault.first and partial(self.once, fault.first)
        seconds = SHORT / 3 if fault.lasts else SHORT if fault.slow else 10.0
        given = {"base_url": url, "upload_url": url, "timeout": seconds}
        http: Any = None
        if "user" in self.client:
            http = httpx.AsyncClient(verify=tls()) if "async" in self.client else httpx.Client(verify=tls())
        client = getattr(self.hands, self.call.maker)(
            self.vendor, **given, ledger=self.ledger, account=account, http_client=http
        )
        try:
            yield client
        finally:
            self.hands.go(client.close())
            if http is not None:
                self.hands.go(http.aclose()) if "async" in self.client else http.close()

    def once(self, happens: Callable[[socket.socket], object], line: socket.socket) -> None:
        """Let it happen to one connection."""
        self.vendor.greet = None
        happens(line)


def run(name: str, client: str, *, whole: bool) -> dict[str, Outcome]:
    """Run the cells of one call and one kind of client, with answers cut at every byte or a sample."""
    call = CALLS[name]
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder) / "ledger.sqlite", synchronous="NORMAL")
        hands = Hands("async" if "async" in client else "sync", Path(folder))
        found: dict[str, Outcome] = {}
        try:
            for number, fault in enumerate(faults(call, whole=whole)):
                with at_work() as vendor:  # on a busy machine a request is read after its client has gone
                    cell = Cell(
                        call=call, client=client, folder=Path(folder), vendor=vendor, hands=hands, ledger=ledger
                    )
                    found[fault.name] = cell.outcome(fault, f"{name} {number}")
            return found
        finally:
            hands.close()
            ledger.close()


def wrong(name: str, client: str, *, whole: bool) -> dict[str, tuple[Outcome, set[Outcome]]]:
    """The cells that came out otherwise than they must, with what they may be."""
    found = run(name, client, whole=whole)
    allowed = {fault: expected(name, fault) for fault in found}
    return {fault: (seen, allowed[fault]) for fault, seen in found.items() if seen not in allowed[fault]}


REFUSALS = {
    "PixVerse": {400: "RejectedRequest", 401: "AuthenticationError", 404: "RejectedRequest", 429: "ConcurrencyLimited"},
    "Kie": {
        400: "RejectedRequest",
        401: "AuthenticationError",
        403: "PermissionDenied",
        404: "NotFound",
        429: "RateLimited",
    },
}
"""What the vendor's own envelope refuses; every other answer to a paid call leaves it open."""


def expected(name: str, fault: str) -> set[Outcome]:
    """What a cell may be: money that may have gone is held and doubted, and nothing else is."""
    kind, _, vendor = name.partition(", ")
    status = int(fault.partition(" ")[0]) if fault.endswith("JSON") else 0
    refusal = REFUSALS.get(vendor, {}).get(status, "")
    passes = not refusal or status == 429
    if kind == "submit":
        if fault == "refused":
            return {("TransportError", 0, "void")}
        if refusal:
            return {(refusal, 1, "refused")}
        doubt = {("SubmissionUnknown", 1, "unknown, held")}
        if fault == "reset before the request":  # or the connect itself failed, which our own clients repeat
            never = ("TransportError", 0, "void")
            return {("SubmissionUnknown", 0, "unknown, held"), ("result", 1, "submitted, held"), never}
        if fault == "timeout" or fault.startswith("drip"):  # or a busy machine took so long to connect or to send
            return doubt | {("SubmissionUnknown", 0, "unknown, held"), ("TransportError", 0, "void")}
        return doubt
    if kind == "upload":
        if fault in {"refused", "timeout"} or fault.startswith("drip"):
            return {("TransportError", 0, "no row")}
        return {("result", 1, "submitted, held") if passes else (refusal, 0, "no row")}
    if kind == "wait":
        if fault == "refused":
            return {("TaskTimeout", 1, "submitted, held")}
        looked = "NotFound" if status == 404 else refusal
        return {("result", 1, "finished, held") if passes else (looked, 1, "submitted, held")}
    fails = fault in {"refused", "too large"} or fault.startswith(("400", "401"))
    lost, saved = ("DownloadError", 1, "finished, held"), ("result", 1, "saved, held")
    if fault == "timeout" or fault.startswith("drip"):  # or a busy machine was as slow with the good answers
        return {saved, lost}
    return {lost if fails else saved}


cells = pytest.mark.parametrize(("name", "client"), list(itertools.product(CALLS, CLIENTS)))


@cells
def test_a_fault_loses_no_money_and_shows_no_raw_error(name: str, client: str) -> None:
    assert wrong(name, client, whole=False) == {}


@pytest.mark.slow
@cells
def test_no_fault_and_no_cut_at_any_byte_loses_money(name: str, client: str) -> None:
    assert wrong(name, client, whole=True) == {}
