from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class Mask(Answer):
    """Mask."""

    mask_id: Any = None
    mask_name: Any = None
    """For example person, object, background"""
    mask_url: Any = None
