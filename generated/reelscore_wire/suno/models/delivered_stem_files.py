from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .stem_track import StemTrack


@attrs.frozen(kw_only=True, eq=False)
class DeliveredStemFiles(Answer):
    """Delivered stem files."""

    origin_url: Any = None
    instrumental_url: Any = None
    vocal_url: Any = None
    backing_vocals_url: Any = None
    bass_url: Any = None
    brass_url: Any = None
    drums_url: Any = None
    fx_url: Any = None
    guitar_url: Any = None
    keyboard_url: Any = None
    percussion_url: Any = None
    piano_url: Any = None
    strings_url: Any = None
    synth_url: Any = None
    woodwinds_url: Any = None
    origin_data: tuple[StemTrack, ...] = attrs.field(default=(), metadata=inner("origin_data", model=StemTrack))
