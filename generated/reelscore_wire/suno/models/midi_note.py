from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class MidiNote(Answer):
    """Midi note."""

    pitch: Any = None
    start: Any = None
    end: Any = None
    velocity: Any = None
