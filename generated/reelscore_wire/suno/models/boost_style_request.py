from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class BoostStyleRequest(JsonObject):
    """Boost style request."""

    operation: ClassVar[str] = "boost_style"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai docs, Boost Music Style 2026-04-20"
    sample: ClassVar[Mapping[str, Any]] = {"content": "Pop, Mysterious"}

    content: str = attrs.field(metadata=field_info("style in a few words"))
