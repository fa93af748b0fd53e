from __future__ import annotations

import attrs
from reelscore.vendors.wire import Answer


@attrs.frozen(kw_only=True, eq=False)
class Done(Answer):
    """Nothing is documented inside."""
