"""Requests about the account, uploads, voices, lists of effects, and images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Self

import attrs

from reelscore.effects import CallKind
from reelscore.pixverse import prices
from reelscore.pixverse.requests.words import PREFIX, Answered, Listing, Numbered, Reading
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
from reelscore.rules.schema import Media, Upload, field_info
from reelscore.vendors.host import Kind

_VOICES = f"{PREFIX}/video/tts_speaker"
_PAGE: Mapping[str, Any] = {"page_num": 1, "page_size": 20}
_FILE = "a path, bytes or a binary file"


@attrs.frozen(kw_only=True)
class Balance(Reading[AccountBalance]):
    """Read how many credits are left."""

    operation: ClassVar[str] = "balance"
    route: ClassVar[str] = f"GET {PREFIX}/account/balance"
    result: ClassVar[type] = AccountBalance
    price: ClassVar[Any] = prices.free


@attrs.frozen(kw_only=True)
class Usage(Listing[UsagePage, UsageItem]):
    """Read deductions and refunds page by page: a period of at most 30 days, or the cursor of the page before."""

    operation: ClassVar[str] = "usage"
    route: ClassVar[str] = f"POST {PREFIX}/account/billing/usage-detail"
    result: ClassVar[type] = UsagePage
    price: ClassVar[Any] = prices.free
    sample: ClassVar[Mapping[str, Any]] = {"start_time": "2026-09-01 00:00:00", "end_time": "2026-09-18 00:00:00"}

    start_time: str | None = attrs.field(default=None, metadata=field_info("YYYY-MM-DD HH:mm:ss, UTC"))
    end_time: str | None = attrs.field(default=None, metadata=field_info("YYYY-MM-DD HH:mm:ss, UTC"))
    cursor: str | None = attrs.field(default=None, metadata=field_info("next_cursor of the page before"))
    limit: int | None = attrs.field(default=None, metadata=field_info("1 to 100"))
    credits_status: Literal["consume", "refund"] | str | None = attrs.field(
        default=None, metadata=field_info("one kind only")
    )
    creation_type: Sequence[str] | None = attrs.field(
        default=None, metadata=field_info("such as text_to_video, swap_mask")
    )

    def next_page(self, page: UsagePage) -> Self | None:
        """Give the request for the next page by its cursor; None where there is none."""
        if not page.has_more or not page.next_cursor or page.next_cursor == self.cursor:
            return None
        return attrs.evolve(self, start_time=None, end_time=None, cursor=page.next_cursor)


@attrs.frozen(kw_only=True)
class UploadImage(Answered[UploadedImage]):
    """Upload an image: jpg, png or webp, under 20 MB, at most 10,000 px a side."""

    operation: ClassVar[str] = "upload_image"
    route: ClassVar[str] = f"POST {PREFIX}/image/upload"
    family: ClassVar[str] = "upload"
    kind: ClassVar[Kind] = "upload"
    role: ClassVar[CallKind] = CallKind.UPLOAD
    result: ClassVar[type] = UploadedImage
    price: ClassVar[Any] = prices.free
    sample: ClassVar[Mapping[str, Any]] = {"image": "fox.png"}

    image: Upload | None = attrs.field(default=None, metadata=field_info(_FILE))
    image_url: str | None = attrs.field(default=None, metadata=field_info("an address that the vendor fetches"))
    tag: str | None = attrs.field(default=None, metadata=field_info("seen in one client only"))


@attrs.frozen(kw_only=True)
class UploadMedia(Answered[UploadedMedia]):
    """Upload a video or sound: at most 50 MB, 30 s, 1,920 px a side (some operations take more)."""

    operation: ClassVar[str] = "upload_media"
    route: ClassVar[str] = f"POST {PREFIX}/media/upload"
    family: ClassVar[str] = "upload"
    kind: ClassVar[Kind] = "upload"
    role: ClassVar[CallKind] = CallKind.UPLOAD
    result: ClassVar[type] = UploadedMedia
    price: ClassVar[Any] = prices.free
    sample: ClassVar[Mapping[str, Any]] = {"file": "fox.mp4"}

    file: Upload | None = attrs.field(default=None, metadata=field_info(_FILE))
    file_url: str | None = attrs.field(default=None, metadata=field_info("an address that the vendor fetches"))


@attrs.frozen(kw_only=True)
class TtsSpeakers(Numbered[SpeakersPage, Speaker]):
    """List the ready-made speakers (the original path)."""

    operation: ClassVar[str] = "tts_speakers"
    route: ClassVar[str] = f"GET {PREFIX}/video/lip_sync/tts_list"
    result: ClassVar[type] = SpeakersPage
    price: ClassVar[Any] = prices.free
    sample: ClassVar[Mapping[str, Any]] = _PAGE

    page_num: int = attrs.field(default=1, metadata=field_info("from 1"))
    page_size: int = attrs.field(default=20, metadata=field_info("speakers on a page"))


@attrs.frozen(kw_only=True)
class Speakers(Numbered[SpeakersPage, Speaker]):
    """List ready-made and custom speakers (the newer path)."""

    operation: ClassVar[str] = "speakers"
    route: ClassVar[str] = f"GET {_VOICES}"
    result: ClassVar[type] = SpeakersPage
    price: ClassVar[Any] = prices.free
    sample: ClassVar[Mapping[str, Any]] = _PAGE

    page_num: int | None = attrs.field(default=None, metadata=field_info("from 1"))
    page_size: int | None = attrs.field(default=None, metadata=field_info("10, 20, 50 or 100"))
    speaker_type: Literal["system", "custom", "all"] | str | None = attrs.field(
        default=None, metadata=field_info("which")
    )


@attrs.frozen(kw_only=True)
class CreateVoice(Answered[Voice]):
    """Make a custom voice from an uploaded audio; its price is not published."""

    operation: ClassVar[str] = "create_voice"
    route: ClassVar[str] = f"POST {_VOICES}"
    role: ClassVar[CallKind] = CallKind.WRITE
    result: ClassVar[type] = Voice
    price: ClassVar[Any] = prices.unpublished
    sample: ClassVar[Mapping[str, Any]] = {"name": "Sample voice", "audio_media_id": 3}

    name: str = attrs.field(metadata=field_info("what to call it"))
    audio_media_id: Media = attrs.field(
        metadata=field_info("an audio: its media id, or a path, bytes, file or URL to upload")
    )


@attrs.frozen(kw_only=True)
class DeleteVoice(Answered[Done]):
    """Delete a custom voice."""

    operation: ClassVar[str] = "delete_voice"
    route: ClassVar[str] = f"DELETE {_VOICES}/{{speaker_id}}"
    role: ClassVar[CallKind] = CallKind.WRITE
    result: ClassVar[type] = Done
    price: ClassVar[Any] = prices.free
    sample: ClassVar[Mapping[str, Any]] = {"speaker_id": "speaker-7"}

    speaker_id: str = attrs.field(metadata=field_info("id of a custom voice"))


@attrs.frozen(kw_only=True)
class Restyles(Numbered[RestylesPage, RestylePreset]):
    """List the ready-made looks for ``restyle``."""

    operation: ClassVar[str] = "restyles"
    route: ClassVar[str] = f"GET {PREFIX}/video/restyle/list"
    result: ClassVar[type] = RestylesPage
    price: ClassVar[Any] = prices.free
    sample: ClassVar[Mapping[str, Any]] = _PAGE

    page_num: int = attrs.field(default=1, metadata=field_info("from 1"))
    page_size: int = attrs.field(default=20, metadata=field_info("presets on a page"))


@attrs.frozen(kw_only=True)
class Templates(Numbered[TemplatesPage, Template]):
    """List the effects that ``template_id`` takes."""

    operation: ClassVar[str] = "templates"
    route: ClassVar[str] = f"GET {PREFIX}/video/effects/templates/list"
    result: ClassVar[type] = TemplatesPage
    price: ClassVar[Any] = prices.free
    number_field: ClassVar[str] = "page"
    sample: ClassVar[Mapping[str, Any]] = {"page": 1, "page_size": 20}

    type: int | None = attrs.field(default=None, metadata=field_info("1 or 2"))
    page: int | None = attrs.field(default=None, metadata=field_info("from 1"))
    page_size: int | None = attrs.field(default=None, metadata=field_info("10, 20, 50 or 100", wire="pageSize"))


@attrs.frozen(kw_only=True)
class VerifyAudio(Reading[Done]):
    """Check an uploaded audio before a music video; what does not pass raises."""

    operation: ClassVar[str] = "verify_audio"
    route: ClassVar[str] = f"POST {PREFIX}/audio/verification"
    result: ClassVar[type] = Done
    price: ClassVar[Any] = prices.free
    sample: ClassVar[Mapping[str, Any]] = {"audio_media_id": 405833376854443}

    audio_media_id: Media = attrs.field(
        metadata=field_info("an audio: its media id, or a path, bytes, file or URL to upload")
    )


@attrs.frozen(kw_only=True)
class ImageTemplate(TaskRequest[Image]):
    """Make an image from images by a template."""

    vendor: ClassVar[str] = "pixverse"
    operation: ClassVar[str] = "image_template"
    route: ClassVar[str] = f"POST {PREFIX}/image/template/generate"
    family: ClassVar[str] = "image"
    result: ClassVar[type] = Image
    rules: ClassVar[tuple[Rule, ...]] = ROWS
    price: ClassVar[Any] = prices.unpublished
    sample: ClassVar[Mapping[str, Any]] = {"img_ids": [1], "template_id": 384268229671680}

    img_ids: Sequence[Media] = attrs.field(metadata=field_info("images: ids, or what to upload"))
    template_id: int = attrs.field(metadata=field_info("an image template, activated in the console"))
