"""File names: safe ones from titles, and different ones for the files of one folder; touches no disk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath

MOST_BYTES = 200
"""Longest safe name in bytes of UTF-8; file systems take 255, and a part file's name is longer than its target's."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
# Devices that Windows finds in every folder, with any extension.
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])[ ]*(\.|$)", re.IGNORECASE)
_JOINER = "\u200d"
_UNTITLED = "untitled"


def safe_name(title: str, *, extension: str = "") -> str:
    """Make a file name from any text, the same on every system.

    Separators and signs that Windows forbids become "_", invisible characters go, white space is one blank; the name
    never starts with a dot, so it can neither climb nor hide. A safe name stays as it is.

    Args:
        title: any Unicode text, empty and lone surrogates included.
        extension: ending with or without its dot; only its letters and digits are used, at most ten.

    Returns:
        A name of 1 to 200 bytes of UTF-8.

    >>> safe_name("AC/DC: Fox?", extension="mp3")
    'AC_DC_ Fox_.mp3'
    """
    letters = "".join(letter for letter in extension if letter.isascii() and letter.isalnum())[:10]
    ending = f".{letters}" if letters else ""
    stem = title.removesuffix(ending) if ending else title
    return _stable(stem, room=MOST_BYTES - len(ending)) + ending


def distinct_names(names: Iterable[str]) -> tuple[str, ...]:
    """Number equal names, "Fox (2).mp3", so that no file of a folder hides another; case does not count.

    >>> distinct_names(["Fox.mp3", "fox.mp3"])
    ('Fox.mp3', 'fox (2).mp3')
    """
    taken: set[str] = set()
    return tuple(_distinct(name, taken) for name in names)


def _distinct(name: str, taken: set[str]) -> str:
    path, number, found = PurePath(name), 1, name
    while _folded(found) in taken:
        number += 1
        mark = f" ({number})"
        stem = _cut(path.stem, room=MOST_BYTES - len((mark + path.suffix).encode()))
        found = f"{stem}{mark}{path.suffix}"
    taken.add(_folded(found))
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def _stable(title: str, *, room: int) -> str:
    # One round can uncover work for the next: a cut may bare a dot, a removed sign may let two letters compose.
    before, name = None, title
    while name != before:
        before, name = name, _round(name, room=room)
    return name


def _round(name: str, *, room: int) -> str:
    visible = "".join(letter for letter in name if _keeps(letter))
    tidy = " ".join(_FORBIDDEN.sub("_", unicodedata.normalize("NFC", visible)).split())
    bare = _cut(tidy.lstrip(". "), room=room).rstrip(". ") or _UNTITLED
    return _cut(f"_{bare}", room=room) if _RESERVED.match(bare) else bare


def _keeps(letter: str) -> bool:
    # Cc and Cf are controls and marks that turn the reading direction, Cs lone surrogates; emoji need the joiner.
    return letter in {_JOINER, "\t", "\n"} or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _cut(name: str, *, room: int) -> str:
    return name.encode()[:room].decode(errors="ignore")
