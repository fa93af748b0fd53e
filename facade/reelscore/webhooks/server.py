"""Serve a receiver alone with uvicorn: in the foreground for ``reelscore webhooks serve``, in a thread for scripts."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from reelscore.client.config import checked_url
from reelscore.errors import ConfigurationError

if TYPE_CHECKING:
    from reelscore.webhooks.app import Receiver

STOP_SECONDS = 20.0
REQUEST_SECONDS = 10.0
"""A request whose head and body have not arrived by then is cut off; a drip does not extend it."""
MAX_INCOMPLETE = 128
"""Requests that are still arriving; the oldest makes room for one more, so slow senders keep nobody out."""
MAX_CONNECTIONS = 512
"""Above that uvicorn answers 503."""
MAX_HEAD_BYTES = 16 * 1024


def serve(
    receiver: Receiver,
    *,
    bind: str = "127.0.0.1",
    port: int = 8788,
    public: str | None = None,
    on_line: Callable[[str], None] | None = None,
) -> None:
    """Serve in the foreground until interrupted, and print the callback URL of each host first.

    Args:
        receiver: the app that ``asgi(...)`` returns.
        bind: address to listen on; put a server with a certificate in front of it.
        port: TCP port; 0 takes a free one.
        public: https address under which the vendors reach it; the local one when left out.
        on_line: called with each line instead of printing it to stderr.

    Raises:
        ConfigurationError: *public* is no https address, or the port cannot be listened on.
    """
    server, base = _server(receiver), checked_url(public, "public") if public else None
    with _listen(bind, port) as listening:
        for host in receiver.endpoints:
            line = f"{host}  {receiver.callback_url(base or _url(listening), host)}"
            (on_line or partial(print, file=sys.stderr))(line)
        asyncio.run(server.serve([listening]))


@contextmanager
def running(receiver: Receiver, *, bind: str = "127.0.0.1", port: int = 0) -> Generator[str]:
    """Serve in a thread for as long as the block lasts.

    Args:
        receiver: the app that ``asgi(...)`` returns.
        bind: address to listen on.
        port: TCP port; 0 takes a free one.

    Yields:
        The local base URL, for ``receiver.callback_url(base)``.

    Raises:
        ConfigurationError: the port cannot be listened on.
    """
    server = _server(receiver)
    with _listen(bind, port) as listening:
        thread = threading.Thread(
            target=lambda: asyncio.run(server.serve([listening])), name="reelscore-webhooks", daemon=True
        )
        thread.start()
        try:
            yield _url(listening)
        finally:
            server.should_exit = True
            thread.join(STOP_SECONDS)


class DeadlineProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 protocol with a deadline for each request to arrive whole, and a limit on unfinished ones."""

    def __init__(self, *args: Any, incomplete: dict[DeadlineProtocol, asyncio.TimerHandle], **options: Any) -> None:
        super().__init__(*args, **options)
        self._incomplete = incomplete
        """Of one server, oldest first."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self.transport.is_closing() or self.conn.their_state not in {h11.IDLE, h11.SEND_BODY}:
            self._forget()
        elif self not in self._incomplete:
            self._incomplete[self] = self.loop.call_later(REQUEST_SECONDS, self.cut_off)
            if len(self._incomplete) > MAX_INCOMPLETE:
                next(iter(self._incomplete)).cut_off()

    def cut_off(self) -> None:
        self._forget()
        self.transport.abort()

    def _forget(self) -> None:
        timer = self._incomplete.pop(self, None)
        if timer is not None:
            timer.cancel()


def _server(receiver: Receiver) -> uvicorn.Server:
    protocol: Any = partial(DeadlineProtocol, incomplete={})
    config = uvicorn.Config(
        receiver,
        http=protocol,
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        limit_concurrency=MAX_CONNECTIONS,
        access_log=False,  # it would print the path token
        log_level="warning",
        server_header=False,
        ws="none",
        lifespan="off",
    )
    return uvicorn.Server(config)


def _url(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _listen(bind: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    try:
        return socket.create_server((bind, port), family=family, backlog=2_048)
    except OSError as error:
        raise ConfigurationError(f"{bind} port {port} cannot be listened on: {error.strerror}") from error
