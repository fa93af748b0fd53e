"""The door to the generated code of Suno: calls as it builds them, answers as it reads them; no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import attrs

from reelscore.effects import HttpCall
from reelscore.suno.literals import JOBS, KIE
from reelscore.vendors.wire import Operations, Row, WireClient

CLIENT = WireClient("reelscore_wire.suno")
_REQUESTS = "reelscore.suno.requests"
_JOBS, _JOBS_STATUS = "jobs.jobs_create", "jobs.jobs_status"


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
    names = ("call", "method", "path", "status", "status_field")
    return attrs.evolve(row, **{name: getattr(second, name) for name in names})


def post(row: Row, body: Mapping[str, Any]) -> HttpCall:
    """Build the call of an operation; its body leaves exactly as it is given."""
    return CLIENT.call(row.call, body)


def question(row: Row, task_id: str) -> HttpCall:
    """Build the call that polls a task."""
    return CLIENT.status_call(row, task_id)


def read(family: str, content: Any, *, is_job: bool = False) -> dict[str, Any]:
    """Read the fields of the content of an answer to a look, by the family of the task."""
    return CLIENT.read(_JOBS_STATUS if is_job else _status_of().get(family, _status_of()["music"]), content)


@cache
def _status_of() -> Mapping[str, str]:
    """Map each family to the call that polls its tasks; that of a family without one answers at once."""
    return {row.answer_type: row.status or row.call for row in CLIENT.rows if row.serves}


def read_direct(operation: str, content: Any) -> dict[str, Any]:
    """Read the fields of the content of an answer that is a result."""
    return CLIENT.read(CLIENT.row(operation).call, content)
