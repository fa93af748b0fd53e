"""The published examples of both vendors, as they lie in tests/data; no test picks one by its id."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reelscore.errors import (
    ApiError,
    AuthenticationError,
    Conflict,
    ContentRejected,
    InsufficientCredits,
    Maintenance,
    NotFound,
    PermissionDenied,
    RateLimited,
    RejectedRequest,
    ServerError,
)
from reelscore.suno.family import ON_KIE_AI, ON_SUNOAPI_ORG, SunoFamily

DATA = Path(__file__).resolve().parent.parent / "data"
HOSTS: Mapping[str, SunoFamily] = {"kie": ON_KIE_AI, "sunoapi": ON_SUNOAPI_ORG}
ERRORS: Mapping[str, type[ApiError]] = {
    "auth": AuthenticationError,
    "credits": InsufficientCredits,
    "quota": InsufficientCredits,
    "rate_limit": RateLimited,
    "validation": RejectedRequest,
    "source_unreachable": RejectedRequest,
    "content_policy": ContentRejected,
    "not_found": NotFound,
    "conflict": Conflict,
    "maintenance": Maintenance,
    "timeout": ServerError,
    "generation_failed": ServerError,
    "server": ServerError,
    "disabled": PermissionDenied,
    "blocked": PermissionDenied,
    "method": NotFound,
}
CONTEXT = {"source_duration_s": "source_seconds", "upload_duration_s": "source_seconds", "source_model": "source_model"}


def cases(kind: str) -> list[Any]:
    found: list[Any] = json.loads((DATA / "suno-examples.json").read_text(encoding="utf-8"))
    return [case for case in found if case["kind"] == kind]


def payload(value: Any) -> Any:
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


def all_cases() -> Iterator[Any]:
    for kind in ("request", "status", "callback", "error", "response"):
        yield from cases(kind)
