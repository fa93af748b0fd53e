"""A broken rule, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import attrs

Severity: TypeAlias = Literal["error", "warning"]


@attrs.frozen(kw_only=True)
class Violation:
    """One broken rule."""

    rule: str
    """Id of the rule."""
    field: str
    """Facade name, with a path inside lists, such as ``multi_transition[0].duration``."""
    given: Any = None
    allowed: str = ""
    message: str = ""
    """A whole sentence: field, given, allowed, what to do."""
    suggestion: Any = None
    """A legal value next to the given one; None with ``remove`` means: leave it out."""
    example: Any = None
    """A legal value from the operation's sample, where only the user can know what to give; no repair uses it."""
    remove: bool = False
    """Whether the suggestion is to leave the field out."""
    also: Mapping[str, Any] = attrs.field(factory=dict)
    """What else must change with the suggestions though it breaks no rule by itself; told by the first violation."""
    severity: Severity = "error"
    code: int | None = None
    """The vendor's code for it."""
    source: str = ""
