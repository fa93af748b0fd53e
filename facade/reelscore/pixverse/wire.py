"""The door to the generated code: calls are built with it and answers read with it; no I/O."""

from __future__ import annotations

from functools import cache

from reelscore.vendors.wire import Operations, WireClient

CLIENT = WireClient("reelscore_wire.pixverse")


@cache
def operations(host: str) -> Operations:
    """List the operations of a host."""
    return CLIENT.operations(host, requests="reelscore.pixverse.requests")
