from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.downloads.fetch import BodyStart, interpret, request_headers
from reelscore.downloads.http import TransferError
from reelscore.downloads.partfile import FileIdentity
from reelscore.effects import HttpResponse
from tests.rows import each

MARK = FileIdentity(url="x", etag='"one"', modified="Sat", length=100)
EARLY, LATER = "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:46 GMT"
DATED = FileIdentity(url="x", modified=EARLY, length=100)


def error(reason: str, **rest: Any) -> dict[str, Any]:
    return attrs.asdict(TransferError(reason, **rest))


CHANGED = error("the file changed on the server, or nothing proves that it did not", afresh=True)
OTHER = error("the server sent another range than it was asked for", afresh=True)
NO_MORE = error("the server has no more than what is here, which is not the whole file", afresh=True)


def meaning(head: HttpResponse, *, identity: FileIdentity = MARK, size: int = 40) -> BodyStart | dict[str, Any]:
    try:
        return interpret(head, identity=identity, size=size)
    except TransferError as lost:
        return attrs.asdict(lost)


@pytest.mark.parametrize(
    ("mark", "size", "headers"),
    [
        (MARK, 40, {"range": "bytes=40-", "if-range": '"one"'}),
        (FileIdentity(modified="Sat"), 40, {"range": "bytes=40-", "if-range": "Sat"}),
        (MARK, 0, {}),
        (FileIdentity(), 40, {}),
    ],
    ids=["etag", "date", "nothing here", "nothing known"],
)
def test_the_rest_is_asked_for_only_where_the_server_can_prove_it_is_the_same_file(
    mark: FileIdentity, size: int, headers: dict[str, str]
) -> None:
    assert request_headers(mark, size) == {"accept": "*/*", "accept-encoding": "identity"} | headers


@each(
    "identity, headers, answer",
    [
        (MARK, {"content-range": "bytes 40-99/100", "etag": '"one"'}, BodyStart(40, MARK)),
        (MARK, {"content-range": "bytes 40-99/*", "etag": '"one"'}, BodyStart(40, MARK)),
        (DATED, {"content-range": "bytes 40-99/100", "date": LATER, "last-modified": EARLY}, BodyStart(40, DATED)),
        (MARK, {"content-range": "bytes 40-99/100"}, CHANGED),
        (DATED, {"content-range": "bytes 40-99/100"}, CHANGED),
        (MARK, {"content-range": "bytes 40-99/101", "etag": '"one"'}, CHANGED),
        (MARK, {"content-range": "bytes 40-99/100", "etag": '"two"'}, CHANGED),
        (MARK, {"content-range": "bytes 40-99/100", "etag": 'W/"one"'}, CHANGED),
        (MARK, {"content-range": "bytes 40-99/100", "etag": '"one"', "content-encoding": "gzip"}, CHANGED),
        (DATED, {"content-range": "bytes 40-99/100", "date": LATER, "last-modified": LATER}, CHANGED),
        (FileIdentity(), {"content-range": "bytes 40-99/100"}, CHANGED),
        (MARK, {"content-range": "bytes 41-99/100", "etag": '"one"'}, OTHER),
        (MARK, {"content-range": "items 40-99/100", "etag": '"one"'}, OTHER),
        (MARK, {}, OTHER),
    ],
)
def test_bytes_are_put_behind_what_is_here_only_with_proof(
    identity: FileIdentity, headers: dict[str, str], answer: BodyStart | dict[str, Any]
) -> None:
    assert meaning(HttpResponse(status=206, headers=headers), identity=identity) == answer


@each(
    "status, headers, answer",
    [
        (200, {"content-length": "70", "etag": 'W/"two"'}, BodyStart(0, FileIdentity(length=70))),
        (
            200,
            {"content-length": "-1", "date": LATER, "last-modified": EARLY},
            BodyStart(0, FileIdentity(modified=EARLY)),
        ),
        (200, {"last-modified": EARLY}, BodyStart(0, FileIdentity())),
        (200, {"date": EARLY, "last-modified": EARLY}, BodyStart(0, FileIdentity())),
        (200, {"content-length": "7", "etag": '"a"', "content-encoding": "GZIP"}, BodyStart(0, FileIdentity(), "gzip")),
        (503, {"retry-after": "3"}, error("HTTP 503", after=3.0, status=503)),
        (503, {"retry-after": LATER, "date": EARLY}, error("HTTP 503", after=9.0, status=503)),
        (503, {"retry-after": LATER, "date": LATER}, error("HTTP 503", after=0.0, status=503)),
        (503, {"retry-after": "soon"}, error("HTTP 503", status=503)),
        (403, {}, error("HTTP 403", status=403, final=True)),
        (418, {}, error("HTTP 418", status=418, final=True)),
        (416, {"content-range": "bytes */40"}, NO_MORE),
    ],
)
def test_an_answer_is_interpreted(status: int, headers: dict[str, str], answer: BodyStart | dict[str, Any]) -> None:
    assert meaning(HttpResponse(status=status, headers=headers)) == answer


@given(
    status=st.integers(200, 599),
    headers=st.dictionaries(
        st.sampled_from(
            ["content-range", "content-length", "etag", "last-modified", "retry-after", "content-encoding", "date"]
        ),
        st.text() | st.sampled_from(["bytes 0-9/10", "bytes 40-99/100", "²", "9" * 50, "identity", EARLY]),
    ),
    size=st.integers(0, 100),
)
def test_no_answer_of_a_server_makes_bytes_land_in_the_wrong_place(
    status: int, headers: dict[str, str], size: int
) -> None:
    answer = meaning(HttpResponse(status=status, headers=headers), size=size)

    assert not isinstance(answer, BodyStart) or answer.start in {0, size}
