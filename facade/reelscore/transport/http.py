"""HTTP on httpx: shared connections, how a call becomes a request, what one exchange may take, "has a byte left?".

What may be sent again is decided in flows; nothing here repeats more than the connect.
"""

from __future__ import annotations

import _thread
import contextvars
import functools
import io
import ipaddress
import logging
import os
import queue
import ssl
import threading
import time
import urllib.request
import weakref
import zlib
from collections import deque
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from contextlib import ExitStack, aclosing, asynccontextmanager, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeAlias, TypeVar

import attrs
import httpx

from reelscore._attrs import frozen
from reelscore._version import __version__
from reelscore.effects import HttpCall, HttpResponse, parse_json
from reelscore.errors import ConfigurationError, TransportError
from reelscore.transport.ssrf import is_loopback_url
from reelscore.vendors.host import Host

if TYPE_CHECKING:
    import asyncio

Now: TypeAlias = Callable[[], float]
USER_AGENT = f"reelscore/{__version__} (+https://github.com/reelscore/reelscore)"
"""A bare default is refused at the vendors' CDN."""
PER_HOST = 20
"""Calls to one origin at once, each on a connection of its own."""
CONNECT_SECONDS = 15.0
ANSWER_TIMES = 5.0
"""A whole answer, its head included, may take so many times the seconds that its next byte may."""
MAX_BYTES = 16 * 1024 * 1024
"""Of one answer, unpacked: JSON, never a file."""
_KEPT = httpx.Limits(max_connections=None, max_keepalive_connections=5, keepalive_expiry=4.0)
"""Few, because they idle beside the calls in flight, and shorter than servers wait before they close one."""
_SINGLE = httpx.Limits(max_connections=None, max_keepalive_connections=0)
_SHORTEST_KEY = 12
"""Shorter ones are no vendor's; they are words such as "none", and occur in any answer."""
_NEVER_LEFT = (httpx.ConnectError, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL)
logger = logging.getLogger("reelscore.transport.http")


def server_date(url: str, *, seconds: float) -> str | None:
    """Ask what is at a URL for its Date header; None without one.

    Raises:
        ConnectionError: it cannot be reached, or the URL or a proxy of the environment is wrong.
    """
    try:
        told: str | None = httpx.head(url, headers={"User-Agent": USER_AGENT}, timeout=seconds).headers.get("date")
    except (httpx.HTTPError, httpx.InvalidURL, ImportError, ValueError) as error:
        raise ConnectionError(str(error)) from error
    return told


# -- One try, and what is known of it ----------------------------------------------------------------------------------


class SendObserver:
    """What httpcore's trace tells of one try: whether a byte of the request may have left, and since when we wait."""

    def __init__(self, *, opaque: bool, answer_seconds: float) -> None:
        self.opaque = opaque
        """Whether the transport is a user's, whose silence proves nothing."""
        self.answer_seconds = answer_seconds
        self.deadline: float | None = None
        """Monotonic time at which the whole answer must be there; None until the request is out."""
        self.timeout: asyncio.Timeout | None = None
        self.started = self.seen = self.left = self._before = self._cancelled = False
        self._gate = threading.Lock()
        self.opened = ExitStack()
        """Files of the request body."""

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Take one event of httpcore's trace extension."""
        self.seen = True
        match event.partition(".")[2]:  # behind the part of httpcore that tells
            case "send_request_headers.started":
                with self._gate:
                    if self._cancelled:
                        raise httpx.ConnectError("interrupted before the first byte")
                    self._before, self.left = self.left, self.left or info["request"].method != b"CONNECT"
            case "send_request_headers.failed":
                if type(info["exception"]).__name__ == "LocalProtocolError":  # refused by h11, before the first byte
                    self.left = self._before
            case "receive_response_headers.started":
                self.await_answer()
            case "connect_tcp.complete" | "connect_unix_socket.complete" | "start_tls.complete":
                bound_reads(info["return_value"], _remaining)
            case _:
                pass

    async def trace_async(self, event: str, info: dict[str, Any]) -> None:
        """Take one event of httpcore's trace extension, on a loop."""
        if not event.endswith(".complete"):  # here asyncio.timeout ends the reads
            self.trace(event, info)

    def cancel(self) -> None:
        """Let no byte leave any more; what ``left`` says from here on stays true."""
        self._cancelled = True
        with self._gate:  # who has passed it has said so in ``left``
            pass

    def await_answer(self) -> None:
        """Start the time of the whole answer."""
        self.deadline = time.monotonic() + self.answer_seconds
        if self.timeout is not None:
            import asyncio

            self.timeout.reschedule(asyncio.get_running_loop().time() + self.answer_seconds)

    def remaining(self) -> float:
        """Seconds that the answer may still take.

        Raises:
            httpx.ReadTimeout: none are left.
        """
        left = self.answer_seconds if self.deadline is None else self.deadline - time.monotonic()
        if left <= 0:
            raise httpx.ReadTimeout(f"no whole answer in {self.answer_seconds:g} s")
        return left

    def may_have_left(self, error: BaseException) -> bool:
        """Whether a byte may have left before *error*; a user's silent one is doubted unless it never connected."""
        if isinstance(error, TransportError):
            return error.sent
        if self.left or self.seen or not self.opaque:
            return self.left
        return self.started and not isinstance(error, _NEVER_LEFT)


_current: contextvars.ContextVar[SendObserver | None] = contextvars.ContextVar("reelscore_send", default=None)


def bound_reads(stream: Any, remaining: Callable[[], float | None], *, at_least: int = 0) -> None:
    """Bound every read of a connection, blocking or not, by the seconds that remain; None does not bound.

    httpx bounds the wait for the next byte only: a head that drips, or 1xx without end, would hold a thread for ever.

    Args:
        stream: of httpcore.
        remaining: asked before each read; may raise.
        at_least: bytes that a read takes at once, if they are there.
    """
    read = stream.read

    def bounded(max_bytes: int, timeout: float | None = None) -> Any:
        left = remaining()
        seconds = [each for each in (timeout, left) if each is not None]
        return read(max(max_bytes, at_least), min(seconds, default=None))

    stream.read = bounded


def _remaining() -> float | None:
    """Seconds that the call may still take that this thread is at."""
    observer = _current.get()
    return None if observer is None else observer.remaining()


# -- From a call to a request ------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class RequestBuilder:
    """Builds the requests of one client; its key goes to the host's own base URLs and nowhere else."""

    host: Host
    key: str = attrs.field(repr=False)
    base_url: str
    upload_url: str
    seconds: float = 60.0
    """How long to wait for the next byte of an answer."""

    def url(self, call: HttpCall) -> str:
        """The whole URL of a call."""
        return self._base(call) + call.path if call.path.startswith("/") else call.path

    def origin(self, call: HttpCall) -> str:
        """What connections are counted by."""
        return self._base(call) if call.path.startswith("/") else "/".join(call.path.split("/", 3)[:3])

    def request(self, call: HttpCall, observer: SendObserver, *, trace: Callable[..., Any]) -> httpx.Request:
        """Build the request of one try; its files are opened in ``observer.opened``."""
        seconds = min(self.seconds, observer.answer_seconds)
        timeouts = {"connect": min(seconds, CONNECT_SECONDS), "read": seconds, "write": seconds, "pool": seconds}
        request = httpx.Request(
            call.method,
            _parsed(self.url(call)),
            params=dict(call.params) or None,
            headers=self._headers(call),
            content=call.content,
            files=_files(call, observer),
            extensions={"timeout": timeouts, "trace": trace},
        )
        if request.url.host.endswith(".localhost"):  # this machine by definition (RFC 6761): no resolver is asked
            request.extensions["sni_hostname"] = request.url.host
            request.url = request.url.copy_with(host="127.0.0.1")
        return request

    def mask(self, text: str) -> str:
        """Return *text* without the key, which vendors and libraries may repeat."""
        return text.replace(self.key, "…") if len(self.key) >= _SHORTEST_KEY else text

    def without_key(self, content: bytes) -> bytes:
        """Return an answer's bytes without the key, before anything reads or keeps them."""
        return content.replace(self.key.encode(), b"...") if len(self.key) >= _SHORTEST_KEY else content

    def failure(self, call: HttpCall, observer: SendObserver, *, error: Exception) -> Exception:
        """Return the error to raise: neither key nor body is in it, nor in its cause."""
        if isinstance(error, ConfigurationError):
            return error
        if type(error) is TimeoutError:  # asyncio.timeout says no word
            error = httpx.ReadTimeout(f"no whole answer in {observer.answer_seconds:g} s")
        path = call.path.partition("?")[0]
        text = self.mask(f"{self.host.name}: {call.method} {path}: {type(error).__name__} {error}").rstrip()
        if "CERTIFICATE_VERIFY_FAILED" in text:
            text += "; SSL_CERT_FILE may name a file of certificates to trust"
        failure = TransportError(text.encode(errors="replace").decode(), sent=observer.may_have_left(error))
        if self.mask(shown := "".join(map(repr, _chain(error)))) == shown:
            failure.__cause__ = error
        return failure

    def _base(self, call: HttpCall) -> str:
        return self.upload_url if call.base == "upload" else self.base_url

    def _headers(self, call: HttpCall) -> dict[str, str]:
        # By lower-case name: "Content-Type" beside "content-type" would leave as two header lines.
        headers = {"user-agent": USER_AGENT, "accept": "*/*", "accept-encoding": "gzip, deflate"}
        if call.path.startswith("/"):
            headers["accept"] = "application/json"
            headers.update((name.lower(), value) for name, value in self.host.headers(self.key, call.trace_id).items())
        if call.content is not None:
            headers["content-type"] = "application/json"
        headers.update((name.lower(), value) for name, value in call.headers.items())
        return headers


_parsed = functools.lru_cache(maxsize=64)(httpx.URL)


def _files(call: HttpCall, observer: SendObserver) -> dict[str, Any] | None:
    parts: dict[str, Any] = {name: (None, value.encode()) for name, value in call.fields.items()}
    if call.file is not None:
        opened = observer.opened.enter_context(call.file.open())
        parts[call.file.name] = (call.file.file_name, opened, call.file.content_type)
    return parts or None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


# -- From a response to an answer --------------------------------------------------------------------------------------


class _Answer:
    """An answer as it comes, with what it may take of time and memory; packed bytes are unpacked at the end."""

    def __init__(self, response: httpx.Response, observer: SendObserver) -> None:
        self._response, self._observer = response, observer
        self._content = bytearray()
        if observer.deadline is None:
            observer.await_answer()
        self.ready = response.is_stream_consumed
        """A user's transport or event hook has read it, and httpx has unpacked it."""
        if self.ready:
            self.add(response.content)

    def add(self, chunk: bytes) -> None:
        _ = self._observer.remaining()
        self._content += chunk
        if len(self._content) > MAX_BYTES:
            raise ValueError(f"the answer is larger than {MAX_BYTES} bytes")

    @contextmanager
    def bearing_a_cut(self) -> Generator[None]:
        """Let the end of an answer be lost once it holds a whole JSON object: it may name what was paid for."""
        try:
            yield
        except httpx.TransportError:
            if not isinstance(parse_json(bytes(self._content)), dict):
                raise

    def whole(self, call: HttpCall, builder: RequestBuilder, *, now: float) -> HttpResponse:
        packed = self._response.headers.get("content-encoding", "").strip().lower() in {"gzip", "x-gzip", "deflate"}
        packed = packed and not self.ready and bytes(self._content[:1]) not in (b"", b"{")  # labels may be wrong
        content = unpacked(self._content) if packed else bytes(self._content)
        status, headers = self._response.status_code, dict(self._response.headers)
        logger.debug("%s %s: %d, %d bytes", call.method, call.path, status, len(content))
        return HttpResponse(status=status, headers=headers, content=builder.without_key(content), time=now)


def unpacked(content: bytes | bytearray) -> bytes:
    """Unpack gzip or deflate, no further than an answer may be large.

    Raises:
        ValueError: it is larger than that.
        EOFError, OSError, zlib.error: it is cut or something else.
    """
    # Gzip or zlib's own, as its head says; some servers leave that of zlib out.
    has_head = content[:2] == b"\x1f\x8b" or content[0] & 0x0F == zlib.DEFLATED
    unpacker = zlib.decompressobj(32 + zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS)
    found = unpacker.decompress(content, MAX_BYTES)
    if unpacker.unconsumed_tail:
        raise ValueError(f"the answer is larger than {MAX_BYTES} bytes")
    if not unpacker.eof:
        raise zlib.error("the packed answer is cut")
    if unpacker.unused_data[:2] == b"\x1f\x8b":  # gzip of several members
        import gzip

        found = gzip.GzipFile(fileobj=io.BytesIO(content)).read(MAX_BYTES + 1)
        if len(found) > MAX_BYTES:
            raise ValueError(f"the answer is larger than {MAX_BYTES} bytes")
    return found


# -- What the environment says -----------------------------------------------------------------------------------------


@functools.cache
def tls() -> ssl.SSLContext:
    """The process's TLS context, made once: making one costs more than the first hundred calls.

    Raises:
        ConfigurationError: SSL_CERT_FILE, SSL_CERT_DIR or SSLKEYLOGFILE names nothing that can be used.
    """
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    if not file and folder and not any(Path(part).is_dir() for part in folder.split(os.pathsep)):
        raise ConfigurationError(f"SSL_CERT_DIR is {folder!r}, which is no folder; set it to one, or unset it")
    try:
        return httpx.create_ssl_context()
    except OSError as error:  # ssl.SSLError is one
        log = os.environ.get("SSLKEYLOGFILE")
        name, value = ("SSL_CERT_FILE", file) if file else ("SSL_CERT_DIR", folder)
        if log and error.filename == log:
            raise ConfigurationError(
                f"SSLKEYLOGFILE is {log!r}, which cannot be written ({error}); unset it"
            ) from error
        raise ConfigurationError(
            f"certificates cannot be read ({error}): {name} is {value!r}; "
            "set it to a readable PEM file or folder, or unset it"
        ) from error


class _Router:
    """Chooses direct or proxied connections for a URL as HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY say.

    httpx's own reading refuses NO_PROXY with IPv6 ranges and sends loopback calls, keys and all, to the proxy.
    """

    kind: Any

    def __init__(self, limits: httpx.Limits) -> None:
        self._limits = limits
        self._proxies = urllib.request.getproxies()
        self._made: dict[str, Any] = {"": self.kind(verify=tls(), limits=limits, retries=2)}

    def pick(self, url: httpx.URL) -> Any:
        """The transport for a URL.

        Raises:
            ConfigurationError: its proxy cannot be used.
        """
        scheme = next((scheme for scheme in (url.scheme, "all") if self._proxies.get(scheme)), "")
        if not scheme or is_loopback_url(str(url)) or _is_bypassed(url.host, self._proxies.get("no", "")):
            scheme = ""
        if scheme not in self._made:
            self._made.setdefault(scheme, self._proxied(scheme))
        return self._made[scheme]

    def _proxied(self, scheme: str) -> Any:
        address = self._proxies[scheme]
        address = address if "://" in address else f"http://{address}"
        try:
            context = tls() if address.startswith("https:") else None
            proxy = httpx.Proxy(_checked_proxy(address), ssl_context=context)
            return self.kind(verify=tls(), limits=self._limits, proxy=proxy)
        except (ImportError, ValueError, httpx.InvalidURL) as error:
            names = (f"{scheme}_proxy", f"{scheme}_proxy".upper())
            name = next((name for name in names if os.environ.get(name)), f"the system's proxy for {scheme}")
            need = 'socks5:// needs pip install "httpx[socks]"' if isinstance(error, ImportError) else f"{error}"
            shown = f"{address.partition('://')[0]}://{address.rpartition('://')[2].rpartition('@')[2]}"
            raise ConfigurationError(
                f"{name} is {shown!r}, which cannot be used: {need.replace(address, shown)}; "
                "set it to an http://, https:// or socks5:// URL, unset it, or name the host in NO_PROXY"
            ) from None


def _checked_proxy(address: str) -> httpx.URL:
    url = httpx.URL(address)
    if not url.host or not 0 < (url.port or 1) < 65_536:  # noqa: PLR2004 - ports of TCP
        raise ValueError("it names no host and port that there can be")
    return url


def _is_bypassed(host: str, no_proxy: str) -> bool:
    entries = [entry.strip().strip("[]") for entry in no_proxy.split(",")]
    if "*" in entries or urllib.request.proxy_bypass(host):  # names and their suffixes
        return True
    for entry in entries:
        with suppress(ValueError):
            if ipaddress.ip_address(host) in ipaddress.ip_network(entry, strict=False):
                return True
    return False


class _Routes(_Router, httpx.BaseTransport):
    kind = httpx.HTTPTransport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response: httpx.Response = self.pick(request.url).handle_request(request)
        return response

    def close(self) -> None:
        for transport in self._made.values():
            transport.close()


class _AsyncRoutes(_Router, httpx.AsyncBaseTransport):
    kind = httpx.AsyncHTTPTransport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response: httpx.Response = await self.pick(request.url).handle_async_request(request)
        return response

    async def aclose(self) -> None:
        for transport in self._made.values():
            await transport.aclose()


class _Client(httpx.Client):
    """Our own client: it sends without redirects, cookies and auth, none of which a call has.

    Only a user and a password in the URL of a gateway take the way through httpx's auth.
    """

    def __init__(self, limits: httpx.Limits) -> None:
        self.routes = _Routes(limits)
        super().__init__(transport=self.routes, trust_env=False)

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        return super().send(request, **options) if request.url.userinfo else self.routes.handle_request(request)


class _AsyncClient(httpx.AsyncClient):
    def __init__(self, limits: httpx.Limits) -> None:
        self.routes = _AsyncRoutes(limits)
        super().__init__(transport=self.routes, trust_env=False)

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        if request.url.userinfo:
            return await super().send(request, **options)
        return await self.routes.handle_async_request(request)


# -- Who shares connections --------------------------------------------------------------------------------------------

C = TypeVar("C")


class _Open(Generic[C]):
    """The two httpx clients of one process or loop, who uses them, and the places in front of them by origin."""

    def __init__(self, kept: C, single: C, *, routes: _Router | None = None) -> None:
        self.kept, self.single, self.routes = kept, single, routes
        self.users: weakref.WeakSet[Any] = weakref.WeakSet()
        self.close: Callable[[], Any] = lambda: None
        self._places: dict[str, Any] = {}

    def place(self, origin: str, make: Callable[[], Any]) -> Any:
        found = self._places.get(origin)
        if found is None:
            if self.routes is not None:
                with suppress(httpx.InvalidURL, UnicodeError):  # what is no URL fails when it is sent
                    _ = self.routes.pick(httpx.URL(origin))
            found = self._places.setdefault(origin, make())
        return found


class _Shared(Generic[C]):
    kind: ClassVar[type]

    def __init__(self, http_client: C | None = None) -> None:
        """Share *http_client*, which is never closed here, or clients of our own."""
        if http_client is not None and not isinstance(http_client, self.kind):
            raise ConfigurationError(f"http_client is {http_client!r}; it must be an httpx.{self.kind.__name__}")
        self.given = http_client
        self._opened: dict[Any, _Open[C]] = {}

    def open(self, user: object) -> _Open[C]:
        """The clients of this process or loop; *user* has a share in them until it leaves."""
        if self.given is not None and getattr(self.given, "is_closed", False):
            raise ConfigurationError("http_client is closed; give one that is open")
        place = self._place()
        found = self._opened.get(place)
        if found is None:
            made = self._make() if self.given is None else _Open(self.given, self.given)
            found = self._opened.setdefault(place, made)
        found.users.add(user)
        return found

    def leave(self, user: object) -> Any:
        """Return a share; the last one closes the connections, on a loop when the answer is awaited."""
        found = self._opened.get(self._place())
        if found is not None:
            found.users.discard(user)
            if not found.users:
                _ = self._opened.pop(self._place(), None)
                return found.close()
        return None

    def _place(self) -> Any:
        raise NotImplementedError

    def _make(self) -> _Open[C]:
        raise NotImplementedError


class Connections(_Shared[httpx.Client]):
    """Connections of a client and its copies, for any number of threads; opened when first used, and anew after fork.

    One httpx client keeps connections for reads. The other keeps none: a call that may leave only once starts on a
    connection that nothing used before, so neither a stale keep-alive nor left-over bytes can spoil it.
    """

    kind = httpx.Client

    def _place(self) -> int:
        return os.getpid()

    def _make(self) -> _Open[httpx.Client]:
        kept, single = _Client(_KEPT), _Client(_SINGLE)
        found = _Open[httpx.Client](kept, single, routes=kept.routes)
        found.close = weakref.finalize(self, _close, os.getpid(), kept, single)
        return found


def _close(process: int, *clients: httpx.Client) -> None:
    if process == os.getpid():  # a child leaves its parent's connections alone
        for client in clients:
            client.close()


class AsyncConnections(_Shared[httpx.AsyncClient]):
    """Connections of an async client and its copies, for the tasks of any number of loops; see ``Connections``."""

    kind = httpx.AsyncClient

    def _place(self) -> tuple[int, asyncio.AbstractEventLoop]:
        import asyncio

        return os.getpid(), asyncio.get_running_loop()

    def _make(self) -> _Open[httpx.AsyncClient]:
        for place in tuple(self._opened):
            if place[1].is_closed():
                _ = self._opened.pop(place, None)
        kept, single = _AsyncClient(_KEPT), _AsyncClient(_SINGLE)
        found = _Open[httpx.AsyncClient](kept, single, routes=kept.routes)
        closing = _closing(kept, single)
        with suppress(StopIteration):
            closing.__anext__().send(None)
        found.close = closing.aclose
        return found


async def _closing(*clients: httpx.AsyncClient) -> AsyncGenerator[None]:
    """Close clients when this generator ends: a loop ends those that began on it, as does who closes or collects it."""
    try:
        yield
    finally:
        for client in clients:
            await client.aclose()


# -- One exchange ------------------------------------------------------------------------------------------------------


class _Transport(Generic[C]):
    def __init__(self, builder: RequestBuilder, connections: _Shared[C], *, now: Now = time.monotonic) -> None:
        self.builder = builder
        self.connections = connections
        self._now = now

    @property
    def client(self) -> C:
        """The httpx client for files: what it opens is never kept, so no read ends up on it."""
        return self.connections.open(self).single

    def observer(self, timeout: float | None = None) -> SendObserver:
        """Begin a try that may take *timeout* seconds, or the client's own limit."""
        seconds = min(self.builder.seconds * ANSWER_TIMES, timeout or float("inf"))
        return SendObserver(opaque=self.connections.given is not None, answer_seconds=seconds)


class HttpTransport(_Transport[httpx.Client]):
    """Sends one client's calls; the main thread waits while another one sends."""

    @contextmanager
    def slot(self, call: HttpCall) -> Generator[None]:
        """Wait for one of the places that calls to the same origin share.

        Raises:
            ConfigurationError: a proxy or certificate that the environment names cannot be used.
        """
        places = self.connections.open(self).place(self.builder.origin(call), _places)
        places.get()
        try:
            yield
        finally:
            places.put(None)

    def read(self, call: HttpCall, *, timeout: float | None = None) -> HttpResponse:
        """Send a call that may be repeated, on a kept connection if there is one."""
        with self.slot(call):
            return self._exchange(call, self.observer(timeout), client=self.connections.open(self).kept)

    def exchange(self, call: HttpCall, observer: SendObserver) -> HttpResponse:
        """Send a call once, on a connection of its own; no redirect is followed, only the connect is repeated.

        Raises:
            TransportError: no answer, or half of one; ``sent`` tells whether a byte may have left.
        """
        return self._exchange(call, observer, client=self.client)

    def close(self) -> None:
        """Return the share in the connections; the last one closes them, a later call opens new ones."""
        self.connections.leave(self)

    def _exchange(self, call: HttpCall, observer: SendObserver, *, client: httpx.Client) -> HttpResponse:
        if observer.opaque or threading.current_thread() is not threading.main_thread():
            return self._exchange_here(call, observer, client=client)
        # Ctrl-C arrives on the main thread only: in the middle of httpcore it could leave a lock taken for ever.
        answers: queue.SimpleQueue[HttpResponse | BaseException] = queue.SimpleQueue()

        def work() -> None:
            try:
                answers.put(self._exchange_here(call, observer, client=client))
            except BaseException as error:  # noqa: BLE001 - the main thread raises it
                answers.put(error)

        try:
            _run_apart(partial(contextvars.copy_context().run, work))
            answer = answers.get()
        except BaseException:
            observer.cancel()
            raise
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _exchange_here(self, call: HttpCall, observer: SendObserver, *, client: httpx.Client) -> HttpResponse:
        token = _current.set(observer)
        try:
            with observer.opened:
                request = self.builder.request(call, observer, trace=observer.trace)
                observer.started = True
                response = client.send(request, stream=True, auth=None, follow_redirects=False)
                with closing(response):
                    answer = _Answer(response, observer)
                    with answer.bearing_a_cut():
                        for chunk in () if answer.ready else response.iter_raw():
                            answer.add(chunk)
            return answer.whole(call, self.builder, now=self._now())
        except Exception as error:  # noqa: BLE001 - a transport may raise anything
            failure = self.builder.failure(call, observer, error=error)
        finally:
            _current.reset(token)
        raise failure


_idle: deque[queue.SimpleQueue[Callable[[], Any]]] = deque()
"""The queue of the thread that waits for the main thread's next call, if there is one: to start it takes a while."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)


def _run_apart(work: Callable[[], Any]) -> None:
    """Run work on another thread; an interrupt may cost a thread that waits for ever, and no lock."""
    try:
        works = _idle.pop()
    except IndexError:
        works = queue.SimpleQueue()
        # Not threading.Thread: its start() waits in Python code, which an interrupt leaves half done.
        _ = _thread.start_new_thread(_run_each, (works,))
    works.put(work)


def _run_each(works: queue.SimpleQueue[Callable[[], Any]]) -> None:
    while True:
        works.get()()  # no name holds it: what it uses is free once it is done
        if _idle:
            return
        _idle.append(works)


def _places() -> queue.SimpleQueue[None]:
    """Free places as tokens in a queue written in C: an interrupt may lose one place, never hold a lock for ever."""
    tokens: queue.SimpleQueue[None] = queue.SimpleQueue()
    for _ in range(PER_HOST):
        tokens.put(None)
    return tokens


class AsyncHttpTransport(_Transport[httpx.AsyncClient]):
    """Sends one client's calls in the tasks of whatever loop runs; each method does what HttpTransport's does."""

    @asynccontextmanager
    async def slot(self, call: HttpCall) -> AsyncGenerator[None]:
        """Wait for one of the places that calls to the same origin share, first come, first served."""
        import asyncio

        origin = self.builder.origin(call)
        async with self.connections.open(self).place(origin, lambda: asyncio.Semaphore(PER_HOST)):
            yield

    async def read(self, call: HttpCall, *, timeout: float | None = None) -> HttpResponse:
        """Send a call that may be repeated."""
        async with self.slot(call):
            return await self._exchange(call, self.observer(timeout), client=self.connections.open(self).kept)

    async def exchange(self, call: HttpCall, observer: SendObserver) -> HttpResponse:
        """Send a call once, on a connection of its own."""
        return await self._exchange(call, observer, client=self.client)

    async def close(self) -> None:
        """Return the share in the running loop's connections; the last one closes them."""
        if (closed := self.connections.leave(self)) is not None:
            await closed

    async def _exchange(self, call: HttpCall, observer: SendObserver, *, client: httpx.AsyncClient) -> HttpResponse:
        import asyncio

        # A transport that tells no steps gets its time from the start, unless it has a file to send first.
        seconds = observer.answer_seconds if observer.opaque and call.file is None else None
        try:
            with observer.opened:
                request = self.builder.request(call, observer, trace=observer.trace_async)
                async with asyncio.timeout(seconds) as observer.timeout:
                    observer.started = True
                    response = await client.send(request, stream=True, auth=None, follow_redirects=False)
                    async with aclosing(response):
                        answer = _Answer(response, observer)
                        if not answer.ready:
                            with answer.bearing_a_cut():
                                async for chunk in response.aiter_raw():
                                    answer.add(chunk)
            return answer.whole(call, self.builder, now=self._now())
        except Exception as error:  # noqa: BLE001 - a transport may raise anything
            failure = self.builder.failure(call, observer, error=error)
        raise failure
