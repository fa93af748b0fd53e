from __future__ import annotations

from typing import ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class BalanceRequest(JsonObject):
    """Balance request."""

    operation: ClassVar[str] = "balance"
    role: ClassVar[CallKind] = CallKind.READ
    source: ClassVar[str] = "ai-reference 2026-05"
