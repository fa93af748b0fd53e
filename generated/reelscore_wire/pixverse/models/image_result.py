from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .customer_paths import CustomerPaths


@attrs.frozen(kw_only=True, eq=False)
class ImageResult(Answer):
    """Image result."""

    image_id: Any = None
    status: Any = None
    """As in VideoResult"""
    url: Any = None
    prompt: Any = None
    prompt_translate: Any = None
    seed: Any = None
    template_id: Any = None
    create_time: Any = None
    modify_time: Any = None
    output_width: Any = attrs.field(default=None, metadata=inner("outputWidth"))
    output_height: Any = attrs.field(default=None, metadata=inner("outputHeight"))
    credits: Any = None
    credit: Any = None
    customer_paths: CustomerPaths | None = attrs.field(
        default=None, metadata=inner("customer_paths", model=CustomerPaths)
    )
