"""The callbacks of the Suno hosts: snake_case bodies, stages, Kie's signature. Source: kie-suno.md §8, sunoapi-org.md §5."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from reelscore.sandbox.callbacks import Letter, Sheet
from reelscore.sandbox.sending import dump
from reelscore.sandbox.suno.jobs import job_record
from reelscore.sandbox.suno.records import error_of, recovered
from reelscore.sandbox.suno.results import lyrics_of, midi_data, pictures, stem_links, tracks_of
from reelscore.sandbox.suno.table import KIE, OPERATIONS
from reelscore.sandbox.suno.tracks import link
from reelscore.sandbox.suno.voices import voice_record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.tasks import Task

LADDER: Final = (10.0, 30.0, 90.0)
"""Seconds until each of the three further tries; the vendors state the number, not the pauses."""
STAGES: Final = {"text": "text", "first": "first", "succeeded": "complete", "failed": "error", "moderated": "error"}
"""A music task's stage to its ``callbackType``."""
TEXTS: Final = {
    "text": "Text generation completed.",
    "first": "First track generated successfully.",
    "complete": "All generated successfully.",
    "error": "Audio generation failed",
}
BARE_STAGES: Final = frozenset({"replace_section"})
"""Operations whose page shows the last stage only."""


WITH_SOURCES: Final = frozenset({"upload_cover", "upload_extend"})
"""Operations whose callbacks on Kie name the ``source_…`` links as well. Source: kie-suno.md §8."""


def letters(engine: Engine, task: Task) -> list[Letter]:
    """Write the letters of a task that named an address."""
    url = str(task.facts.get("callback") or "")
    if not url or task.facts.get("direct"):
        return []
    return [
        Letter(
            task=task,
            stage=stage,
            due=task.created + begins,
            url=url,
            compose=partial(_compose, engine, task, stage=stage),
            ladder=LADDER[:2] if task.operation in BARE_STAGES else LADDER,
            accepted=lambda status, _: status == HTTPStatus.OK,
        )
        for begins, stage in _stages(task)
    ]


def _stages(task: Task) -> list[tuple[float, str]]:
    if task.facts.get("route") == "jobs":
        return [(task.stages[-1][0], "single")]
    kind = OPERATIONS[task.operation].record
    if kind == "lyrics":
        return [(task.stages[-1][0], "complete")]
    if kind != "music":
        return [(task.stages[-1][0], "single")]
    named = [(begins, STAGES[name]) for begins, name in task.stages if name in STAGES]
    return named[-1:] if task.operation in BARE_STAGES else named


def _compose(engine: Engine, task: Task, *, stage: str, now: float, forged: bool = False) -> Sheet:
    body = _body(engine, task, stage=stage)
    if forged:
        body = {**body, "code": 200, "msg": "success"}
    headers = {"Content-Type": "application/json", "User-Agent": "okhttp/4.12.0"}
    secret = engine.webhook_secrets.get(task.key)
    if secret and task.host == KIE:
        stamp = str(int(now))
        headers["X-Webhook-Timestamp"] = stamp
        headers["X-Webhook-Signature"] = signature("forged" if forged else secret, str(task.id), stamp=stamp)
    return Sheet(headers, dump(body))


def signature(secret: str, task: str, *, stamp: str) -> str:
    """Sign as Kie does: base64 of HMAC-SHA256 over ``taskId.timestamp``."""
    return base64.b64encode(hmac.new(secret.encode(), f"{task}.{stamp}".encode(), hashlib.sha256).digest()).decode()


def _failed(task: Task) -> bool:
    return task.outcome != "succeeded"


def _body(engine: Engine, task: Task, *, stage: str) -> dict[str, Any]:
    if task.facts.get("route") == "jobs":
        return _jobs_body(engine, task)
    kind = OPERATIONS[task.operation].record
    failed = _failed(task)
    if kind == "music":
        return _music_body(engine, task, stage=stage)
    code, text = _verdict(task, kind)
    if kind == "recovery":
        return {
            "code": 500 if failed else 200,
            "msg": text,
            "task_id": task.id,
            "data": [] if failed else recovered(engine, task),
        }
    return {"code": code, "msg": text, "data": DATA[kind](engine, task)}


def _verdict(task: Task, kind: str) -> tuple[int, str]:
    if not _failed(task):
        return 200, "vocal separation generated successfully." if kind == "stems" else "success"
    code, text = error_of(task, task.outcome)
    if kind in {"wav", "stems", "mp4", "midi"}:
        return 500, f"{kind} generation failed"
    return code or 501, text or "failed"


def _jobs_body(engine: Engine, task: Task) -> dict[str, Any]:
    failed = _failed(task)
    text = "Playground task failed." if failed else "Playground task completed successfully."
    return {"code": 501 if failed else 200, "msg": text, "data": job_record(engine, task)}


def _music_body(engine: Engine, task: Task, *, stage: str) -> dict[str, Any]:
    if stage == "error":
        code, text = error_of(task, task.outcome)
        said = (
            {"error": text or TEXTS["error"]} if task.operation in BARE_STAGES and task.host == KIE else {"data": None}
        )
        return {
            "code": code,
            "msg": text or TEXTS["error"],
            "data": {"callbackType": "error", "task_id": task.id, **said},
        }
    found = tracks_of(engine, task)
    shown = {"text": [], "first": found[:1], "complete": found}[stage]
    tracks = [_track(task, track) for track in shown]
    return {"code": 200, "msg": TEXTS[stage], "data": {"callbackType": stage, "task_id": task.id, "data": tracks}}


def _track(task: Task, track: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name if name == "createTime" else snake(name): value for name, value in track.items()}
    if task.operation == "replace_section" or (task.host == KIE and task.operation not in WITH_SOURCES):
        return plain
    return {**plain, **{f"source_{name}": plain[name] for name in ("audio_url", "stream_audio_url", "image_url")}}


def snake(name: str) -> str:
    """Turn camelCase into snake_case."""
    return re.sub(r"[A-Z]", lambda match: f"_{match[0].lower()}", name)


def _lyrics(_: Engine, task: Task) -> dict[str, Any]:
    key, error = ("task_id", "error_message") if task.host == KIE else ("taskId", "errorMessage")
    texts = [{**{name: text[name] for name in ("text", "title", "status")}, error: ""} for text in lyrics_of(task)]
    return {"callbackType": "complete", key: task.id, "data": None if _failed(task) else texts}


def _stems(_: Engine, task: Task) -> dict[str, Any]:
    made = {snake(name): url for name, url in stem_links(task).items() if url or name == "originUrl"}
    return {
        "task_id": task.id,
        "vocal_separation_info" if task.host == KIE else "vocal_removal_info": None if _failed(task) else made,
    }


def _midi(_: Engine, task: Task) -> dict[str, Any]:
    return {"taskId": task.id} if _failed(task) else {"taskId": task.id, **midi_data(task)}


DATA: Final[Mapping[str, Callable[[Engine, Task], dict[str, Any]]]] = {
    "lyrics": _lyrics,
    "stems": _stems,
    "midi": _midi,
    "cover": lambda _, task: {"taskId": task.id, "images": None if _failed(task) else pictures(task)},
    "wav": lambda _, task: {
        "task_id": task.id,
        "audioWavUrl": None if _failed(task) else link(task, "w", offset=0, ending=".wav"),
    },
    "mp4": lambda _, task: {
        "task_id": task.id,
        "video_url": None if _failed(task) else link(task, "v", offset=0, ending=".mp4"),
    },
    "phrase": voice_record,
    "voice": voice_record,
}
"""What ``data`` holds, by record."""
