"""A file that only one process and one thread write at a time; the lock ends with the process, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_BINARY = getattr(os, "O_BINARY", 0)

if sys.platform == "win32":
    import msvcrt

    def take(number: int) -> bool:
        """Lock an open file by its descriptor; False while somebody else has it."""
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def take(number: int) -> bool:
        """Lock an open file by its descriptor; False while somebody else has it.

        Raises:
            OSError: the file system knows no locks, as some network file systems.
        """
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def open_exclusive(path: Path, *, mode: int = 0o666) -> Any:
    """Open a file for reading and writing, unbuffered, making it if it is missing.

    A child made by fork shares the lock until it closes the file.

    Returns:
        The file at byte 0, its bytes left as they are; None while somebody else has it. Where the file system knows no
        locks it is opened without one.

    Raises:
        OSError: the file cannot be opened or made.
    """
    while True:
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, mode), "r+b", buffering=0)
        if not _take_if_possible(file.fileno()):
            file.close()
            return None
        if _still_named(path, file):
            return file
        file.close()


def _take_if_possible(number: int) -> bool:
    try:
        return take(number)
    except OSError:
        return True


def _still_named(path: Path, file: Any) -> bool:
    # Whoever had it may have renamed it before we had the lock; and a second name means that it was finished but for
    # the removal of this one, so that writing into it would change the finished file.
    try:
        here, found = os.fstat(file.fileno()), path.stat()
    except FileNotFoundError:
        return False
    if (here.st_dev, here.st_ino) != (found.st_dev, found.st_ino):
        return False
    if here.st_nlink > 1:
        path.unlink()
        return False
    return True
