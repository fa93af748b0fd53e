"""Usage log of PixVerse: a flow of free reads that gives charges; entries have no published shape, so any is taken.

Source: Feishu specification, account/billing/usage-detail, 2026-09; field names of an entry are those of the request.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from reelscore.effects import Flow
from reelscore.flows.context import ClientContext
from reelscore.flows.submit import call
from reelscore.pixverse.requests import Usage
from reelscore.vendors.coercion import decimal, fields, first, identifier, moment, text
from reelscore.vendors.host import UsageCharge

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
    found = fields(item)
    at, credits = first(found, *_TIMES, read=moment), first(found, *_AMOUNTS, read=decimal)
    if at is None or credits is None:
        return None
    kind = text(found.get("creation_type"))
    operations = _OPERATIONS.get(kind, frozenset({kind})) if kind else frozenset[str]()
    name = first(found, *_NAMES, read=identifier) or ""
    return UsageCharge(at=at.timestamp(), credits=abs(credits), operations=operations, name=name)


def _text(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
