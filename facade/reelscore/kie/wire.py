"""The door to the generated code of kie.ai: calls as it builds them, answers as it reads them; no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reelscore.effects import HttpCall
from reelscore.vendors.wire import WireClient

CLIENT = WireClient("reelscore_wire.kie")
OPERATIONS = CLIENT.operations("kie.ai", requests="reelscore.kie.requests")


def call(operation: str, fields: Mapping[str, Any]) -> HttpCall:
    """Build the call of an operation; its fields leave exactly as they are given."""
    return CLIENT.call(OPERATIONS.rows[operation].call, fields)


def question(operation: str, task_id: str) -> HttpCall:
    """Build the call that polls a task; operations that start none are asked about as Veo's are."""
    row = OPERATIONS.rows.get(operation)
    return CLIENT.status_call(row if row is not None and row.status else OPERATIONS.rows["veo"], task_id)
