"""What kie.ai makes: videos and pictures; and what the account answers. How answers are read is in ``status.py``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import ClassVar
from urllib.parse import urlsplit

import attrs

from reelscore._attrs import frozen
from reelscore.results import Asset, AssetKind, Result

__all__ = ["CreditsLeft", "DirectLink", "Images", "UploadedFile", "Video"]


_ENDINGS: Mapping[str, AssetKind] = {
    **dict.fromkeys(("mp4", "mov", "webm", "mkv"), "video"),
    **dict.fromkeys(("mp3", "wav", "m4a", "flac", "ogg", "aac"), "audio"),
    **dict.fromkeys(("png", "jpg", "jpeg", "webp", "gif", "svg"), "image"),
    **dict.fromkeys(("mid", "midi"), "midi"),
}


def kind_of(url: str, other: AssetKind) -> AssetKind:
    """Return what a link promises by its ending, or another kind where it promises nothing known."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return other
    return _ENDINGS.get(path.rpartition(".")[2].lower(), other)


def _assets(urls: tuple[str, ...], kind: AssetKind, *, task_id: str, extension: str = "") -> tuple[Asset, ...]:
    stem = next(iter(urls), "").partition("?")[0].rpartition("/")[2].partition(".")[0]
    name = f"{kind}-{task_id[:8] or stem[:40]}".rstrip("-")
    numbers = [f"-{number}" for number in range(1, len(urls) + 1)] if len(urls) > 1 else [""]
    return tuple(
        Asset(url=each, kind=kind, name=f"{name}{number}", extension=extension)
        for each, number in zip(urls, numbers, strict=False)
    )


@frozen(kw_only=True)
class Video(Result):
    """A video, usually one file; the vendor keeps it 14 days."""

    urls: tuple[str, ...] = ()
    """The result; after an extension of Veo perhaps the added part only."""
    full_urls: tuple[str, ...] = ()
    """Veo, after an extension: the whole film."""
    origin_urls: tuple[str, ...] = ()
    """Before it was cut to its ratio (Veo), or what it was made from (Luma)."""
    image_urls: tuple[str, ...] = ()
    """Stills: of Runway, Aleph and 4K."""
    task_id: str = ""
    """Names the video in ``veo_extend``, ``veo_1080p``, ``veo_4k`` and ``runway_extend``."""
    resolution: str = ""
    """Where the vendor says it."""
    video_id: str = ""
    """Runway's own."""
    parent_task_id: str = ""
    """Runway: the task that was continued."""
    media_ids: tuple[str, ...] = ()
    """Of a 4K render."""
    seeds: tuple[int, ...] = ()
    """Veo, where the vendor tells them."""
    created: datetime | None = None
    completed: datetime | None = None
    expired: bool | None = None
    """Runway: whether the file is gone."""

    @property
    def url(self) -> str:
        """The first file; empty where there is none."""
        return next(iter(self.urls), "")

    @property
    def full(self) -> Video:
        """The whole film, where the vendor tells it apart from what an extension added; else this one."""
        return attrs.evolve(self, urls=self.full_urls) if self.full_urls else self

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The files; stills and originals are none."""
        return _assets(self.urls, "video", task_id=self.task_id, extension="mp4")


@frozen(kw_only=True)
class Images(Result):
    """Pictures; the vendor keeps them 14 days."""

    urls: tuple[str, ...] = ()
    origin_urls: tuple[str, ...] = ()
    """Flux Kontext: before the vendor's own finish; these links live 10 minutes."""
    task_id: str = ""
    created: datetime | None = None
    completed: datetime | None = None

    @property
    def url(self) -> str:
        """The first file; empty where there is none."""
        return next(iter(self.urls), "")

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The files, originals left out."""
        return _assets(self.urls, "image", task_id=self.task_id)


@frozen(kw_only=True)
class CreditsLeft(Result):
    """Credits on the account, with decimals; None where the answer names no number."""

    credits: Decimal | None = None


@frozen(kw_only=True)
class DirectLink(Result):
    """A link that can be opened without a key, for 20 minutes."""

    usual: ClassVar[AssetKind] = "video"
    """What a link without an ending that is known leads to."""

    url: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The file."""
        return (Asset(url=self.url, kind=kind_of(self.url, self.usual)),) if self.url else ()


@frozen(kw_only=True)
class UploadedFile(Result):
    """A file on the vendor's upload host; pages say 3 days, the newest 24 hours: plan for 24 hours."""

    url: str = ""
    """The download URL, the only field that all pages have."""
    name: str = ""
    bytes: int | None = None
    media_type: str = ""
