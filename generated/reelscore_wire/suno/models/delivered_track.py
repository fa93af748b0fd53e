from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner


@attrs.frozen(kw_only=True, eq=False)
class DeliveredTrack(Answer):
    """Delivered track."""

    id: Any = None
    audio_url: Any = None
    source_audio_url: Any = None
    """Deprecated; expires."""
    stream_audio_url: Any = None
    source_stream_audio_url: Any = None
    image_url: Any = None
    source_image_url: Any = None
    prompt: Any = None
    model_name: Any = None
    title: Any = None
    tags: Any = None
    create_time: Any = attrs.field(default=None, metadata=inner("createTime"))
    """Text, ISO text or epoch milliseconds."""
    duration: Any = None
