from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class TemplatesRequest(JsonObject):
    """Templates request."""

    operation: ClassVar[str] = "templates"
    role: ClassVar[CallKind] = CallKind.READ
    source: ClassVar[str] = "kit 2026-09-18"
    sample: ClassVar[Mapping[str, Any]] = {"type": 1, "page": 1, "page_size": 20}

    type: Literal[1, 2] | int | None = attrs.field(default=None, metadata=field_info("1 or 2", enum=True))
    page: int | None = attrs.field(default=None, metadata=field_info("from 1", minimum=1))
    page_size: Literal[10, 20, 50, 100] | int | None = attrs.field(
        default=None, metadata=field_info("10, 20, 50 or 100", wire="pageSize", enum=True)
    )
