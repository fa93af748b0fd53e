from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class StemTrack(Answer):
    """Stem track."""

    duration: Any = None
    audio_url: Any = None
    stem_type_group_name: Any = None
    id: Any = None
    """Feeds MIDI."""
