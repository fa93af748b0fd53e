"""Requests about the account, uploads, voices, lists of effects, and images."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import attrs

from reelscore._attrs import frozen
from reelscore.pixverse import prices
from reelscore.pixverse.requests.words import Answered, Listing, Numbered, Reading
from reelscore.pixverse.results import (
    AccountBalance,
    Done,
    Image,
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
from reelscore.pixverse.rules import ROWS
from reelscore.requests.request import TaskRequest
from reelscore.rules.kinds import Rule
from reelscore_wire.pixverse import models as wire

_PAGE: Mapping[str, Any] = {"page_num": 1, "page_size": 20}


@frozen(kw_only=True)
class Balance(wire.BalanceRequest, Reading[AccountBalance]):
    """Read how many credits are left."""

    result: ClassVar[type] = AccountBalance


@frozen(kw_only=True)
class Usage(wire.UsageRequest, Listing[UsagePage, UsageItem]):
    """Read deductions and refunds page by page: a period of at most 30 days, or the cursor of the page before."""

    result: ClassVar[type] = UsagePage
    sample: ClassVar[Mapping[str, Any]] = {"start_time": "2026-09-01 00:00:00", "end_time": "2026-09-18 00:00:00"}

    def next_page(self, page: UsagePage) -> Self | None:
        """Return the request for the next page by its cursor; None where there is none."""
        if not page.has_more or not page.next_cursor or page.next_cursor == self.cursor:
            return None
        return attrs.evolve(self, start_time=None, end_time=None, cursor=page.next_cursor)


@frozen(kw_only=True)
class UploadImage(wire.ImageUpload, Answered[UploadedImage]):
    """Upload an image: jpg, png or webp, under 20 MB, at most 10,000 px a side."""

    result: ClassVar[type] = UploadedImage
    price: ClassVar[Any] = prices.free
    sample: ClassVar[Mapping[str, Any]] = {"image": "fox.png"}


@frozen(kw_only=True)
class UploadMedia(wire.MediaUpload, Answered[UploadedMedia]):
    """Upload a video or sound: at most 50 MB, 30 s, 1,920 px a side (some operations take more)."""

    result: ClassVar[type] = UploadedMedia
    price: ClassVar[Any] = prices.free
    sample: ClassVar[Mapping[str, Any]] = {"file": "fox.mp4"}


@frozen(kw_only=True)
class TtsSpeakers(wire.TtsSpeakersRequest, Numbered[SpeakersPage, Speaker]):
    """List the ready-made speakers (the original path)."""

    result: ClassVar[type] = SpeakersPage
    sample: ClassVar[Mapping[str, Any]] = _PAGE


@frozen(kw_only=True)
class Speakers(wire.SpeakersRequest, Numbered[SpeakersPage, Speaker]):
    """List ready-made and custom speakers (the newer path)."""

    result: ClassVar[type] = SpeakersPage
    sample: ClassVar[Mapping[str, Any]] = _PAGE


@frozen(kw_only=True)
class CreateVoice(wire.CreateVoiceRequest, Answered[Voice]):
    """Make a custom voice from an uploaded audio; its price is not published."""

    result: ClassVar[type] = Voice
    price: ClassVar[Any] = prices.unpublished
    sample: ClassVar[Mapping[str, Any]] = {"name": "Sample voice", "audio_media_id": 3}


@frozen(kw_only=True)
class DeleteVoice(wire.DeleteVoiceRequest, Answered[Done]):
    """Delete a custom voice."""

    result: ClassVar[type] = Done
    price: ClassVar[Any] = prices.free
    sample: ClassVar[Mapping[str, Any]] = {"speaker_id": "speaker-7"}


@frozen(kw_only=True)
class Restyles(wire.RestylesRequest, Numbered[RestylesPage, RestylePreset]):
    """List the ready-made looks for ``restyle``."""

    result: ClassVar[type] = RestylesPage
    sample: ClassVar[Mapping[str, Any]] = _PAGE


@frozen(kw_only=True)
class Templates(wire.TemplatesRequest, Numbered[TemplatesPage, Template]):
    """List the effects that ``template_id`` takes."""

    result: ClassVar[type] = TemplatesPage
    number_field: ClassVar[str] = "page"
    sample: ClassVar[Mapping[str, Any]] = {"page": 1, "page_size": 20}


@frozen(kw_only=True)
class VerifyAudio(wire.AudioVerificationRequest, Reading[Done]):
    """Check an uploaded audio before a music video; what does not pass raises."""

    result: ClassVar[type] = Done
    sample: ClassVar[Mapping[str, Any]] = {"audio_media_id": 405833376854443}


@frozen(kw_only=True)
class ImageTemplate(wire.ImageTemplateRequest, TaskRequest[Image]):
    """Make an image from images by a template."""

    vendor: ClassVar[str] = "pixverse"
    result: ClassVar[type] = Image
    rules: ClassVar[tuple[Rule, ...]] = ROWS
    price: ClassVar[Any] = prices.unpublished
    sample: ClassVar[Mapping[str, Any]] = {"img_ids": [1], "template_id": 384268229671680}
