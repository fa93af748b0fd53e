from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class CustomerPaths(Answer):
    """The vendor's notes on a task; loosely documented."""

    ext_info: Any = None
    agent_info: Any = None
    cameo_id_list: Any = None
    duration_type: Any = None
    fusion_id_list: Any = None
    model_evaluator: Any = None
    customer_img_paths: Any = None
    gen_img_req_img_ids: Any = None
