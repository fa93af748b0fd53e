"""The door to the generated code: calls are built with it and answers read with it; no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from reelscore.effects import HttpCall
from reelscore.vendors.wire import Operations, WireClient

CLIENT = WireClient("reelscore_wire.pixverse")


def operations() -> Operations:
    """List the operations; a host on whose pages nobody has seen one may have it all the same."""
    return CLIENT.operations(None, requests="reelscore.pixverse.requests")


def call(name: str, fields: Mapping[str, Any], *, trace_id: str) -> HttpCall:
    """Build a call.

    Args:
        name: its module below ``api``.
        fields: by the vendor's names; they leave exactly as they are given.
        trace_id: makes a repeated call the same call.
    """
    return attrs.evolve(CLIENT.call(name, fields), trace_id=trace_id)


def load(model: str, data: Any) -> Any:
    """Read an object of an answer into its generated model; what does not fit is left out, never raised."""
    return CLIENT.read(model, data)
