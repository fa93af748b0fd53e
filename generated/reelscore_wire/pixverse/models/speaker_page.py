from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .speaker import Speaker


@attrs.frozen(kw_only=True, eq=False)
class SpeakerPage(Answer):
    """Speaker page."""

    total: Any = None
    data: tuple[Speaker, ...] = attrs.field(default=(), metadata=inner("data", Speaker))
