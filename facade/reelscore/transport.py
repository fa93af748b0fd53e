"""HTTP: clients, TLS, connections, and the answer to "did a byte leave?"; what may be sent again is decided in flows."""

from __future__ import annotations

import asyncio
import functools
import logging
import os
import time
import weakref
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, ExitStack
from typing import Any, Literal, TypeAlias

import attrs
import httpx

import reelscore
from reelscore import connections
from reelscore.connections import current
from reelscore.effects import Answer, Call, Send
from reelscore.errors import TransportError
from reelscore.host import Host
from reelscore.pools import Lease, Pool, Shared

USER_AGENT = f"reelscore/{reelscore.__version__} (+https://github.com/reelscore/reelscore)"
"""A bare default is refused at the vendors' CDN."""
CONNECT_SECONDS = 15.0
Now: TypeAlias = Callable[[], float]
_NEVER_LEFT = (httpx.ConnectError, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL)
logger = logging.getLogger("reelscore.transport")


class Attempt:
    """What is known of one try: whether a byte of the request may have left this machine."""

    __slots__ = ("left", "opened", "seen", "traced")

    def __init__(self, *, traced: bool) -> None:
        self.traced = traced
        self.seen = False
        self.left = False
        self.opened = ExitStack()

    def hear(self, event: str, info: dict[str, Any]) -> None:
        """Take one event of httpcore's trace."""
        self.seen = True
        if event.endswith("send_request_headers.started") and info["request"].method != b"CONNECT":
            self.left = True

    async def ahear(self, event: str, info: dict[str, Any]) -> None:
        """Take one event of httpcore's trace, as its async half wants it."""
        self.hear(event, info)

    def sent(self, error: BaseException) -> bool:
        """Tell whether a byte may have left; a transport that tells no steps is doubted, except when it never connected."""
        if self.left or self.seen or self.traced:
            return self.left
        cause = error.__cause__ if isinstance(error, TransportError) else error
        return not isinstance(cause, _NEVER_LEFT)


@attrs.frozen(kw_only=True)
class Route:
    """Where a client's calls go, and the key that they carry there and nowhere else."""

    host: Host
    key: str = attrs.field(repr=False)
    base_url: str
    upload_url: str
    seconds: float = 60.0
    """How long to wait for the next byte of an answer."""

    def url(self, call: Call) -> str:
        """Give the whole URL of a call."""
        if "://" in call.path:
            return call.path
        return (self.upload_url if call.base == "upload" else self.base_url) + call.path

    def origin(self, call: Call) -> str:
        """Name what connections are counted by."""
        if "://" in call.path:
            return "/".join(call.path.split("/", 3)[:3])
        return self.upload_url if call.base == "upload" else self.base_url

    def request(self, call: Call, attempt: Attempt, *, trace: Callable[..., Any]) -> httpx.Request:
        """Build the request; only a path below the host's own base URL gets the key."""
        headers = {"user-agent": USER_AGENT, "accept": "*/*", "accept-encoding": "gzip, deflate"}
        if "://" not in call.path:
            headers["accept"] = "application/json"
            headers.update(self.host.headers(self.key, call.trace_id))
        if call.content is not None:
            headers["content-type"] = "application/json"
        # By lower-case name: "Content-Type" beside "content-type" would leave as two header lines.
        headers.update({name.lower(): value for name, value in call.headers.items()})
        return httpx.Request(
            call.method,
            self.url(call),
            params=dict(call.params) or None,
            headers=headers,
            content=call.content,
            files=_files(call, attempt),
            extensions={"timeout": self._timeouts(), "trace": trace},
        )

    def failure(self, call: Call, attempt: Attempt, *, error: Exception) -> TransportError:
        """Say in our words what went wrong; neither key nor body is in them."""
        words = str(error).replace(self.key, "…") if self.key else str(error)
        text = f"{self.host.name}: {call.method} {call.path.partition('?')[0]}: {type(error).__name__} {words}".rstrip()
        return TransportError(text, sent=attempt.sent(error))

    def _timeouts(self) -> dict[str, float]:
        connect = min(self.seconds, CONNECT_SECONDS)
        return {"connect": connect, "read": self.seconds, "write": self.seconds, "pool": self.seconds}


class Wire:
    """Sends calls on this thread."""

    def __init__(self, route: Route, http_client: httpx.Client | None = None, *, now: Now = time.monotonic) -> None:
        self.route = route
        self._now = now
        self._client = http_client
        self._given = None if http_client is None else _pool_of(http_client)
        self._lease: Lease[httpx.Client] | None = None

    @property
    def pool(self) -> Pool[httpx.Client]:
        """The pool that this wire has a share in; a process made by fork takes its own."""
        if self._given is not None:
            return self._given
        if self._lease is None or self._lease.pool.process != os.getpid():
            self._lease = _threads.take(self)
        return self._lease.pool

    def attempt(self) -> Attempt:
        """Begin a try."""
        return Attempt(traced=self.pool.traced)

    def slot(self, call: Call) -> AbstractContextManager[None]:
        """Wait for a connection to the call's host to be free."""
        return self.pool.slots.hold(self.route.origin(call))

    def read(self, send: Send) -> Answer:
        """Send a call that may be repeated; shared looks are one call."""
        if not send.shared:
            return self._held(send.call)
        name = f"{self.route.base_url} {send.shared}"
        ask = functools.partial(self._held, send.call)
        return self.pool.looks.share(name, ask, fresh=send.fresh, now=self._now())

    def exchange(self, call: Call, attempt: Attempt) -> Answer:
        """Send a call once; no redirect is followed, only the connect is repeated.

        Raises:
            TransportError: no answer, or half of one; ``sent`` tells whether a byte had left.
        """
        try:
            request = self.route.request(call, attempt, trace=attempt.hear)
            with attempt.opened:
                response: httpx.Response = self.pool.send(request)
        except Exception as error:  # a transport may raise anything
            raise self.route.failure(call, attempt, error=error) from error
        return _answer(call, response, now=self._now())

    def close(self) -> None:
        """Give the share back; the last one closes the connections."""
        if self._lease is not None:
            _ = self._lease.end()
        self._lease = None

    def _held(self, call: Call) -> Answer:
        with self.slot(call):
            return self.exchange(call, self.attempt())


class AsyncWire:
    """Sends calls in the tasks of whatever loop runs."""

    def __init__(
        self,
        route: Route,
        http_client: httpx.AsyncClient | Literal["aiohttp"] | None = None,
        *,
        now: Now = time.monotonic,
    ) -> None:
        self.route = route
        self._now = now
        self._client = http_client
        self._given = None if http_client is None or http_client == "aiohttp" else _pool_of(http_client)
        self._shared = _aiohttp_loops if http_client == "aiohttp" else _loops
        self._leases: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Lease[httpx.AsyncClient]]
        self._leases = weakref.WeakKeyDictionary()

    @property
    def pool(self) -> Pool[httpx.AsyncClient]:
        """The pool of the running loop."""
        if self._given is not None:
            return self._given
        loop = asyncio.get_running_loop()
        lease = self._leases.get(loop)
        if lease is None or lease.pool.process != os.getpid():
            lease = self._leases[loop] = self._shared.take(self, loop)
        return lease.pool

    def attempt(self) -> Attempt:
        """Begin a try."""
        return Attempt(traced=self.pool.traced)

    def slot(self, call: Call) -> AbstractAsyncContextManager[None]:
        """Wait for a connection to the call's host to be free."""
        return self.pool.async_slots.hold(self.route.origin(call))

    async def read(self, send: Send) -> Answer:
        """Send a call that may be repeated; shared looks are one call."""
        if not send.shared:
            return await self._held(send.call)
        name = f"{self.route.base_url} {send.shared}"
        ask = functools.partial(self._held, send.call)
        return await self.pool.looks.ashare(name, ask, fresh=send.fresh, now=self._now())

    async def exchange(self, call: Call, attempt: Attempt) -> Answer:
        """Send a call once; no redirect is followed, only the connect is repeated.

        Raises:
            TransportError: no answer, or half of one; ``sent`` tells whether a byte had left.
        """
        token = current.set(attempt)
        try:
            request = self.route.request(call, attempt, trace=attempt.ahear)
            with attempt.opened:
                response: httpx.Response = await self.pool.send(request)
        except Exception as error:  # a transport may raise anything
            raise self.route.failure(call, attempt, error=error) from error
        finally:
            current.reset(token)
        return _answer(call, response, now=self._now())

    async def close(self) -> None:
        """Give the running loop's share back; the last one closes its connections."""
        lease = self._leases.pop(asyncio.get_running_loop(), None)
        if lease is not None and lease.end():
            await lease.pool.client.aclose()

    async def _held(self, call: Call) -> Answer:
        async with self.slot(call):
            return await self.exchange(call, self.attempt())


def _sender(client: Any) -> Callable[..., Any]:
    """Send with a client that the user made: no redirect, no login, whatever it would do by itself."""
    weak = weakref.proxy(client)
    return lambda request: weak.send(request, auth=None, follow_redirects=False)


def _files(call: Call, attempt: Attempt) -> dict[str, Any] | None:
    if call.file is None and not call.fields:
        return None
    parts: dict[str, Any] = {name: (None, value.encode()) for name, value in call.fields.items()}
    if call.file is not None:
        opened = attempt.opened.enter_context(call.file.open())
        parts[call.file.name] = (call.file.file_name, opened, call.file.content_type)
    return parts


def _answer(call: Call, response: httpx.Response, *, now: float) -> Answer:
    logger.debug("%s %s: %d, %d bytes", call.method, call.path, response.status_code, len(response.content))
    return Answer(status=response.status_code, headers=response.headers, content=response.content, time=now)


_threads: Shared[httpx.Client] = Shared(connections.client, httpx.Client.close)
_loops: Shared[httpx.AsyncClient] = Shared(connections.async_client)
_aiohttp_loops: Shared[httpx.AsyncClient] = Shared(connections.aiohttp_client)
_given: weakref.WeakKeyDictionary[Any, Pool[Any]] = weakref.WeakKeyDictionary()


def _pool_of(client: Any) -> Pool[Any]:
    """Give the queue of a client that the user made; its transport is opaque, so its silence is doubt.

    The pool does not keep the client alive, whose wires do.
    """
    pool = _given.get(client)
    if pool is None:
        pool = _given[client] = Pool(weakref.proxy(client), send=_sender(client), traced=False)
    return pool
