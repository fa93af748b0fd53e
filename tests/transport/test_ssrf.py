from __future__ import annotations

import pytest

from reelscore.transport.ssrf import is_loopback_url, refusal
from tests.rows import each

PRIVATE = [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - an address to refuse, nothing listens
    "224.0.0.1",
    "255.255.255.255",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "no address",
]
LOOPBACK = ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]
PUBLIC = ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"]


@each("address", PRIVATE)
@each("loopback", [True, False])
def test_private_addresses_are_forbidden_to_every_client(address: str, *, loopback: bool) -> None:
    assert f"is {address}, an address" in refusal("files.example", ["1.1.1.1", address], loopback=loopback)


@pytest.mark.parametrize("address", LOOPBACK)
def test_this_machine_is_allowed_only_to_clients_of_this_machine(address: str) -> None:
    assert refusal("files.example", [address], loopback=True) == ""
    assert f"is {address}, an address" in refusal("files.example", [address], loopback=False)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str) -> None:
    assert refusal("files.example", [address], loopback=False) == ""


@each(
    "url, answer",
    [
        ("http://localhost:80/x", True),
        ("http://127.0.0.1", True),
        ("http://[::1]:8000", True),
        ("https://example.com", False),
        ("https://127.0.0.1.example.com", False),
        ("", False),
    ],
)
def test_loopback_urls_are_told_without_resolving_names(url: str, *, answer: bool) -> None:
    assert is_loopback_url(url) is answer
