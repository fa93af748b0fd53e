from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .recovered_track import RecoveredTrack


@attrs.frozen(kw_only=True, eq=False)
class RecoverAudioStatusAnswer(Answer):
    """Recover audio status answer."""

    task_id: Any = None
    data: tuple[RecoveredTrack, ...] = attrs.field(default=(), metadata=inner("data", model=RecoveredTrack))
    code: Any = None
    msg: Any = None
