"""The callbacks of PixVerse: one signed letter when a task has ended. Source: pixverse.md §9."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

from reelscore.sandbox.callbacks import Letter, Sheet
from reelscore.sandbox.pixverse.status import video_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.tasks import Task

LADDER = (2.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3_600.0, 14_400.0)
"""Seconds until each of the eight further tries."""
DEFAULT_SECRET = "sandbox-webhook-secret"  # noqa: S105 - the published secret of every sandbox account
"""Secret of an account for which none was set."""


def letters(engine: Engine, task: Task) -> list[Letter]:
    """Write the letter of a task that named a ``webhook_id``: one of the console's, or an address itself."""
    webhook = str(task.body.get("webhook_id") or "")
    url = engine.webhook_urls.get(webhook, webhook if webhook.startswith(("http://", "https://")) else "")
    if not url:
        return []
    compose = partial(_compose, engine, task)
    return [
        Letter(
            task=task,
            stage="single",
            due=task.finishes,
            url=url,
            compose=compose,
            ladder=LADDER,
            accepted=_acknowledged,
        )
    ]


def _acknowledged(status: int, body: bytes) -> bool:
    return status == HTTPStatus.OK and body == b"ok"


def _compose(engine: Engine, task: Task, *, now: float, forged: bool = False) -> Sheet:
    facts = video_facts(engine, task)
    told: dict[str, Any] = {
        "id": str(task.id),
        "status": 1 if forged else facts["status"],
        "url": facts["url"],
        "has_audio": facts["has_audio"],
        "size": round(facts["size"] / 2**20, 2),
        "credits": int(task.credits),
    }
    variant = engine.settings.webhook_variant
    fields = dict(sorted(told.items())) if variant == "sorted" else told
    body = json.dumps(fields, separators=(",", ":")).encode()
    secret = "forged" if forged else engine.webhook_secrets.get(task.key, DEFAULT_SECRET)
    stamp, nonce = str(int(now)), secrets.token_hex(16)
    payload = quote(body.decode(), safe="!'()*~") if variant == "raw" else form_encoded(fields)
    headers = {
        "Content-Type": "application/json",
        "Webhook-Timestamp": stamp,
        "Webhook-Nonce": nonce,
        "Webhook-Signature": signature(secret, stamp, nonce=nonce, payload=payload),
        "Ai-Trace-Id": secrets.token_hex(16),
    }
    return Sheet(headers, body)


def form_encoded(fields: Mapping[str, Any]) -> str:
    """Join the fields as ``key=value`` with ``&``, form-encoded, booleans in lower case."""
    return "&".join(f"{quote_plus(name)}={quote_plus(_text(value))}" for name, value in fields.items())


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def signature(secret: str, stamp: str, *, nonce: str, payload: str) -> str:
    """Sign timestamp, nonce and payload, one per line: base64 of HMAC-SHA256."""
    text = f"{stamp}\n{nonce}\n{payload}"
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()
