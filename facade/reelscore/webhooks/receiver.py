"""An ASGI app that takes deliveries: who may, what is wrong with one, what the vendor is answered.

The order is the defence: address, method, type, size and time are looked at before the body is read; the signature before
anything is kept; and what is kept is a claim that wakes a wait, which then looks at the task itself.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping, MutableMapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from reelscore.errors import BadSignature, ConfigurationError, ReplayedDelivery
from reelscore.vendors.host import Delivery, Host, find_host
from reelscore.webhooks.addresses import Door, Way, callback_url, checked_token, find_way
from reelscore.webhooks.complaints import Complaints
from reelscore.webhooks.freshness import UNSIGNED, check_marks
from reelscore.webhooks.inbox import Inbox
from reelscore.webhooks.letters import WebhookDelivery, letter_from
from reelscore.webhooks.reading import Reader, Refusal, Reply, check_head

if TYPE_CHECKING:
    from reelscore.client import AsyncClient, Client
    from reelscore.webhooks.addresses import Source

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Served: TypeAlias = "Client | AsyncClient | Source | Host | str"
Secrets: TypeAlias = Mapping[str, str | Iterable[str]]

LIMIT_BYTES = 512 * 1024
"""Largest body that is read; a melody's notes (MIDI) are the longest delivery that is documented."""
LEDGER_SECONDS = 8.0
"""The vendors wait 10 to 15 s for an answer; what is not on disk by then is asked to come again."""
_JSON = {"content-type": "application/json"}
_RECEIVED = Reply(200, b'{"status":"received"}', _JSON)
_FAILED = Reply(500, b'{"status":"failed"}', _JSON)
_REPLIES = {"pixverse": Reply(200, b"ok", {"content-type": "text/plain; charset=utf-8"})}


@attrs.define(eq=False, kw_only=True)
class Receiver:
    """The app; mount it at any path, or serve it alone."""

    doors: Mapping[str, Door] = attrs.field(repr=False)
    inbox: Inbox
    path_token: str | None = attrs.field(repr=False, default=None)
    """The unguessable part of the address; kept in the ledger when left out."""
    clock: Callable[[], float] = time.time
    heard: Callable[[WebhookDelivery], object] | None = attrs.field(default=None, repr=False)
    """Is given each delivery that was kept; it must not block."""
    _reader: Reader = attrs.field(factory=lambda: Reader(limit=LIMIT_BYTES), alias="reader", repr=False)
    _complaints: Complaints = attrs.field(factory=Complaints, init=False, repr=False)

    def callback_url(self, base: str, host: str | None = None, *, intents: bool = True) -> str:
        """Give the address for a client's ``callback_url=``, or with ``intents=False`` for a vendor's console.

        Args:
            base: https address under which this app is mounted.
            host: whose; may be left out where only one host is served.
            intents: see ``reelscore.webhooks.callback_url``.
        """
        if host is None and len(self.doors) > 1:
            raise ConfigurationError(f"host is one of {', '.join(self.doors)}")
        name = host or next(iter(self.doors))
        if name not in self.doors:
            raise ConfigurationError(f"this receiver serves {', '.join(self.doors)}, not {name}")
        return callback_url(base, name, token=self.path_token or self.inbox.store.token(), intents=intents)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; never raises for what a stranger sent."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        else:
            await _send(send, await self._reply(scope, receive))

    async def _reply(self, scope: Scope, receive: Receive) -> Reply:
        name = "-"
        try:
            way = await self._way(scope["path"])
            name = way.door.source.name
            await self._take(way, scope, receive=receive)
            return _REPLIES.get(way.door.source.vendor, _RECEIVED)
        except Refusal as refusal:
            self._complaints.hear(name, refusal.reply.status, why=str(refusal))
            return refusal.reply
        except Exception as error:  # noqa: BLE001 - a stranger's bytes must not stop the app; the vendor tries again
            self._complaints.hear(name, 500, why=type(error).__name__)
            return _FAILED

    async def _way(self, path: str) -> Way:
        if self.path_token is None:
            async with _ledger_time():
                self.path_token = await self.inbox.store.token_async()
        way = find_way(path, self.doors, token=self.path_token)
        if way is None:
            raise Refusal(404, "no address of ours")
        return way

    async def _take(self, way: Way, scope: Scope, *, receive: Receive) -> None:
        headers = headers_of(scope)
        check_head(scope["method"], headers)
        nonce = self._nonce(way.door, headers)
        async with self._reader.reading(headers, receive) as body:
            delivery = verified(way.door, headers, body=body)
            letter = _letter(way, delivery, headers=headers, body=body)
            await self._keep(letter, nonce)

    def _nonce(self, door: Door, headers: Mapping[str, str]) -> str:
        if not door.secrets:
            return ""
        try:
            return check_marks(door.source.name, headers, now=self.clock())
        except (BadSignature, ReplayedDelivery) as error:
            raise Refusal(401, str(error)) from error

    async def _keep(self, letter: WebhookDelivery, nonce: str) -> None:
        try:
            async with _ledger_time():
                _ = await self.inbox.put_async(letter, nonce=nonce)
        except ReplayedDelivery as error:
            raise Refusal(409, str(error)) from error
        if self.heard is not None:
            self.heard(letter)


def asgi(
    clients: Served | Iterable[Served],
    *,
    secrets: Secrets | None = None,
    inbox: Inbox | None = None,
    path_token: str | None = None,
    limit: int = LIMIT_BYTES,
    clock: Callable[[], float] | None = None,
) -> Receiver:
    """Make the app that receives deliveries for clients, hosts, or hosts by name.

    Args:
        clients: one or several; a client brings its host, its ``webhook_secret`` and its ledger.
        secrets: by host name: PixVerse's webhook secret, Kie's webhookHmacKey; several while one is replaced. A host
            without one is reached only with the path token, as sunoapi.org always is.
        inbox: where deliveries go; one on the first client's ledger when left out.
        path_token: the unguessable part of the address; one that the ledger keeps when left out.
        limit: largest body in bytes.
        clock: seconds since 1970; that of a client's sandbox, which may run faster, when left out.

    Returns:
        An ASGI app; ``app.inbox`` is what tasks wait on, ``app.callback_url(base)`` what the vendor is told.

    Raises:
        ConfigurationError: a secret is empty or for a host that is not served, or the path token can be guessed.
    """
    served = _several(clients)
    given = dict(secrets or {})
    doors: dict[str, Door] = {}
    for door in (_door(item, given) for item in served):
        known = doors.get(door.source.name, door)
        doors[door.source.name] = attrs.evolve(known, secrets=tuple(dict.fromkeys((*known.secrets, *door.secrets))))
    if not doors or not set(given) <= set(doors):
        raise ConfigurationError(
            f"secrets are for {', '.join(given) or 'nobody'}, served are {', '.join(doors) or 'none'}"
        )
    if inbox is None:
        inbox = Inbox(next((found for item in served if (found := getattr(item, "ledger", None)) is not None), None))
    token = None if path_token is None else checked_token(path_token)
    time_of = clock or _clock(served)
    return Receiver(doors=doors, inbox=inbox, path_token=token, clock=time_of, reader=Reader(limit=limit))


def verified(door: Door, headers: Mapping[str, str], *, body: bytes) -> Delivery:
    """Verify and read a delivery with any of a host's secrets.

    Raises:
        Refusal: 401 for a signature that does not fit, 400 for what is no delivery.
    """
    problem: Exception | None = None
    for secret in door.secrets or (None,):
        try:
            return door.source.delivery(headers, body, secret)
        except BadSignature as error:
            problem = error
        except Exception as error:
            raise Refusal(400, f"no delivery: {type(error).__name__}") from error
    if not _is_object(body):
        raise Refusal(400, "the body is no JSON object") from problem
    raise Refusal(401, "the signature does not fit") from problem


def headers_of(scope: Scope) -> dict[str, str]:
    """Give the headers of a request, names in lower case."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _letter(way: Way, delivery: Delivery, *, headers: Mapping[str, str], body: bytes) -> WebhookDelivery:
    # PixVerse repeats the trace id of the submission, which is the name of our row.
    intent = way.intent or headers.get("ai-trace-id", "")[:64]
    try:
        return letter_from(delivery, host=way.door.source.name, body=body, intent=intent)
    except ValueError as error:
        raise Refusal(400, str(error)) from error


def _several(clients: Served | Iterable[Served]) -> list[Any]:
    if isinstance(clients, str) or not isinstance(clients, Iterable):
        return [clients]
    return list(clients)


def _door(item: Any, secrets: Mapping[str, str | Iterable[str]]) -> Door:
    """Make the door of a client, a host or a host's name."""
    host = find_host(item) if isinstance(item, (str, Host)) else getattr(item, "host", item)
    given = secrets.get(host.name, getattr(item, "webhook_secret", None) or ())
    several = (given,) if isinstance(given, str) else tuple(given)
    if not all(several):
        raise ConfigurationError(f"a webhook secret of {host.name} is empty")
    if several and host.name in UNSIGNED:
        raise ConfigurationError(f"{host.name} signs no callbacks: leave its secret out, the path token protects it")
    return Door(source=host, secrets=several)


def _clock(served: Iterable[Any]) -> Callable[[], float]:
    """Give the clock that deliveries are stamped by: a sandbox has its own."""
    sandboxes = [sandbox for item in served if (sandbox := getattr(item, "sandbox", None)) is not None]
    clock: Callable[[], float] = getattr(sandboxes[0], "now", time.time) if sandboxes else time.time
    return clock


def _is_object(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        return False


@asynccontextmanager
async def _ledger_time() -> AsyncGenerator[None]:
    try:
        async with asyncio.timeout(LEDGER_SECONDS):
            yield
    except TimeoutError as error:
        raise Refusal(503, "the ledger is busy", retry_after="5") from error


async def _send(send: Send, reply: Reply) -> None:
    named = {**reply.headers, "content-length": str(len(reply.body))}
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": raw})
    await send({"type": "http.response.body", "body": reply.body})


async def _live(receive: Receive, send: Send) -> None:
    while (message := await receive())["type"] != "lifespan.shutdown":
        await send({"type": f"{message['type']}.complete"})
    await send({"type": "lifespan.shutdown.complete"})
