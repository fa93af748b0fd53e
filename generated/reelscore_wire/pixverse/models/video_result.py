from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .customer_paths import CustomerPaths


@attrs.frozen(kw_only=True, eq=False)
class VideoResult(Answer):
    """Video result."""

    id: Any = None
    status: Any = None
    """1 success, 5 generating, 6 deleted, 7 moderation failed, 8 failed; 9 and 10 seen by others: pending"""
    url: Any = None
    """Usable at status 1 only; its path may be percent-encoded"""
    prompt: Any = None
    negative_prompt: Any = None
    style: Any = None
    seed: Any = None
    size: Any = None
    """Unit not published"""
    output_width: Any = attrs.field(default=None, metadata=inner("outputWidth"))
    output_height: Any = attrs.field(default=None, metadata=inner("outputHeight"))
    resolution_ratio: Any = None
    create_time: Any = None
    modify_time: Any = None
    has_audio: Any = None
    credits: Any = None
    credit: Any = None
    customer_paths: CustomerPaths | None = attrs.field(
        default=None, metadata=inner("customer_paths", model=CustomerPaths)
    )
