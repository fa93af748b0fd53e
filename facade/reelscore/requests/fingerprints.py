"""Fingerprints of the files that a request holds, so that the same path with other content is another request.

Reads whole files: blocking clients do it where they stand, async ones in a thread. What is hashed is what lies there
before the upload; a file that is rewritten between the two is noticed by nobody. A stream that cannot seek can be read
only once, by its upload: it counts by its name.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from reelscore.rules.schema import TypeSchema, media_fields

_PIECE = 1 << 20


def has_files(request: Any) -> bool:
    """Whether a request holds a path, bytes or a file object; a class without such fields costs one look-up."""
    return bool(media_fields(type(request))) and any(True for _ in files_in(request))


def file_fingerprints(request: Any) -> dict[str, str]:
    """Size and SHA-256 of each file of a request, by the place where it stands; without what cannot be read."""
    prints = ((place, _print(value)) for place, value in files_in(request))
    return {place: print_ for place, print_ in prints if print_}


def files_in(part: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every path, bytes or file object of a request, by the place where it stands, such as ``img_ids[1]``."""
    for field in media_fields(type(part)):
        yield from _within(getattr(part, field.name), field.shape, place=f"{place}{field.name}")


def _within(value: Any, shape: TypeSchema, *, place: str) -> Iterator[tuple[str, Any]]:
    if shape.item is not None and isinstance(value, (list, tuple)):
        for index, entry in enumerate(cast("list[Any]", value)):
            yield from _within(entry, shape.item, place=f"{place}[{index}]")
    elif shape.part is not None and isinstance(value, shape.part):
        yield from files_in(value, f"{place}.")
    elif shape.name == "media" and _is_file(value):
        yield place, value
    elif shape.name == "object":
        yield from _anywhere(value, place=place)


def _anywhere(value: Any, *, place: str) -> Iterator[tuple[str, Any]]:
    """Find files in an object of any shape, where a text is a text."""
    if isinstance(value, Mapping):
        for name, entry in value.items():
            yield from _anywhere(entry, place=f"{place}.{name}")
    elif isinstance(value, (list, tuple)):
        for index, entry in enumerate(cast("list[Any]", value)):
            yield from _anywhere(entry, place=f"{place}[{index}]")
    elif not isinstance(value, str) and _is_file(value):
        yield place, value


def _is_file(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value) and "://" not in value and not value.startswith("data:")
    return isinstance(value, (os.PathLike, bytes, bytearray, memoryview)) or hasattr(value, "read")


def _print(value: Any) -> str:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return f"{len(value)} {hashlib.sha256(value).hexdigest()}"
    try:
        if not hasattr(value, "read"):
            with Path(value).expanduser().open("rb") as file:
                return _read(file)
        return _read_again(value)
    except (OSError, RuntimeError, ValueError, TypeError, AttributeError):
        return ""


def _read_again(file: IO[bytes]) -> str:
    """Read a file from its start, as its upload will, and leave it where it was."""
    if not file.seekable():
        return ""
    at = file.tell()
    try:
        _ = file.seek(0)
        return _read(file)
    finally:
        _ = file.seek(at)


def _read(file: IO[bytes]) -> str:
    digest, size = hashlib.sha256(), 0
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return f"{size} {digest.hexdigest()}"
