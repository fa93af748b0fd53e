"""A delivery as it is kept: who it is about, what it claims and how far that is; nothing is stored or sent here."""

from __future__ import annotations

import json
from typing import Any

import attrs

from reelscore.results import State
from reelscore.vendors.host import Delivery

_RANKS = {"text": 1, "first": 2}
_LAST = 3
LONGEST_ID = 200
"""Characters of a task id that are believed to be one."""


@attrs.frozen(kw_only=True)
class WebhookDelivery:
    """One delivery. What it says of the task is a claim until a look at the task confirms it."""

    host: str
    task_id: str
    stage: str
    """The vendor's callback type, or "single"."""
    state: State
    """What it claims."""
    verified: bool = False
    """Whether a signature was checked; Kie's does not cover the body."""
    intent: str = ""
    """Name of the ledger row that asked for it, where address or headers tell."""
    received: float = 0.0
    """Seconds since 1970."""
    number: int = 0
    """Place in the store, counted from 1; 0 before it is kept."""
    body: bytes = attrs.field(default=b"", repr=False)

    @property
    def payload(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def rank(self) -> int:
        """How far the task has come: 1 words, 2 a first track, 3 the end."""
        return _LAST if self.state.terminal else _RANKS.get(self.stage, 1)


def letter_from(delivery: Delivery, *, host: str, body: bytes, intent: str = "") -> WebhookDelivery:
    """Make a letter of a delivery that was read.

    Raises:
        ValueError: it names no task.
    """
    if not delivery.task_id or len(delivery.task_id) > LONGEST_ID or not delivery.task_id.isprintable():
        raise ValueError("the delivery names no task")
    return WebhookDelivery(
        host=host,
        task_id=delivery.task_id,
        stage=delivery.stage[:40] if delivery.stage.isprintable() and delivery.stage else "single",
        state=delivery.progress.state,
        verified=delivery.verified,
        intent=intent,
        body=body,
    )
