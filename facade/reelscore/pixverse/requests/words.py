"""What the requests of PixVerse share: rules and refusal codes; fields come from the specification."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, TypeVar

import attrs

from reelscore._attrs import frozen
from reelscore.effects import CallKind
from reelscore.errors import Violation
from reelscore.pixverse import prices
from reelscore.pixverse.results import Video
from reelscore.pixverse.rules import ROWS
from reelscore.pixverse.rules.words import MISSING, NEGATIVE_PROMPT, PROMPT, REFUSED
from reelscore.requests.request import DirectRequest, Request, TaskRequest, media_in
from reelscore.rules.kinds import Rule
from reelscore.rules.schema import field_info, is_media, is_whole
from reelscore.rules.sources import cited

R = TypeVar("R", covariant=True)

CODES = {"required": MISSING, "prompt": PROMPT, "negative_prompt": NEGATIVE_PROMPT, "": REFUSED}
"""What the vendor answers where a limit of the specification is passed, by field."""
SECONDS: Any = attrs.field(
    default=None, metadata=field_info("length of the input in seconds, for the price; it is not sent", local=True)
)


@frozen(kw_only=True)
class PixVerseRequest(Request[R]):
    """A request of PixVerse."""

    vendor: ClassVar[str] = "pixverse"
    rules: ClassVar[tuple[Rule, ...]] = ROWS
    codes: ClassVar[Mapping[str, int]] = CODES

    def own_violations(self) -> Iterator[Violation]:
        """Refuse files in a body of the vendor's own, which has ids of uploads."""
        yield from super().own_violations()
        for field, value in media_in(self) if self._vendor_shaped and self.role is not CallKind.UPLOAD else ():
            if is_media(value) and not is_whole(value):  # the types report the rest
                allowed = "a whole number: a vendor's body has ids of uploads"
                source = cited("M common errors")
                yield Violation(rule="media.id", field=field, given=value, allowed=allowed, code=400013, source=source)


@frozen(kw_only=True)
class VideoRequest(PixVerseRequest[Video], TaskRequest[Video]):
    """A request that makes a video."""


@frozen(kw_only=True)
class Answered(PixVerseRequest[R], DirectRequest[R]):
    """A request that is answered at once; it costs nothing where it says no price."""

    price: ClassVar[Any] = prices.free
