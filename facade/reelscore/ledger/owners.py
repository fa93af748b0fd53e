"""Which processes still live: each holds a lock on a small file beside the ledger, and the kernel drops it at death."""

from __future__ import annotations

import contextlib
import os
import sys
import uuid
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _lock(mark: IO[bytes]) -> None:
        msvcrt.locking(mark.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(mark: IO[bytes]) -> None:
        fcntl.lockf(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)


_here: set[str] = set()
"""Marks of this very process, also of other ledgers and of the same file opened twice: never to be opened to ask."""


class ProcessLocks:
    """This process's mark beside one ledger file, and the question whether another's owner still lives.

    Record locks are used because a child made by fork does not inherit them: a living child must not make its dead
    parent look alive. Such a lock is lost when any handle of the file is closed, so a process never opens its own
    file a second time.
    """

    def __init__(self, folder: Path | None) -> None:
        self.me = f"{os.getpid()}-{uuid.uuid4().hex[:12]}"
        self._folder = folder
        self._mark: IO[bytes] | None = None
        _here.add(self.me)
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._mark = (folder / self.me).open("wb")
            _lock(self._mark)

    def alive(self, owner: str) -> bool:
        """Tell whether the process that wrote a row still runs."""
        if owner in _here and owner.startswith(f"{os.getpid()}-"):
            return True
        if not owner or self._folder is None:
            return False
        path = self._folder / owner
        try:
            with path.open("r+b") as mark:
                _lock(mark)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        with contextlib.suppress(OSError):
            path.unlink()
        return False

    def leave(self) -> None:
        """Take the mark away: this process has ended its work with the ledger."""
        _here.discard(self.me)
        if self._mark is not None and self._folder is not None:
            with contextlib.suppress(OSError):
                (self._folder / self.me).unlink()
            self._mark.close()
            self._mark = None
