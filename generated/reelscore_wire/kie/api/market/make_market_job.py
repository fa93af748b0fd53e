"""Run any model of the Market by its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reelscore.effects import HttpCall
from reelscore.vendors.wire import json_call


def call(fields: Mapping[str, Any]) -> HttpCall:
    """Build the call from the fields of its JSON body."""
    return json_call("POST", "/api/v1/jobs/createTask", fields)
