"""State and tracks of any music task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reelscore.effects import HttpCall
from reelscore.vendors.wire import query_call


def call(fields: Mapping[str, Any]) -> HttpCall:
    """Build the call from the fields of its path and query."""
    return query_call("GET", "/api/v1/generate/record-info", fields)
