"""What an uploaded file is by its own bytes, and how long or large its content; links are judged by their names."""

from __future__ import annotations

import io
from typing import Literal, TypeAlias
from urllib.parse import unquote, urlsplit

import attrs

from reelscore.errors import InvalidRequest
from reelscore.sandbox.calls import Call
from reelscore.uploads import filetype, media
from reelscore.uploads.source import Upload

MediaType: TypeAlias = Literal["image", "video", "audio"]
_NAMED: dict[str, str] = {"m4a": "audio/x-m4a"}


@attrs.frozen(kw_only=True)
class Probe:
    """What is known of a file; 0 where the sandbox cannot tell."""

    media_type: MediaType
    content_type: str
    seconds: float = 0
    width: int = 0
    height: int = 0
    bytes: int = 0


ASSUMED: dict[MediaType, Probe] = {
    "image": Probe(media_type="image", content_type="image/png", width=1024, height=1024),
    "video": Probe(media_type="video", content_type="video/mp4", seconds=8, width=1280, height=720),
    "audio": Probe(media_type="audio", content_type="audio/mpeg", seconds=20),
}
"""What the sandbox assumes of a link that it does not open."""


def probe(data: bytes) -> Probe | None:
    """Return what *data* is, or None when it is no known image, video or audio.

    Sides and lengths need the extra "media" (Pillow and MediaInfo); without it, and of a damaged file, they are 0.
    """
    name = filetype.detect(data[: filetype.HEAD_BYTES]) or ""
    plain = _plain(name)
    if plain is None:
        return None
    try:
        found = media.probe(
            Upload(name="", content_type="", bytes=len(data), format=name, open=lambda: io.BytesIO(data))
        )
    except InvalidRequest:
        return attrs.evolve(plain, bytes=len(data))
    return Probe(
        media_type="audio" if found.kind == "audio" else plain.media_type,
        content_type=_NAMED.get(found.format or name, filetype.MIME[found.format or name]),
        seconds=found.seconds or 0,
        width=found.width or 0,
        height=found.height or 0,
        bytes=len(data),
    )


def own_file(call: Call, url: str) -> Probe | None:
    """Read a file that the sandbox itself serves at *url*, on whatever port; None for foreign links."""
    path = unquote(urlsplit(url).path)
    mine = call.engine.files.read(path.removeprefix("/media/"), now=call.now) if path.startswith("/media/") else None
    return probe(mine[1]) if mine else None


def probe_link(url: str) -> Probe | None:
    """Judge a foreign link by the ending of its path."""
    plain = _plain(filetype.format_of_extension(urlsplit(url).path.rpartition(".")[2].lower()) or "")
    return attrs.evolve(ASSUMED[plain.media_type], content_type=plain.content_type) if plain else None


def _plain(name: str) -> Probe | None:
    kinds = filetype.KINDS.get(name, frozenset())
    kind: MediaType | None = next((kind for kind in ("video", "image", "audio") if kind in kinds), None)
    return Probe(media_type=kind, content_type=_NAMED.get(name, filetype.MIME[name])) if kind else None
