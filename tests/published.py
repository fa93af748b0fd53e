"""The published examples of all vendors, as they lie in tests/data, each with the family that reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from reelscore import errors
from reelscore.kie import ON_KIE_AI
from reelscore.pixverse import ON_PIXVERSE_AI, ON_PIXVERSEAI_CN
from reelscore.suno import ON_KIE_AI as SUNO_ON_KIE_AI
from reelscore.suno import ON_SUNOAPI_ORG
from reelscore.vendors.family import Family

DATA = Path(__file__).parent / "data"
READERS: Mapping[str, Mapping[str, Family]] = {
    "pixverse": {"app-api.pixverse.ai": ON_PIXVERSE_AI, "app-api.pixverseai.cn": ON_PIXVERSEAI_CN},
    "suno": {"kie": SUNO_ON_KIE_AI, "sunoapi": ON_SUNOAPI_ORG},
    "kie": {"": ON_KIE_AI},
    "kie-market": {"": ON_KIE_AI, "kie": ON_KIE_AI},
}
"""By the name of a file, and by host or vendor of an example."""
ERRORS: Mapping[str, type[errors.ApiError]] = {
    "access_denied": errors.PermissionDenied,
    "auth": errors.AuthenticationError,
    "blocked": errors.PermissionDenied,
    "concurrency_limit": errors.ConcurrencyLimited,
    "conflict": errors.Conflict,
    "content_policy": errors.ContentRejected,
    "credits": errors.InsufficientCredits,
    "disabled": errors.PermissionDenied,
    "generation_failed": errors.ServerError,
    "invalid_parameter": errors.RejectedRequest,
    "maintenance": errors.Maintenance,
    "method": errors.NotFound,
    "moderation": errors.ContentRejected,
    "not_found": errors.NotFound,
    "provider_failed": errors.ServerError,
    "quota": errors.InsufficientCredits,
    "quota_exceeded": errors.InsufficientCredits,
    "rate_limit": errors.RateLimited,
    "server": errors.ServerError,
    "source_unreachable": errors.RejectedRequest,
    "timeout": errors.ServerError,
    "validation": errors.RejectedRequest,
}
"""Words of the examples."""


@attrs.frozen(kw_only=True)
class Example:
    """A request or an answer, and what it means."""

    id: str
    kind: str
    """"request", "response", "error", "status" or "callback"."""
    op: str
    file: str
    family: Family = attrs.field(repr=False)
    payload: Any = attrs.field(repr=False)
    expect: Mapping[str, Any] = attrs.field(repr=False)
    context: Mapping[str, Any] = attrs.field(repr=False)
    http_status: int = attrs.field(repr=False)


def of_kind(*kinds: str) -> list[Example]:
    """List the examples of some kinds; the vendor's price list on its web site is no call of its API."""
    return [each for each in examples() if each.kind in kinds and "market.pricing-feed" not in each.id]


@cache
def examples() -> tuple[Example, ...]:
    """Read all of them."""
    return tuple(_example(file, case) for file in READERS for case in raw(file))


@cache
def raw(file: str) -> list[Any]:
    """Read the examples of a file as they are written there."""
    found: list[Any] = json.loads((DATA / f"{file}-examples.json").read_text(encoding="utf-8"))
    return found


def _example(file: str, case: Mapping[str, Any]) -> Example:
    return Example(
        id=case["id"],
        kind=case["kind"],
        op=case["op"],
        file=file,
        family=READERS[file][case.get("host", case.get("vendor", ""))],
        payload=payload(case["payload"]),
        expect=case["expect"],
        context=case.get("context", {}),
        http_status=case.get("http_status", 200),
    )


def payload(value: Any) -> Any:
    """Write out what an example abbreviates: long texts, files, pages that are no JSON."""
    if isinstance(value, dict):
        if "$repeat" in value:
            text, count = value["$repeat"]
            return text * count
        if "$binary" in value:
            return b"ID3 " + str(value["$binary"]).encode()
        if "$text" in value:
            return value["$text"]
        return {name: payload(item) for name, item in value.items()}
    return [payload(item) for item in value] if isinstance(value, list) else value
