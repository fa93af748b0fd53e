"""Balance and the log of deductions and refunds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from reelscore.sandbox.calls import Refusal
from reelscore.sandbox.checking import problems
from reelscore.sandbox.pixverse.words import FINDINGS, accept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reelscore.sandbox.books import Line
    from reelscore.sandbox.calls import Answer, Call
    from reelscore.sandbox.checking import Schema

CREATION_TYPES = {"swap": "swap", "mask_selection": "swap_mask", "image_template": "image_to_image", "template_video": "image_to_video",
                  "recreate": "agent", "real_estate": "agent", "music_video": "agent"}  # fmt: skip
"""Operation to the log's word, where it differs. Source: pixverse.md §3.16."""
USAGE_FIELDS: Final[Mapping[str, Schema]] = {
    "start_time": {"type": "string"},
    "end_time": {"type": "string"},
    "cursor": {"type": "string"},
    "limit": {"type": "integer", "minimum": 1, "maximum": 100},
    "credits_status": {"type": "string", "enum": ["consume", "refund"]},
    "creation_type": {
        "type": "array",
        "items": {
            "type": "string",
            "enum": [
                *(
                    "text_to_video",
                    "image_to_video",
                    "transition",
                    "lip_sync",
                    "extend",
                    "sound_effect",
                    "fusion",
                    "restyle",
                ),
                *(
                    "multi_transition",
                    "swap",
                    "agent",
                    "swap_mask",
                    "avatar",
                    "image_to_image",
                    "mimic",
                    "modify",
                    "upscale",
                ),
            ],
        },
    },
}
"""Source: pixverse.md §3.16."""
LONGEST_SPAN = timedelta(days=30)


def balance(call: Call) -> Answer:
    """Answer ``GET /account/balance``; whole credits, half ones are rounded down."""
    monthly, package = call.owner.parts()
    return accept({"account_id": call.owner.number, "credit_monthly": int(monthly), "credit_package": int(package)})


def usage(call: Call) -> Answer:
    """Answer ``POST /account/billing/usage-detail``: newest first, by time span or by cursor."""
    _check(call)
    body = call.fields
    limit = body.get("limit") or 20
    _span(body)
    listed = [item for item in _items(call) if _wanted(item, body)]
    start = _cursor(call)
    page, rest = listed[start : start + limit], len(listed) - start - limit
    return accept({"items": page, "next_cursor": str(start + limit) if rest > 0 else "", "has_more": rest > 0})


def _check(call: Call) -> None:
    problem = next(problems(call.fields, fields=USAGE_FIELDS, required=()), None)
    if problem is not None:
        raise Refusal(FINDINGS.get(problem.finding, "invalid"), f"{problem.field}: {problem.text}")
    times = [call.fields.get(name) for name in ("start_time", "end_time")]
    if call.fields.get("cursor"):
        if any(times):
            raise Refusal("invalid", "a cursor knows its period")
    elif not all(times):
        raise Refusal("missing", "start_time and end_time, or cursor, are required")


def _cursor(call: Call) -> int:
    cursor = call.fields.get("cursor") or "0"
    if not cursor.isdecimal() and call.engine.settings.strict_references:
        raise Refusal("invalid", "cursor is not known")
    return int(cursor) if cursor.isdecimal() else 0


def _wanted(item: dict[str, Any], body: dict[str, Any]) -> bool:
    span = _span(body)
    kinds = body.get("creation_type") or ()
    return (
        (body.get("credits_status") or item["credits_status"]) == item["credits_status"]
        and (not kinds or item["creation_type"] in kinds)
        and (span is None or span[0] <= item["create_time"] <= span[1])
    )


def _span(body: dict[str, Any]) -> tuple[str, str] | None:
    start, end = body.get("start_time"), body.get("end_time")
    if not start or not end:
        return None
    try:
        first, last = (datetime.strptime(time, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) for time in (start, end))
    except ValueError:
        raise Refusal("invalid", "times read YYYY-MM-DD HH:mm:ss") from None
    if last < first or last - first > LONGEST_SPAN:
        raise Refusal("invalid", "the span must not be negative and have at most 30 days")
    return start, end


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
