from __future__ import annotations

from typing import Any

import attrs
from reelscore.vendors.wire import Answer, inner


@attrs.frozen(kw_only=True, eq=False)
class PersonaMade(Answer):
    """Persona made."""

    persona_id: Any = attrs.field(default=None, metadata=inner("personaId"))
    name: Any = None
    description: Any = None
