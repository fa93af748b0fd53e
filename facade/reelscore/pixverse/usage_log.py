"""PixVerse's log of deductions as core reads it: a flow of free reads; entries have no published shape, so any is taken.

Source: Feishu specification, account/billing/usage-detail, 2026-09; field names of an entry are those of the request.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from reelscore.effects import Flow
from reelscore.flows.context import ClientContext
from reelscore.flows.reconciliation import UsageCharge
from reelscore.flows.submit import call
from reelscore.pixverse.requests import Usage

PAGES = 10
"""Of 100 entries; a quarter of an hour hardly has more."""
_TIMES = ("create_time", "created_at", "time", "consume_time")
_AMOUNTS = ("credits", "credit", "amount", "credits_amount")
_NAMES = ("video_id", "task_id", "image_id", "id")
_OPERATIONS: Mapping[str, frozenset[str]] = {
    "image_to_video": frozenset({"image_to_video", "template_video"}),
    "swap_mask": frozenset({"mask_selection"}),
    "image_to_image": frozenset({"image_template"}),
    "agent": frozenset({"recreate", "real_estate", "music_video"}),
}
"""The log's word → our operations, where they differ."""
_MILLISECONDS = 1e11
"""A time above this is no count of seconds: it would be after the year 5000."""
logger = logging.getLogger("reelscore.pixverse")


def usage_charges(terms: ClientContext, *, start: float, end: float) -> Flow[Sequence[UsageCharge]]:
    """Read what was deducted in a period.

    Args:
        terms: of the client.
        start: seconds since 1970.
        end: seconds since 1970, at most 30 days later.
    """
    found: list[UsageCharge] = []
    request: Usage | None = Usage(start_time=_text(start), end_time=_text(end), limit=100, credits_status="consume")
    for _ in range(PAGES):
        if request is None:
            break
        page = yield from call(request, terms)
        found += read(item.raw for item in page.items)
        request = request.next_page(page)
    return found


def read(items: Iterable[Any]) -> Iterator[UsageCharge]:
    """Read entries as far as they can be understood; others are logged and left out."""
    for item in items:
        entry = _entry(item) if isinstance(item, Mapping) else None
        if entry is None:
            logger.warning("an entry of the usage log was not understood: %r", item)
        else:
            yield entry


def _entry(item: Mapping[str, Any]) -> UsageCharge | None:
    at, credits = _moment(_first(item, _TIMES)), _number(_first(item, _AMOUNTS))
    if at is None or credits is None:
        return None
    kind = item.get("creation_type")
    operations = _OPERATIONS.get(kind, frozenset({kind})) if isinstance(kind, str) and kind else frozenset[str]()
    return UsageCharge(at=at, credits=abs(credits), operations=operations, name=str(_first(item, _NAMES) or ""))


def _first(item: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((item[name] for name in names if item.get(name) is not None), None)


def _moment(value: Any) -> float | None:
    """Read seconds or milliseconds since 1970, or a text in UTC as the request has it."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value / 1000 if value > _MILLISECONDS else float(value)
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def _number(value: Any) -> Decimal | None:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _text(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
