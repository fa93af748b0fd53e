"""The pieces of a gallery: which file of a task is shown with which cover, and why one is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from reelscore.cli import documents
from reelscore.ledger.records import CallRecord
from reelscore.uploads.filetype import HEAD_BYTES, MIME, detect

_KINDS = ("video/", "audio/", "image/")


@attrs.frozen(kw_only=True)
class Media:
    """A file that is on disk."""

    path: Path
    mime: str
    sha256: str = ""
    held: bool = True
    """Whether the page holds it; a file may be too large for that."""


@attrs.frozen(kw_only=True)
class Page:
    """One card."""

    row: CallRecord
    title: str
    media: Media | None = None
    cover: Media | None = None
    of: int = 1
    """How many cards its task has; the price is for all of them."""
    why: str = ""
    """What stands where a player would."""


def pieces(row: CallRecord, *, most: int) -> Iterator[Page]:
    """The cards of a task: one per file that can be played, or one that says how to get it.

    Args:
        row: a task that has succeeded.
        most: bytes up to which a file is held by the page.
    """
    found = [media for file in row.files if (media := _media(file, most=most)) is not None]
    pictures = {media.path.stem: media for media in found if media.mime.startswith("image/")}
    shown = [media for media in found if not media.mime.startswith("image/")] or found
    if not shown:
        yield Page(row=row, title=title(row), why=_absent(row))
    for media in shown:
        cover = pictures.get(media.path.stem) if media.mime.startswith("audio/") else None
        why = "" if media.held else f"larger than the page may hold: {media.path}"
        yield Page(row=row, title=title(row), media=media, cover=cover, of=len(shown), why=why)


def title(row: CallRecord) -> str:
    prompt = str(row.request.get("prompt") or "").strip().partition("\n")[0]
    return str(row.request.get("title") or prompt[:80] or row.operation.replace("_", " "))


def _media(file: Mapping[str, Any], *, most: int) -> Media | None:
    path = Path(str(file.get("path", "")))
    try:
        with path.open("rb") as source:
            head = source.read(HEAD_BYTES)
        size = path.stat().st_size
    except (OSError, ValueError):
        return None
    mime = MIME.get(detect(head) or "", "")
    if not mime.startswith(_KINDS):
        return None
    return Media(path=path, mime=mime, sha256=str(file.get("sha256", "")), held=size <= most)


def _absent(row: CallRecord) -> str:
    if row.files:
        return f"no longer at {row.files[0].get('path')}"
    return f"not saved: reelscore save {documents.ref(row)}"
