"""What the requests of PixVerse share: rules, refusal codes, pages of lists; fields come from the specification."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, Self, TypeVar

import attrs

from reelscore._attrs import frozen
from reelscore.pixverse import prices
from reelscore.pixverse.results import Video
from reelscore.pixverse.rules import ROWS
from reelscore.pixverse.rules.words import MISSING, NEGATIVE_PROMPT, PROMPT, REFUSED
from reelscore.requests.request import DirectRequest, TaskRequest
from reelscore.rules.kinds import Rule
from reelscore.rules.schema import field_info

R = TypeVar("R", covariant=True)
Item = TypeVar("Item", covariant=True)

_DIGITS = re.compile("[0-9]{1,9}")
CODES = {"required": MISSING, "prompt": PROMPT, "negative_prompt": NEGATIVE_PROMPT, "": REFUSED}
"""What the vendor answers where a limit of the specification is passed, by field."""
SECONDS = field_info("length of the input in seconds, for the price; it is not sent", local=True)


@frozen(kw_only=True)
class VideoRequest(TaskRequest[Video]):
    """A request that makes a video."""

    vendor: ClassVar[str] = "pixverse"
    result: ClassVar[type] = Video
    rules: ClassVar[tuple[Rule, ...]] = ROWS
    codes: ClassVar[Mapping[str, int]] = CODES


@frozen(kw_only=True)
class Answered(DirectRequest[R]):
    """A request that is answered at once."""

    vendor: ClassVar[str] = "pixverse"
    rules: ClassVar[tuple[Rule, ...]] = ROWS
    codes: ClassVar[Mapping[str, int]] = CODES


@frozen(kw_only=True)
class Reading(Answered[R]):
    """A request that costs nothing and may be repeated."""

    price: ClassVar[Any] = prices.free


@frozen(kw_only=True)
class Listing(Reading[R], Generic[R, Item]):
    """A request for one page of a list."""

    def items_of(self, page: R) -> tuple[Item, ...]:  # type: ignore[misc]  # R comes in as it went out
        """Return what stands on a page."""
        found: tuple[Item, ...] = getattr(page, "items", ())
        return found

    def next_page(self, page: R) -> Self | None:  # type: ignore[misc]  # as above
        """Return the request for the page after *page*; None where it was the last."""
        raise NotImplementedError


@frozen(kw_only=True)
class Numbered(Listing[R, Item]):
    """A request for a page by its number; its fields stand in a query, where numbers are text."""

    number_field: ClassVar[str] = "page_num"
    usual_size: ClassVar[int] = 10

    @classmethod
    def from_wire(cls, body: Mapping[str, Any]) -> Self:
        """Make a request from a query or a body: digits in quotes are numbers."""
        numbers = {name: int(text) for name, text in body.items() if isinstance(text, str) and _DIGITS.fullmatch(text)}
        return super().from_wire({**body, **numbers})

    def next_page(self, page: R) -> Self | None:  # type: ignore[misc]  # as above
        """Return the request for the next number; a page that is not full, or reaches the total, is the last."""
        number = getattr(self, self.number_field) or 1
        size = getattr(self, "page_size", None) or self.usual_size
        count, total = len(self.items_of(page)), getattr(page, "total", None)
        is_last = count < size or (total is not None and number * size >= total)
        following: dict[str, Any] = {self.number_field: number + 1}
        return None if is_last else attrs.evolve(self, **following)
