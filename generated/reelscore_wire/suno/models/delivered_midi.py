from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .midi_instrument import MidiInstrument


@attrs.frozen(kw_only=True, eq=False)
class DeliveredMidi(Answer):
    """Delivered midi."""

    task_id: Any = attrs.field(default=None, metadata=inner("taskId", "task_id"))
    state: Any = None
    instruments: tuple[MidiInstrument, ...] = attrs.field(
        default=(), metadata=inner("instruments", model=MidiInstrument)
    )
