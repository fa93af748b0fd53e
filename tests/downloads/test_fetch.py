"""What the flow decides, over real sockets and played by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.downloads import (
    DownloadTarget,
    manner_for,
)
from reelscore.downloads.fetch import Attempts, OpenStream, ResolveHost, RunInThread, fetch
from reelscore.downloads.http_range import ResponseHead, TransferError
from reelscore.downloads.partfile import PartialFile
from reelscore.effects import Sleep
from reelscore.errors import DownloadError
from tests.fileserver import HERE, Bring, Shelf


def test_files_of_private_networks_are_refused_before_a_byte_is_sent(
    bring: Bring, shelf: Shelf, tmp_path: Path
) -> None:
    for url in (shelf.url, shelf.url.replace("127.0.0.1", "localhost"), shelf.url.replace("127.0.0.1", "127.1")):
        with pytest.raises(DownloadError, match="an address of a private network or of this machine"):
            bring(f"{url}/fox.mp4", tmp_path / "fox.mp4", manner=manner_for("https://example.com", user_agent="x"))

    assert shelf.seen == []


@pytest.mark.parametrize("place", ["http://169.254.169.254/fox.mp4", "http://10.0.0.1/fox.mp4", "http://[fe80::1]/f"])
def test_a_redirect_into_a_private_network_is_refused(bring: Bring, shelf: Shelf, tmp_path: Path, place: str) -> None:
    shelf.moved["/fox.mp4"] = place

    with pytest.raises(DownloadError, match="an address of a private network"):
        bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", manner=HERE)


def test_five_redirects_are_followed_and_six_are_not(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    shelf.moved = {f"/{step}": f"/{step - 1}" for step in range(1, 7)}

    assert bring(f"{shelf.url}/5", tmp_path / "five.mp4", manner=HERE).bytes == len(shelf.body)
    with pytest.raises(DownloadError, match="more than 5 redirects"):
        bring(f"{shelf.url}/6", tmp_path / "six.mp4", manner=HERE)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "fox.mp4", "http://", "ftp://example.com/f", "http://[1/f"])
def test_what_is_no_web_address_is_refused(bring: Bring, tmp_path: Path, url: str) -> None:
    with pytest.raises(DownloadError, match="is no http or https URL"):
        bring(url, tmp_path / "fox.mp4", manner=HERE)


def test_an_encoded_slash_is_tried_as_it_is_and_once_decoded(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    shelf.missing = {"/openapi%2Ffox.mp4"}

    bring(f"{shelf.url}/openapi%2Ffox.mp4?a=%2F", tmp_path / "fox.mp4", manner=HERE)

    assert [path for path, _ in shelf.seen] == ["/openapi%2Ffox.mp4?a=%2F", "/openapi/fox.mp4?a=%2F"]


def test_an_encoded_slash_that_the_server_knows_stays_encoded(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    shelf.missing = {"/openapi/fox.mp4"}

    bring(f"{shelf.url}/openapi%2Ffox.mp4", tmp_path / "fox.mp4", manner=HERE)

    assert [path for path, _ in shelf.seen] == ["/openapi%2Ffox.mp4"]


def test_a_server_that_always_cuts_at_the_same_place_is_given_up(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    shelf.ranges, shelf.cuts = False, [1000] * 20

    with pytest.raises(DownloadError, match=r"fox\.mp4 did not come whole: RemoteProtocolError"):
        bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", manner=HERE)

    assert len(shelf.seen) == 1 + HERE.tries


def test_passing_failures_are_waited_out(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    shelf.statuses, shelf.headers = [503, 429, 500], {"Retry-After": "0"}

    assert bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", manner=HERE).bytes == len(shelf.body)


def test_the_flow_refuses_a_private_address_before_it_opens_a_stream(tmp_path: Path) -> None:
    target = tmp_path / "fox.mp4"
    flow = fetch(
        DownloadTarget(url="https://example.com/fox.mp4", target=target), manner=HERE, part=PartialFile(target)
    )

    first = flow.send(None)
    assert isinstance(first, RunInThread)
    assert flow.send(None) == ResolveHost("example.com")
    with pytest.raises(DownloadError, match=r"fox\.mp4: example\.com is 10\.0\.0\.1"):
        flow.send(("1.1.1.1", "10.0.0.1"))


def test_the_flow_waits_as_long_as_the_server_asks_but_never_more_than_half_a_minute(tmp_path: Path) -> None:
    target = tmp_path / "fox.mp4"
    flow = fetch(
        DownloadTarget(url="https://example.com/fox.mp4", target=target), manner=HERE, part=PartialFile(target)
    )

    asked = [flow.send(answer) for answer in (None, None, ("1.1.1.1",), ResponseHead(503, {"retry-after": "7"}))]
    again = [flow.send(answer) for answer in (7.0, (), ResponseHead(503, {"retry-after": "700"}))]

    assert isinstance(asked[2], OpenStream)
    assert (asked[3], again[2]) == (Sleep(7.0), Sleep(30.0))


def test_the_flow_does_not_follow_from_https_to_http(tmp_path: Path) -> None:
    target = tmp_path / "fox.mp4"
    flow = fetch(
        DownloadTarget(url="https://example.com/fox.mp4", target=target), manner=HERE, part=PartialFile(target)
    )
    for answer in (None, None, ()):
        _ = flow.send(answer)

    with pytest.raises(DownloadError, match="redirects from https to http"):
        flow.send(ResponseHead(302, {"location": "http://example.com/fox.mp4"}))


@given(sizes=st.lists(st.integers(0, 1000)))
def test_attempts_end_when_none_of_the_last_moved_on(sizes: list[int]) -> None:
    order = DownloadTarget(url="x", target=Path("fox.mp4"))
    attempts = Attempts(tries=3, pause=0.0)
    made = 0
    try:
        for size in [*sizes, 0, 0, 0]:
            made += 1
            attempts = attempts.after(size, lost=TransferError("cut"), order=order)
    except DownloadError:
        best = max([0, *sizes[: made - 3]])
        assert max([0, *sizes[made - 3 : made]]) <= best
    assert made >= min(3, len(sizes) + 3)
    assert attempts.idle < 3
