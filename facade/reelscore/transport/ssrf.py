"""Which network addresses a file may come from: the answer of a vendor must not lead into a private network."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import TypeAlias
from urllib.parse import urlsplit

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_loopback_url(url: str) -> bool:
    """Whether a URL names this machine, by "localhost" or by a loopback address; no name is resolved."""
    host = urlsplit(url).hostname or ""
    return host == "localhost" or host.endswith(".localhost") or is_loopback(host)


def is_loopback(address: str) -> bool:
    """Whether an address in numbers is this machine's own; False for names."""
    found = _read(address)
    return found is not None and found.is_loopback


def forbidden(addresses: Iterable[str], *, loopback: bool) -> str | None:
    """Find the first address that no file may be fetched from.

    Args:
        addresses: in numbers, as resolved; one that cannot be read counts as forbidden.
        loopback: whether this machine is allowed, as it is for a client whose own base URL is on loopback. Private and
            link-local networks are forbidden all the same.
    """
    return next((address for address in addresses if not _allowed(address, loopback=loopback)), None)


def _allowed(address: str, *, loopback: bool) -> bool:
    found = _read(address)
    if found is None:
        return False
    if found.is_loopback:
        return loopback
    return found.is_global and not found.is_multicast and not found.is_reserved


def _read(address: str) -> Address | None:
    try:
        found = ipaddress.ip_address(address.partition("%")[0].strip("[]"))
    except ValueError:
        return None
    return _inner(found) if isinstance(found, ipaddress.IPv6Address) else found


def _inner(address: ipaddress.IPv6Address) -> Address:
    # Ways to write an IPv4 address inside an IPv6 one; a gateway would deliver to the inner one.
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address
