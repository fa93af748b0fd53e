"""What all requests of Suno share: rules, price, flags that follow; fields come from the specification."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

import attrs

from reelscore._attrs import frozen
from reelscore.pricing import Quote
from reelscore.requests.request import DirectRequest, Request, TaskRequest
from reelscore.rules.kinds import Rule
from reelscore.rules.schema import field_info, fields_of, snake
from reelscore.suno import prices
from reelscore.suno.rules import RULES
from reelscore.vendors.family import Family

R = TypeVar("R", covariant=True)
_EMPTY: tuple[Any, ...] = ("", (), [])


SECONDS: Any = attrs.field(
    default=None, metadata=field_info("length of the source in seconds, when you know it", local=True)
)
SOURCE_MODEL: Any = attrs.field(
    default=None, metadata=field_info("model that made the source, when you know it", local=True)
)


def _price(request: Any, host: Family) -> Quote:
    return prices.quote(request, host.host.name)


@frozen(kw_only=True)
class _Suno(Request[R]):
    vendor: ClassVar[str] = "suno"
    rules: ClassVar[tuple[Rule, ...]] = RULES
    price: ClassVar[Callable[[Any, Family], Quote]] = staticmethod(_price)
    starts_from: ClassVar[str] = ""
    """Which result its ids come from: "song", "stems", "phrase", "voice" or nothing."""
    switches: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Flags that follow from whether one of these fields is given."""

    def derived(self) -> Mapping[str, Any]:
        """Derive flags that are left out; a vendor-shaped body has to name its own."""
        if self._vendor_shaped:
            return {}
        return {flag: self._any_given(fields) for flag, fields in type(self).switches.items()}

    def values(self) -> dict[str, Any]:
        """Return what is given as rules see it; an unknown name that only resembles ours (calBackUrl) is not."""
        values = super().values()
        if self.extra:
            names = {field.name for field in fields_of(type(self))} - self.derived().keys()
            for name in names & set(map(snake, self.extra)):
                if getattr(self, name) is None:
                    _ = values.pop(name, None)
        return values

    def _any_given(self, fields: tuple[str, ...]) -> bool:
        for name in fields:
            value = getattr(self, name)
            if value is not None and value not in _EMPTY:
                return True
        return False


@frozen(kw_only=True)
class SunoTask(_Suno[R], TaskRequest[R]):
    """A request of Suno that starts a task."""


@frozen(kw_only=True)
class SunoDirect(_Suno[R], DirectRequest[R]):
    """A request of Suno that is answered at once."""
