from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner


@attrs.frozen(kw_only=True, eq=False)
class VoiceAvailability(Answer):
    """Voice availability."""

    is_available: Any = attrs.field(default=None, metadata=inner("isAvailable"))
