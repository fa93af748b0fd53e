from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .midi_note import MidiNote


@attrs.frozen(kw_only=True, eq=False)
class MidiInstrument(Answer):
    """Midi instrument."""

    name: Any = None
    notes: tuple[MidiNote, ...] = attrs.field(default=(), metadata=inner("notes", model=MidiNote))
