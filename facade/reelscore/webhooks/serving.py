"""Serve a receiver alone, with uvicorn: what ``reelscore webhooks serve`` does."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from typing import Any

from reelscore.errors import ConfigurationError
from reelscore.webhooks.receiver import Receiver


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
    uvicorn = _uvicorn()
    tell = say or _to_stderr
    with _listen(bind, port) as listening:
        base = public or f"http://{bind}:{listening.getsockname()[1]}"
        for host in receiver.doors:
            tell(f"{host}  {receiver.callback_url(base, host)}")
        # No access log: it would print the path token.
        config = uvicorn.Config(
            receiver,
            access_log=False,
            log_level="warning",
            server_header=False,
            ws="none",
            lifespan="off",
            limit_concurrency=1_000,
        )
        asyncio.run(uvicorn.Server(config).serve([listening]))


def _uvicorn() -> Any:
    try:
        import uvicorn
    except ModuleNotFoundError as missing:
        raise ConfigurationError(f"serving needs {missing.name}: pip install 'reelscore[webhooks]'") from missing
    return uvicorn


def _listen(bind: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((bind, port))
    except OSError as error:
        listening.close()
        raise ConfigurationError(f"{bind} port {port} cannot be listened on: {error.strerror}") from error
    return listening


def _to_stderr(line: str) -> None:
    _ = sys.stderr.write(f"{line}\n")
