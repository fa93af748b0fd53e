"""What is asked for, and when again."""

from __future__ import annotations

import threading
from pathlib import Path

import attrs
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.downloads.fetch import FRESH_TRIES, MOST_ATTEMPTS, download_all
from reelscore.downloads.http import options_for
from reelscore.downloads.targets import DownloadTarget
from reelscore.errors import DownloadError
from tests.fileserver import HERE, Bring, Shelf
from tests.rows import each


def test_files_of_private_networks_are_refused_before_a_byte_is_sent_and_redirects_there_too(
    bring: Bring, shelf: Shelf, tmp_path: Path
) -> None:
    here = [shelf.url.replace("127.0.0.1", name) for name in ("127.0.0.1", "localhost", "127.1")]
    hosts = ("10.0.0.1", "[fe80::1]", "198.18.0.84", "127.0.0.1", "169.254.169.254", "[::ffff:10.0.0.1]")
    for url in (*here, *(f"https://{host}" for host in hosts)):
        with pytest.raises(DownloadError, match="an address of a private network or of this machine"):
            bring(f"{url}/fox.mp4", tmp_path / "fox.mp4", options=options_for("https://example.com", user_agent="x"))

    assert shelf.seen == []
    for host in hosts:
        if "127" not in host:
            shelf.moved["/fox.mp4"] = f"http://{host}/fox.mp4"
            with pytest.raises(DownloadError, match="an address of a private network"):
                bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=HERE)


def test_five_redirects_are_followed_and_six_are_not(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    shelf.moved = {f"/{step}": f"/{step - 1}" for step in range(1, 7)}

    assert bring(f"{shelf.url}/5", tmp_path / "five.mp4", options=HERE).bytes == len(shelf.body)
    with pytest.raises(DownloadError, match="more than 5 redirects"):
        bring(f"{shelf.url}/6", tmp_path / "six.mp4", options=HERE)


@each("url", ["file:///etc/passwd", "fox.mp4", "http://", "ftp://example.com/f", "http://[1/f"])
def test_what_is_no_web_address_is_refused(bring: Bring, tmp_path: Path, url: str) -> None:
    with pytest.raises(DownloadError, match="is no http or https URL"):
        bring(url, tmp_path / "fox.mp4", options=HERE)


def test_another_url_of_the_file_is_tried_where_one_is_not_found(shelf: Shelf, tmp_path: Path) -> None:
    shelf.missing = {"/a%2Ffox.mp4"}
    others = (f"{shelf.url}/a/fox.mp4?a=%2F", f"{shelf.url}/never")
    target = DownloadTarget(url=f"{shelf.url}/a%2Ffox.mp4", target=tmp_path / "fox.mp4", alternatives=others)

    download_all([target], options=HERE)

    assert [path for path, _ in shelf.seen] == ["/a%2Ffox.mp4", "/a/fox.mp4?a=%2F"]


def test_a_file_of_a_fresh_task_is_waited_for_as_long_as_it_may_take_and_no_longer(
    shelf: Shelf, tmp_path: Path
) -> None:
    target = DownloadTarget(url=f"{shelf.url}/fox.mp4", target=tmp_path / "fox.mp4", fresh=True, overwrite=True)
    for statuses in ([403] * FRESH_TRIES, [404] * FRESH_TRIES, [404] * HERE.tries + [503]):
        shelf.statuses = statuses
        assert download_all([target], options=HERE)[0].bytes == len(shelf.body)
    shelf.seen, shelf.missing = [], {"/fox.mp4"}

    with pytest.raises(DownloadError, match="expired or is gone"):
        download_all([target], options=HERE)

    assert len(shelf.seen) == FRESH_TRIES + 1


def test_a_server_that_always_cuts_at_the_same_place_is_given_up(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    shelf.ranges, shelf.cuts = False, [1000] * 20

    with pytest.raises(DownloadError, match=r"fox\.mp4 did not come whole: RemoteProtocolError"):
        bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=HERE)

    assert len(shelf.seen) == 1 + HERE.tries


def test_a_server_that_sends_a_byte_at_a_time_is_given_up_too(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    shelf.cuts = [1] * 2 * MOST_ATTEMPTS

    with pytest.raises(DownloadError, match=f"{MOST_ATTEMPTS} bytes are kept, calling again goes on"):
        bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=HERE)

    assert len(shelf.seen) == MOST_ATTEMPTS


def test_what_passes_by_itself_is_waited_out(bring: Bring, shelf: Shelf, tmp_path: Path) -> None:
    passing = [202, 408, 425, 429, 500, 502, 503, 504, 507, 520, 523, 525, 526, 527, 530]
    shelf.statuses, shelf.headers = list(passing), {"Retry-After": "0"}
    options = attrs.evolve(HERE, tries=len(passing) + 1)

    assert bring(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=options).bytes == len(shelf.body)


class Turned(threading.Event):
    """A stop that is never set, on which no wait takes time."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        """Note how long it should take."""
        self.waits.append(timeout)
        return False


def test_a_download_waits_as_long_as_the_server_asks_but_never_more_than_a_minute(tmp_path: Path) -> None:
    dates = {"date": "Sun, 06 Nov 1994 08:49:37 GMT", "retry-after": "Sun, 06 Nov 1994 08:49:46 GMT"}
    answers = iter([(503, {"retry-after": "7"}), (503, {"retry-after": "700"}), (429, dates), (500, {}), (418, {})])
    stop, target = Turned(), DownloadTarget(url="https://example.com/fox.mp4", target=tmp_path / "fox.mp4")

    def answer(_: httpx.Request) -> httpx.Response:
        status, headers = next(answers)
        return httpx.Response(status, headers=headers)

    with httpx.Client(transport=httpx.MockTransport(answer)) as client, pytest.raises(DownloadError, match="HTTP 418"):
        download_all([target], options=attrs.evolve(HERE, pause=0.5), http_client=client, stop=stop)

    assert stop.waits == [7.0, 60.0, 9.0, 4.0]


def redirected(location: str, folder: Path) -> None:
    """Download what redirects to *location*, and nothing more than that."""
    place = {b"location": location.encode(errors="replace")}

    def answer(request: httpx.Request) -> httpx.Response:
        here = str(request.url) == "https://example.com/fox.mp4"
        return httpx.Response(302, headers=place) if here else httpx.Response(418)

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        target = DownloadTarget(url="https://example.com/fox.mp4", target=folder / "fox.mp4")
        download_all([target], options=HERE, http_client=client)


def test_nothing_is_followed_from_https_to_http(tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="redirects from https to http"):
        redirected("http://example.com/fox.mp4", tmp_path)


@given(
    location=st.text() | st.sampled_from(["http://[", "http://127.0.0.1:99999/x", "//", "https://[::1", "http://\x00"])
)
def test_no_place_that_a_server_redirects_to_raises_anything_raw(
    tmp_path_factory: pytest.TempPathFactory, location: str
) -> None:
    with pytest.raises(DownloadError):
        redirected(location, tmp_path_factory.getbasetemp())
