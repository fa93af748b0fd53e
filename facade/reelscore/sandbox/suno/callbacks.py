"""The callbacks of the Suno hosts: when they are due, how often they are tried, and Kie's signature."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from reelscore.sandbox.http import dump
from reelscore.sandbox.suno.records import BARE_STAGES, callback_body, callback_stages
from reelscore.sandbox.suno.table import KIE
from reelscore.sandbox.values import Callback, Message

if TYPE_CHECKING:
    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.values import Task

RETRIES: Final = (10.0, 30.0, 90.0)
"""Seconds until each of the three further tries; the vendors state the number, not the pauses."""


def callbacks(engine: Engine, task: Task) -> list[Callback]:
    """Write the callbacks of a task that named an address."""
    url = str(task.facts.get("callback") or "")
    if not url or task.facts.get("direct"):
        return []
    return [
        Callback(
            task=task,
            stage=stage,
            due=task.created + begins,
            url=url,
            compose=partial(_compose, engine, task, stage=stage),
            retries=RETRIES[:2] if task.operation in BARE_STAGES else RETRIES,
            accepted=lambda status, _: status == HTTPStatus.OK,
        )
        for begins, stage in callback_stages(task)
    ]


def _compose(engine: Engine, task: Task, *, stage: str, now: float, forged: bool = False) -> Message:
    body = callback_body(engine, task, stage)
    if forged:
        body = {**body, "code": 200, "msg": "success"}
    headers = {"Content-Type": "application/json", "User-Agent": "okhttp/4.12.0"}
    secret = engine.webhook_secrets.get(task.key)
    if secret and task.host == KIE:
        stamp = str(int(now))
        headers["X-Webhook-Timestamp"] = stamp
        headers["X-Webhook-Signature"] = signature("forged" if forged else secret, str(task.id), stamp=stamp)
    return Message(headers, dump(body))


def signature(secret: str, task: str, *, stamp: str) -> str:
    """Sign as Kie does: base64 of HMAC-SHA256 over ``taskId.timestamp``."""
    return base64.b64encode(hmac.new(secret.encode(), f"{task}.{stamp}".encode(), hashlib.sha256).digest()).decode()
