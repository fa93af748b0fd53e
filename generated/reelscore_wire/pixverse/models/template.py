from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class Template(Answer):
    """Shape not published; carries the credits of the template."""

    template_id: Any = None
