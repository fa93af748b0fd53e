"""What all requests of Suno share: spelling, table, price, the address for callbacks; operations are beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

import attrs

from reelscore.effects import CallKind
from reelscore.pricing import Quote
from reelscore.requests.request import DirectRequest, Request, TaskRequest
from reelscore.rules.kinds import Rule
from reelscore.rules.schema import camel, field_info, fields_of, snake
from reelscore.suno import prices
from reelscore.suno.literals import JOBS, KIE, SUNOAPI
from reelscore.suno.rules import RULES
from reelscore.vendors.host import Host, Kind

R = TypeVar("R", covariant=True)
JOBS_ROUTE = "POST /api/v1/jobs/createTask"


_EMPTY: tuple[Any, ...] = ("", (), [])


def on_both(route: str) -> Mapping[str, str]:
    """Name a route that both vendors have; on Kie's second route all operations share one."""
    return {KIE: route, SUNOAPI: route, JOBS: JOBS_ROUTE}


CALLBACK = field_info("where the vendor posts the result; filled in from the client or the environment")
PROMPT = field_info("lyrics in custom mode, otherwise the idea")
STYLE = field_info("style of the music, in words")
TITLE = field_info("title of the song")
MODEL = field_info("model that makes the music")
GENDER = field_info("likely voice, m or f")
PERSONA = field_info("a persona's or a voice's id")
PERSONA_KIND = field_info("what persona_id is: style_persona or voice_persona")
WEIGHT = field_info("0 to 1 in steps of 0.01")
NEGATIVE = field_info("styles to keep out")
LYRICS = field_info("lyrics that win over prompt; V6 family")
VARIETY = field_info("0 off to 4 most; V6 family")
DURATION = field_info("length of the song in seconds; V5_5 and the V6 family in custom mode")
UPLOAD = field_info("public URL of the audio, or a path, bytes or file that is uploaded first")
SECONDS = field_info("length of the source in seconds, when you know it", local=True)
SOURCE_MODEL = field_info("model that made the source, when you know it", local=True)


def _price(request: Any, host: Host) -> Quote:
    return prices.quote(request, host.name)


@attrs.frozen(kw_only=True)
class _Suno(Request[R]):
    vendor: ClassVar[str] = "suno"
    wire_case: ClassVar[Callable[[str], str]] = staticmethod(camel)
    rules: ClassVar[tuple[Rule, ...]] = RULES
    price: ClassVar[Callable[[Any, Host], Quote]] = staticmethod(_price)
    starts_from: ClassVar[str] = ""
    """Which result its ids come from: "song", "stems", "phrase", "voice" or nothing."""
    switches: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Flags that follow from whether one of these fields is given."""

    def derived(self) -> Mapping[str, Any]:
        """Give flags that are left out; a vendor-shaped body has to name its own."""
        if self._vendor_shaped:
            return {}
        return {flag: self._any_given(fields) for flag, fields in type(self).switches.items()}

    def values(self) -> dict[str, Any]:
        """Give what is given as rules see it; an unknown name that only looks like ours (callBackUrl for calBackUrl) is not."""
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


@attrs.frozen(kw_only=True)
class SunoTask(_Suno[R], TaskRequest[R]):
    """A request of Suno that starts a task."""


@attrs.frozen(kw_only=True)
class SunoDirect(_Suno[R], DirectRequest[R]):
    """A request of Suno that is answered at once."""


@attrs.frozen(kw_only=True)
class SunoRead(_Suno[R], DirectRequest[R]):
    """A free question to the account."""

    kind: ClassVar[Kind] = "read"
    role: ClassVar[CallKind] = CallKind.READ
