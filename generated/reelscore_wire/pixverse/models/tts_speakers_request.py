from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class TtsSpeakersRequest(JsonObject):
    """Tts speakers request."""

    operation: ClassVar[str] = "tts_speakers"
    role: ClassVar[CallKind] = CallKind.READ
    source: ClassVar[str] = "ai-reference 2026-05"
    sample: ClassVar[Mapping[str, Any]] = {"page_num": 1, "page_size": 20}

    page_num: int = attrs.field(default=1, metadata=field_info("from 1", minimum=1))
    page_size: int = attrs.field(default=20, metadata=field_info("speakers on a page", minimum=1))
