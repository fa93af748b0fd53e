from __future__ import annotations

from collections.abc import Sequence

import attrs
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info

from .lyric_word import LyricWord


@attrs.frozen(kw_only=True, slots=False)
class LyricTimestamp(JsonObject):
    """Lyric timestamp."""

    words: Sequence[LyricWord] = attrs.field(
        metadata=field_info("in order of time; fewer than 5,000 characters in all", minItems=1, maxItems=5000)
    )
