"""The ASGI app that receives webhook deliveries (Starlette): authentication, limits, replies.

The order is the defence: path, method, content type, signature headers, size and time are checked before the body is
read, the signature before anything is stored; and what is stored is a claim that wakes a wait, which polls the task.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from reelscore._attrs import define
from reelscore.errors import BadSignature, ConfigurationError, ReplayedDelivery
from reelscore.vendors.family import Family, families_of, find_host, read_delivery
from reelscore.vendors.host import Host
from reelscore.webhooks import store
from reelscore.webhooks.deliveries import WebhookDelivery, from_delivery
from reelscore.webhooks.inbox import Inbox
from reelscore.webhooks.urls import WebhookEndpoint, callback_url, match_route, validate_token

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from reelscore.client import AsyncClient, Client

Served: TypeAlias = "Client | AsyncClient | Host | Family | str"
Secrets: TypeAlias = Mapping[str, str | Iterable[str]]

MAX_BODY_BYTES = 512 * 1024
"""Largest body that is read; a melody's notes (MIDI) are the longest delivery that is documented."""
BODY_SECONDS = 5.0
LEDGER_SECONDS = 8.0
"""Vendors wait 10 to 15 s for an answer; a delivery that is not committed by then is answered with 503."""
LOG_SECONDS = 10.0
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
logger = logging.getLogger("reelscore.webhooks")


@define(eq=False)
class RejectionLog:
    """Log refusals: one line per host and status every ten seconds, never anything that a sender wrote."""

    now: Callable[[], float] = time.monotonic
    _last: dict[tuple[str, int], tuple[float, int]] = attrs.field(factory=dict, init=False)
    """Time of the last line and refusals since; as many keys as there are hosts and statuses."""

    def add(self, host: str, status: int, *, why: str) -> None:
        """Count a refusal and log it where a line is due; *why* is our own text."""
        now, key = self.now(), (host, status)
        logged, count = self._last.get(key, (float("-inf"), 0))
        if now - logged < LOG_SECONDS:
            self._last[key] = (logged, count + 1)
            return
        more = f" ({count} like it were not logged)" if count else ""
        logger.warning("a delivery for %s was refused with %d: %s%s", host, status, why, more)
        self._last[key] = (now, 0)


@define(eq=False, kw_only=True)
class Receiver:
    """The ASGI app; mount it at any path, or serve it alone."""

    endpoints: Mapping[str, WebhookEndpoint] = attrs.field(repr=False)
    inbox: Inbox
    path_token: str | None = attrs.field(repr=False, default=None)
    """The unguessable part of the URL; kept in the ledger when left out."""
    clock: Callable[[], float] = time.time
    on_delivery: Callable[[WebhookDelivery], object] | None = attrs.field(default=None, repr=False)
    """Called with each delivery that was stored; it must not block."""
    limit: int = MAX_BODY_BYTES
    """Largest body in bytes."""
    _rejections: RejectionLog = attrs.field(factory=RejectionLog, init=False, repr=False)
    _app: Starlette = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._app = Starlette(routes=[Route("/{path:path}", self._answer, methods=_METHODS)])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    def callback_url(self, base: str, host: str | None = None, *, intents: bool = True) -> str:
        """Build the URL for a client's ``callback_url=``, or with ``intents=False`` for a vendor's console.

        Args:
            base: https address under which this app is mounted.
            host: name of the host; may be left out where only one is served.
            intents: see ``reelscore.webhooks.callback_url``.
        """
        served = ", ".join(self.endpoints)
        if host is None and len(self.endpoints) > 1:
            raise ConfigurationError(f"host is one of {served}")
        endpoint = self.endpoints.get(host or next(iter(self.endpoints)))
        if endpoint is None:
            raise ConfigurationError(f"this receiver serves {served}, not {host}")
        token = self.path_token or self.inbox.ledger.run(store.path_token)
        return callback_url(base, endpoint.host, token=token, intents=intents)

    async def _answer(self, request: Request) -> Response:
        """Answer one request; never raises for what a stranger sent."""
        name = "-"
        try:
            endpoint, intent = await self._route(request.scope["path"])
            name = endpoint.host.name
            await self._receive(endpoint, request, intent=intent)
            reply = endpoint.host.webhook_reply
            return Response(reply, media_type="application/json" if reply.startswith(b"{") else "text/plain")
        except HTTPException as refusal:
            self._rejections.add(name, refusal.status_code, why=refusal.detail)
            return Response(b'{"status":"refused"}', refusal.status_code, refusal.headers, "application/json")
        except Exception as error:  # noqa: BLE001 - a stranger's bytes must not stop the app; the vendor tries again
            self._rejections.add(name, 500, why=type(error).__name__)
            return Response(b'{"status":"failed"}', 500, media_type="application/json")

    async def _route(self, path: str) -> tuple[WebhookEndpoint, str]:
        if self.path_token is None:
            async with _ledger_deadline():
                self.path_token = await self.inbox.ledger.run_async(store.path_token)
        route = match_route(path, self.endpoints, token=self.path_token)
        if route is None:
            raise HTTPException(404, "unknown address")
        return route

    async def _receive(self, endpoint: WebhookEndpoint, request: Request, *, intent: str) -> None:
        _check_head(request)
        headers = {name.lower(): value for name, value in request.headers.items()}
        signs = endpoint.host.webhook_headers if endpoint.secrets else None
        try:
            nonce = signs.check_timestamp(headers, now=self.clock()) if signs else ""
        except (BadSignature, ReplayedDelivery) as error:
            raise HTTPException(401, str(error)) from error
        body = await _read_body(request, self.limit)
        # Some vendors repeat the trace id of the submission, which is the intent.
        intent = intent or headers.get(endpoint.host.trace_header, "")[:64]
        delivery = verify(endpoint, headers, body=body, intent=intent)
        try:
            async with _ledger_deadline():
                _ = await self.inbox.store_async(delivery, nonce=nonce)
        except ReplayedDelivery as error:
            raise HTTPException(409, str(error)) from error
        if self.on_delivery is not None:
            _ = self.on_delivery(delivery)


def asgi(
    clients: Served | Iterable[Served],
    *,
    secrets: Secrets | None = None,
    inbox: Inbox | None = None,
    path_token: str | None = None,
    limit: int = MAX_BODY_BYTES,
    clock: Callable[[], float] | None = None,
) -> Receiver:
    """Create the ASGI app that receives webhook deliveries for clients, hosts, or hosts by name.

    Args:
        clients: one or several; a client brings its host, its ``webhook_secret`` and its ledger.
        secrets: webhook secrets by host name; several of a host while one is rotated. A host without a secret is
            reached only with the path token, as is a host that signs nothing.
        inbox: where deliveries are stored; one on the first client's ledger when left out.
        path_token: the unguessable part of the URL; one that the ledger keeps when left out.
        limit: largest body in bytes.
        clock: seconds since 1970; that of a client's sandbox, which may run faster, when left out.

    Returns:
        The app; tasks wait on ``app.inbox``, and ``app.callback_url(base)`` is the URL for the vendor.

    Raises:
        ConfigurationError: a secret is empty or for a host that is not served, or the path token can be guessed.
    """
    served: list[Any] = [clients] if isinstance(clients, str) or not isinstance(clients, Iterable) else [*clients]
    given = dict(secrets or {})
    endpoints: dict[str, WebhookEndpoint] = {}
    for endpoint in (_endpoint(item, given) for item in served):
        known = endpoints.get(endpoint.host.name, endpoint)
        both = tuple(dict.fromkeys((*known.secrets, *endpoint.secrets)))
        endpoints[endpoint.host.name] = attrs.evolve(known, secrets=both)
    if not endpoints or not set(given) <= set(endpoints):
        raise ConfigurationError(
            f"secrets are for {', '.join(given) or 'nobody'}, served are {', '.join(endpoints) or 'none'}"
        )
    if inbox is None:
        inbox = Inbox(next((found for item in served if (found := getattr(item, "ledger", None)) is not None), None))
    sandbox: Any = next((found for item in served if (found := getattr(item, "sandbox", None)) is not None), None)
    time_of: Callable[[], float] = getattr(sandbox, "now", time.time)
    return Receiver(
        endpoints=endpoints,
        inbox=inbox,
        path_token=None if path_token is None else validate_token(path_token),
        clock=clock or time_of,
        limit=limit,
    )


def verify(endpoint: WebhookEndpoint, headers: Mapping[str, str], *, body: bytes, intent: str) -> WebhookDelivery:
    """Verify and read a delivery with any of a host's secrets.

    Raises:
        HTTPException: 401 for a signature that does not fit, 400 for what is no delivery.
    """
    try:
        is_object = isinstance(json.loads(body.decode()), dict)
    except (ValueError, RecursionError):
        is_object = False
    if not is_object:
        raise HTTPException(400, "the body is no JSON object in UTF-8")
    for secret in endpoint.secrets or (None,):
        try:
            found = read_delivery(endpoint.families, headers, body, secret=secret)
            return from_delivery(found, host=endpoint.host.name, body=body, intent=intent)
        except BadSignature:
            continue
        except Exception as error:
            raise HTTPException(400, f"no delivery: {type(error).__name__}") from error
    raise HTTPException(401, "the signature does not fit")


def _check_head(request: Request) -> None:
    if request.method != "POST":
        raise HTTPException(405, "the method is not POST", {"allow": "POST"})
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise HTTPException(415, "the content type is not JSON", {"accept": "application/json"})


async def _read_body(request: Request, limit: int) -> bytes:
    """Read a body within limits of size and time.

    Raises:
        HTTPException: 413 too large, 408 too slow, 400 cut off.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > limit:
                    raise HTTPException(413, "the body is too large", {"connection": "close"})
    except TimeoutError as error:
        raise HTTPException(408, "the body took too long", {"connection": "close"}) from error
    except ClientDisconnect as error:
        raise HTTPException(400, "the sender hung up") from error
    return bytes(body)


def _endpoint(item: Any, secrets: Secrets) -> WebhookEndpoint:
    """Make the endpoint of a client, a host or a host's name."""
    host: Host = find_host(item) if isinstance(item, str) else getattr(item, "host", item)
    own: Family | None = item if isinstance(item, Family) else getattr(item, "family", None)
    others = [family for family in families_of(host.name) if own is None or family.vendor != own.vendor]
    families = (*([] if own is None else [own]), *others)
    given = secrets.get(host.name, getattr(item, "webhook_secret", None) or ())
    several = (given,) if isinstance(given, str) else tuple(given)
    if not all(several):
        raise ConfigurationError(f"a webhook secret of {host.name} is empty")
    if several and host.webhook_headers is None:
        raise ConfigurationError(f"{host.name} signs no callbacks: leave its secret out, the path token protects it")
    return WebhookEndpoint(host=host, families=families, secrets=several)


@asynccontextmanager
async def _ledger_deadline() -> AsyncGenerator[None]:
    try:
        async with asyncio.timeout(LEDGER_SECONDS):
            yield
    except TimeoutError as error:
        raise HTTPException(503, "the ledger is busy", {"retry-after": "5"}) from error
