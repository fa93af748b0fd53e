from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner

from .delivered_stem_files import DeliveredStemFiles


@attrs.frozen(kw_only=True, eq=False)
class DeliveredStems(Answer):
    """Delivered stems."""

    task_id: Any = attrs.field(default=None, metadata=inner("task_id", "taskId"))
    vocal_separation_info: DeliveredStemFiles | None = attrs.field(
        default=None, metadata=inner("vocal_separation_info", model=DeliveredStemFiles)
    )
    """Key of kie.ai's pages."""
    vocal_removal_info: DeliveredStemFiles | None = attrs.field(
        default=None, metadata=inner("vocal_removal_info", model=DeliveredStemFiles)
    )
    """Key of sunoapi.org's pages."""
