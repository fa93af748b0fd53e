from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class DeleteVoiceRequest(JsonObject):
    """Delete voice request."""

    operation: ClassVar[str] = "delete_voice"
    route: ClassVar[str | Mapping[str, str]] = "DELETE /openapi/v2/video/tts_speaker/{speaker_id}"
    role: ClassVar[CallKind] = CallKind.WRITE
    kind: ClassVar[Literal["task", "direct", "read", "upload"]] = "direct"
    answer_type: ClassVar[str] = "direct"
    source: ClassVar[str] = "kit 2026-09-18"
    sample: ClassVar[Mapping[str, Any]] = {"speaker_id": "speaker-7"}

    speaker_id: str = attrs.field(metadata=field_info("id of a custom voice", minLength=1))
