"""Serve a receiver alone, with uvicorn: in the foreground for ``reelscore webhooks serve``, in a thread for scripts."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from reelscore.errors import ConfigurationError
from reelscore.webhooks.receiver import Receiver

STOP_SECONDS = 20.0


def serve(
    receiver: Receiver,
    *,
    bind: str = "127.0.0.1",
    port: int = 8788,
    public: str | None = None,
    say: Callable[[str], None] | None = None,
) -> None:
    """Serve in the foreground until interrupted, and print the address of each host first.

    Args:
        receiver: what ``asgi(...)`` gives.
        bind: address to listen on; put a server with a certificate in front of it.
        port: TCP port; 0 takes a free one.
        public: https address under which the vendors reach it; the local one when left out.
        say: is given each line instead of stderr.

    Raises:
        ConfigurationError: the extra is missing, or the port is taken.
    """
    server = _server(receiver)
    tell = say or _to_stderr
    with _listen(bind, port) as listening:
        for host in receiver.doors:
            tell(f"{host}  {receiver.callback_url(public or _url(listening), host)}")
        asyncio.run(server.serve([listening]))


@contextmanager
def running(receiver: Receiver, *, bind: str = "127.0.0.1", port: int = 0) -> Generator[str]:
    """Serve in a thread for as long as the block lasts.

    Args:
        receiver: what ``asgi(...)`` gives.
        bind: address to listen on.
        port: TCP port; 0 takes a free one.

    Yields:
        The local base URL, for ``receiver.callback_url(base)``.

    Raises:
        ConfigurationError: the extra is missing, or the port is taken.
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


def _server(receiver: Receiver) -> Any:
    try:
        import uvicorn
    except ModuleNotFoundError as missing:
        raise ConfigurationError(f"serving needs {missing.name}: pip install 'reelscore[webhooks]'") from missing
    config = uvicorn.Config(
        receiver,
        access_log=False,  # it would print the path token
        log_level="warning",
        server_header=False,
        ws="none",
        lifespan="off",
        limit_concurrency=1_000,
    )
    return uvicorn.Server(config)


def _url(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _listen(bind: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((bind, port))
        listening.listen(2_048)
    except OSError as error:
        listening.close()
        raise ConfigurationError(f"{bind} port {port} cannot be listened on: {error.strerror}") from error
    return listening


def _to_stderr(line: str) -> None:
    _ = sys.stderr.write(f"{line}\n")
