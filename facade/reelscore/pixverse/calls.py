"""Requests as HTTP calls: bodies, queries, paths and files; the generated code behind it is ``wire``'s."""

from __future__ import annotations

from typing import Any

import attrs

from reelscore.effects import HttpCall
from reelscore.pixverse import wire
from reelscore.requests.request import Request
from reelscore.uploads.source import UploadKind, open_source
from reelscore.vendors.host import Operation

_QUERIES = frozenset({"balance", "tts_speakers", "speakers", "delete_voice", "restyles", "templates"})
_FILES: dict[str, tuple[str, UploadKind]] = {"upload_image": ("image", "image"), "upload_media": ("file", "media")}


def call_of(request: Request[Any], operation: Operation, *, trace_id: str) -> HttpCall:
    """Build the call of a request; a body that the specification does not know leaves as it is."""
    body = request.to_wire()
    try:
        if request.operation in _FILES:
            return _upload(request, body, trace_id=trace_id)
        if request.operation in _QUERIES:
            return wire.query_call(request.operation, body, trace_id=trace_id)
        return wire.json_call(request.operation, body, trace_id=trace_id)
    except (AttributeError, KeyError, TypeError, ValueError):
        return wire.loose_call(f"{operation.method} {operation.path}", body, trace_id=trace_id)


def status_call_of(family: str, task_id: str, *, trace_id: str) -> HttpCall:
    """Build the call that looks at a task."""
    name, argument = ("image_status", "image_id") if family == "image" else ("video_status", "video_id")
    return wire.query_call(name, {argument: int(task_id) if task_id.isdecimal() else task_id}, trace_id=trace_id)


def _upload(request: Request[Any], body: dict[str, Any], *, trace_id: str) -> HttpCall:
    name, kind = _FILES[request.operation]
    value = body.pop(name, None)
    if isinstance(value, str) and "://" in value:
        body[f"{name}_url"], value = value, None
    call = wire.upload_call(request.operation, {key: str(text) for key, text in body.items()}, trace_id=trace_id)
    if value is None:
        return call
    return attrs.evolve(call, file=open_source(value, kind=kind, field=name).part(name))
