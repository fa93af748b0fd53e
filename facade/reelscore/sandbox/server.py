"""Run a sandbox: in a thread for tests, or in the foreground for everyone else."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import attrs
import uvicorn

from reelscore.sandbox.app import App
from reelscore.sandbox.callbacks import Sender
from reelscore.sandbox.control import Control
from reelscore.sandbox.engine import Engine
from reelscore.sandbox.http import WiredProtocol
from reelscore.sandbox.settings import Settings
from reelscore.sandbox.store import EVERY, Store
from reelscore.sandbox.vendors import BASE_PREFIXES, UPLOAD_PREFIXES, VENDORS, WRITERS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

STARTUP = 20.0
"""Real seconds that a server may take to listen, or to stop."""


class _Servers:
    """The engine, its ports and the loop that serves them."""

    def __init__(self, settings: Settings) -> None:
        self.engine = Engine(settings)
        self.store = Store(settings.state, self.engine) if settings.state else None
        self.sender = Sender(self.engine, WRITERS)
        self.ready = threading.Event()
        self.announce: Callable[[], None] = lambda: None
        """Called once all ports answer."""
        soles = [vendor.prefix for vendor in VENDORS] if settings.split_ports else [None]
        self._sockets = [_listen(settings.host, settings.port + i if settings.port else 0) for i in range(len(soles))]
        self._servers = [_server(App(self.engine, sole)) for sole in soles]
        addresses = [f"http://{settings.host}:{sock.getsockname()[1]}" for sock in self._sockets]
        self.urls = {
            vendor.prefix: addresses[i] if settings.split_ports else f"{addresses[0]}/{vendor.prefix}"
            for i, vendor in enumerate(VENDORS)
        }
        self.url = addresses[0]

    async def serve(self) -> None:
        """Serve until `stop`; callbacks are posted beside."""
        self.sender.attach()
        for server in self._servers:
            server.loop = asyncio.get_running_loop()
        beside = [asyncio.create_task(self.sender.run()), asyncio.create_task(self._save())]
        serving = [
            asyncio.create_task(server.serve([sock])) for server, sock in zip(self._servers, self._sockets, strict=True)
        ]
        try:
            while not all(  # noqa: ASYNC110 - uvicorn has no event for it
                server.started for server in self._servers
            ) and not any(task.done() for task in serving):
                await asyncio.sleep(0.002)
            self.ready.set()
            self.announce()
            await asyncio.gather(*serving)
        finally:
            for task in beside:
                task.cancel()
            if self.store:
                self.store.close()

    async def _save(self) -> None:
        while self.store is not None:
            await asyncio.sleep(EVERY)
            self.store.save()

    def stop(self) -> None:
        """Ask all servers to end."""
        for server in self._servers:
            server.stop()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(
        family, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )  # asyncio sets TCP_NODELAY only when it sees TCP
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, port))
    return sock


def _server(app: Any) -> _QuietServer:
    config = uvicorn.Config(
        app,
        http=WiredProtocol,
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
    return _QuietServer(config)


class _QuietServer(uvicorn.Server):
    """A server that leaves the signals to whoever started it, and stops at once: tests start hundreds."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.loop: asyncio.AbstractEventLoop | None = None
        """Set before it serves, so that `stop` never comes too early."""
        self._stopping = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Install nothing."""
        yield

    async def main_loop(self) -> None:
        """Tick as uvicorn does, until `stop`."""
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
        """End from any thread."""
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
        """Return the base URL that stands for *host*, such as ``kie.ai``."""
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
    servers = _Servers(attrs.evolve(settings or Settings(), **options))
    thread = threading.Thread(target=lambda: asyncio.run(servers.serve()), name="reelscore-sandbox", daemon=True)
    thread.start()
    try:
        if not servers.ready.wait(STARTUP):
            raise RuntimeError("the sandbox did not start")
        yield Sandbox(servers.engine, servers.url, servers.urls)
    finally:
        servers.stop()
        thread.join(STARTUP)


def serve(settings: Settings) -> None:
    """Run a sandbox in the foreground; print one line of JSON with all base URLs when it is ready."""
    servers = _Servers(settings)

    def announce() -> None:
        print(json.dumps({prefix.replace("-", "_"): url for prefix, url in servers.urls.items()}), flush=True)  # noqa: T201

    servers.announce = announce
    try:
        asyncio.run(servers.serve())
    except KeyboardInterrupt:
        servers.stop()
