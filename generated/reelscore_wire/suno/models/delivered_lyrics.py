from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .delivered_text import DeliveredText


@attrs.frozen(kw_only=True, eq=False)
class DeliveredLyrics(Answer):
    """Delivered lyrics."""

    callback_type: Any = attrs.field(default=None, metadata=inner("callbackType"))
    task_id: Any = attrs.field(default=None, metadata=inner("task_id", "taskId"))
    """Spelling of kie.ai's pages."""
    data: tuple[DeliveredText, ...] = attrs.field(default=(), metadata=inner("data", model=DeliveredText))
