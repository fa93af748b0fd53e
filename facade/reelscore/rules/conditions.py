"""Conditions for rule rows: containers that say for which values of another field a row holds."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import attrs

from reelscore.rules.values import is_missing


class _Given:
    def __contains__(self, value: object) -> bool:
        return not is_missing(value)


class _Absent:
    def __contains__(self, value: object) -> bool:
        return is_missing(value)


@attrs.frozen
class NotIn:
    """Every value but these, "not given" included unless it is listed."""

    values: tuple[Any, ...]

    def __contains__(self, value: object) -> bool:
        return value not in self.values


GIVEN: Container[Any] = _Given()
"""In ``when``: the field is given and not empty."""
ABSENT: Container[Any] = _Absent()
"""In ``when``: the field is left out or empty."""
FROM_WIRE = "vendor_shaped"
"""A pseudo-field for ``when``: True where the request was read from a vendor's JSON body, which must be complete."""
