"""Downloads from the sandbox: ranges, ETag, HEAD."""

from __future__ import annotations

import httpx
import pytest

from reelscore.sandbox import Sandbox
from reelscore.sandbox.http import wanted_range
from tests.sandbox.callers import PixVerse


@pytest.fixture
def link(sandbox: Sandbox, pixverse: PixVerse) -> str:
    """Return the link of a finished video."""
    video = pixverse.submit()
    sandbox.advance(300)
    return str(pixverse.result(video)["url"])


@pytest.mark.parametrize(
    ("header", "piece"), [("bytes=0-9", slice(0, 10)), ("bytes=100-", slice(100, None)), ("bytes=-7", slice(-7, None))]
)
def test_a_range_gives_that_piece_and_says_which(link: str, header: str, piece: slice) -> None:
    whole, part = httpx.get(link), httpx.get(link, headers={"Range": header})

    assert (part.status_code, part.content) == (206, whole.content[piece])
    assert part.headers["content-range"].endswith(f"/{len(whole.content)}")


def test_a_range_behind_the_end_cannot_be_served(link: str) -> None:
    answer = httpx.get(link, headers={"Range": "bytes=9999999-"})

    assert (answer.status_code, answer.headers["content-range"].startswith("bytes */")) == (416, True)


def test_another_etag_in_if_range_brings_the_whole_file(link: str) -> None:
    assert httpx.get(link, headers={"Range": "bytes=5-", "If-Range": '"old"'}).status_code == 200


def test_head_tells_the_length_and_sends_nothing(link: str) -> None:
    head, whole = httpx.head(link), httpx.get(link)

    assert (head.headers["content-length"], head.content) == (str(len(whole.content)), b"")
    assert [head.headers[name] for name in ("etag", "accept-ranges")] == [whole.headers["etag"], "bytes"]


def test_the_link_works_decoded_as_well(link: str) -> None:
    assert httpx.get(link.replace("%2F", "/")).status_code == 200
    assert httpx.get(link.replace("%2F", "/").replace("openapi/", "openapi/x")).status_code == 404


@pytest.mark.parametrize("header", ["", "bytes=", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=1-2,4-5"])
def test_a_range_that_is_not_understood_is_ignored(header: str) -> None:
    assert wanted_range(header, 100) is None


def test_a_changed_file_has_another_etag(sandbox: Sandbox, link: str) -> None:
    before = httpx.get(link).headers["etag"]
    sandbox.fault("download-changed")

    assert httpx.get(link).headers["etag"] != before
