from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner


@attrs.frozen(kw_only=True, eq=False)
class Track(Answer):
    """Track."""

    id: Any = None
    audio_url: Any = attrs.field(default=None, metadata=inner("audioUrl"))
    stream_audio_url: Any = attrs.field(default=None, metadata=inner("streamAudioUrl"))
    image_url: Any = attrs.field(default=None, metadata=inner("imageUrl"))
    source_audio_url: Any = attrs.field(default=None, metadata=inner("sourceAudioUrl"))
    source_stream_audio_url: Any = attrs.field(default=None, metadata=inner("sourceStreamAudioUrl"))
    source_image_url: Any = attrs.field(default=None, metadata=inner("sourceImageUrl"))
    prompt: Any = None
    model_name: Any = attrs.field(default=None, metadata=inner("modelName"))
    title: Any = None
    tags: Any = None
    create_time: Any = attrs.field(default=None, metadata=inner("createTime"))
    """Text, ISO text or epoch milliseconds."""
    duration: Any = None
