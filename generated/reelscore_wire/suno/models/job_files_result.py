from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner


@attrs.frozen(kw_only=True, eq=False)
class JobFilesResult(Answer):
    """Job files result."""

    result_urls: Any = attrs.field(default=(), metadata=inner("resultUrls"))
