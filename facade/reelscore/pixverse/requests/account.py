"""Requests about the account, uploads, voices, lists of effects, and images."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, Self, TypeVar

import attrs

from reelscore._attrs import frozen
from reelscore.pixverse import prices
from reelscore.pixverse.answers import (
    AccountBalance,
    Done,
    RestylePreset,
    RestylesPage,
    Speaker,
    SpeakersPage,
    Template,
    TemplatesPage,
    UploadedImage,
    UploadedMedia,
    UsageItem,
    UsagePage,
    Voice,
)
from reelscore.pixverse.requests.words import Answered, PixVerseRequest
from reelscore.pixverse.results import Image
from reelscore.requests.request import TaskRequest
from reelscore_wire.pixverse import models as wire

_DIGITS = re.compile("[0-9]{1,9}")
R = TypeVar("R", covariant=True)
Item = TypeVar("Item", covariant=True)


@frozen(kw_only=True)
class Listing(Answered[R], Generic[R, Item]):
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


@frozen(kw_only=True)
class Balance(wire.BalanceRequest, Answered[AccountBalance]):
    """Read how many credits are left."""


@frozen(kw_only=True)
class Usage(wire.UsageRequest, Listing[UsagePage, UsageItem]):
    """Read deductions and refunds page by page: a period of at most 30 days, or the cursor of the page before."""

    def next_page(self, page: UsagePage) -> Self | None:
        """Return the request for the next page by its cursor; None where there is none."""
        if not page.has_more or not page.next_cursor or page.next_cursor == self.cursor:
            return None
        return attrs.evolve(self, start_time=None, end_time=None, cursor=page.next_cursor)


@frozen(kw_only=True)
class UploadImage(wire.ImageUpload, Answered[UploadedImage]):
    """Upload an image: jpg, png or webp, under 20 MB, at most 10,000 px a side."""


@frozen(kw_only=True)
class UploadMedia(wire.MediaUpload, Answered[UploadedMedia]):
    """Upload a video or sound: at most 50 MB, 30 s, 1,920 px a side (some operations take more)."""


@frozen(kw_only=True)
class TtsSpeakers(wire.TtsSpeakersRequest, Numbered[SpeakersPage, Speaker]):
    """List the ready-made speakers (the original path)."""


@frozen(kw_only=True)
class Speakers(wire.SpeakersRequest, Numbered[SpeakersPage, Speaker]):
    """List ready-made and custom speakers (the newer path)."""


@frozen(kw_only=True)
class CreateVoice(wire.CreateVoiceRequest, Answered[Voice]):
    """Make a custom voice from an uploaded audio; its price is not published."""

    price: ClassVar[Any] = prices.unpublished


@frozen(kw_only=True)
class DeleteVoice(wire.DeleteVoiceRequest, Answered[Done]):
    """Delete a custom voice."""


@frozen(kw_only=True)
class Restyles(wire.RestylesRequest, Numbered[RestylesPage, RestylePreset]):
    """List the ready-made looks for ``restyle``."""


@frozen(kw_only=True)
class Templates(wire.TemplatesRequest, Numbered[TemplatesPage, Template]):
    """List the effects that ``template_id`` takes."""

    number_field: ClassVar[str] = "page"


@frozen(kw_only=True)
class VerifyAudio(wire.AudioVerificationRequest, Answered[Done]):
    """Check an uploaded audio before a music video; what does not pass raises."""


@frozen(kw_only=True)
class ImageTemplate(wire.ImageTemplateRequest, PixVerseRequest[Image], TaskRequest[Image]):
    """Make an image from images by a template."""

    price: ClassVar[Any] = prices.unpublished
