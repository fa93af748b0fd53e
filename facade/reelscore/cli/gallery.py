"""``gallery``: one HTML page of everything that was made; it holds the files themselves and asks no network."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import IO, Any

import attrs

from reelscore.catalog.operations import Misuse
from reelscore.catalog.values import amount, words
from reelscore.cli.commands import Common, command, limit, option
from reelscore.cli.ledger import rows
from reelscore.cli.output import Output
from reelscore.ledger.budget import SANDBOX
from reelscore.ledger.records import CallRecord
from reelscore.pricing import Sum
from reelscore.uploads.filetype import HEAD_BYTES, MIME, detect

_CHUNK = 3 << 18
"""Bytes that are written as Base64 at once; a multiple of 3."""
_END = "</main>\n</body>\n</html>\n"
_SOON = 86_400.0
_KINDS = ("video/", "audio/", "image/")


@attrs.frozen(kw_only=True)
class GalleryOptions(Common):
    out: Path = option(Path("gallery.html"), "--out", "-o", metavar="FILE", help="The page.", show_default=True)
    limit: int = limit(200)
    most: int = option(
        100, "--embed-at-most", metavar="MB", min=0, help="Larger files are named, not held.", show_default=True
    )
    title: str = option("reelscore gallery", "--title", help="Heading of the page.", show_default=False)


def gallery(options: GalleryOptions, out: Output) -> int:
    """Write one HTML page of everything you made, with players, covers, prompts, prices, expiry; it asks no network."""
    found = rows("state = 'succeeded' AND urls != '[]'", limit=options.limit)
    pages = [each for row in found for each in pieces(row, most=options.most << 20)]
    target = options.out.expanduser()
    if not target.parent.is_dir():
        raise Misuse(f"{target.parent} is no folder", next="make it, or name another with --out")
    fresh = target.with_name(f".{target.name}.new")
    with fresh.open("w", encoding="utf-8", errors="replace") as file:
        write(file, pages, title=options.title)
    fresh.replace(target)
    embedded = sum(each.media is not None and each.media.held for each in pages)
    if out.json:
        size = target.stat().st_size
        out.document({"path": str(target), "tasks": len(found), "embedded": embedded, "bytes": size})
        return 0
    out.line(str(target))
    out.say(f"{len(found)} task(s), {embedded} of {len(pages)} file(s) in the page")
    return 0


@attrs.frozen(kw_only=True)
class Media:
    path: Path
    mime: str
    sha256: str = ""
    held: bool = True
    """Whether the page holds it; a file may be too large for that."""


@attrs.frozen(kw_only=True)
class Page:
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
    return f"not saved: reelscore save {row.ref}"


def write(file: IO[str], pages: list[Page], *, title: str) -> None:
    """Write the page piece by piece: a long film is never in memory as a whole."""
    made = {each.row.intent: each.row for each in pages if not each.row.refunded}.values()
    sums: dict[str, Sum] = {}
    for row in made:
        sums.setdefault(row.host + SANDBOX if row.sandbox else row.host, Sum()).add(row.charged)
    told = [f"{each.words(f' credits of {host}')} charged" for host, each in sums.items()]
    summary = ", ".join([f"{len(pages)} pieces", *told, f"{datetime.now(UTC):%Y-%m-%d}"])
    head = Template(files("reelscore.cli").joinpath("gallery.html").read_text(encoding="utf-8"))
    file.write(head.substitute(title=html.escape(title), summary=html.escape(summary)))
    for page in pages:
        file.write("<article>\n")
        _write_media(file, page)
        file.write(f'<div class="body">\n{_body(page)}</div>\n</article>\n')
    file.write("" if pages else "<p>Nothing yet: reelscore demo shows how it goes.</p>\n")
    file.write(_END)


def _write_media(file: IO[str], page: Page) -> None:
    if page.cover is not None and page.cover.held:
        file.write('<img class="cover" alt="" src="')
        _write_data(file, page.cover)
        file.write('">\n')
    if page.media is None or not page.media.held:
        file.write(f'<div class="none">{html.escape(page.why)}</div>\n')
        return
    kind = page.media.mime.partition("/")[0]
    opening = {
        "video": "<video controls preload=metadata",
        "audio": "<audio controls",
        "image": '<img class="cover" alt=""',
    }
    file.write(f'{opening.get(kind, "<video controls")} src="')
    _write_data(file, page.media)
    file.write({"video": '"></video>\n', "audio": '"></audio>\n'}.get(kind, '">\n'))


def _write_data(file: IO[str], media: Media) -> None:
    file.write(f"data:{media.mime};base64,")
    with media.path.open("rb") as source:
        while data := source.read(_CHUNK):
            file.write(base64.b64encode(data).decode("ascii"))


def _body(page: Page) -> str:
    row = page.row
    facts = "".join(f"<span{mark}>{html.escape(text)}</span>" for text, mark in _facts(page))
    prompt = html.escape(str(row.request.get("prompt") or row.request.get("lyrics") or ""))
    more = "".join(f"<dt>{html.escape(name)}</dt><dd>{html.escape(text)}</dd>" for name, text in _details(page).items())
    return (
        f"<h2>{html.escape(page.title)}</h2>\n"
        f'<div class="facts">{facts}</div>\n'
        f"{'' if prompt == html.escape(page.title) else f'<p class=prompt>{prompt}</p>'}\n"
        f"<details><summary>Details</summary><dl>{more}</dl></details>\n"
    )


def _facts(page: Page) -> Iterator[tuple[str, str]]:
    row = page.row
    price = row.charged if row.charged is not None else row.quoted
    yield f"{amount(price)} credits{f' for {page.of} files' if page.of > 1 else ''}", ' class="price"'
    if row.model:
        yield row.model, ""
    yield row.operation.replace("_", " "), ""
    if row.sandbox:
        yield "sandbox", ""
    yield f"{datetime.fromtimestamp(row.created, UTC):%Y-%m-%d %H:%M} UTC", ""
    if row.expires is not None:
        left = row.expires - datetime.now(UTC).timestamp()
        day = f"{datetime.fromtimestamp(row.expires, UTC):%Y-%m-%d}"
        yield (f"link gone since {day}" if left < 0 else f"link until {day}"), ' class="gone"' if left < _SOON else ""


def _details(page: Page) -> Mapping[str, str]:
    row = page.row
    skipped = {"prompt", "lyrics", "title", "extra"}
    asked = {name: words(value) for name, value in row.request.items() if name not in skipped and value is not None}
    file = {"file": str(page.media.path), "sha256": page.media.sha256} if page.media else {}
    return {"id": row.ref, **asked, "quoted": amount(row.quoted), "charged": words(row.charged), **file}


COMMANDS = {"gallery": command("gallery", gallery, options=GalleryOptions)}
