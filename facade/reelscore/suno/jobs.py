"""Kie's second route: names and bodies of jobs; requests, rules and prices are those of the dedicated routes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import attrs

from reelscore.rules.schema import fields_of, snake
from reelscore.vendors.wire import Operations, WireClient

MODELS: Mapping[str, str] = {
    "generate": "ai-music-api/generate",
    "extend": "ai-music-api/extend",
    "upload_cover": "ai-music-api/upload-and-cover-audio",
    "upload_extend": "ai-music-api/upload-and-extend-audio",
    "add_instrumental": "ai-music-api/add-instrumental",
    "add_vocals": "ai-music-api/add-vocals",
    "mashup": "ai-music-api/mashup",
    "replace_section": "ai-music-api/replace-section",
    "sounds": "ai-music-api/sounds",
    "timestamped_lyrics": "ai-music-api/timeStamped-lyrics",
    "boost_style": "ai-music-api/boost-music-style",
    "cover_image": "ai-music-api/cover-generate",
    "persona": "ai-music-api/generate-persona",
    "lyrics": "ai-music-api/generate-lyrics",
    "wav": "ai-music-api/convert-to-wav-format",
    "music_video": "ai-music-api/create-music-video",
    "stems": "ai-music-api/separate-vocals",
    "midi": "ai-music-api/generate-midi-from-audio",
    "recover_audio": "ai-music-api/suno-recovery-audio",
    "voice_phrase": "ai-music-api/validation-phrase",
    "voice_phrase_again": "ai-music-api/regenerate-phrase",
    "voice": "ai-music-api/create-voice",
    "voice_check": "ai-music-api/check-voice",
}
"""Operation → what the second route calls it (Kie.ai docs, jobs, third-party catalogue, 2026-10-01)."""
_DROPPED: Mapping[str, tuple[str, ...]] = {
    "extend": ("default_param_flag",),
    "upload_extend": ("default_param_flag",),
    "upload_cover": ("custom_mode",),
    "mashup": ("custom_mode", "instrumental"),
    "timestamped_lyrics": ("music_index",),
}
"""Fields that the second route has no place for."""


@cache
def operations(client: WireClient, requests: str) -> Operations:
    """List what the second route has: jobs, and what the dedicated routes answer without a task."""
    dedicated = client.operations("kie.ai", requests=requests)
    job = next(row for row in client.rows if row.call == "jobs.jobs_create")
    names = ("call", "method", "path", "status", "status_field")
    way = {name: getattr(job, name) for name in names}
    kept = {name: row for name, row in dedicated.rows.items() if row.kind in {"read", "upload"}}
    return Operations(kept | {name: attrs.evolve(client.row(name), **way) for name in MODELS}, requests)


def body_of(request: Any) -> dict[str, Any]:
    """Write the body of a request for the second route: a model, and the fields in snake_case."""
    wired = request.to_wire()
    names = {field.wire: field.name for field in fields_of(type(request))}
    given = {names.get(name, snake(name)): value for name, value in wired.items()}
    callback = given.pop("call_back_url", None)
    dropped = _DROPPED.get(request.operation, ())
    body: dict[str, Any] = {"model": MODELS[request.operation]}
    body["input"] = {name: value for name, value in given.items() if name not in dropped}
    return body if callback is None else {**body, "callBackUrl": callback}


def read_body(body: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Turn a body of the second route into the dedicated route's; *names* maps facade to vendor names."""
    fields = body.get("input")
    if not isinstance(fields, Mapping):
        return dict(body)
    told = {names.get(str(name).strip(), str(name)): value for name, value in fields.items()}
    callback = body.get("callBackUrl")
    return told if callback is None else {**told, names.get("call_back_url", "callBackUrl"): callback}


def fill_flags(request: Any) -> None:
    """Set the flags that a body of the second route leaves out: the words in it are the song's own."""
    for flag in ("custom_mode", "default_param_flag"):
        if flag in _DROPPED.get(request.operation, ()) and getattr(request, flag) is None:
            object.__setattr__(request, flag, True)


def operation_of(model: Any) -> str:
    """Name the operation that a job runs; empty for models that are not Suno's."""
    return next((name for name, known in MODELS.items() if known == model), "")


FAMILIES: Mapping[str, str] = {
    **dict.fromkeys(
        ("generate", "extend", "upload_cover", "upload_extend", "add_instrumental", "add_vocals", "mashup",
         "replace_section", "sounds"),
        "music",
    ),
    "voice_phrase_again": "voice_phrase",
}  # fmt: skip
"""Operation → family of its result, where they differ."""
