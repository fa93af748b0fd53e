"""Deliveries as vendors make them, an app called without a socket, and rows of a ledger."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import attrs
import httpx

from reelscore.effects import HttpCall
from reelscore.errors import BadSignature
from reelscore.ledger import LedgerTransaction
from reelscore.ledger.records import NewCall
from reelscore.results import Progress, State
from reelscore.vendors.family import Delivery
from reelscore.vendors.host import Host
from reelscore.vendors.signatures import SignatureHeaders
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
    app: Any, path: str, *, body: bytes | list[bytes] = b"", headers: Mapping[str, str] = JSON, method: str = "POST"
) -> httpx.Response:
    """Call the app with one request, its body in as many parts as given."""

    async def parts() -> AsyncIterator[bytes]:
        for part in body if isinstance(body, list) else ():
            yield part

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://me.example", trust_env=False) as client:
        return await client.request(
            method, path, content=body if isinstance(body, bytes) else parts(), headers=dict(headers)
        )


def post(app: Any, path: str, **request: Any) -> httpx.Response:
    """Call the app once, from outside any loop."""
    return asyncio.run(send(app, path, **request))


def entry(intent: str, *, host: str = "kie.ai", operation: str = "generate", **request: Any) -> NewCall:
    """Make the entry of a paid call."""
    call = HttpCall(method="POST", path="/generate", content=b"{}", trace_id=intent)
    return NewCall(intent=intent, host=host, account="a1", operation=operation, call=call, request=request)


def lose(tx: LedgerTransaction, lost: NewCall) -> None:
    """Write a call whose answer never came."""
    tx.insert_intent(lost)
    tx.mark_unknown(lost.intent, "the answer was lost")
