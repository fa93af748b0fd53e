from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .delivered_track import DeliveredTrack


@attrs.frozen(kw_only=True, eq=False)
class DeliveredMusic(Answer):
    """Delivered music."""

    callback_type: Any = attrs.field(default=None, metadata=inner("callbackType"))
    task_id: Any = None
    data: tuple[DeliveredTrack, ...] = attrs.field(default=(), metadata=inner("data", model=DeliveredTrack))
    error: Any = None
