from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class VoiceCheckRequest(JsonObject):
    """Voice check request."""

    operation: ClassVar[str] = "voice_check"
    role: ClassVar[CallKind] = CallKind.READ
    source: ClassVar[str] = "Kie.ai OpenAPI export 2026-08-12"
    sample: ClassVar[Mapping[str, Any]] = {"task_id": "5c79be8e"}

    task_id: str = attrs.field(metadata=field_info("task of the voice"))
