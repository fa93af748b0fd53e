"""How a call becomes a request: its URL, its headers, the key on the way to its own host only, and what is known of a try."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, NamedTuple

import attrs
import httpcore
import httpx

import reelscore
from reelscore.effects import HttpCall
from reelscore.errors import TransportError
from reelscore.vendors.host import Host

USER_AGENT = f"reelscore/{reelscore.__version__} (+https://github.com/reelscore/reelscore)"
"""A bare default is refused at the vendors' CDN."""
CONNECT_SECONDS = 15.0
_NEVER_LEFT = (httpx.ConnectError, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL)
_PLAIN = re.compile(r"/[A-Za-z0-9._~/-]*", re.ASCII).fullmatch
"""Finds the paths that leave as they are, without httpx's care."""


class SendObserver:
    """What is known of one try: whether a byte of the request may have left this machine."""

    __slots__ = ("left", "once", "opened", "seen", "traced")

    def __init__(self, *, traced: bool, once: bool = True) -> None:
        self.traced = traced
        self.once = once
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


class BaseUrl(NamedTuple):
    """A base URL, as httpcore wants it."""

    scheme: bytes
    name: bytes
    port: int | None
    path: bytes
    host: bytes
    """The header."""


@attrs.frozen(kw_only=True)
class RequestBuilder:
    """Where a client's calls go, and the key that they carry there and nowhere else."""

    host: Host
    key: str = attrs.field(repr=False)
    base_url: str
    upload_url: str
    seconds: float = 60.0
    """How long to wait for the next byte of an answer."""
    _timeouts: dict[str, float] = attrs.field(
        init=False, repr=False, eq=False, default=attrs.Factory(lambda self: _timeouts(self.seconds), takes_self=True)
    )
    _bases: dict[str, BaseUrl] = attrs.field(
        init=False,
        repr=False,
        eq=False,
        default=attrs.Factory(
            lambda self: {"api": _base(self.base_url), "upload": _base(self.upload_url)}, takes_self=True
        ),
    )

    def url(self, call: HttpCall) -> str:
        """Give the whole URL of a call."""
        if "://" in call.path:
            return call.path
        return (self.upload_url if call.base == "upload" else self.base_url) + call.path

    def origin(self, call: HttpCall) -> str:
        """Name what connections are counted by."""
        if "://" in call.path:
            return "/".join(call.path.split("/", 3)[:3])
        return self.upload_url if call.base == "upload" else self.base_url

    def build(self, call: HttpCall, attempt: SendObserver, *, trace: Callable[..., Any], core: bool) -> Any:
        """Build the request of a pool: httpcore's, which costs a fifth of httpx's, or httpx's with a trace."""
        if not core:
            return self.request(call, attempt, trace=trace)
        if call.file is None and not call.fields and not call.params and _PLAIN(call.path):
            return self._plain(call)
        return self._core(self.request(call, attempt, trace=trace))

    def request(self, call: HttpCall, attempt: SendObserver, *, trace: Callable[..., Any]) -> httpx.Request:
        """Build the request; only a path below the host's own base URL gets the key."""
        return httpx.Request(
            call.method,
            self.url(call),
            params=dict(call.params) or None,
            headers=self._headers(call),
            content=call.content,
            files=_files(call, attempt),
            extensions={"timeout": self._timeouts, "trace": trace},
        )

    def _plain(self, call: HttpCall) -> httpcore.Request:
        base = self._bases[call.base]
        headers = [(b"host", base.host), *((n.encode(), v.encode()) for n, v in self._headers(call).items())]
        if call.content is not None:
            headers.append((b"content-length", b"%d" % len(call.content)))
        return httpcore.Request(
            call.method.encode(),
            httpcore.URL(scheme=base.scheme, host=base.name, port=base.port, target=base.path + call.path.encode()),
            headers=headers,
            content=call.content,
            extensions={"timeout": self._timeouts},
        )

    def _core(self, request: httpx.Request) -> httpcore.Request:
        url = request.url
        return httpcore.Request(
            request.method.encode(),
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions={"timeout": self._timeouts},
        )

    def _headers(self, call: HttpCall) -> dict[str, str]:
        headers = {"user-agent": USER_AGENT, "accept": "*/*", "accept-encoding": "gzip, deflate"}
        if "://" not in call.path:
            headers["accept"] = "application/json"
            # By lower-case name: "Content-Type" beside "content-type" would leave as two header lines.
            for name, value in self.host.headers(self.key, call.trace_id).items():
                headers[name.lower()] = value
        if call.content is not None:
            headers["content-type"] = "application/json"
        for name, value in call.headers.items():
            headers[name.lower()] = value
        return headers

    def failure(self, call: HttpCall, attempt: SendObserver, *, error: Exception) -> TransportError:
        """Say in our words what went wrong; neither key nor body is in them."""
        words = str(error).replace(self.key, "…") if self.key else str(error)
        text = f"{self.host.name}: {call.method} {call.path.partition('?')[0]}: {type(error).__name__} {words}".rstrip()
        return TransportError(text, sent=attempt.sent(error))


def _timeouts(seconds: float) -> dict[str, float]:
    return {"connect": min(seconds, CONNECT_SECONDS), "read": seconds, "write": seconds, "pool": seconds}


def _base(url: str) -> BaseUrl:
    parsed = httpx.URL(url)
    path = parsed.raw_path.partition(b"?")[0].rstrip(b"/")
    return BaseUrl(parsed.raw_scheme, parsed.raw_host, parsed.port, path, parsed.netloc)


def _files(call: HttpCall, attempt: SendObserver) -> dict[str, Any] | None:
    if call.file is None and not call.fields:
        return None
    parts: dict[str, Any] = {name: (None, value.encode()) for name, value in call.fields.items()}
    if call.file is not None:
        opened = attempt.opened.enter_context(call.file.open())
        parts[call.file.name] = (call.file.file_name, opened, call.file.content_type)
    return parts
