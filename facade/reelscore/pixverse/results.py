"""Results of PixVerse: videos, images, masks, balances, pages of lists; how answers are read is in ``reading``."""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from reelscore._attrs import frozen
from reelscore.results import Asset, AssetKind, Result

__all__ = [
    "AccountBalance",
    "Done",
    "Image",
    "Mask",
    "Masks",
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
    "Video",
    "Voice",
]


def _asset(url: str, kind: AssetKind, *, name: str) -> tuple[Asset, ...]:
    if not url:
        return ()
    try:
        ending = PurePosixPath(unquote(urlsplit(url).path)).suffix.lstrip(".")
    except ValueError:  # no address; whoever made the value by hand hears of it when the file is fetched
        ending = ""
    return (Asset(url=url, kind=kind, name=name, extension=ending if ending.isalnum() else ""),)


@frozen(kw_only=True)
class Video(Result):
    """A finished video."""

    id: int
    """64-bit id; other operations take it as ``source_video_id``."""
    url: str = ""
    """As the vendor wrote it: its path may be percent-encoded."""
    prompt: str = ""
    negative_prompt: str = ""
    style: str = ""
    seed: int | None = None
    width: int | None = None
    """Pixels."""
    height: int | None = None
    """Pixels."""
    resolution: int | None = None
    """The quality as a number, such as 720."""
    size: float | None = None
    """As the vendor says it; its unit is not published."""
    has_audio: bool | None = None
    credits: Decimal | None = None
    """What it cost, where the vendor says it."""
    created: str = ""
    modified: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The video file."""
        return _asset(self.url, "video", name=f"pixverse-{self.id}")


@frozen(kw_only=True)
class Image(Result):
    """A finished image."""

    id: int
    """64-bit id of the task; it is no ``img_id``."""
    url: str = ""
    prompt: str = ""
    seed: int | None = None
    template_id: int | None = None
    width: int | None = None
    """Pixels."""
    height: int | None = None
    """Pixels."""
    credits: Decimal | None = None
    created: str = ""
    modified: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The image file."""
        return _asset(self.url, "image", name=f"pixverse-{self.id}")


@frozen(kw_only=True)
class Mask(Result):
    """A part of a frame that can be swapped."""

    id: str
    name: str = ""
    """Such as "person", "object", "background"."""
    url: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The picture of the mask."""
        return _asset(self.url, "image", name=f"mask-{self.id}-{self.name}")


@frozen(kw_only=True)
class Masks(Result):
    """The masks of one frame; a swap takes video, keyframe and mask from the same answer."""

    keyframe_id: int
    keyframe_url: str = ""
    masks: tuple[Mask, ...] = ()
    credits: Decimal | None = None

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The frame, then its masks; a picture that several share comes once."""
        frame = _asset(self.keyframe_url, "image", name=f"keyframe-{self.keyframe_id}")
        every = (*frame, *(asset for mask in self.masks for asset in mask.assets))
        return tuple({asset.url: asset for asset in reversed(every)}.values())[::-1]


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
        return _asset(self.url, "image", name=f"image-{self.id}")


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
        return _asset(self.url, "audio" if self.type == "audio" else "video", name=f"media-{self.id}")


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
