"""Whether somebody is still at work on a call: its process lives, and in this process its caller has not gone.

Each process holds a lock on a small file beside the ledger; the kernel drops it at the process's death.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
import sys
import uuid
import weakref
from collections.abc import Generator
from pathlib import Path
from typing import IO, Protocol

from reelscore.ledger import file_lock

_MACHINE = hashlib.blake2b(socket.gethostname().encode("utf-8", "replace"), digest_size=4).hexdigest()
_here: set[str] = set()
"""Tokens of this very process, of all its ledgers."""
_at_work: dict[str, str] = {}
"""Intents that a caller in this process is at work on, with the token under which they were written."""


class Owners(Protocol):
    """Tells which writers of a ledger still live."""

    token: str
    """Names this process in the rows that it writes."""

    def is_alive(self, token: str) -> bool:
        """Return whether the process that wrote a row still runs."""
        ...

    def release(self) -> None:
        """End this process's work with the ledger."""
        ...


class ProcessLocks:
    """A locked file per process, in a folder beside the ledger; without a folder nobody else can write it."""

    def __init__(self, folder: Path | None) -> None:
        self.token = f"{os.getpid()}-{_MACHINE}-{uuid.uuid4().hex[:12]}"
        self._folder = folder
        self._mark: IO[bytes] | None = None
        if folder is not None:
            folder.mkdir(mode=0o700, exist_ok=True)
            self._mark = file_lock.open_exclusive(folder / self.token, mode=0o600)
        _here.add(self.token)
        _all.add(self)
        self._end = weakref.finalize(self, _release, self.token, folder=folder, mark=self._mark)

    def is_alive(self, token: str) -> bool:
        """Return whether the process that wrote a row still runs; True where that cannot be told."""
        if token in _here:
            return True
        if not token or self._folder is None:
            return False
        path = self._folder / token
        try:
            with path.open("r+b") as mark:
                if not file_lock.take(mark.fileno()):
                    return True
        except FileNotFoundError:
            # It was released, or somebody removed the folder, which must not make a living process look dead.
            return _runs(token)
        except OSError:
            return True
        with contextlib.suppress(OSError):
            path.unlink()
        return False

    def release(self) -> None:
        """Take the file away, unless callers are still at work under its name."""
        if self.token not in _at_work.values():
            _ = self._end()

    def after_fork_in_child(self) -> None:
        """Close the file without giving its lock up: it is the parent's."""
        _ = self._end.detach()
        if self._mark is not None:
            self._mark.close()


_all: weakref.WeakSet[ProcessLocks] = weakref.WeakSet()


@contextlib.contextmanager
def at_work(intent: str) -> Generator[None]:
    """Be the caller of a paid call: when this block ends, however it ends, nobody in this process is at it any more.

    Its row, where it is still an intent then, is in doubt, and ``recover()`` of this process may take it.
    """
    try:
        yield
    finally:
        end_work(intent)


def begin_work(intent: str, token: str) -> None:
    """Note that a caller of this process is at work on a call."""
    _at_work[intent] = token


def end_work(intent: str) -> None:
    """Note that nobody in this process is at work on a call."""
    _ = _at_work.pop(intent, None)


def is_at_work(owners: Owners, token: str, *, intent: str) -> bool:
    """Return whether somebody is at work on a call: a caller of this process, or another process that lives."""
    return intent in _at_work if token in _here else owners.is_alive(token)


def _release(token: str, *, folder: Path | None, mark: IO[bytes] | None) -> None:
    _here.discard(token)
    if mark is not None and folder is not None:
        with contextlib.suppress(OSError):
            (folder / token).unlink()
        mark.close()


def _runs(token: str) -> bool:
    pid, _, rest = token.partition("-")
    if sys.platform == "win32" or not rest.startswith(f"{_MACHINE}-") or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _after_fork_in_child() -> None:
    for locks in list(_all):
        locks.after_fork_in_child()
    _here.clear()
    _at_work.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
