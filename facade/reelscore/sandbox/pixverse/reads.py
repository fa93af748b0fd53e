"""What PixVerse answers beside tasks: balance, log of charges, speakers, voices, restyles, templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from reelscore.sandbox.accounts import Line
from reelscore.sandbox.calls import Call
from reelscore.sandbox.clock import written
from reelscore.sandbox.pixverse.refusals import accept, refusal_of
from reelscore.sandbox.schemas import problems
from reelscore.sandbox.values import Answer, Refusal, refuse_if

CREATION_TYPES: Final = {
    "mask_selection": "swap_mask",
    "image_template": "image_to_image",
    "template_video": "image_to_video",
    **dict.fromkeys(("recreate", "real_estate", "music_video"), "agent"),
}
"""Operation to the log's word, where it differs. Source: docs.platform.pixverse.ai."""
LONGEST_SPAN: Final = timedelta(days=30)
_NAMES: Final = (
    *("Emily", "James", "Isabella", "Liam", "Chloe", "Adrian", "Harper"),
    *("Ava", "Sophia", "Julia", "Mason", "Jack", "Oliver", "Ethan"),
)
SPEAKERS: Final[Mapping[str, str]] = {"Auto": "Auto", **{str(number): name for number, name in enumerate(_NAMES, 1)}}
"""Speaker id to name. Source: docs.platform.pixverse.ai."""
RESTYLES: Final = (
    *("Anime", "Clay", "Comic", "Cyberpunk", "Ghibli", "Lego", "Oil painting"),
    *("Origami", "Pixel art", "Plush", "Sketch", "Watercolor"),
)
"""Presets of the sandbox; the vendor's list is not published."""
TEMPLATES: Final = {
    302325299692608: ("Kiss Kiss", 1),
    308621408717184: ("Muscle Surge", 1),
    315446315336768: ("Hug Your Love", 2),
    384268229671680: ("Figurine", 1),
}
"""Template id to name and number of images. The ids are the ones that the vendor's pages show."""
SIZES: Final = (10, 20, 50, 100)


def balance(call: Call) -> Answer:
    """Answer ``GET /account/balance``; whole credits, half ones are rounded down."""
    monthly = int(call.owner.balance)
    return accept({"account_id": call.owner.number, "credit_monthly": monthly, "credit_package": 0})


def usage(call: Call) -> Answer:
    """Answer ``POST /account/billing/usage-detail``: newest first, by time span or by cursor."""
    body = call.fields
    for problem in problems("pixverse", call.host, "usage", body):
        raise refusal_of(problem)
    times, cursor = [body.get("start_time"), body.get("end_time")], body.get("cursor")
    if cursor:
        refuse_if(any(times), "invalid", "a cursor knows its period")
        refuse_if(not cursor.isdecimal() and call.is_strict, "invalid", "cursor is not known")
    elif all(times):
        _check_span(times)
    else:
        raise Refusal("missing", "start_time and end_time, or cursor, are required")
    kinds, status = body.get("creation_type") or (), body.get("credits_status")
    listed = [
        item
        for item in map(_item, reversed(call.owner.lines))
        if item["credits_status"] in ({status} if status else {"consume", "refund"})
        and (not kinds or item["creation_type"] in kinds)
        and (cursor or times[0] <= item["create_time"] <= times[1])
    ]
    start, limit = int(cursor) if cursor and cursor.isdecimal() else 0, body.get("limit") or 20
    page, has_more = listed[start : start + limit], len(listed) > start + limit
    return accept({"items": page, "next_cursor": str(start + limit) if has_more else "", "has_more": has_more})


def _check_span(times: list[Any]) -> None:
    try:
        first, last = (datetime.strptime(time, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) for time in times)
    except ValueError:
        raise Refusal("invalid", "times read YYYY-MM-DD HH:mm:ss") from None
    if last < first or last - first > LONGEST_SPAN:
        raise Refusal("invalid", "the span must not be negative and have at most 30 days")


def _item(line: Line) -> dict[str, Any]:
    return {
        "id": line.task,
        "creation_type": CREATION_TYPES.get(line.operation, line.operation),
        "credits": line.credits,
        "credits_status": {"hold": "consume", "refund": "refund"}.get(line.kind, ""),
        "create_time": written(line.at),
    }


def _paged(call: Call, items: list[Any], *, number: str, size: str, sizes: tuple[int, ...] = ()) -> list[Any]:
    """Return one page of *items* by the query; page 1 of 20 when the query is silent."""
    try:
        page, length = int(call.query.get(number, 1)), int(call.query.get(size, 20))
    except ValueError:
        raise Refusal("type", f"{number} and {size} must be integers") from None
    if page < 1 or length < 1 or (sizes and length not in sizes):
        allowed = ", ".join(map(str, sizes)) or "1 or more"
        raise Refusal("invalid", f"{size} must be one of {allowed}, {number} 1 or more")
    return items[(page - 1) * length : page * length]


def old_speakers(call: Call) -> Answer:
    listed = [{"speaker_id": key, "name": name} for key, name in SPEAKERS.items()]
    return accept({"total": len(listed), "data": _paged(call, listed, number="page_num", size="page_size")})


def speakers(call: Call) -> Answer:
    wanted, voices = call.query.get("speaker_type", "all"), call.owned("voices")
    refuse_if(wanted not in {"system", "custom", "all"}, "invalid", "speaker_type must be system, custom or all")
    listed = [
        {"speaker_id": key, "name": name, "speaker_type": kind}
        for kind, names in (("system", SPEAKERS), ("custom", voices))
        for key, name in names.items()
        if wanted in {kind, "all"}
    ]
    page = _paged(call, listed, number="page_num", size="page_size", sizes=SIZES)
    return accept({"total": len(listed), "data": page})


def create_voice(call: Call) -> Answer:
    """Answer ``POST /video/tts_speaker``; free in the sandbox, as no price is published."""
    name = call.fields.get("name")
    if not isinstance(name, str) or not name:
        raise Refusal("missing", "name is required")
    _audio(call)
    speaker = str(call.engine.new_number())
    call.owned("voices")[speaker] = name
    return accept({"speaker_id": speaker, "name": name})


def delete_voice(call: Call) -> Answer:
    if call.owned("voices").pop(call.params["speaker_id"], None) is None:
        raise Refusal("unknown_id")
    return accept({})


def verify_audio(call: Call) -> Answer:
    call.owned("verified")[_audio(call)] = True
    return accept({})


def _audio(call: Call) -> str:
    audio = call.fields.get("audio_media_id")
    if not isinstance(audio, int) or isinstance(audio, bool):
        raise Refusal("missing" if audio is None else "type", "audio_media_id must be an integer")
    if call.is_strict and call.owned("media").get(str(audio), {}).get("media_type") != "audio":
        raise Refusal("invalid", f"no matching audio_media_id {audio}")
    return str(audio)


def restyles(call: Call) -> Answer:
    """Answer ``GET /video/restyle/list``; the answer is a bare list."""
    listed = [
        {
            "restyle_id": number,
            "restyle_name": name,
            "restyle_prompt": f"{name} style",
            "cover_url": f"{call.origin}/media/restyle/{number}.png",
        }
        for number, name in enumerate(RESTYLES, 1)
    ]
    return accept(_paged(call, listed, number="page_num", size="page_size"))


def templates(call: Call) -> Answer:
    refuse_if(call.query.get("type", "1") not in {"1", "2"}, "invalid", "type must be 1 or 2")
    listed = [
        {"template_id": key, "display_name": name, "img_count": images, "credits": 45}
        for key, (name, images) in sorted(TEMPLATES.items())
    ]
    page = _paged(call, listed, number="page", size="pageSize", sizes=SIZES)
    return accept({"total": len(listed), "effect_items": page})
