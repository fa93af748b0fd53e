from __future__ import annotations

import attrs
from reelscore.vendors.wire import Answer, inner

from .delivered_track import DeliveredTrack


@attrs.frozen(kw_only=True, eq=False)
class JobMusicResult(Answer):
    """Job music result."""

    data: tuple[DeliveredTrack, ...] = attrs.field(default=(), metadata=inner("data", model=DeliveredTrack))
