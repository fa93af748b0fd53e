"""Deliveries as vendors make them, and an app called without a socket."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

import attrs

from reelscore.errors import BadSignature
from reelscore.results import Progress, State
from reelscore.vendors.family import Delivery
from reelscore.vendors.host import Host
from reelscore.vendors.signatures import SignatureHeaders
from reelscore.webhooks import Receiver
from tests.toy import ToyFamily, ToyHost

NOW = 1_769_670_760.0
SECRET = "test-webhook-key"
TOKEN = "token-that-nobody-guesses"
JSON = {"content-type": "application/json"}
SIGNATURE = SignatureHeaders(signature="x-webhook-signature", time="x-webhook-timestamp")


@attrs.frozen(kw_only=True)
class SigningHost(ToyHost):
    """A host that signs as Kie does."""

    name: str = "kie.ai"
    webhook_headers: SignatureHeaders | None = SIGNATURE
    webhook_reply: bytes = b'{"status":"received"}'
    callback_in_url: bool = True
    trace_header: str = ""


@attrs.frozen(kw_only=True)
class ToySource(ToyFamily):
    """Callbacks whose bodies say task, stage and state."""

    host: Host = attrs.field(factory=SigningHost)

    def delivery(self, headers: Mapping[str, str], body: bytes, secret: str | None = None) -> Delivery:
        """Read {"task", "stage", "state"}."""
        told = json.loads(body)
        stamp = headers.get("x-webhook-timestamp", "")
        if secret is not None and headers.get("x-webhook-signature") != kie_signature(
            told["task"], stamp, secret=secret
        ):
            raise BadSignature("it does not fit")
        progress: Progress[Any] = Progress(state=State(told.get("state", "unknown")))
        return Delivery(
            task_id=told.get("task", ""), stage=told.get("stage", ""), progress=progress, verified=secret is not None
        )


TOY = ToySource()
UNSIGNED = ToySource(host=SigningHost(name="sunoapi.org", webhook_headers=None))


@attrs.frozen
class Got:
    """What a sender was answered."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def kie_signature(task_id: str, stamp: str, *, secret: str = SECRET) -> str:
    """Sign as Kie does."""
    return base64.b64encode(hmac.digest(secret.encode(), f"{task_id}.{stamp}".encode(), hashlib.sha256)).decode()


def told(task: str = "t1", stage: str = "complete", state: str = "succeeded", **more: Any) -> bytes:
    """Write a body of the toy."""
    return json.dumps({"task": task, "stage": stage, "state": state, **more}).encode()


def signed(task: str = "t1", *, now: float = NOW, secret: str = SECRET) -> dict[str, str]:
    """Write the headers of a delivery that is the vendor's."""
    stamp = str(int(now))
    return {**JSON, "x-webhook-timestamp": stamp, "x-webhook-signature": kie_signature(task, stamp, secret=secret)}


async def send(
    app: Receiver,
    path: str,
    *,
    body: bytes | Iterable[bytes] = b"",
    headers: Mapping[str, str] = JSON,
    method: str = "POST",
    root_path: str = "",
) -> Got:
    """Call the app with one request, its body in as many parts as given."""
    parts = [body] if isinstance(body, bytes) else list(body)
    waiting = iter(
        {"type": "http.request", "body": part, "more_body": index < len(parts)} for index, part in enumerate(parts, 1)
    )
    answer: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        message = next(waiting, None)
        return {"type": "http.disconnect"} if message is None else message

    async def take(message: MutableMapping[str, Any]) -> None:
        answer.append(message)
        await asyncio.sleep(0)

    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "root_path": root_path, "headers": raw}
    await app(scope, receive, take)
    start, end = (message for message in answer if message.get("body", b"-") or not message.get("more_body"))
    got = {name.decode(): value.decode() for name, value in start["headers"]}
    return Got(start["status"], end["body"], got)


def post(app: Receiver, path: str, **request: Any) -> Got:
    """Call the app once, from outside any loop."""
    return asyncio.run(send(app, path, **request))
