from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .aligned_word import AlignedWord


@attrs.frozen(kw_only=True, eq=False)
class TimestampedLyrics(Answer):
    """Timestamped lyrics."""

    aligned_words: tuple[AlignedWord, ...] = attrs.field(default=(), metadata=inner("alignedWords", model=AlignedWord))
    waveform_data: Any = attrs.field(default=(), metadata=inner("waveformData"))
    hoot_cer: Any = attrs.field(default=None, metadata=inner("hootCer"))
    is_streamed: Any = attrs.field(default=None, metadata=inner("isStreamed"))
