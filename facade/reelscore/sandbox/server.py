"""Run a sandbox: in a thread for tests, or in the foreground for everyone else."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import attrs
import uvicorn

from reelscore.sandbox.app import App
from reelscore.sandbox.callbacks import Sender
from reelscore.sandbox.control import Control
from reelscore.sandbox.engine import Engine, Settings
from reelscore.sandbox.store import EVERY, Store
from reelscore.sandbox.vendors import BASE_PREFIXES, PREFIXES, UPLOAD_PREFIXES, callbacks

STARTUP = 60.0
"""Real seconds that a server may take to listen, or to stop."""


class _Running:
    """The engine, its ports and the server behind them."""

    def __init__(self, settings: Settings) -> None:
        self.engine = Engine(settings)
        self.store = Store(settings.state, self.engine) if settings.state else None
        self.sender = Sender(self.engine, callbacks)
        count = len(PREFIXES) if settings.split_ports else 1
        self._sockets = [_listen(settings.host, settings.port + i if settings.port else 0) for i in range(count)]
        ports = [sock.getsockname()[1] for sock in self._sockets]
        addresses = [f"http://{settings.host}:{port}" for port in ports]
        self.url = addresses[0]
        self.urls = {
            prefix: addresses[i] if settings.split_ports else f"{self.url}/{prefix}"
            for i, prefix in enumerate(PREFIXES)
        }
        soles = dict(zip(ports, PREFIXES, strict=True)) if settings.split_ports else {}
        self.server = _QuietServer(App(self.engine, soles))

    async def serve(self) -> None:
        """Serve until the server is stopped; callbacks are posted beside."""
        self.sender.attach()
        self.server.loop = asyncio.get_running_loop()
        beside = [asyncio.create_task(self.sender.run()), asyncio.create_task(self._save())]
        try:
            await self.server.serve(self._sockets)
        finally:
            for task in beside:
                task.cancel()
            if self.store:
                self.store.close()

    async def _save(self) -> None:
        while self.store is not None:
            await asyncio.sleep(EVERY)
            self.store.save()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY only when it sees TCP
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, port))
    return sock


class _QuietServer(uvicorn.Server):
    """A server that stops at once: tests start hundreds."""

    def __init__(self, app: App) -> None:
        config = uvicorn.Config(
            app,
            http="h11",
            ws="none",
            lifespan="off",
            loop="asyncio",
            access_log=False,
            log_level="critical",
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=60,
            backlog=4096,
        )
        super().__init__(config)
        self.loop: asyncio.AbstractEventLoop | None = None
        """Set before it serves, so that `stop` never comes too early."""
        self.ready = threading.Event()
        self._stopping = asyncio.Event()

    async def main_loop(self) -> None:
        self.ready.set()
        counter = 0
        while not self._stopping.is_set():
            await self.on_tick(counter)
            counter += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), 0.1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close everything without waiting for answers that are under way."""
        for server in self.servers:
            server.close()
        for sock in sockets or ():
            sock.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await asyncio.sleep(0)

    def stop(self) -> None:
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._stopping.set)


@attrs.frozen
class Sandbox(Control):
    """A running sandbox, seen by a test or by ``rs.PixVerse(sandbox=…)``."""

    url: str
    """Where it listens, without a vendor's prefix."""
    urls: Mapping[str, str]
    """Prefix to base URL."""
    api_key: str = "sandbox-key"
    """The key of an Essential account."""

    def base_url(self, host: str) -> str:
        return self.urls[BASE_PREFIXES[host]]

    def upload_url(self, host: str) -> str:
        """Return the base URL for uploads to *host*."""
        return self.urls[UPLOAD_PREFIXES[host]]


@contextmanager
def running(settings: Settings | None = None, **options: Any) -> Generator[Sandbox]:
    """Run a sandbox in a thread, on a free port of the loopback address.

    Args:
        settings: all options at once.
        options: fields of `Settings` to change, such as ``speed=0`` for a clock turned by hand.

    Yields:
        The running sandbox; it stops at the end of the block.

    Raises:
        RuntimeError: the server did not start.
    """
    sandbox = _Running(attrs.evolve(settings or Settings(), **options))
    thread = threading.Thread(target=lambda: asyncio.run(sandbox.serve()), name="reelscore-sandbox", daemon=True)
    thread.start()
    try:
        if not sandbox.server.ready.wait(STARTUP):
            raise RuntimeError("the sandbox did not start")
        yield Sandbox(sandbox.engine, sandbox.url, sandbox.urls)
    finally:
        sandbox.server.stop()
        thread.join(STARTUP)


def serve(settings: Settings) -> None:
    """Run a sandbox in the foreground; print one line of JSON with all base URLs when it is ready."""
    with running(settings) as sandbox, suppress(KeyboardInterrupt):
        urls = {prefix.replace("-", "_"): url for prefix, url in sandbox.urls.items()}
        print(json.dumps(urls), flush=True)  # noqa: T201 - what a foreground server is asked for
        threading.Event().wait()
