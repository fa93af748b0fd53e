"""How many jobs of a model succeeded, in steps of ten minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reelscore.effects import HttpCall
from reelscore.vendors.wire import query_call, read_object


def call(fields: Mapping[str, Any]) -> HttpCall:
    """Build the call from the fields of its path and query."""
    return query_call("GET", "/api/v1/models/{model}/success-rate", fields)


def read(content: Any) -> dict[str, Any]:
    """Read the fields of the answer's content."""
    return read_object(content, {})
