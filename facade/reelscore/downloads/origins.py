"""Where files may come from: no URL that a vendor answers may lead into a private network, or to this machine."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from reelscore.errors import DownloadError
from reelscore.transport.ssrf import forbidden

_FAKE = ipaddress.ip_network("198.18.0.0/15")


def check_url(url: str, *, loopback: bool) -> None:
    """Check a URL before it is opened; names are looked at by ``AddressGuard``, when they are connected to.

    Raises:
        DownloadError: it is no http or https URL, or its host is a private address in numbers.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in {"http", "https"} else None
    except ValueError:
        host = None
    if not host:
        raise DownloadError(f"{url.partition('?')[0][:200]!r} is no http or https URL")
    if _address(host) is not None and (error := _private(host, [host], loopback=loopback)):
        raise error


class AddressGuard:
    """Looks at the address of each new connection before a byte is sent: a name may resolve differently each time.

    Its methods take httpcore's trace events. A connection to a proxy has the proxy's host: that place is the user's own
    choice, and what a name means is known to it alone.
    """

    def __init__(self, host: str, *, loopback: bool) -> None:
        self._host, self._loopback, self._direct = host, loopback, False

    def see(self, event: str, info: dict[str, Any]) -> None:
        """Take an event of a blocking client; DownloadError where the connection must not be made."""
        if self._begins(event, info):
            self._refuse(_addresses(self._host))
        elif error := self._peer_error(event, info):
            info["return_value"].close()
            raise error

    async def see_async(self, event: str, info: dict[str, Any]) -> None:
        """Take an event of an async client."""
        if self._begins(event, info):
            self._refuse(await asyncio.to_thread(_addresses, self._host))
        elif error := self._peer_error(event, info):
            await info["return_value"].aclose()
            raise error

    def _begins(self, event: str, info: dict[str, Any]) -> bool:
        if event.endswith("connect_tcp.started"):
            self._direct = info.get("host") == self._host
            return self._direct
        return False

    def _peer_error(self, event: str, info: dict[str, Any]) -> DownloadError | None:
        if not (self._direct and event.endswith("connect_tcp.complete")):
            return None
        peer = info["return_value"].get_extra_info("server_addr")
        return _private(self._host, [str(peer[0])] if peer else [], loopback=self._loopback)

    def _refuse(self, addresses: Iterable[str]) -> None:
        if error := _private(self._host, addresses, loopback=self._loopback):
            raise error


def _private(host: str, addresses: Iterable[str], *, loopback: bool) -> DownloadError | None:
    if _address(host) is None:
        # A local tunnel may answer every name with an address of RFC 2544 and carry the connection itself.
        addresses = [each for each in addresses if (number := _address(each)) is None or number not in _FAKE]
    found = forbidden(addresses, loopback=loopback)
    where = f"{host} is {found}, an address of a private network or of this machine; nothing was fetched"
    return None if found is None else DownloadError(where)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _addresses(host: str) -> set[str]:
    try:
        return {str(place[4][0]) for place in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return set()
