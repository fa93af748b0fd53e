from __future__ import annotations

import attrs
from reelscore.vendors.wire import Answer, inner

from .template import Template


@attrs.frozen(kw_only=True, eq=False)
class TemplatePage(Answer):
    """Template page."""

    effect_items: tuple[Template, ...] = attrs.field(default=(), metadata=inner("effect_items", Template))
