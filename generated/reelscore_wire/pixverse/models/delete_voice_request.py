from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class DeleteVoiceRequest(JsonObject):
    """Delete voice request."""

    operation: ClassVar[str] = "delete_voice"
    role: ClassVar[CallKind] = CallKind.WRITE
    source: ClassVar[str] = "kit 2026-09-18"
    sample: ClassVar[Mapping[str, Any]] = {"speaker_id": "speaker-7"}

    speaker_id: str = attrs.field(metadata=field_info("id of a custom voice", minLength=1))
