"""HTTP: clients, TLS, connections, and the answer to "did a byte leave?"; what may be sent again is decided in flows."""

from __future__ import annotations

import asyncio
import functools
import logging
import os
import time
import weakref
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any, Literal, TypeAlias

import httpx

from reelscore.effects import HttpCall, HttpResponse
from reelscore.transport import connections
from reelscore.transport.connections import Reply
from reelscore.transport.pools import Lease, Pool, Shared
from reelscore.transport.request_builder import USER_AGENT, RequestBuilder, SendObserver
from reelscore.transport.sockets import current

Now: TypeAlias = Callable[[], float]
logger = logging.getLogger("reelscore.transport.http")
__all__ = ["USER_AGENT", "AsyncHttpTransport", "HttpTransport", "RequestBuilder", "SendObserver"]


class HttpTransport:
    """Sends calls on this thread."""

    def __init__(
        self, route: RequestBuilder, http_client: httpx.Client | None = None, *, now: Now = time.monotonic
    ) -> None:
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

    def attempt(self) -> SendObserver:
        """Begin a try."""
        return SendObserver(traced=self.pool.traced)

    def slot(self, call: HttpCall) -> AbstractContextManager[None]:
        """Wait for a connection to the call's host to be free."""
        return self.pool.slots.hold(self.route.origin(call))

    def read(self, call: HttpCall) -> HttpResponse:
        """Send a call that may be repeated."""
        with self.slot(call):
            return self.exchange(call, SendObserver(traced=self.pool.traced, once=False))

    def exchange(self, call: HttpCall, attempt: SendObserver) -> HttpResponse:
        """Send a call once; no redirect is followed, only the connect is repeated.

        Raises:
            TransportError: no answer, or half of one; ``sent`` tells whether a byte had left.
        """
        token = current.set(attempt)
        try:
            pool = self.pool
            with attempt.opened:
                request = self.route.build(call, attempt, trace=attempt.hear, core=pool.core)
                reply: Reply = pool.send(request)
        except Exception as error:  # a transport may raise anything
            raise self.route.failure(call, attempt, error=error) from error
        finally:
            current.reset(token)
        return _answer(call, reply, now=self._now())

    def close(self) -> None:
        """Give the share back; the last one closes the connections."""
        if self._lease is not None:
            _ = self._lease.end()
        self._lease = None


class AsyncHttpTransport:
    """Sends calls in the tasks of whatever loop runs."""

    def __init__(
        self,
        route: RequestBuilder,
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

    def attempt(self) -> SendObserver:
        """Begin a try."""
        return SendObserver(traced=self.pool.traced)

    def slot(self, call: HttpCall) -> AbstractAsyncContextManager[None]:
        """Wait for a connection to the call's host to be free."""
        return self.pool.async_slots.hold(self.route.origin(call))

    async def read(self, call: HttpCall) -> HttpResponse:
        """Send a call that may be repeated."""
        async with self.slot(call):
            return await self.exchange(call, SendObserver(traced=self.pool.traced, once=False))

    async def exchange(self, call: HttpCall, attempt: SendObserver) -> HttpResponse:
        """Send a call once; no redirect is followed, only the connect is repeated.

        Raises:
            TransportError: no answer, or half of one; ``sent`` tells whether a byte had left.
        """
        token = current.set(attempt)
        try:
            pool = self.pool
            with attempt.opened:
                request = self.route.build(call, attempt, trace=attempt.ahear, core=pool.core)
                reply: Reply = await pool.send(request)
        except Exception as error:  # a transport may raise anything
            raise self.route.failure(call, attempt, error=error) from error
        finally:
            current.reset(token)
        return _answer(call, reply, now=self._now())

    async def close(self) -> None:
        """Give the running loop's share back; the last one closes its connections."""
        lease = self._leases.pop(asyncio.get_running_loop(), None)
        if lease is not None and lease.end():
            await lease.pool.close()


def _answer(call: HttpCall, reply: Reply, *, now: float) -> HttpResponse:
    status, headers, content = reply
    logger.debug("%s %s: %d, %d bytes", call.method, call.path, status, len(content))
    return HttpResponse(status=status, headers=headers, content=content, time=now)


_threads: Shared[httpx.Client] = Shared(connections.client)
_loops: Shared[httpx.AsyncClient] = Shared(connections.async_client)
_aiohttp_loops: Shared[httpx.AsyncClient] = Shared(connections.aiohttp_client)
_given: weakref.WeakKeyDictionary[Any, Pool[Any]] = weakref.WeakKeyDictionary()


def _pool_of(client: Any) -> Pool[Any]:
    """Give the queue of a client that the user made; its transport is opaque, so its silence is doubt.

    The pool does not keep the client alive, whose wires do.
    """
    pool = _given.get(client)
    if pool is None:
        weak: Any = weakref.proxy(client)
        send: Callable[..., Any] = connections.asend if isinstance(client, httpx.AsyncClient) else connections.send
        pool = _given[client] = Pool(weak, send=functools.partial(send, weak), traced=False)
    return pool
