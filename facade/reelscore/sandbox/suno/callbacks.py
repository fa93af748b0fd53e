"""The callbacks of the Suno hosts: snake_case bodies, stages, Kie's signature. Source: docs.kie.ai, docs.sunoapi.org."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from reelscore.sandbox.http import dump
from reelscore.sandbox.suno.jobs import job_record, snake_track
from reelscore.sandbox.suno.records import error_of, mp4_link, recovered, voice_record, wav_link
from reelscore.sandbox.suno.results import lyrics_of, midi_data, pictures, snake, stem_links, tracks_of
from reelscore.sandbox.suno.table import KIE, OPERATIONS
from reelscore.sandbox.values import Callback, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.values import Task

RETRIES: Final = (10.0, 30.0, 90.0)
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
"""Operations whose callbacks on Kie name the ``source_…`` links as well. Source: docs.kie.ai."""


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


def _compose(engine: Engine, task: Task, *, stage: str, now: float, forged: bool = False) -> Message:
    body = _body(engine, task, stage=stage)
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


def _failed(task: Task) -> bool:
    return task.outcome != "succeeded"


def _body(engine: Engine, task: Task, *, stage: str) -> dict[str, Any]:
    failed, kind = _failed(task), OPERATIONS[task.operation].record
    if task.facts.get("route") == "jobs":
        text = "Playground task failed." if failed else "Playground task completed successfully."
        return {"code": 501 if failed else 200, "msg": text, "data": job_record(engine, task)}
    if kind == "music":
        return _music_body(engine, task, stage=stage)
    code, text = _verdict(task, kind)
    if kind == "recovery":
        made = [] if failed else recovered(engine, task)
        return {"code": 500 if failed else 200, "msg": text, "task_id": task.id, "data": made}
    return {"code": code, "msg": text, "data": DATA[kind](engine, task)}


def _verdict(task: Task, kind: str) -> tuple[int, str]:
    if not _failed(task):
        return 200, "vocal separation generated successfully." if kind == "stems" else "success"
    code, text = error_of(task, task.outcome)
    if kind in {"wav", "stems", "mp4", "midi"}:
        return 500, f"{kind} generation failed"
    return code or 501, text or "failed"


def _music_body(engine: Engine, task: Task, *, stage: str) -> dict[str, Any]:
    if stage == "error":
        code, told = error_of(task, task.outcome)
        text = told or TEXTS["error"]
        names_error = task.operation in BARE_STAGES and task.host == KIE
        data = {"callbackType": "error", "task_id": task.id, **({"error": text} if names_error else {"data": None})}
        return {"code": code, "msg": text, "data": data}
    found = tracks_of(engine, task)
    shown = {"text": [], "first": found[:1], "complete": found}[stage]
    tracks = [_track(task, track) for track in shown]
    return {"code": 200, "msg": TEXTS[stage], "data": {"callbackType": stage, "task_id": task.id, "data": tracks}}


def _track(task: Task, track: Mapping[str, Any]) -> dict[str, Any]:
    plain = snake_track(track)
    if task.operation == "replace_section" or (task.host == KIE and task.operation not in WITH_SOURCES):
        return plain
    return {**plain, **{f"source_{name}": plain[name] for name in ("audio_url", "stream_audio_url", "image_url")}}


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
    "wav": lambda _, task: {"task_id": task.id, "audioWavUrl": None if _failed(task) else wav_link(task)},
    "mp4": lambda _, task: {"task_id": task.id, "video_url": None if _failed(task) else mp4_link(task)},
    "phrase": voice_record,
    "voice": voice_record,
}
"""What ``data`` holds, by record."""
