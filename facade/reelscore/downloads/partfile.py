"""The part file beside a target: what came so far, under a lock, until it is whole; asks no server anything.

The state file beside a part is 0600, because it names a private URL; a part follows the umask, as its file will.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import attrs

from reelscore._attrs import frozen
from reelscore.downloads import completeness
from reelscore.errors import DownloadError
from reelscore.ledger import locks
from reelscore.results import AssetKind
from reelscore.uploads import filetype

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_FLUSH_BYTES = 16 << 20
_LONGEST_NAME = 255
"""Bytes that file systems take."""


@frozen(kw_only=True)
class FileIdentity:
    """What a part is a part of: enough to ask a server for the rest of the same file."""

    url: str = ""
    """Without its query, which may hold a signature."""
    etag: str = ""
    """Strong entity tag with its quotes; empty where the server gave none or a weak one."""
    modified: str = ""
    """Last-Modified as it came; empty where it is no proof, being as old as the answer."""
    length: int | None = None
    """Bytes of the whole file; None where the server does not say."""

    @property
    def validator(self) -> str:
        """What If-Range carries; empty where nothing can prove that the file is still the same."""
        return self.etag or self.modified


@frozen(kw_only=True)
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


def files_of(saved: Sequence[DownloadedFile]) -> list[dict[str, Any]]:
    """What a ledger keeps of saved files: url, path, bytes and sha256 of each."""
    return [{"url": file.url, "path": str(file.path), "bytes": file.bytes, "sha256": file.sha256} for file in saved]


@frozen(kw_only=True)
class _State:
    """What stands in the state file of a part."""

    inode: int
    identity: FileIdentity
    sha256: str = ""
    """Set once the file is whole; the state stays until it has been recorded that the file is saved."""


class PartialFile:
    """A file on its way; one thread at a time may call its methods, and none but ``close`` after one that failed."""

    def __init__(
        self, target: Path, *, urls: Sequence[str] = ("",), kind: AssetKind | None = None, overwrite: bool = False
    ) -> None:
        self.target = target
        self.urls = urls
        """All that lead to the file, as the vendor told first."""
        self.identity = FileIdentity()
        self.size = 0
        """Bytes that are here, in order and without a hole."""
        self.resumed = 0
        self._kind: AssetKind | None = kind
        self._overwrite = overwrite
        self._path, self._state = part_path(target), state_path(target)
        self._file: Any = None
        self._hash: Any = None
        """Of all that is here; None until it is sure that what an earlier call left is used."""
        self._flushed = 0

    def open(self) -> DownloadedFile | None:
        """Take the part for this process and read what an earlier one left.

        Returns:
            The file, where an earlier call brought it whole and ended before that was recorded; else None.

        Raises:
            DownloadError: the target exists and may not be replaced, or another download of it is under way.
        """
        with self._on_disk():
            refuse_existing(self.target, overwrite=self._overwrite)
            self.target.parent.mkdir(parents=True, exist_ok=True)
            if not _is_ours(self._path):
                self._path.unlink(missing_ok=True)
            self._file = locks.open_exclusive(self._path)
            if self._file is None:
                raise DownloadError(f"{self.target} is being downloaded already; wait for it, or choose another name")
            if not self._overwrite and os.path.lexists(self.target):
                return self._saved_before()
            found = os.fstat(self._file.fileno())
            state = _read_state(self._state)
            if state is not None and state.inode == found.st_ino:
                self.identity, self.size = state.identity, found.st_size
            if not self.identity.validator or (self.identity.length is not None and self.size > self.identity.length):
                self._empty()
            self.resumed = self.size
            return None

    def _saved_before(self) -> DownloadedFile:
        state = _saved_state(self.target)
        with self.target.open("rb") as file:
            digest, size = hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
        if state is None or not self.is_of(state.identity) or state.sha256 != digest:
            raise FileExistsError
        return DownloadedFile(url=self.urls[0], path=self.target, bytes=size, sha256=digest, resumed=size)

    def is_of(self, identity: FileIdentity) -> bool:
        """Whether something is of the file that this part is to become."""
        return identity.url in map(without_query, self.urls)

    def begin(self, start: int, identity: FileIdentity) -> None:
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
            self._write_state()
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

    def finish(self) -> DownloadedFile:
        """Put the whole file under its name, durably.

        Raises:
            DownloadError: nothing came, the file is of the wrong type, or its name was taken meanwhile.
        """
        with self._on_disk():
            self._hash_what_is_here()
            self._refuse_wrong_type(self._head())
            os.fsync(self._file.fileno())
            digest = self._hash.hexdigest()
            self._write_state(digest)
            self._publish()
        return DownloadedFile(url=self.urls[0], path=self.target, bytes=self.size, sha256=digest, resumed=self.resumed)

    def forget(self) -> None:
        """Let go of what is here; the next byte is the first."""
        with self._on_disk():
            self._empty()

    def forget_saved(self) -> None:
        """Remove the last trace of a download that is recorded."""
        with self._on_disk():
            self._state.unlink(missing_ok=True)

    def close(self) -> None:
        """Release the part; what is here stays for the next call, an empty part goes."""
        if self._file is None:
            return
        with suppress(OSError):
            if self.size == 0:
                self._path.unlink(missing_ok=True)
                if _saved_state(self.target) is None:
                    self._state.unlink(missing_ok=True)
        self._file.close()
        self._file = None

    def _empty(self) -> None:
        self._file.truncate(0)
        self._state.unlink(missing_ok=True)
        self.identity, self.size, self.resumed = FileIdentity(), 0, 0
        self._hash, self._flushed = hashlib.sha256(), 0

    def _write_state(self, digest: str = "") -> None:
        state = _State(inode=os.fstat(self._file.fileno()).st_ino, identity=self.identity, sha256=digest)
        write_private(self._state, json.dumps(attrs.asdict(state)))

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


def save_bytes(data: bytes, target: Path, *, kind: AssetKind | None = None, overwrite: bool = False) -> DownloadedFile:
    """Write a file that is in memory, whole or not at all.

    Raises:
        DownloadError: the file exists, or could not be written.
    """
    part = PartialFile(target, kind=kind, overwrite=overwrite)
    try:
        _ = part.open()
        part.begin(0, FileIdentity(length=len(data)))
        part.write(data)
        saved = part.finish()
        part.forget_saved()
        return saved
    finally:
        part.close()


def without_query(url: str) -> str:
    """A URL without what may be a signature."""
    return url.partition("#")[0].partition("?")[0]


def part_path(target: Path) -> Path:
    """Name the hidden file beside the target that holds what came so far."""
    name = f".{target.name}.part"
    if len(f"{name}.json.new".encode(errors="surrogateescape")) > _LONGEST_NAME:
        digest = hashlib.sha256(target.name.encode(errors="surrogateescape")).hexdigest()[:32]
        name = f".{digest}.part"
    return target.with_name(name)


def state_path(target: Path) -> Path:
    """Name the file beside a part that says what it is a part of."""
    part = part_path(target)
    return part.with_name(f"{part.name}.json")


def refuse_existing(target: Path, *, overwrite: bool) -> None:
    """Raise DownloadError where a target cannot take its file: a folder, or a name that is taken by another file."""
    if target.exists() and not target.is_file():
        raise DownloadError(f"{target} is a {'folder' if target.is_dir() else 'pipe or device'}; name the file")
    if not overwrite and os.path.lexists(target) and _saved_state(target) is None:
        raise DownloadError(f"{target} exists; ask for overwrite=True or choose another name")


def _is_ours(path: Path) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return True
    return stat.S_ISREG(found.st_mode) and (os.name == "nt" or found.st_uid == os.geteuid())


def _read_state(path: Path) -> _State | None:
    """What this library wrote about a part; nothing else is believed."""
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if _is_ours(path) else {}
        told["identity"] = FileIdentity(**told["identity"])
        state = _State(**told)
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None
    known = state.identity
    texts = all(isinstance(text, str) for text in (known.url, known.etag, known.modified, state.sha256))
    return state if texts and (known.length is None or type(known.length) is int) else None


def _saved_state(target: Path) -> _State | None:
    """The state of a file that stands whole under its name and has not been recorded; its bytes are not read."""
    state = _read_state(state_path(target))
    with suppress(OSError):
        if state is not None and state.sha256 and _is_ours(target) and target.lstat().st_ino == state.inode:
            return state
    return None


def write_private(path: Path, text: str) -> None:
    """Write a text file that only its owner can read, whole or not at all."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, _NEW, 0o600), "wb") as file:
        file.write(text.encode("utf-8", "replace"))
    fresh.replace(path)


def _wrong_type(head: bytes, *, kind: AssetKind | None, suffix: str) -> str:
    found, promised = filetype.detect(head), filetype.format_of_extension(suffix)
    if not head:
        return "the server sent an empty file"
    wanted = (kind,) if kind else filetype.KINDS.get(promised or "")
    if wanted is None or any(filetype.matches_kind(found, each) for each in wanted):
        return ""
    return f"the server sent a file of {f'type {found}' if found else 'no known type'}, not {kind or promised}"


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
