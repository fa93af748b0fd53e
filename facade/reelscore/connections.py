"""How clients of the HTTP library are made: TLS, keep-alive, proxies, and nothing that repeats a request."""

from __future__ import annotations

import contextvars
import functools
import ssl
import urllib.request
from collections.abc import Callable
from typing import Any, Protocol

import httpx

from reelscore.errors import ConfigurationError
from reelscore.slots import PER_HOST

KEEP_ALIVE = 4.0
"""Seconds that a connection may idle and still be used: less than servers wait before they close one."""
_CONNECT_AGAIN = 2


class Heard(Protocol):
    """Who wants to know that a request left."""

    left: bool
    seen: bool


current: contextvars.ContextVar[Heard | None] = contextvars.ContextVar("reelscore_attempt", default=None)
"""The try that this task is at: aiohttp's trace is told nothing of the request."""


@functools.cache
def tls() -> ssl.SSLContext:
    """Give the process's TLS context: making one costs more than the first hundred calls."""
    return httpx.create_ssl_context()


def _limits() -> httpx.Limits:
    # The slots count calls to one host; the pool need not count again, and its queue is slow.
    return httpx.Limits(max_connections=None, max_keepalive_connections=PER_HOST * 5, keepalive_expiry=KEEP_ALIVE)


def _proxied() -> bool:
    return any(scheme in urllib.request.getproxies() for scheme in ("http", "https", "all"))


def client() -> tuple[httpx.Client, Callable[..., Any]]:
    """Make the client that threads share, and the way to send with it."""
    if _proxied():
        made = httpx.Client(verify=tls(), limits=_limits())
        return made, functools.partial(made.send, auth=None, follow_redirects=False)
    transport = httpx.HTTPTransport(verify=tls(), limits=_limits(), retries=_CONNECT_AGAIN)
    return httpx.Client(transport=transport, trust_env=False), functools.partial(_send, transport)


def async_client() -> tuple[httpx.AsyncClient, Callable[..., Any]]:
    """Make the client that the tasks of a loop share, and the way to send with it."""
    if _proxied():
        made = httpx.AsyncClient(verify=tls(), limits=_limits())
        return made, functools.partial(made.send, auth=None, follow_redirects=False)
    transport = httpx.AsyncHTTPTransport(verify=tls(), limits=_limits(), retries=_CONNECT_AGAIN)
    return httpx.AsyncClient(transport=transport, trust_env=False), functools.partial(_asend, transport)


def aiohttp_client() -> tuple[httpx.AsyncClient, Callable[..., Any]]:
    """Make the client of the extra "aiohttp"; its trace tells when headers leave, its errors do not."""
    try:
        import aiohttp
        from httpx_aiohttp import AiohttpTransport
    except ImportError as error:
        raise ConfigurationError('http_client="aiohttp" needs its extra: pip install "reelscore[aiohttp]"') from error

    async def heard(*_: Any) -> None:
        attempt = current.get()
        if attempt is not None:
            attempt.left = attempt.seen = True

    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(heard)

    def session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEP_ALIVE, ssl=tls())
        return aiohttp.ClientSession(connector=connector, trace_configs=[trace])

    transport = AiohttpTransport(verify=tls(), client=session)
    return httpx.AsyncClient(transport=transport, trust_env=False), functools.partial(_asend, transport)


def _send(transport: httpx.BaseTransport, request: httpx.Request) -> httpx.Response:
    """Send without what a client adds: no cookies, no redirects, no login, and a quarter of its time."""
    response = transport.handle_request(request)
    try:
        _ = response.read()
    except BaseException:
        response.close()
        raise
    return response


async def _asend(transport: httpx.AsyncBaseTransport, request: httpx.Request) -> httpx.Response:
    response = await transport.handle_async_request(request)
    try:
        _ = await response.aread()
    except BaseException:
        await response.aclose()
        raise
    return response
