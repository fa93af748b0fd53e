"""What calls that are answered at once tell: balances, uploads, voices, pages of lists; and how answers are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from reelscore._attrs import frozen
from reelscore.pixverse.reading import ENVELOPE
from reelscore.pixverse.results import Mask, Masks, asset
from reelscore.results import Asset, Result
from reelscore.vendors.coercion import fields, fill, first, flag, identifier, integer, objects, text, url
from reelscore.vendors.wire import Reader, plain

__all__ = [
    "AccountBalance",
    "Done",
    "RestylePreset",
    "RestylesPage",
    "Speaker",
    "SpeakersPage",
    "Template",
    "TemplatesPage",
    "UploadedImage",
    "UploadedMedia",
    "UsageItem",
    "UsagePage",
    "Voice",
]


@frozen(kw_only=True)
class AccountBalance(Result):
    """Credits that are left."""

    account_id: int | None = None
    credit_monthly: Decimal | None = None
    """Of the plan; it is reset each month. None where the answer has no readable figure."""
    credit_package: Decimal | None = None
    """Of bought packs."""

    @property
    def total(self) -> Decimal | None:
        """Both together; None where one of them is unknown."""
        if self.credit_monthly is None or self.credit_package is None:
            return None
        return self.credit_monthly + self.credit_package


@frozen(kw_only=True)
class UploadedImage(Result):
    """An image at the vendor."""

    id: int
    """What fields named ``img_id`` take."""
    url: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The image file."""
        return asset(self.url, "image", name=f"image-{self.id}")


@frozen(kw_only=True)
class UploadedMedia(Result):
    """A video or sound at the vendor."""

    id: int
    """What fields named ``video_media_id`` and ``audio_media_id`` take."""
    type: str = ""
    """"video" or "audio"."""
    url: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The file."""
        return asset(self.url, "audio" if self.type == "audio" else "video", name=f"media-{self.id}")


@frozen(kw_only=True)
class Speaker(Result):
    """A voice that can speak a text."""

    id: str
    """What ``lip_sync_tts_speaker_id`` takes."""
    name: str = ""


@frozen(kw_only=True)
class SpeakersPage(Result):
    """One page of speakers."""

    items: tuple[Speaker, ...] = ()
    total: int | None = None


@frozen(kw_only=True)
class Voice(Result):
    """A custom voice; what the vendor says of it is not published beyond its id."""

    id: str = ""
    name: str = ""


@frozen(kw_only=True)
class RestylePreset(Result):
    """A ready-made look."""

    id: int | None = None
    """What ``restyle_id`` takes."""
    name: str = ""
    prompt: str = ""
    cover_url: str = ""


@frozen(kw_only=True)
class RestylesPage(Result):
    """One page of presets."""

    items: tuple[RestylePreset, ...] = ()
    total: int | None = None


@frozen(kw_only=True)
class Template(Result):
    """An effect; what else the vendor says of it is in ``raw``."""

    id: int | None = None
    """What ``template_id`` takes, once it is activated in the console."""
    name: str = ""


@frozen(kw_only=True)
class TemplatesPage(Result):
    """One page of effects."""

    items: tuple[Template, ...] = ()
    total: int | None = None


@frozen(kw_only=True)
class UsageItem(Result):
    """One deduction or refund; its shape is not published: ``raw`` has it."""


@frozen(kw_only=True)
class UsagePage(Result):
    """One page of the log of deductions and refunds."""

    items: tuple[UsageItem, ...] = ()
    next_cursor: str = ""
    has_more: bool = False


@frozen(kw_only=True)
class Done(Result):
    """The vendor did it and says nothing more."""


def _uploaded_image(_kind: Any, found: Mapping[str, Any], raw: Any) -> UploadedImage:
    """Read an uploaded image; a guide prints url where the reference has img_url."""
    return fill(UploadedImage, found, {"id": "img_id"}, url=first(found, "img_url", "url", read=url) or "", raw=raw)


def _masks(_kind: Any, found: Mapping[str, Any], raw: Any) -> Masks:
    """Read the masks of a frame."""
    names = {"id": "mask_id", "name": "mask_name", "url": "mask_url"}
    keyframe = integer(found.get("keyframe_id"))
    return fill(
        Masks,
        found,
        keyframe_id=1 if keyframe is None else keyframe,
        masks=tuple(fill(Mask, entry, names) for entry in objects(found, "mask_info")),
        credits=ENVELOPE.charge_of(raw),
        raw=raw,
    )


def _page(item: Callable[[Any], Any]) -> Reader:
    """Make a reader of pages of a list; a client saw a bare one."""

    def read(kind: Any, found: Mapping[str, Any], raw: Any) -> Any:
        items = objects(raw if isinstance(raw, list) else found, "data", "items", "list", "effect_items")
        return kind(items=tuple(map(item, items)), total=integer(found.get("total")), raw=raw)

    return read


def _template(entry: Any) -> Template:
    names = ("name", "template_name", "display_name", "effect_name")
    return fill(Template, entry, {"id": "template_id"}, name=first(fields(entry), *names, read=text) or "")


def _usage(_kind: Any, found: Mapping[str, Any], raw: Any) -> UsagePage:
    """Read a page of the usage log."""
    return UsagePage(
        items=tuple(UsageItem(raw=entry) for entry in objects(raw, "items")),
        next_cursor=identifier(found.get("next_cursor")) or text(found.get("next_cursor")),
        has_more=flag(found.get("has_more")) or False,
        raw=raw,
    )


_SPEAKERS = _page(partial(fill, Speaker, names={"id": "speaker_id"}))
_PRESET = {"id": "restyle_id", "name": "restyle_name", "prompt": "restyle_prompt"}
READERS: Mapping[str, Reader] = {
    "mask_selection": _masks,
    "usage": _usage,
    "upload_image": _uploaded_image,
    "upload_media": plain(id="media_id", type="media_type"),
    "create_voice": plain(id="speaker_id"),
    "speakers": _SPEAKERS,
    "tts_speakers": _SPEAKERS,
    "restyles": _page(partial(fill, RestylePreset, names=_PRESET)),
    "templates": _page(_template),
}
"""Operation → reader of its answer; the others are read field by field."""
