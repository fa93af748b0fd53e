"""The door to the generated code: calls are built with it and answers read with it; no I/O."""

from __future__ import annotations

from reelscore.vendors.wire import Operations, WireClient

CLIENT = WireClient("reelscore_wire.pixverse")


def operations(host: str) -> Operations:
    """List the operations of a host."""
    return CLIENT.operations(host, requests="reelscore.pixverse.requests")
