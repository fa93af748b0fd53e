"""The door to the generated code of kie.ai: calls as it builds them, answers as it reads them; no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from reelscore.effects import FilePart, HttpCall
from reelscore.vendors.wire import WireClient

CLIENT = WireClient("reelscore_wire.kie")
OPERATIONS = CLIENT.operations("kie.ai", requests="reelscore.kie.requests")
_UPLOADS = {
    "stream": "files.upload_file_stream",
    "base64": "files.upload_file_base_64",
    "url": "files.upload_file_url",
}


def call(operation: str, fields: Mapping[str, Any]) -> HttpCall:
    """Build the call of an operation; its fields leave exactly as they are given."""
    return CLIENT.call(OPERATIONS.rows[operation].call, fields)


def upload(way: str, fields: Mapping[str, Any], *, file: FilePart | None = None) -> HttpCall:
    """Build an upload to the vendor's upload host.

    Args:
        way: "stream", "base64" or "url".
        fields: without the file.
        file: of a stream; it is opened anew for each try.
    """
    return attrs.evolve(CLIENT.call(_UPLOADS[way], fields), base="upload", file=file)


def question(operation: str, task_id: str) -> HttpCall:
    """Build the call that polls a task; operations that start none are asked about as Veo's are."""
    row = OPERATIONS.rows.get(operation)
    return CLIENT.status_call(row if row is not None and row.status else OPERATIONS.rows["veo"], task_id)
