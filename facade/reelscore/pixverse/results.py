"""What tasks of PixVerse make: videos, images, masks; how answers are read is in ``reading``."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from reelscore._attrs import frozen
from reelscore.results import Asset, AssetKind, Result

__all__ = ["Image", "Mask", "Masks", "Video"]


def asset(url: str, kind: AssetKind, *, name: str) -> tuple[Asset, ...]:
    """Return the file at a URL, with the ending that the URL has; nothing where there is no URL."""
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
    created: datetime | None = None
    modified: datetime | None = None

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The video file."""
        return asset(self.url, "video", name=f"pixverse-{self.id}")


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
    created: datetime | None = None
    modified: datetime | None = None

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The image file."""
        return asset(self.url, "image", name=f"pixverse-{self.id}")


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
        return asset(self.url, "image", name=f"mask-{self.id}-{self.name}")


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
        frame = asset(self.keyframe_url, "image", name=f"keyframe-{self.keyframe_id}")
        every = (*frame, *(file for mask in self.masks for file in mask.assets))
        return tuple({file.url: file for file in reversed(every)}.values())[::-1]
