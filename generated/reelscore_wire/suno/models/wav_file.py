from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner


@attrs.frozen(kw_only=True, eq=False)
class WavFile(Answer):
    """Wav file."""

    audio_wav_url: Any = attrs.field(default=None, metadata=inner("audioWavUrl"))
