"""Get a direct link to a file that kie.ai made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reelscore.effects import HttpCall
from reelscore.vendors.wire import json_call, read_object


def call(fields: Mapping[str, Any]) -> HttpCall:
    """Build the call from the fields of its JSON body."""
    return json_call("POST", "/api/v1/common/download-url", fields)


def read(content: Any) -> dict[str, Any]:
    """Read the fields of the answer's content."""
    return read_object(content, {})
