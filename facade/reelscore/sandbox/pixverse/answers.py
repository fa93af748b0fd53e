"""What PixVerse answers: of a task in status calls and callbacks, and its lists, balance and log of charges.

Source: docs.platform.pixverse.ai.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, quote_plus
from uuid import UUID

from reelscore.sandbox.accounts import Line
from reelscore.sandbox.calls import Call
from reelscore.sandbox.clock import ISO, written
from reelscore.sandbox.engine import Engine
from reelscore.sandbox.pixverse.refusals import accept, refusal_of
from reelscore.sandbox.schemas import problems
from reelscore.sandbox.values import Answer, Callback, File, FileKind, Message, Refusal, Task, refuse_if
from reelscore.vendors.signatures import hmac_sha256

STATUSES: Final = {"queued": 5, "running": 5, "succeeded": 1, "deleted": 6, "moderated": 7, "failed": 8}
"""Stage to status. Source: docs.platform.pixverse.ai."""
WAITING: Final = (5, 9, 10, 5)
"""A queued task shows one of these by its id: 9 and 10 are seen only in the vendor's own CLI."""
FILE_MARK: Final = 0xA5B0_C0DE_5EED_0000
"""Second half of every file name, plus the number of the file; the first half is the id of the task."""
IMAGE_PATHS: Final[dict[str, Any]] = {
    **dict.fromkeys(("ext_info", "agent_info", "cameo_id_list", "fusion_id_list")),
    **dict.fromkeys(("duration_type", "model_evaluator"), ""),
    "customer_img_paths": [],
    "gen_img_req_img_ids": [],
}
"""What an image's result says of its inputs: empty in the published example too. Source: docs.platform.pixverse.ai."""
IMAGE_FIELDS: Final = (
    *("prompt", "url", "seed", "status", "create_time", "modify_time"),
    *("outputWidth", "outputHeight", "credits", "customer_paths"),
)
RETRIES: Final = (2.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3_600.0, 14_400.0)
"""Seconds until each of the eight further tries of a callback."""
DEFAULT_SECRET: Final = "sandbox-webhook-secret"  # noqa: S105 - the published secret of every sandbox account
"""Secret of an account for which none was set."""


def video_result(call: Call) -> Answer:
    return accept(video_facts(call.engine, _own_task(call, images=False)))


def image_result(call: Call) -> Answer:
    task = _own_task(call, images=True)
    facts = {**video_facts(call.engine, task), "customer_paths": IMAGE_PATHS}
    image = {name: facts[name] for name in IMAGE_FIELDS}
    template = task.body.get("template_id", 0)
    return accept({"image_id": task.id, **image, "prompt_translate": "", "template_id": template})


def _own_task(call: Call, *, images: bool) -> Task:
    task = call.find_task(call.params["id"])
    if task is None or (task.operation == "image_template") is not images or task.operation == "mask_selection":
        raise Refusal("unknown_id")
    call.task = task
    return task


def _status(task: Task, now: float) -> int:
    strange, stage = task.strange_word(now), task.stage(now)
    if strange is not None:
        return int(strange)
    return WAITING[int(task.id) % len(WAITING)] if stage == "queued" else STATUSES[stage]


def video_facts(engine: Engine, task: Task) -> dict[str, Any]:
    """Return the fields of a status answer; ``url`` is empty until the task has succeeded."""
    now, body = engine.now(), task.body
    status = _status(task, now)
    ready = status == STATUSES["succeeded"]
    quality = str(body.get("quality") or "720p").removesuffix("p")
    return {
        "id": task.id,
        "status": status,
        "url": link(task.origin, file_name(task)) if ready else "",
        **{name: str(body.get(name) or "") for name in ("prompt", "negative_prompt", "style")},
        "seed": task.seed,
        "size": _size(engine, task) if ready else 0,
        "outputWidth": task.facts["width"] if ready else 0,
        "outputHeight": task.facts["height"] if ready else 0,
        "resolution_ratio": int(quality) if quality.isdigit() else 0,
        "create_time": written(task.created, ISO + "Z"),
        "modify_time": written(min(now, task.finishes), ISO + "Z"),
        "has_audio": bool(task.facts["audio"]),
        "credits": task.credits,
        "customer_paths": {},
    }


def _size(engine: Engine, task: Task) -> int:
    if "bytes" not in task.facts:
        found = engine.files.read(file_name(task), now=task.finishes)
        task.facts["bytes"] = len(found[1]) if found else 0
    return int(task.facts["bytes"])


def file_name(task: Task, number: int = 0) -> str:
    """Return the name of a task's file; it holds the task's id."""
    ending = "png" if task.operation in {"image_template", "mask_selection"} else "mp4"
    return f"openapi/{UUID(int=int(task.id) << 64 | FILE_MARK | number)}.{ending}"


def link(origin: str, name: str) -> str:
    """Return the link of a file, percent-encoded as the vendor's are."""
    return f"{origin}/media/{name.replace('/', '%2F')}"


def find_file(engine: Engine, name: str) -> File | None:
    """Return what a link stands for: the file's name holds the id of its task."""
    match = re.fullmatch(r"openapi/([0-9a-f-]{36})\.(mp4|png)", name)
    number = UUID(match[1]).int if match else 0
    if match is None or number & (2**64 - 256) != FILE_MARK:
        return None
    found = (engine.tasks.get((host, str(number >> 64))) for host in ("pixverse.ai", "pixverseai.cn"))
    task = next((task for task in found if task is not None), None)
    if task is None or task.outcome != "succeeded":
        return None
    shown = {name: task.facts[name] for name in ("seconds", "width", "height")}
    kind: FileKind = "png" if match[2] == "png" else "mp4"
    return engine.file_of(task, kind, seed=task.seed + number % 256, sound=task.facts["audio"], **shown)


def callbacks(engine: Engine, task: Task) -> list[Callback]:
    """Write the callback of a task that named a ``webhook_id``: one of the console's, or an address itself."""
    webhook = str(task.body.get("webhook_id") or "")
    url = engine.webhook_urls.get(webhook, webhook if webhook.startswith(("http://", "https://")) else "")
    if not url:
        return []
    compose = partial(_compose, engine, task)
    return [
        Callback(
            task=task,
            stage="single",
            due=task.finishes,
            url=url,
            compose=compose,
            retries=RETRIES,
            accepted=lambda status, body: status == HTTPStatus.OK and body == b"ok",
        )
    ]


def _compose(engine: Engine, task: Task, *, now: float, forged: bool = False) -> Message:
    facts = video_facts(engine, task)
    fields: dict[str, Any] = {
        "id": str(task.id),
        "status": 1 if forged else facts["status"],
        "url": facts["url"],
        "has_audio": facts["has_audio"],
        "size": round(facts["size"] / 2**20, 2),
        "credits": int(task.credits),
    }
    variant = engine.settings.webhook_variant
    if variant == "sorted":
        fields = dict(sorted(fields.items()))
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
    return Message(headers, body)


def form_encoded(fields: Mapping[str, Any]) -> str:
    """Join the fields as ``key=value`` with ``&``, form-encoded, booleans in lower case."""
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    return "&".join(f"{quote_plus(name)}={quote_plus(text)}" for name, text in texts.items())


def signature(secret: str, stamp: str, *, nonce: str, payload: str) -> str:
    """Sign timestamp, nonce and payload, one per line."""
    return hmac_sha256(secret, f"{stamp}\n{nonce}\n{payload}".encode())


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
    monthly = int(call.account.balance)
    return accept({"account_id": call.account.number, "credit_monthly": monthly, "credit_package": 0})


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
        for item in map(_item, reversed(call.account.lines))
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
