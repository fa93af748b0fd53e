"""Get at the connection behind a request, to close or reset it without an answer."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import TYPE_CHECKING, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from starlette.types import Scope

_open: dict[tuple[int, str, int], asyncio.Transport] = {}


class WiredProtocol(H11Protocol):
    """uvicorn's HTTP protocol; it also notes its transport, so that `hang_up` finds it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note the transport."""
        super().connection_made(cast("asyncio.Transport", transport))
        self._wire = _where(transport)
        _open[self._wire] = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the transport."""
        _open.pop(self._wire, None)
        super().connection_lost(exc)


def _where(transport: asyncio.BaseTransport) -> tuple[int, str, int]:
    here, there = transport.get_extra_info("sockname"), transport.get_extra_info("peername")
    return here[1], there[0], there[1]


async def hang_up(scope: Scope, *, reset: bool) -> None:
    """Close the connection of *scope* at once, with a reset (RST) if asked for.

    Raises:
        RuntimeError: the app does not run under the sandbox's own server.
    """
    server, client = scope.get("server"), scope.get("client")
    transport = _open.get((server[1], client[0], client[1])) if server and client else None
    if transport is None:
        raise RuntimeError("this fault needs a real socket: run the sandbox with running() or serve()")
    if reset:
        wire: socket.socket = transport.get_extra_info("socket")
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    else:
        transport.close()
    for _ in range(3):  # lets the loop tell the protocol that its connection is gone
        await asyncio.sleep(0)
