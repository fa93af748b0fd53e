"""Which network addresses a file may come from: the answer of a vendor must not lead into a private network."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import TypeAlias
from urllib.parse import urlsplit

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_TUNNEL = ipaddress.IPv4Network("198.18.0.0/15")
"""A local tunnel may answer every name with an address of RFC 2544 and carry the connection itself."""


def is_loopback_url(url: str) -> bool:
    """Whether a URL names this machine, by "localhost" or by a loopback address; no name is resolved."""
    host = urlsplit(url).hostname or ""
    found = _read(host)
    return host == "localhost" or host.endswith(".localhost") or (found is not None and found.is_loopback)


def is_address(host: str) -> bool:
    """Whether a host is an address in numbers, not a name."""
    return _read(host) is not None


def refusal(host: str, addresses: Iterable[str], *, loopback: bool) -> str:
    """Return why no file may be fetched from a host; empty where it may.

    Args:
        host: of the URL, a name or an address.
        addresses: in numbers, as resolved; one that cannot be read counts as forbidden.
        loopback: whether this machine is allowed, as it is for a client whose own base URL is on loopback. Private and
            link-local networks are forbidden all the same.
    """
    named = not is_address(host)
    found = next((each for each in addresses if not _allowed(each, loopback=loopback, named=named)), None)
    where = f"{host} is {found}, an address of a private network or of this machine; nothing was fetched"
    return "" if found is None else where


def _allowed(address: str, *, loopback: bool, named: bool) -> bool:
    found = _read(address)
    if found is None:
        return False
    if found.is_loopback:
        return loopback
    return (named and found in _TUNNEL) or (found.is_global and not found.is_multicast and not found.is_reserved)


def _read(address: str) -> Address | None:
    try:
        found = ipaddress.ip_address(address.partition("%")[0].strip("[]"))
    except ValueError:
        return None
    if not isinstance(found, ipaddress.IPv6Address):
        return found
    # Ways to write an IPv4 address inside an IPv6 one; a gateway would deliver to the inner one.
    return (
        ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
        if found in _NAT64
        else found.ipv4_mapped or found.sixtofour or found
    )
