from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class BalanceRequest(JsonObject):
    """Balance request."""

    operation: ClassVar[str] = "balance"
    route: ClassVar[str | Mapping[str, str]] = {
        "kie.ai": "GET /api/v1/chat/credit",
        "sunoapi.org": "GET /api/v1/generate/credit",
    }
    role: ClassVar[CallKind] = CallKind.READ
    kind: ClassVar[Literal["task", "direct", "read", "upload"]] = "read"
    answer_type: ClassVar[str] = "account"
    source: ClassVar[str] = "sunoapi.org docs, Get Remaining Credits 2025-11-22"
