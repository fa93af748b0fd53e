"""``gallery``: one HTML page of everything that was made, to keep or to share; it asks no network."""

from __future__ import annotations

import base64
import hashlib
import html
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path, PurePosixPath, PureWindowsPath
from string import Template
from typing import IO, Any
from urllib.parse import quote

import attrs

from reelscore.catalog.operations import Misuse
from reelscore.catalog.values import amount, words
from reelscore.cli.commands import PLAN, commands, limit, option
from reelscore.cli.ledger import files_in_order, rows, text_of
from reelscore.cli.money import sum_in_money
from reelscore.cli.output import Output
from reelscore.ledger.budget import SANDBOX
from reelscore.ledger.records import CallRecord
from reelscore.pricing import Sum
from reelscore.uploads.filetype import HEAD_BYTES, MIME, detect

_CHUNK = 3 << 18
"""Bytes that are written as Base64 at once; a multiple of 3."""
_FEW = 24
"""So many files are held by the page when nothing is said; of more, each is linked."""
_SOON = 86_400.0
_KINDS = ("video/", "audio/", "image/")
_PATHS = (PurePosixPath, PureWindowsPath)
_MADE = "role = 'paid' AND state != ''"


def gallery(
    out: Output,
    *,
    page: Path = option(Path("gallery.html"), "--out", "-o", metavar="FILE", help="The page."),
    limit: int = limit(200),
    embed: bool | None = option(
        None, "--embed/--link", help="Put the files into the page, or link them.", show_default=f"up to {_FEW} files"
    ),
    most: int = option(100, "--embed-at-most", metavar="MB", min=0, help="Larger files are named, not held."),
    title: str = option("reelscore gallery", "--title", help="Heading of the page.", show_default=False),
    plan: str | None = PLAN,
) -> int:
    """Write one HTML page of everything you made, with players, words, prompts, prices, expiry; it asks no network.

    The page names no folder of this computer: linked files are found from where the page lies.
    """
    target = page.expanduser()
    if target.is_dir() or not target.parent.is_dir():
        why = "is a folder" if target.is_dir() else f"has no folder {target.parent}"
        raise Misuse(f"{target} {why}", next="name a file with --out, in a folder that is there")
    cards = [card(row) for row in rows(_MADE, limit=limit)]
    many = sum(len(each.media) for each in cards) > _FEW
    embed = not many if embed is None else embed
    place = Place(folder=target.parent, most=most << 20 if embed else None)
    fresh = target.with_name(f".{target.name}.new")
    try:
        with fresh.open("w", encoding="utf-8", errors="replace") as file:
            write(file, cards, place=place, title=title, plan=plan)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    held = sum(place.holds(media) for each in cards for media in each.media)
    size = target.stat().st_size
    out.document({"path": str(target), "tasks": len(cards), "embedded": held, "bytes": size})
    out.line(str(target))
    out.say(f"{len(cards)} task(s), {held} of {sum(len(each.media) for each in cards)} file(s) in the page")
    return 0


@attrs.frozen(kw_only=True)
class Media:
    """A saved file that a browser can show."""

    path: Path
    mime: str
    bytes: int = 0

    @property
    def kind(self) -> str:
        """Video, audio or image."""
        return self.mime.partition("/")[0]


@attrs.frozen(kw_only=True)
class Place:
    """Where a page lies, and which files it holds."""

    folder: Path = Path()
    most: int | None = 100 << 20
    """Bytes up to which a file is held; None links all."""

    def holds(self, media: Media) -> bool:
        """Whether the page holds a file itself."""
        return self.most is not None and media.bytes <= self.most

    def link(self, media: Media) -> str:
        """The address of a linked file, from the page; empty where it has none, as on another drive."""
        try:
            return quote(os.path.relpath(media.path, self.folder).replace(os.sep, "/"))
        except ValueError:
            return ""


@attrs.frozen(kw_only=True)
class Card:
    """A task: its files in order, or its words, or why there are none."""

    row: CallRecord
    media: Sequence[Media] = ()
    covers: Mapping[str, Media] = attrs.field(factory=dict)
    """Cover pictures by the stem of their track's file name."""
    text: str = ""
    why: str = ""
    """What stands where a player would."""

    @property
    def title(self) -> str:
        """The request's title, or how its prompt begins."""
        prompt = str(self.row.request.get("prompt") or "").strip().partition("\n")[0]
        return str(self.row.request.get("title") or prompt[:80] or self.row.operation.replace("_", " "))

    @property
    def kind(self) -> str:
        """By what a person looks for it: video, audio, image, text, failed."""
        if self.media:
            return self.media[0].kind
        return "failed" if self.row.state != "succeeded" else "text" if self.text else "not saved"


def card(row: CallRecord) -> Card:
    """Gather what is there of a task that has ended."""
    # What was saved into two folders has the same name in both, and is shown once.
    by_name = {media.path.name: media for file in files_in_order(row) if (media := _media(file)) is not None}
    found = list(by_name.values())
    covers = {media.path.stem: media for media in found if media.kind == "image"}
    shown = [media for media in found if media.kind != "image"] or found
    text = "" if shown else text_of(row)
    return Card(row=row, media=shown, covers=covers, text=text, why="" if shown or text else _absent(row))


def _media(file: Mapping[str, Any]) -> Media | None:
    path = Path(str(file.get("path", "")))
    try:
        with path.open("rb") as source:
            head = source.read(HEAD_BYTES)
        size = path.stat().st_size
    except (OSError, ValueError):
        return None
    mime = MIME.get(detect(head) or "", "")
    return Media(path=path, mime=mime, bytes=size) if mime.startswith(_KINDS) else None


def _absent(row: CallRecord) -> str:
    if row.state != "succeeded":
        return f"{row.state}: {row.error or row.note or 'the vendor does not say why'}"
    if row.files:
        return f"{Path(str(row.files[0].get('path'))).name} is no longer where it was saved"
    return f"not saved: reelscore save {row.ref}"


def write(
    file: IO[str], cards: Sequence[Card], *, title: str, place: Place | None = None, plan: str | None = None
) -> None:
    """Write the page piece by piece: a long film is never in memory as a whole."""
    parts = files("reelscore.cli")
    head = Template(parts.joinpath("gallery.html").read_text(encoding="utf-8"))
    script = parts.joinpath("gallery.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    summary = html.escape(", ".join([f"{len(cards)} tasks", *_totals(cards, plan), f"{datetime.now(UTC):%Y-%m-%d}"]))
    file.write(head.substitute(title=html.escape(title), summary=summary, digest=f"sha256-{digest}"))
    day = ""
    for each in sorted(cards, key=lambda each: each.row.created, reverse=True):
        if day != (day := _day(each.row)):
            file.write(f'<h2 class="day">{day}</h2>\n')
        price = each.row.charged if each.row.charged is not None else each.row.quoted
        facts = {"kind": each.kind, "host": _host(each.row), "day": day, "time": each.row.created, "price": price or 0}
        told = " ".join(f'data-{name}="{html.escape(str(value))}"' for name, value in facts.items())
        file.write(f"<article {told}>\n")
        _write_media(file, each, place or Place())
        file.write(f'<div class="body">\n{_body(each)}</div>\n</article>\n')
    file.write("" if cards else "<p>Nothing yet: reelscore demo shows how it goes.</p>\n")
    file.write(f"</main>\n<script>{script}</script>\n</body>\n</html>\n")


def _totals(cards: Sequence[Card], plan: str | None) -> Iterator[str]:
    """What each host charged, or quoted where it never says that, in its own unit and, of real money, in money."""
    rows: dict[str, list[CallRecord]] = {}
    for row in (each.row for each in cards if not each.row.refunded):
        rows.setdefault(_host(row), []).append(row)
    for host, found in rows.items():
        charged, quoted = Sum.of(row.charged for row in found), Sum.of(row.quoted for row in found)
        word, told = ("charged", charged) if charged.known else ("quoted", quoted)
        money = "" if host.endswith(SANDBOX) else sum_in_money({host: told.credits}, plan)
        yield f"{host} {word} {told.words()}{f' ({money})' if money else ''}"


def _host(row: CallRecord) -> str:
    return row.host + SANDBOX if row.sandbox else row.host


def _day(row: CallRecord) -> str:
    return f"{datetime.fromtimestamp(row.created, UTC):%Y-%m-%d}"


def _write_media(file: IO[str], card: Card, place: Place) -> None:
    if card.text:
        file.write(f'<pre class="words">{html.escape(card.text)}</pre>\n')
    elif not card.media:
        mark = " failed" if card.kind == "failed" else ""
        file.write(f'<div class="none{mark}">{html.escape(card.why)}</div>\n')
    are_several = len(card.media) > 1 and card.kind == "image"
    file.write('<div class="pictures">\n' if are_several else "")
    for media in card.media:
        cover = card.covers.get(media.path.stem) if media.kind == "audio" else None
        if place.most is not None and not place.holds(media):
            file.write(f'<div class="none">{html.escape(media.path.name)} is larger than the page may hold</div>\n')
        elif media.kind == "audio":
            file.write('<div class="track">')
            if cover is not None:
                _write_source(file, '<img alt="" src="', cover, place, end='">')
            _write_source(file, '<audio controls preload=metadata src="', media, place, end='"></audio></div>\n')
        elif media.kind == "video":
            opening = f'<video controls preload=metadata{_shape(card.row)} src="'
            _write_source(file, opening, media, place, end='"></video>\n')
        else:
            _write_source(file, '<img class="picture" alt="" src="', media, place, end='">\n')
    file.write("</div>\n" if are_several else "")


def _shape(row: CallRecord) -> str:
    """The shape of a clip before its file is read: no card jumps, and none is cropped."""
    found = re.fullmatch(r"([1-9]\d?):([1-9]\d?)", str(row.request.get("aspect_ratio") or ""))
    return f' style="aspect-ratio: {found[1]} / {found[2]}"' if found else ""


def _write_source(file: IO[str], opening: str, media: Media, place: Place, *, end: str) -> None:
    file.write(opening)
    if place.holds(media):
        file.write(f"data:{media.mime};base64,")
        with media.path.open("rb") as source:
            while data := source.read(_CHUNK):
                file.write(base64.b64encode(data).decode("ascii"))
    elif place.most is None:
        file.write(html.escape(place.link(media)))
    file.write(end)


def _body(card: Card) -> str:
    row = card.row
    facts = "".join(f"<span{mark}>{html.escape(text)}</span>" for text, mark in _facts(card))
    prompt = str(row.request.get("prompt") or row.request.get("lyrics") or "")
    more = "".join(f"<dt>{html.escape(name)}</dt><dd>{html.escape(text)}</dd>" for name, text in _details(row).items())
    return (
        f"<h3>{html.escape(card.title)}</h3>\n"
        f'<div class="facts">{facts}</div>\n'
        f"{'' if prompt in ('', card.title) else f'<p class=prompt>{html.escape(prompt)}</p>'}\n"
        f"{_copy('prompt', prompt)}{_copy('words', card.text)}{_copy('id', row.ref)}\n"
        f"<details><summary>Details</summary><dl>{more}</dl></details>\n"
    )


def _copy(what: str, text: str) -> str:
    """A button that copies a text; hidden until the page's script can."""
    return f'<button hidden data-copy="{html.escape(text)}">Copy {what}</button> ' if text else ""


def _facts(card: Card) -> Iterator[tuple[str, str]]:
    row = card.row
    price = row.charged if row.charged is not None else row.quoted
    several = f" for {len(card.media)} files" if len(card.media) > 1 else ""
    yield "refunded" if row.refunded else f"{amount(price)} credits{several}", ' class="price"'
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


def _details(row: CallRecord) -> Mapping[str, str]:
    skipped = {"prompt", "lyrics", "title", "extra"}
    asked = {name: _shared(value) for name, value in row.request.items() if name not in skipped and value is not None}
    return {"id": row.ref, **asked, "quoted": amount(row.quoted), "charged": words(row.charged)}


def _shared(value: Any) -> str:
    """A value of a request as a page that is shared may name it: of a file of this computer only its name."""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_shared, value))
    text = words(value)
    is_path = "\n" not in text and (text.startswith("~/") or any(kind(text).is_absolute() for kind in _PATHS))
    return PureWindowsPath(text).name if is_path else text


COMMANDS = commands(gallery=(gallery, "path tasks embedded bytes"))
