"""The webhook delivery, and which lost submission a delivery of an unknown task belongs to; no I/O."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from reelscore._attrs import frozen
from reelscore.ledger.records import CallRecord
from reelscore.results import State
from reelscore.vendors.family import Delivery

MAX_TASK_ID = 200
"""Characters; a longer task id is refused."""
CORRELATION_SECONDS = 86_400.0
"""A task that reports later than this after its submission is matched by its intent only."""
_PROGRESS = {"text": 1, "first": 2}
_END = 3
_REPEATED = {"title": "title", "style": "tags", "prompt": "prompt"}
"""Field of the request → field of the track that repeats it."""


@frozen(kw_only=True)
class WebhookDelivery:
    """One webhook delivery. What it says of the task is a claim until the task is polled."""

    host: str
    task_id: str
    callback_type: str
    """The vendor's word, or "single"."""
    state: State
    """What it claims."""
    verified: bool = False
    """Whether a signature was checked; a vendor's signature may leave the body out."""
    intent: str = ""
    """The ledger row that asked for it, where address or headers name one."""
    received: float = 0.0
    """Seconds since 1970, by the ledger's clock."""
    sequence: int = 0
    """Place among the deliveries of its task, counted from 1; 0 before it is stored."""
    body: bytes = attrs.field(default=b"", repr=False)

    @property
    def payload(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def progress_order(self) -> int:
        """How far the task has come: 1 text, 2 a first track, 3 the end."""
        return _END if self.state.terminal else _PROGRESS.get(self.callback_type, 1)


def from_delivery(delivery: Delivery, *, host: str, body: bytes, intent: str = "") -> WebhookDelivery:
    """Convert what a host read from a webhook.

    Raises:
        ValueError: it names no task.
    """
    if not delivery.task_id or len(delivery.task_id) > MAX_TASK_ID or not delivery.task_id.isprintable():
        raise ValueError("the delivery names no task")
    return WebhookDelivery(
        host=host,
        task_id=delivery.task_id,
        callback_type=delivery.stage[:40] if delivery.stage.isprintable() and delivery.stage else "single",
        state=delivery.progress.state,
        verified=delivery.verified,
        intent=intent,
        body=body,
    )


def match(rows: Iterable[CallRecord], deliveries: Iterable[WebhookDelivery]) -> dict[str, str]:
    """Find the task ids of submissions whose answers were lost.

    A delivery that names the intent settles it. Otherwise a delivery fits a row when it came within a day of the
    submission, repeats its title, style or prompt and contradicts none of them; both must fit nothing else. The caller
    confirms each match by polling the task with the account's own key.

    Args:
        rows: in doubt, of one or several hosts.
        deliveries: of tasks that no row knows.

    Returns:
        Task id by intent; ambiguous matches are left out.
    """
    wanted = {row.intent: row for row in rows if row.task_id is None}
    tasks: dict[tuple[str, str], list[WebhookDelivery]] = defaultdict(list)
    for delivery in deliveries:
        tasks[delivery.host, delivery.task_id].append(delivery)
    named = {
        delivery.intent: task_id
        for (host, task_id), found in tasks.items()
        for delivery in found
        if delivery.intent in wanted and wanted[delivery.intent].host == host
    }
    rest = [row for row in wanted.values() if row.intent not in named]
    free = {key: found for key, found in tasks.items() if not any(delivery.intent in wanted for delivery in found)}
    pairs = [(row.intent, key[1]) for row in rest for key, found in free.items() if _fits(row, found)]
    intents, ids = Counter(intent for intent, _ in pairs), Counter(task_id for _, task_id in pairs)
    return named | {intent: task_id for intent, task_id in pairs if intents[intent] == ids[task_id] == 1}


def _fits(row: CallRecord, deliveries: Iterable[WebhookDelivery]) -> bool:
    ours = [delivery for delivery in deliveries if delivery.host == row.host and delivery.intent in {"", row.intent}]
    in_time = bool(ours) and all(0 <= delivery.received - row.created <= CORRELATION_SECONDS for delivery in ours)
    tracks = [track for delivery in ours for track in _tracks(delivery)]
    return in_time and bool(tracks) and all(_repeats(row.request, track) for track in tracks)


def _repeats(request: Mapping[str, Any], track: Mapping[str, Any]) -> bool:
    both = [(request.get(ours), track.get(theirs)) for ours, theirs in _REPEATED.items()]
    given = [(str(ours).strip(), str(theirs).strip()) for ours, theirs in both if ours and theirs]
    return bool(given) and all(ours == theirs for ours, theirs in given)


def _tracks(delivery: WebhookDelivery) -> list[Mapping[str, Any]]:
    """Find the tracks of a music delivery, however deep its envelopes; other deliveries have none."""
    try:
        value = delivery.payload
    except (ValueError, RecursionError):
        return []
    while isinstance(value, dict):
        value = value.get("data")
    return [track for track in value if isinstance(track, dict)] if isinstance(value, list) else []
