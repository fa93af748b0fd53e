from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .mask import Mask


@attrs.frozen(kw_only=True, eq=False)
class MaskSelection(Answer):
    """Mask selection."""

    keyframe_id: Any = None
    keyframe_url: Any = None
    credits: Any = None
    credit: Any = None
    mask_info: tuple[Mask, ...] = attrs.field(default=(), metadata=inner("mask_info", model=Mask))
