"""What the tests of the documents ask: which fields of a request are refused, and what an answer of a host means."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from socket import socket
from typing import Any

from reelscore.requests.request import Request
from reelscore.vendors.family import CallOutcome
from tests.families import family
from tests.rawserver import answer


def refused(request: Request[Any], host: str) -> set[str]:
    """Name the fields that are wrong."""
    return {found.field.partition("[")[0] for found in request.violations(host) if found.severity == "error"}


def doubted(request: Request[Any], host: str) -> set[str]:
    """Name the fields that are sent with a warning."""
    return {found.field.partition("[")[0] for found in request.violations(host) if found.severity == "warning"}


def price(request: Request[Any], host: str) -> Decimal:
    """Return the price in credits of a request that has one."""
    quote = request.quote(host)
    assert quote.credits is not None
    assert quote.basis == "exact"
    return quote.credits


def meaning(host: str, operation: str, payload: Mapping[str, Any], *, status: int = 200) -> CallOutcome:
    """Judge the answer to a call as the host's client does."""
    return family(host).verdict(operation, status, json.dumps(payload))


def always(payload: Mapping[str, Any]) -> Callable[[socket], None]:
    """Answer every call with the same JSON."""
    content = answer(json.dumps(payload).encode(), "content-type: application/json")
    return lambda line: line.sendall(content)
