"""Upload a file as a stream."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reelscore.effects import HttpCall
from reelscore.vendors.wire import form_call, read_object


def call(fields: Mapping[str, Any]) -> HttpCall:
    """Build the call from the fields of its form."""
    return form_call("POST", "/api/file-stream-upload", fields)


def read(content: Any) -> dict[str, Any]:
    """Read the fields of the answer's content."""
    return read_object(content, {})
