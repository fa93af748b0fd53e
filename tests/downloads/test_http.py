"""What the two drivers of downloads send, and which addresses they connect to."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest

from reelscore.downloads.http import DownloadOptions
from reelscore.errors import ConfigurationError, DownloadError
from tests.fileserver import HERE, Bring, Shelf, download

NAME = "media.vendor.example"
ABROAD = attrs.evolve(HERE, loopback=False, tries=1)


def resolve_to(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Answer each look at the name with the next of the addresses, and then with the last."""
    known, left = socket.getaddrinfo, list(answers)

    def look_up(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host not in {NAME, NAME.encode()}:
            return known(host, port, *rest, **more)
        address = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port or 0))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_only_what_is_needed_is_sent_and_no_header_of_the_client(shelf: Shelf, tmp_path: Path) -> None:
    with httpx.Client(headers={"API-KEY": "secret"}, auth=("user", "secret"), cookies={"key": "secret"}) as client:
        download(f"{shelf.url}/fox.mp4", tmp_path / "fox.mp4", options=HERE, http_client=client)

    sent = shelf.seen[0][1]
    assert set(sent) == {"host", "accept", "accept-encoding", "user-agent"}
    assert sent["user-agent"] == "reelscore/test"


@pytest.mark.parametrize("second", ["10.0.0.1", "127.0.0.1"])
def test_a_name_of_a_private_address_is_refused_before_it_is_connected_to(
    bring: Bring, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, second: str
) -> None:
    resolve_to(monkeypatch, second)

    with pytest.raises(DownloadError, match=f"{NAME} is {second}, an address of a private network"):
        bring(shelf.url.replace("127.0.0.1", NAME), tmp_path / "fox.mp4", options=ABROAD)

    assert shelf.seen == []


def test_a_name_that_resolves_differently_when_it_is_connected_to_is_refused(
    bring: Bring, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, "1.1.1.1", "127.0.0.1")

    with pytest.raises(DownloadError, match=r"is 127\.0\.0\.1, an address of a private network or of this machine"):
        bring(shelf.url.replace("127.0.0.1", NAME), tmp_path / "fox.mp4", options=ABROAD)

    assert shelf.seen == []


@pytest.mark.parametrize("address", ["10.0.0.1", "198.18.0.84", "127.0.0.1"])
def test_behind_a_proxy_only_the_proxy_knows_what_a_name_means(
    bring: Bring, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    resolve_to(monkeypatch, address)
    monkeypatch.setenv("HTTP_PROXY", shelf.url)
    monkeypatch.setenv("NO_PROXY", "")

    saved = bring(f"http://{NAME}/fox.mp4", tmp_path / "fox.mp4", options=ABROAD)

    assert saved.bytes == len(shelf.body)
    assert shelf.seen[0][0] == f"http://{NAME}/fox.mp4"


def test_a_literal_private_address_is_refused_behind_a_proxy_too(
    bring: Bring, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", shelf.url)

    with pytest.raises(DownloadError, match="an address of a private network"):
        bring("http://10.0.0.1/fox.mp4", tmp_path / "fox.mp4", options=ABROAD)

    assert shelf.seen == []


def test_a_fake_address_of_a_local_tunnel_is_connected_to(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, "198.18.0.84")
    connect, port = socket.create_connection, int(shelf.url.rpartition(":")[2])
    monkeypatch.setattr(socket, "create_connection", lambda _, *a, **k: connect(("127.0.0.1", port), *a, **k))
    monkeypatch.setattr(socket.socket, "getpeername", lambda _: ("198.18.0.84", 80))

    assert download(f"http://{NAME}/fox.mp4", tmp_path / "fox.mp4", options=ABROAD).bytes == len(shelf.body)


@pytest.mark.parametrize(("name", "value"), [("ALL_PROXY", "socks://1.1.1.1:1"), ("ALL_PROXY", "nonsense://x")])
def test_a_proxy_that_cannot_be_used_is_named(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ConfigurationError, match=name):
        bring("http://example.com/fox.mp4", tmp_path / "fox.mp4", options=DownloadOptions())
