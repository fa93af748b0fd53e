"""The part file beside a target: what came so far, written and hashed on one thread; asks no server anything."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import attrs

from reelscore.downloads import filenames
from reelscore.errors import DownloadError
from reelscore.ledger import file_lock
from reelscore.results import AssetKind
from reelscore.uploads import filetype

CHUNK_BYTES = 1 << 20
"""How much is written and hashed at once."""

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


@attrs.frozen(kw_only=True)
class FileIdentity:
    """What a part is a part of: enough to ask a server for the rest of the same file."""

    url: str = ""
    """Without its query, which may hold a signature."""
    etag: str = ""
    """Strong entity tag with its quotes; empty where the server gave none or a weak one."""
    modified: str = ""
    """Last-Modified as it came."""
    length: int | None = None
    """Bytes of the whole file; None where the server does not say."""

    @property
    def validator(self) -> str:
        """What If-Range carries; empty where nothing can prove that the file is still the same."""
        return self.etag or self.modified


@attrs.frozen(kw_only=True)
class DownloadedFile:
    """A file that is whole and on disk."""

    path: Path
    bytes: int
    sha256: str
    """Of the whole file, in hexadecimal digits."""
    resumed: int = 0
    """Bytes that an earlier call had brought already."""


class PartialFile:
    """A file on its way. One thread at a time may call its methods; ``digest`` and ``sync`` may each run beside ``write``."""

    def __init__(self, target: Path, *, kind: AssetKind | None = None, overwrite: bool = False) -> None:
        self.target = target
        self.mark = FileIdentity()
        self.size = 0
        """Bytes that are here, in order and without a hole."""
        self.resumed = 0
        self._kind: AssetKind | None = kind
        self._overwrite = overwrite
        self._path = filenames.part_path(target)
        self._state = filenames.state_path(self._path)
        self._file: Any = None
        self._hash: Any = hashlib.sha256()
        self._hashed = 0

    def open(self) -> None:
        """Take the part for this process and read what an earlier one left.

        Raises:
            DownloadError: the target exists and may not be replaced, or another download of it is under way.
        """
        with self._on_disk():
            self._refuse_existing()
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._file = file_lock.open_exclusive(self._path)
        if self._file is None:
            raise DownloadError(f"{self.target} is being downloaded already; wait for it, or choose another name")
        with self._on_disk():
            self.mark, self.size = _read_state(self._state), os.fstat(self._file.fileno()).st_size
        if not self.mark.validator or (self.mark.length is not None and self.size > self.mark.length):
            self.forget()
        self.resumed = self.size

    def begin(self, start: int, *, mark: FileIdentity) -> None:
        """Make ready for bytes from *start*: 0, or as many as are here.

        Raises:
            DownloadError: the disk has too little room for the rest.
        """
        self._refuse_lack_of_room((mark.length or start) - start)
        with self._on_disk():
            if start != self.size:
                self._empty()
            self.mark = mark
            _write_state(self._state, mark)
            self._hash_to(start)

    def write(self, offset: int, data: bytes | memoryview) -> None:
        """Append bytes whose place is *offset*; those that would leave a hole are let go.

        Raises:
            DownloadError: the disk is full, or the first bytes are no file of the wanted kind.
        """
        if offset != self.size:
            return
        if offset == 0:
            self._refuse_wrong_type(bytes(data[: filetype.HEAD_BYTES]))
        with self._on_disk():
            self._append(memoryview(data))

    def digest(self, offset: int, data: bytes | memoryview) -> None:
        """Hash bytes whose place is *offset*; on another thread than ``write``, in the same order."""
        if offset == self._hashed:
            self._hash.update(data)
            self._hashed += len(data)

    def sync(self) -> None:
        """Bring what is written so far from the system's cache to the disk.

        Raises:
            DownloadError: the disk did not take it.
        """
        with self._on_disk():
            os.fsync(self._file.fileno())

    def finish(self) -> DownloadedFile:
        """Put the whole file under its name, durably.

        Raises:
            DownloadError: nothing came, the file is of the wrong type, or its name was taken meanwhile.
        """
        with self._on_disk():
            self._hash_to(self.size)
            self._file.seek(0)
            self._refuse_wrong_type(self._file.read(filetype.HEAD_BYTES))
            self._file.seek(0, os.SEEK_END)
            os.fsync(self._file.fileno())
            self._publish()
        return DownloadedFile(path=self.target, bytes=self.size, sha256=self._hash.hexdigest(), resumed=self.resumed)

    def forget(self) -> None:
        """Let go of what is here; the next byte is the first."""
        with self._on_disk():
            self._empty()

    def close(self) -> None:
        """Give the part free; what is here stays for the next call, an empty part goes."""
        if self._file is None:
            return
        if self.size == 0:
            self._remove()
        self._file.close()
        self._file = None

    def _empty(self) -> None:
        self._file.truncate(0)
        self._file.seek(0)
        self._state.unlink(missing_ok=True)
        self.mark, self.size, self.resumed = FileIdentity(), 0, 0
        self._hash, self._hashed = hashlib.sha256(), 0

    def _remove(self) -> None:
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
            self._state.unlink(missing_ok=True)

    def _hash_to(self, size: int) -> None:
        # What this call brought is hashed already; what an earlier one left is read once, when it is sure to be used.
        self._file.seek(self._hashed)
        while self._hashed < size:
            data = self._file.read(min(CHUNK_BYTES, size - self._hashed))
            self._hash.update(data)
            self._hashed += len(data)

    def _append(self, data: memoryview) -> None:
        # An unbuffered file may take less than all, as it does just before the disk is full.
        while data:
            taken = self._file.write(data)
            self.size += taken
            data = data[taken:]

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

    def _refuse_existing(self) -> None:
        if self.target.is_dir():
            raise DownloadError(f"{self.target} is a folder; name the file")
        if not self._overwrite and os.path.lexists(self.target):
            raise FileExistsError(errno.EEXIST, "exists", str(self.target))

    def _refuse_wrong_type(self, head: bytes) -> None:
        found = _wrong_type(head, kind=self._kind, suffix=self.target.suffix)
        if found:
            self._empty()
            raise DownloadError(f"{self.target.name}: {found}; nothing was saved")

    def _refuse_lack_of_room(self, needed: int) -> None:
        free = shutil.disk_usage(self.target.parent).free
        if needed > free:
            raise DownloadError(self._no_room(f"{needed} bytes are missing and {free} are free"))

    def _no_room(self, why: str) -> str:
        kept = f"the {self.size} bytes that came are kept, the next call goes on from there"
        return (
            f"{self.target.parent} has no room for {self.target.name} ({why}); free some space and call again: {kept}"
        )

    @contextmanager
    def _on_disk(self) -> Generator[None]:
        try:
            yield
        except FileExistsError as error:
            raise DownloadError(f"{self.target} exists; ask for overwrite=True or choose another name") from error
        except OSError as error:
            words = self._no_room(error.strerror or "full") if error.errno in _FULL else f"{self.target}: {error}"
            raise DownloadError(words) from error


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
        part.unlink()


def _sync_folder(folder: Path) -> None:
    # Windows opens no folders; elsewhere the new name is on disk only when its folder is.
    with suppress(PermissionError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _read_state(path: Path) -> FileIdentity:
    try:
        mark = FileIdentity(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return FileIdentity()
    texts = (mark.url, mark.etag, mark.modified)
    return (
        mark if all(isinstance(text, str) for text in texts) and isinstance(mark.length, int | None) else FileIdentity()
    )


def _write_state(path: Path, mark: FileIdentity) -> None:
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(json.dumps(attrs.asdict(mark)))
    fresh.replace(path)
