from __future__ import annotations

import attrs
from reelscore.vendors.wire import Answer, inner

from .delivered_text import DeliveredText


@attrs.frozen(kw_only=True, eq=False)
class JobLyricsTexts(Answer):
    """Job lyrics texts."""

    lyrics_data: tuple[DeliveredText, ...] = attrs.field(default=(), metadata=inner("lyricsData", model=DeliveredText))
