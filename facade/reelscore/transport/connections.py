"""How connections are made: TLS, keep-alive, proxies, and nothing that repeats a request; and how one request leaves."""

from __future__ import annotations

import functools
import ssl
import time
import urllib.request
import zlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, NamedTuple

import httpcore
import httpx

from reelscore.errors import ConfigurationError
from reelscore.transport.slots import PER_HOST
from reelscore.transport.sockets import ANSWER_TIMES, FRESH_SECONDS, AsyncBackend, Backend, current

KEEP_ALIVE = 4.0
"""Seconds that a connection may idle and still be used: less than servers wait before they close one."""
MOST_BYTES = 16 * 1024 * 1024
"""Of one answer, unpacked: JSON, never a file."""
_CONNECT_AGAIN = 2
_EITHER = 32 + zlib.MAX_WBITS
"""Tells zlib to find out itself whether it reads gzip or its own format."""


class AnswerTooLarge(Exception):
    """An answer holds more than any JSON of the vendors."""

    def __init__(self) -> None:
        super().__init__(f"the answer is larger than {MOST_BYTES} bytes")


class Reply(NamedTuple):
    """An answer, read to its end."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    content: bytes


class Made(NamedTuple):
    """What a pool is made of."""

    client: Any
    """A client of httpx, for files."""
    send: Callable[[Any], Any]
    """Sends a request once and gives its Reply; on a loop, when it is awaited."""
    close: Callable[[], Any]
    core: bool
    """Whether it takes httpcore's requests, else httpx's."""


@functools.cache
def tls() -> ssl.SSLContext:
    """Give the process's TLS context: making one costs more than the first hundred calls."""
    return httpx.create_ssl_context()


def _limits() -> httpx.Limits:
    # The slots count calls to one host; the pool need not count again, and its queue is slow.
    return httpx.Limits(max_connections=None, max_keepalive_connections=PER_HOST * 5, keepalive_expiry=KEEP_ALIVE)


def _core_limits() -> dict[str, Any]:
    return {
        "ssl_context": tls(),
        "max_connections": None,
        "max_keepalive_connections": PER_HOST * 5,
        "keepalive_expiry": KEEP_ALIVE,
        "retries": _CONNECT_AGAIN,
    }


def _proxied() -> bool:
    return any(scheme in urllib.request.getproxies() for scheme in ("http", "https", "all"))


def client() -> Made:
    """Make what threads share: httpcore's pool for calls, where no proxy is named, and a client for files."""
    if _proxied():
        made = httpx.Client(verify=tls(), limits=_limits())
        return Made(made, functools.partial(send, made), made.close, core=False)
    pool = httpcore.ConnectionPool(network_backend=Backend(), **_core_limits())
    files = httpx.Client(transport=httpx.HTTPTransport(verify=tls(), limits=_limits()), trust_env=False)

    def close() -> None:
        files.close()
        pool.close()

    return Made(files, functools.partial(_core_send, pool), close, core=True)


def async_client() -> Made:
    """Make what the tasks of a loop share."""
    if _proxied():
        made = httpx.AsyncClient(verify=tls(), limits=_limits())
        return Made(made, functools.partial(asend, made), made.aclose, core=False)
    pool = httpcore.AsyncConnectionPool(network_backend=AsyncBackend(), **_core_limits())
    files = httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(verify=tls(), limits=_limits()), trust_env=False)

    async def close() -> None:
        await files.aclose()
        await pool.aclose()

    return Made(files, functools.partial(_core_asend, pool), close, core=True)


def aiohttp_client() -> Made:
    """Make what the extra "aiohttp" sends with; its trace tells when headers leave, its errors do not."""
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
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=FRESH_SECONDS, ssl=tls())
        return aiohttp.ClientSession(connector=connector, trace_configs=[trace])

    transport = AiohttpTransport(verify=tls(), client=session)
    made = httpx.AsyncClient(transport=transport, trust_env=False)
    return Made(made, functools.partial(_aread, transport.handle_async_request), made.aclose, core=False)


def send(client: httpx.Client, request: httpx.Request) -> Reply:
    """Send with a client of httpx: no redirect, no login, whatever it would do by itself."""
    response = client.send(request, stream=True, auth=None, follow_redirects=False)
    try:
        whole = _Whole(request)
        for chunk in response.iter_bytes():
            whole.add(chunk)
    finally:
        response.close()
    return Reply(response.status_code, dict(response.headers), whole.content)


async def asend(client: httpx.AsyncClient, request: httpx.Request) -> Reply:
    """Send with a client of httpx on a loop."""
    return await _aread(functools.partial(client.send, stream=True, auth=None, follow_redirects=False), request)


async def _aread(ask: Callable[[httpx.Request], Awaitable[httpx.Response]], request: httpx.Request) -> Reply:
    response = await ask(request)
    try:
        whole = _Whole(request)
        async for chunk in response.aiter_bytes():
            whole.add(chunk)
    finally:
        await response.aclose()
    return Reply(response.status_code, dict(response.headers), whole.content)


class _Whole:
    """An answer as it comes, with what it may take of time and memory."""

    def __init__(self, request: httpx.Request | None = None) -> None:
        self._chunks: list[bytes] = []
        self._size = 0
        seconds = None if request is None else request.extensions["timeout"]["read"]
        self._end = None if seconds is None else time.monotonic() + seconds * ANSWER_TIMES

    def add(self, chunk: bytes) -> None:
        self._chunks.append(chunk)
        self._size += len(chunk)
        if self._size > MOST_BYTES:
            raise AnswerTooLarge
        if self._end is not None and time.monotonic() > self._end:
            raise httpx.ReadTimeout("no whole answer in time")

    @property
    def content(self) -> bytes:
        return self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)


def _core_send(pool: httpcore.ConnectionPool, request: httpcore.Request) -> Reply:
    """Send without what a client adds: no cookies, no redirects, no login, and half of its time."""
    response, whole = pool.handle_request(request), _Whole()
    try:
        for chunk in response.iter_stream():
            whole.add(chunk)
    finally:
        response.close()
    return _reply(response.status, response.headers, content=whole.content)


async def _core_asend(pool: httpcore.AsyncConnectionPool, request: httpcore.Request) -> Reply:
    response, whole = await pool.handle_async_request(request), _Whole()
    try:
        async for chunk in response.aiter_stream():
            whole.add(chunk)
    finally:
        await response.aclose()
    return _reply(response.status, response.headers, content=whole.content)


def _reply(status: int, raw: Iterable[tuple[bytes, bytes]], *, content: bytes) -> Reply:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in raw}
    packed = headers.get("content-encoding", "").lower() in {"gzip", "x-gzip", "deflate"}
    return Reply(status, headers, unpacked(content) if packed and content else content)


def unpacked(content: bytes) -> bytes:
    """Unpack gzip or deflate, no further than an answer may be large."""
    unpacker = zlib.decompressobj(_EITHER)
    found = unpacker.decompress(content, MOST_BYTES)
    if unpacker.unconsumed_tail:
        raise AnswerTooLarge
    if not unpacker.eof:
        raise zlib.error("the answer is cut")
    return found
