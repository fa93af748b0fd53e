"""Fingerprints of the files that a request holds, so that the same path with other content is another request.

Reads whole files: blocking clients do it where they stand, async ones in a thread. What is hashed is what lies there
before the upload; a file that is rewritten between the two is noticed by nobody. A stream that cannot seek can be read
only once, by its upload: it counts by its name.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import IO, Any

from reelscore.requests.request import files_in

_PIECE = 1 << 20


def file_fingerprints(request: Any) -> dict[str, str]:
    """Size and SHA-256 of each file of a request, by the place where it stands; without what cannot be read."""
    prints = ((place, _print(value)) for place, value in files_in(request))
    return {place: print_ for place, print_ in prints if print_}


def _print(value: Any) -> str:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return f"{len(value)} {hashlib.sha256(value).hexdigest()}"
    try:
        if not hasattr(value, "read"):
            path = Path(value).expanduser()
            if not path.is_file():  # a pipe, say
                return ""
            with path.open("rb") as file:
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
