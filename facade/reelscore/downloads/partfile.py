"""The part file beside a target: what came so far, under a lock, until it is whole; asks no server anything.

Parts and their state files are 0600, because a state names a private URL; a finished file follows the umask.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import attrs

from reelscore.downloads import completeness
from reelscore.downloads.http_range import FileIdentity
from reelscore.errors import DownloadError
from reelscore.ledger import file_lock
from reelscore.results import AssetKind
from reelscore.uploads import filenames, filetype

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_FLUSH_BYTES = 16 << 20


@attrs.frozen(kw_only=True)
class DownloadedFile:
    """A file that is whole and on disk."""

    url: str
    """Of the asset, as the vendor told."""
    path: Path
    bytes: int
    sha256: str
    """Of the whole file, in hexadecimal digits."""
    resumed: int = 0
    """Bytes that an earlier call had brought already."""


class PartialFile:
    """A file on its way; one thread at a time may call its methods, and none but ``close`` after one that failed."""

    def __init__(self, target: Path, *, kind: AssetKind | None = None, overwrite: bool = False) -> None:
        self.target = target
        self.identity = FileIdentity()
        self.size = 0
        """Bytes that are here, in order and without a hole."""
        self.resumed = 0
        self._kind: AssetKind | None = kind
        self._overwrite = overwrite
        self._path = filenames.part_path(target)
        self._state = filenames.state_path(self._path)
        self._file: Any = None
        self._hash: Any = None
        """Of all that is here; None until it is sure that what an earlier call left is used."""
        self._flushed = 0

    def open(self) -> None:
        """Take the part for this process and read what an earlier one left.

        Raises:
            DownloadError: the target exists and may not be replaced, or another download of it is under way.
        """
        with self._on_disk():
            refuse_existing(self.target, overwrite=self._overwrite)
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._file = _open_exclusive(self._path)
            if self._file is None:
                raise DownloadError(f"{self.target} is being downloaded already; wait for it, or choose another name")
            found = os.fstat(self._file.fileno())
            self.identity, self.size = _read_state(self._state, inode=found.st_ino), found.st_size
            if not self.identity.validator or (self.identity.length is not None and self.size > self.identity.length):
                self._empty()
            self.resumed = self.size

    def begin(self, start: int, *, identity: FileIdentity) -> None:
        """Make ready for bytes from *start*: 0, or as many as are here.

        Raises:
            DownloadError: the disk has too little room for the rest.
        """
        needed, free = (identity.length or start) - start, shutil.disk_usage(self.target.parent).free
        if needed > free:
            raise DownloadError(self._no_room(f"{needed} bytes are missing and {free} are free"))
        with self._on_disk():
            if start != self.size:
                self._empty()
            self.identity = identity
            _write_state(self._state, identity, inode=os.fstat(self._file.fileno()).st_ino)
            self._hash_what_is_here()
            self._file.seek(start)

    def write(self, data: bytes) -> None:
        """Append and hash.

        Raises:
            DownloadError: the disk is full, or the first bytes are no file of the wanted kind.
        """
        if self.size == 0 and len(data) >= filetype.HEAD_BYTES:
            self._refuse_wrong_type(data)
        with self._on_disk():
            rest = memoryview(data)
            # An unbuffered file may take less than all, as it does just before the disk is full.
            while rest:
                taken = self._file.write(rest)
                self._hash.update(rest[:taken])
                self.size, rest = self.size + taken, rest[taken:]
        if self.size - self._flushed >= _FLUSH_BYTES and hasattr(os, "posix_fadvise"):
            # Linux begins to write what it is told will not be needed; fsync then finds little left to wait for.
            with suppress(OSError):
                number, advice = self._file.fileno(), os.POSIX_FADV_DONTNEED
                os.posix_fadvise(number, self._flushed, self.size - self._flushed, advice)
            self._flushed = self.size

    def is_complete(self, seconds: float | None) -> bool | None:
        """See ``completeness.is_complete``; DownloadError where it is no file of the wanted kind."""
        with self._on_disk():
            self._refuse_wrong_type(self._head())
            return completeness.is_complete(self._file, seconds=seconds)

    def finish(self, url: str) -> DownloadedFile:
        """Put the whole file under its name, durably.

        Raises:
            DownloadError: nothing came, the file is of the wrong type, or its name was taken meanwhile.
        """
        with self._on_disk():
            self._hash_what_is_here()
            self._refuse_wrong_type(self._head())
            if os.name != "nt":
                os.fchmod(self._file.fileno(), _usual_mode(self._state))
            os.fsync(self._file.fileno())
            self._publish()
        digest = self._hash.hexdigest()
        return DownloadedFile(url=url, path=self.target, bytes=self.size, sha256=digest, resumed=self.resumed)

    def forget(self) -> None:
        """Let go of what is here; the next byte is the first."""
        with self._on_disk():
            self._empty()

    def close(self) -> None:
        """Give the part free; what is here stays for the next call, an empty part goes."""
        if self._file is None:
            return
        if self.size == 0:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
                self._state.unlink(missing_ok=True)
        self._file.close()
        self._file = None

    def _empty(self) -> None:
        self._file.truncate(0)
        self._state.unlink(missing_ok=True)
        self.identity, self.size, self.resumed = FileIdentity(), 0, 0
        self._hash, self._flushed = hashlib.sha256(), 0

    def _hash_what_is_here(self) -> None:
        if self._hash is None:
            self._file.seek(0)
            self._hash = hashlib.file_digest(self._file, "sha256")

    def _head(self) -> bytes:
        self._file.seek(0)
        return bytes(self._file.read(filetype.HEAD_BYTES))

    def _publish(self) -> None:
        if os.name == "nt":
            self._file.close()
        if self._overwrite:
            self._path.replace(self.target)
        else:
            _rename_to_new(self._path, self.target)
        self._state.unlink(missing_ok=True)
        _sync_folder(self.target.parent)
        self._file.close()
        self._file = None

    def _refuse_wrong_type(self, head: bytes) -> None:
        if found := _wrong_type(head[: filetype.HEAD_BYTES], kind=self._kind, suffix=self.target.suffix):
            self._empty()
            raise DownloadError(f"{self.target.name}: {found}; nothing was saved")

    def _no_room(self, why: str) -> str:
        kept = f"the {self.size} bytes that came are kept, the next call goes on from there"
        where = f"{self.target.parent} has no room for {self.target.name} ({why})"
        return f"{where}; free some space and call again: {kept}"

    @contextmanager
    def _on_disk(self) -> Generator[None]:
        try:
            yield
        except FileExistsError as error:
            raise DownloadError(f"{self.target} exists; ask for overwrite=True or choose another name") from error
        except OSError as error:
            words = self._no_room(error.strerror or "full") if error.errno in _FULL else f"{self.target}: {error}"
            raise DownloadError(words) from error


def refuse_existing(target: Path, *, overwrite: bool) -> None:
    """Raise DownloadError where a target cannot take its file: a folder, or a name that is taken."""
    if target.is_dir():
        raise DownloadError(f"{target} is a folder; name the file")
    if not overwrite and os.path.lexists(target):
        raise DownloadError(f"{target} exists; ask for overwrite=True or choose another name")


def _open_exclusive(path: Path) -> Any:
    """The part under a lock; None while somebody else has it. What others put in its place goes first."""
    while True:
        if not _is_ours(path):
            path.unlink(missing_ok=True)
        file = file_lock.open_exclusive(path, mode=0o600)
        if file is None:
            return None
        # A link may have come between the look and the opening.
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), path.lstat()):
                return file
        file.close()


def _is_ours(path: Path) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return True
    return stat.S_ISREG(found.st_mode) and (os.name == "nt" or found.st_uid == os.geteuid())


def _read_state(path: Path, *, inode: int) -> FileIdentity:
    """What this library wrote about the very file that is here; nothing else is believed."""
    try:
        state = json.loads(path.read_text(encoding="utf-8")) if _is_ours(path) else {}
        known = FileIdentity(**state["identity"]) if state["inode"] == inode else FileIdentity()
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return FileIdentity()
    texts = all(isinstance(text, str) for text in (known.url, known.etag, known.modified))
    return known if texts and (known.length is None or type(known.length) is int) else FileIdentity()


def _write_state(path: Path, identity: FileIdentity, *, inode: int) -> None:
    write_private(path, json.dumps({"inode": inode, "identity": attrs.asdict(identity)}))


def write_private(path: Path, text: str) -> None:
    """Write a text file that only its owner can read, whole or not at all."""
    fresh = _fresh(path)
    with os.fdopen(os.open(fresh, _NEW, 0o600), "wb") as file:
        file.write(text.encode("utf-8", "replace"))
    fresh.replace(path)


def _usual_mode(beside: Path) -> int:
    # The umask can only be read by setting it, for all threads; a file that is made shows it.
    probe = _fresh(beside)
    os.close(os.open(probe, _NEW, 0o666))
    mode = stat.S_IMODE(probe.lstat().st_mode)
    probe.unlink()
    return mode


def _fresh(path: Path) -> Path:
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    return fresh


def _wrong_type(head: bytes, *, kind: AssetKind | None, suffix: str) -> str:
    found, promised = filetype.detect(head), filetype.format_of_extension(suffix)
    if not head:
        return "the server sent an empty file"
    if kind is not None:
        return "" if filetype.matches_kind(found, kind) else f"the server sent {_named(found)}, not {kind}"
    if promised is None or (found is None and "audio" in filetype.KINDS[promised]):
        return ""
    if found is not None and filetype.same_family(found, promised):
        return ""
    return f"the server sent {_named(found)}, not {promised}"


def _named(found: str | None) -> str:
    return "a file of no known type" if found is None else f"a file of type {found}"


def _rename_to_new(part: Path, target: Path) -> None:
    # A link fails where the name exists, a rename would replace a file that came meanwhile.
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "exists", str(target)) from None
        part.replace(target)
    else:
        part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    # Windows opens no folders; elsewhere the new name is on disk only when its folder is.
    with suppress(PermissionError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
