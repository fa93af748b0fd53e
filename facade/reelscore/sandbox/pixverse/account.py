"""Balance and the log of deductions and refunds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reelscore.sandbox.calls import Refusal
from reelscore.sandbox.pixverse.words import accept

if TYPE_CHECKING:
    from reelscore.sandbox.books import Line
    from reelscore.sandbox.calls import Answer, Call

CREATION_TYPES = {"swap": "swap", "mask_selection": "swap_mask", "image_template": "image_to_image", "template_video": "image_to_video",
                  "recreate": "agent", "real_estate": "agent", "music_video": "agent"}  # fmt: skip
"""Operation to the log's word, where it differs. Source: pixverse.md §3.16."""
MOST_ITEMS = 100
"""Of one page."""
LONGEST_SPAN = timedelta(days=30)


def balance(call: Call) -> Answer:
    """Answer ``GET /account/balance``; whole credits, half ones are rounded down."""
    monthly, package = call.owner.parts()
    return accept({"account_id": call.owner.number, "credit_monthly": int(monthly), "credit_package": int(package)})


def usage(call: Call) -> Answer:
    """Answer ``POST /account/billing/usage-detail``: newest first, by time span or by cursor."""
    body = call.fields
    limit = body.get("limit", 20)
    if not isinstance(limit, int) or not 1 <= limit <= MOST_ITEMS:
        raise Refusal("invalid", "limit must be between 1 and 100")
    listed = [item for item in _items(call) if _wanted(item, body)]
    start = _cursor(body.get("cursor"))
    page, rest = listed[start : start + limit], len(listed) - start - limit
    return accept({"items": page, "next_cursor": str(start + limit) if rest > 0 else "", "has_more": rest > 0})


def _cursor(cursor: Any) -> int:
    if cursor in {None, ""}:
        return 0
    if not isinstance(cursor, str) or not cursor.isdigit():
        raise Refusal("invalid", "cursor is not known")
    return int(cursor)


def _wanted(item: dict[str, Any], body: dict[str, Any]) -> bool:
    span = _span(body)
    kinds = body.get("creation_type") or ()
    return (
        body.get("credits_status") in {None, item["credits_status"]}
        and (not kinds or item["creation_type"] in kinds)
        and (span is None or span[0] <= item["create_time"] <= span[1])
    )


def _span(body: dict[str, Any]) -> tuple[str, str] | None:
    start, end = body.get("start_time"), body.get("end_time")
    if start is None and end is None:
        if body.get("cursor"):
            return None
        raise Refusal("missing", "start_time and end_time, or cursor, are required")
    try:
        first, last = (datetime.strptime(str(time), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) for time in (start, end))
    except ValueError:
        raise Refusal("invalid", "times read YYYY-MM-DD HH:mm:ss") from None
    if last < first or last - first > LONGEST_SPAN:
        raise Refusal("invalid", "the span must be positive and at most 30 days")
    return str(start), str(end)


def _items(call: Call) -> list[dict[str, Any]]:
    return [_item(line) for line in reversed(call.owner.lines) if line.kind in {"hold", "refund"}]


def _item(line: Line) -> dict[str, Any]:
    return {
        "id": line.task,
        "creation_type": CREATION_TYPES.get(line.operation, line.operation),
        "credits": line.credits,
        "credits_status": "consume" if line.kind == "hold" else "refund",
        "create_time": datetime.fromtimestamp(line.at, UTC).strftime("%Y-%m-%d %H:%M:%S"),
    }
