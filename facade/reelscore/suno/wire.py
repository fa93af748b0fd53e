"""The door to the generated code of Suno: calls as it builds them, answers as it reads them; no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from reelscore.effects import FilePart, HttpCall
from reelscore.suno.literals import JOBS, KIE
from reelscore.vendors.wire import Operations, Row, WireClient

CLIENT = WireClient("reelscore_wire.suno")
_REQUESTS = "reelscore.suno.requests"
_JOBS = "jobs.jobs_create"


def operations(host: str, *, jobs: Mapping[str, str]) -> Operations:
    """List the operations of a host.

    Args:
        host: its name, or that of Kie's second route.
        jobs: operations that the second route has, by name.
    """
    if host != JOBS:
        return CLIENT.operations(host, requests=_REQUESTS)
    found = CLIENT.operations(KIE, requests=_REQUESTS)
    second = next(row for row in CLIENT.rows if row.call == _JOBS)
    rows = {name: _as_job(CLIENT.row(name), second) for name in jobs}
    return Operations(
        {name: found.rows[name] for name in found if found.rows[name].kind in {"read", "upload"}} | rows, _REQUESTS
    )


def _as_job(row: Row, second: Row) -> Row:
    return attrs.evolve(
        row, call=second.call, method=second.method, path=second.path, status="jobs.jobs_status", status_field="taskId"
    )


def post(row: Row, body: Mapping[str, Any]) -> HttpCall:
    """Build the call of an operation; its body leaves exactly as it is given."""
    return CLIENT.call(row.call, body)


def upload(way: str, body: Mapping[str, Any], *, file: FilePart | None = None) -> HttpCall:
    """Build an upload to the vendor's upload host.

    Args:
        way: "stream", "base64" or "url".
        body: its fields, without the file.
        file: of a stream; it is opened anew for each try.
    """
    call = CLIENT.call({"base64": "files.upload_file_base_64"}.get(way, f"files.upload_file_{way}"), body)
    return attrs.evolve(call, base="upload", file=file)


def question(row: Row, task_id: str) -> HttpCall:
    """Build the call that polls a task."""
    return CLIENT.status_call(row, task_id)


def read(model: str, data: Any) -> dict[str, Any]:
    """Read a JSON object through a generated model, into plain values under Python names.

    Args:
        model: name of the model's class, such as "MusicStatus".
        data: anything; what is no object reads as an empty one.
    """
    return CLIENT.plain(model, data)
