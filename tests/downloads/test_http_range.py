from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.downloads.http_range import Answer, BodyStart, ResponseHead, TransferError, ask_headers, judge
from reelscore.downloads.partfile import FileIdentity

MARK = FileIdentity(url="x", etag='"one"', modified="Sat", length=100)
CHANGED = TransferError("the file changed on the server", afresh=True)


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
    assert ask_headers(mark, size) == {"accept": "*/*", "accept-encoding": "identity"} | headers


@pytest.mark.parametrize(
    ("status", "headers", "answer"),
    [
        (206, {"content-range": "bytes 40-99/100", "etag": '"one"'}, BodyStart(40, MARK)),
        (206, {"content-range": "bytes 40-99/*"}, BodyStart(40, MARK)),
        (206, {"content-range": "bytes 41-99/100"}, CHANGED),
        (206, {"content-range": "bytes 40-99/101"}, CHANGED),
        (206, {"content-range": "bytes 40-99/100", "etag": '"two"'}, CHANGED),
        (206, {"content-range": "bytes 40-99/100", "last-modified": "Sun"}, CHANGED),
        (206, {"content-range": "items 40-99/100"}, CHANGED),
        (206, {}, CHANGED),
        (200, {"content-length": "70", "etag": 'W/"two"'}, BodyStart(0, FileIdentity(length=70))),
        (200, {"content-length": "-1", "last-modified": "Sun"}, BodyStart(0, FileIdentity(modified="Sun"))),
        (503, {"retry-after": "3"}, TransferError("HTTP 503", after=3.0, status=503)),
        (503, {"retry-after": "Sun, 06 Nov 1994 08:49:37 GMT"}, TransferError("HTTP 503", status=503)),
        (403, {}, TransferError("HTTP 403", status=403, final=True)),
        (418, {}, TransferError("HTTP 418", status=418, final=True)),
    ],
    ids=str,
)
def test_an_answer_to_the_rest_is_judged(status: int, headers: dict[str, str], answer: Answer) -> None:
    assert judge(ResponseHead(status, headers), mark=MARK, size=40) == answer


@pytest.mark.parametrize(
    ("size", "told", "whole"),
    [
        (100, "bytes */100", True),
        (100, "", True),
        (100, "bytes */90", False),
        (40, "bytes */40", False),
        (40, "", False),
    ],
)
def test_no_such_range_means_whole_only_where_every_length_says_so(size: int, told: str, *, whole: bool) -> None:
    answer = judge(ResponseHead(416, {"content-range": told}), mark=MARK, size=size)

    assert (answer is None) is whole


@given(
    status=st.integers(200, 599),
    headers=st.dictionaries(
        st.sampled_from(
            ["content-range", "content-length", "etag", "last-modified", "retry-after", "content-encoding"]
        ),
        st.text() | st.sampled_from(["bytes 0-9/10", "bytes 40-99/100", "²", "9" * 50, "identity"]),
    ),
    size=st.integers(0, 100),
)
def test_no_answer_of_a_server_makes_bytes_land_in_the_wrong_place(
    status: int, headers: dict[str, str], size: int
) -> None:
    answer = judge(ResponseHead(status, headers), mark=MARK, size=size)

    assert not isinstance(answer, BodyStart) or answer.start in {0, size}
