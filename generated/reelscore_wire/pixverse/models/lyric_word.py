from __future__ import annotations

import attrs
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info


@attrs.frozen(kw_only=True, slots=False)
class LyricWord(JsonObject):
    """Lyric word."""

    start: float = attrs.field(metadata=field_info("seconds", minimum=0))
    end: float = attrs.field(metadata=field_info("seconds", minimum=0))
    word: str = attrs.field(metadata=field_info("the word", minLength=1))
