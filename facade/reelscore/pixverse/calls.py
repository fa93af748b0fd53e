"""Requests as HTTP calls: bodies, queries, paths and files; the generated code behind it is ``wire``'s."""

from __future__ import annotations

from typing import Any

import attrs

from reelscore.effects import HttpCall
from reelscore.pixverse.wire import CLIENT
from reelscore.requests.request import Request
from reelscore.uploads.source import UploadKind, open_source

_FILES: dict[str, tuple[str, UploadKind]] = {"upload_image": ("image", "image"), "upload_media": ("file", "media")}


def call_of(request: Request[Any], *, trace_id: str) -> HttpCall:
    """Build the call of a request."""
    fields = request.to_wire()
    name, kind = _FILES.get(request.operation, ("", "media"))
    file = fields.pop(name, None)
    if isinstance(file, str) and "://" in file:
        fields[f"{name}_url"], file = file, None
    call = attrs.evolve(CLIENT.call(CLIENT.row(request.operation).call, fields), trace_id=trace_id)
    return call if file is None else attrs.evolve(call, file=open_source(file, kind=kind, field=name).part(name))


def status_call_of(operation: str, task_id: str, *, trace_id: str) -> HttpCall:
    """Build the call that polls a task of an operation."""
    return attrs.evolve(CLIENT.status_call(CLIENT.row(operation), task_id), trace_id=trace_id)
