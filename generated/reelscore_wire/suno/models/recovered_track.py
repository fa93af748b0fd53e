from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class RecoveredTrack(Answer):
    """Recovered track."""

    id: Any = None
    audio_url: Any = None
    title: Any = None
    status: Any = None
    error: Any = None
