"""Locks on files, which end with the process that holds them, however it ends: on a part file, or as a sign of life.

A process holds such a file beside each ledger; by it others know whether somebody is still at
work on a call that has no verdict yet.
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
from typing import IO, Any

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_MACHINE = hashlib.blake2b(socket.gethostname().encode("utf-8", "replace"), digest_size=4).hexdigest()
_here: set[str] = set()
"""Names of this very process, of all its ledgers."""
_at_work: dict[str, str] = {}
"""Intents that a caller in this process is at work on, with the token under which they were written."""

if sys.platform == "win32":
    import msvcrt

    def take(number: int, *, shared: bool = False) -> bool:
        """Lock an open file by its descriptor; False while somebody else has it. Windows knows no shared locks."""
        del shared
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def take(number: int, *, shared: bool = False) -> bool:
        """Lock an open file by its descriptor; False while somebody else has it, shared ones apart.

        Raises:
            OSError: the file system knows no locks, as some network file systems.
        """
        try:
            fcntl.flock(number, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
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
        file = os.fdopen(os.open(path, _FLAGS, mode), "r+b", buffering=0)
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


# -- Who is at work on a call --------------------------------------------------------------------------------


class Owners:
    """This process's name in a ledger, and who of the others lives."""

    def __init__(self, token: str) -> None:
        self.token = token
        """The name, as rows carry it."""
        _here.add(token)
        _all.add(self)

    def is_alive(self, token: str) -> bool:
        """Return whether the process that wrote a row still runs; True where that cannot be told."""
        return token in _here or (bool(token) and self._lives(token))

    def is_at_work(self, token: str, intent: str) -> bool:
        """Return whether somebody is at work on a call: a caller of this process, or another process that lives."""
        return intent in _at_work if token in _here else self.is_alive(token)

    def elsewhere(self) -> list[str]:
        """List processes that live and write another file, which had the ledger's name; their calls are not here."""
        return []

    def renew(self) -> None:
        """Make sure that others still see this process alive; before a call leaves."""

    def release(self) -> None:
        """Release the name; while callers are at work under it, only with the first release after that."""
        _released.append(self)
        for owners in list(_released):
            if owners.token not in _at_work.values():
                _released.remove(owners)
                owners.end()

    def end(self) -> None:
        """Let others see that nobody has this name any more."""
        _here.discard(self.token)

    def _lives(self, token: str) -> bool:
        """Return whether another process still runs."""
        raise NotImplementedError

    def after_fork_in_child(self) -> None:
        """Let the name be: it is the parent's."""
        raise NotImplementedError


class ProcessLocks(Owners):
    """A locked file per process, in a folder beside the ledger; without a folder nobody else can write it.

    The kernel drops the lock at the process's death.
    """

    def __init__(self, folder: Path | None, *, file_number: int = 0) -> None:
        """Make this process's file; *file_number* tells the ledger's file from others that had its name."""
        super().__init__(f"{os.getpid()}-{_MACHINE}-{file_number:x}-{uuid.uuid4().hex[:12]}")
        self._folder = folder
        self._mark: IO[bytes] | None = None
        self._elsewhere: list[str] = []
        if folder is not None:
            folder.mkdir(mode=0o700, exist_ok=True)
            self._mark = open_exclusive(folder / self.token, mode=0o600)
            self._elsewhere = [each.name for each in folder.iterdir() if _is_elsewhere(each.name, file_number)]
        self._end = weakref.finalize(self, _remove, folder and folder / self.token, self._mark)

    def _lives(self, token: str) -> bool:
        if self._folder is None:
            return False
        try:
            with (self._folder / token).open("r+b") as mark:  # it stays there, for the next who asks
                return not take(mark.fileno(), shared=True)
        except FileNotFoundError:
            # It was released, or somebody removed the folder, which must not make a living process look dead.
            return _runs(token)
        except OSError:
            return True

    def elsewhere(self) -> list[str]:
        self._elsewhere = [token for token in self._elsewhere if self.is_alive(token)]
        return [token.partition("-")[0] for token in self._elsewhere]

    def end(self) -> None:
        super().end()
        _ = self._end()

    def after_fork_in_child(self) -> None:
        _ = self._end.detach()
        if self._mark is not None:
            self._mark.close()


_all: weakref.WeakSet[Owners] = weakref.WeakSet()
_released: list[Owners] = []
"""Names that were given up while callers were at work under them."""


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


def _remove(path: Path | None, mark: IO[bytes] | None) -> None:
    if mark is not None and path is not None:
        with contextlib.suppress(OSError):
            path.unlink()
        mark.close()


def _is_elsewhere(token: str, file_number: int) -> bool:
    words = token.split("-")
    is_whole = len(words) == 4  # noqa: PLR2004 - as it is written
    return is_whole and words[1] == _MACHINE and words[2] != f"{file_number:x}"


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
