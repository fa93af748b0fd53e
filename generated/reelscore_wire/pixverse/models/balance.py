from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class Balance(Answer):
    """Balance."""

    account_id: Any = None
    credit_monthly: Any = None
    """Left of the plan"""
    credit_package: Any = None
    """Left of bought packs"""
