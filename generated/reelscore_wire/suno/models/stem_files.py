from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .stem_track import StemTrack


@attrs.frozen(kw_only=True, eq=False)
class StemFiles(Answer):
    """Stem files."""

    id: Any = None
    origin_url: Any = attrs.field(default=None, metadata=inner("originUrl"))
    origin_data: tuple[StemTrack, ...] = attrs.field(default=(), metadata=inner("originData", model=StemTrack))
    instrumental_url: Any = attrs.field(default=None, metadata=inner("instrumentalUrl"))
    vocal_url: Any = attrs.field(default=None, metadata=inner("vocalUrl"))
    backing_vocals_url: Any = attrs.field(default=None, metadata=inner("backingVocalsUrl"))
    drums_url: Any = attrs.field(default=None, metadata=inner("drumsUrl"))
    bass_url: Any = attrs.field(default=None, metadata=inner("bassUrl"))
    guitar_url: Any = attrs.field(default=None, metadata=inner("guitarUrl"))
    piano_url: Any = attrs.field(default=None, metadata=inner("pianoUrl"))
    keyboard_url: Any = attrs.field(default=None, metadata=inner("keyboardUrl"))
    percussion_url: Any = attrs.field(default=None, metadata=inner("percussionUrl"))
    strings_url: Any = attrs.field(default=None, metadata=inner("stringsUrl"))
    synth_url: Any = attrs.field(default=None, metadata=inner("synthUrl"))
    fx_url: Any = attrs.field(default=None, metadata=inner("fxUrl"))
    brass_url: Any = attrs.field(default=None, metadata=inner("brassUrl"))
    woodwinds_url: Any = attrs.field(default=None, metadata=inner("woodwindsUrl"))
