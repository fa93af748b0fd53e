from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .midi_instrument import MidiInstrument


@attrs.frozen(kw_only=True, eq=False)
class MidiData(Answer):
    """Midi data."""

    state: Any = None
    instruments: tuple[MidiInstrument, ...] = attrs.field(
        default=(), metadata=inner("instruments", model=MidiInstrument)
    )
