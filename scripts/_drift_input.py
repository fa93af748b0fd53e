"""Fetch what is to be compared: files, folders, addresses. Bounded, and whatever is wrong becomes a note.

Returned is text; what stands in it is other modules' matter.
"""

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import httpx

LONGEST = 16 * 1024 * 1024
"""Bytes of one page that are looked at; the largest known one has half a megabyte."""
SUFFIXES = frozenset({".md", ".mdx", ".markdown", ".txt", ".yaml", ".yml", ".json", ".html", ".htm"})
IS_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
SECONDS = 20.0


class Source(NamedTuple):
    """One page, as text."""

    name: str
    text: str
    notes: tuple[str, ...] = ()
    """What was odd about it, each a sentence."""


def missing(names: Sequence[str]) -> list[str]:
    """Return the names that are neither address, file nor folder."""
    return [name for name in names if not _is_address(name) and not Path(name).exists()]


def sources(names: Sequence[str]) -> Iterator[Source]:
    """Yield each page; a folder gives its pages by name, sorted."""
    for name in names:
        if _is_address(name):
            yield _from_address(name)
        else:
            path = Path(name)
            yield from map(_from_file, _pages(path) if path.is_dir() else [path])


def _is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def _pages(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def _from_file(path: Path) -> Source:
    try:
        with path.open("rb") as file:
            return source(str(path), file.read(LONGEST + 1))
    except OSError as error:
        return Source(str(path), "", (f"cannot be read: {error.strerror or error}",))


def _from_address(url: str) -> Source:
    try:
        with httpx.stream("GET", url, follow_redirects=True, timeout=SECONDS) as response:
            response.raise_for_status()
            return source(url, _body(response))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Source(url, "", (f"cannot be fetched: {error}".splitlines()[0],))


def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    for part in response.iter_bytes():
        body += part
        if len(body) > LONGEST:
            break
    return bytes(body)


def source(name: str, content: bytes) -> Source:
    """Make text of a page's bytes."""
    notes: list[str] = []
    if len(content) > LONGEST:
        notes.append(f"only the first {LONGEST // 1024 // 1024} MB are read")
    text = _decoded(content[:LONGEST], notes).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if not text.strip():
        notes.append("empty")
    elif IS_HTML.match(text[:2000]):
        notes.append("HTML instead of markdown: its tags were dropped")
        text = _without_tags(text)
    return Source(name, text, tuple(notes))


def _decoded(content: bytes, notes: list[str]) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        notes.append("read as UTF-16")
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start > len(content) - 4:  # cut in the middle of a character
            return content[: error.start].decode("utf-8-sig")
    try:
        text = content.decode("gb18030")
        notes.append("not UTF-8: read as GB 18030")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
        notes.append("not UTF-8: unreadable bytes were replaced")
    return text


def _without_tags(text: str) -> str:
    """Drop scripts, styles and tags; the ends of blocks become line ends. Each pattern runs in linear time."""
    bare = re.sub(r"<(script|style)\b[^>]{0,2000}>", lambda found: f"<{found[1]}>", text, flags=re.IGNORECASE)
    kept = (part.partition(f"</{name}>")[2] if name else part for name, part in _scripts(bare))
    lined = re.sub(r"<(?:br|/p|/div|/li|/tr|/h\d|/pre|/td)\b[^>]{0,200}>", "\n", "".join(kept), flags=re.IGNORECASE)
    return html.unescape(re.sub(r"<[/!a-zA-Z][^<>]{0,5000}>", "", lined))


def _scripts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the text before the first script, then each script's name with what follows its start."""
    parts = re.split(r"<(script|style)>", text, flags=re.IGNORECASE)
    yield "", parts[0]
    for name, part in zip(parts[1::2], parts[2::2], strict=True):
        yield name.lower(), part if f"</{name.lower()}>" in part else ""
