"""What a user gives to be uploaded: path, bytes, file object or URL, looked at before a byte goes out."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias
from urllib.parse import urlsplit

import attrs

from reelscore._attrs import frozen
from reelscore.effects import FilePart
from reelscore.errors import InvalidRequest, Violation
from reelscore.results import AssetKind
from reelscore.uploads import filetype
from reelscore.uploads.filenames import safe_name
from reelscore.vendors import coercion

UploadKind: TypeAlias = Literal["image", "video", "audio", "media", "any"]
"""What a field takes; "media" is video or sound."""

_KINDS: dict[UploadKind, tuple[AssetKind, ...]] = {
    "image": ("image",),
    "video": ("video",),
    "audio": ("audio",),
    "media": ("video", "audio"),
    "any": ("video", "audio", "image", "midi", "text"),
}
_IN_MEMORY_BYTES = 1 << 20
_LONGEST_NAME = 8192
_UNKNOWN_MIME = "application/octet-stream"


class Readable(Protocol):
    """A binary file object; one that cannot seek is copied to a temporary file first."""

    def read(self, size: int = -1, /) -> bytes:
        """Read at most *size* bytes, none at the end."""
        ...


Source: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview | Readable
"""A path, the bytes themselves, a binary file object, or an http or https URL."""


@frozen(kw_only=True)
class Upload:
    """A source that was looked at and can be sent, as often as needed from its first byte."""

    name: str
    """File name without a folder, safe on every system."""
    content_type: str
    """By the first bytes, never by the name."""
    format: str | None = None
    """A key of ``filetype.FORMATS``; None for a URL and for sound that no signature fits."""
    bytes: int | None = None
    """Size; None for a URL."""
    url: str = ""
    """Set for a URL: the vendor fetches it, nothing is read here."""
    open: Callable[[], Any] = attrs.field(default=io.BytesIO, repr=False, eq=False)
    """Gives a binary file object at byte 0; whoever opens it closes it."""

    @property
    def is_url(self) -> bool:
        """Whether the vendor is to fetch it."""
        return bool(self.url)

    def part(self, name: str = "file") -> FilePart:
        """Make the file part of a multipart body under a form field's name."""
        return FilePart(name=name, file_name=self.name, content_type=self.content_type, open=self.open)


def open_source(value: Source, *, kind: UploadKind, field: str) -> Upload:
    """Look at a source without sending anything; of a file only the first 512 bytes are read.

    Args:
        value: what the user gave.
        kind: what the field takes.
        field: facade name of the field, for messages.

    Raises:
        InvalidRequest: the file is missing, a folder, empty, unreadable or of another kind, or the URL is none.
    """
    if isinstance(value, str) and (value[:5].lower() == "data:" or len(value) > _LONGEST_NAME):
        what = f"{value[:30]!r}… ({len(value)} characters)"
        allowed = "a path, an http or https URL, bytes or a file object"
        raise refuse("name", field=field, given=what, allowed=allowed, message=f"{what} is no path and no URL")
    if isinstance(value, str) and "://" in value:
        return _from_url(value, field=field)
    if isinstance(value, (str, os.PathLike)):
        return _from_path(value, kind=kind, field=field)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return _from_bytes(bytes(value), kind=kind, field=field)
    return _from_file(value, kind=kind, field=field)


def refuse(rule: str, *, field: str, given: Any, allowed: str, message: str) -> InvalidRequest:
    """Make the error of a source that cannot be sent; rules are named ``source.<rule>``."""
    words = f"{field}: {message}; allowed is {allowed}"
    return InvalidRequest(
        [Violation(rule=f"source.{rule}", field=field, given=given, allowed=allowed, message=words, source="reelscore")]
    )


def _from_url(value: str, *, field: str) -> Upload:
    if not (coercion.is_address(value) and value.isprintable() and " " not in value):
        allowed = "an http or https URL with a host and without blanks"
        raise refuse(
            "url", field=field, given=value, allowed=allowed, message=f"{value!r} is no URL that can be fetched"
        )
    return Upload(name=safe_name(urlsplit(value).path.rpartition("/")[2]), content_type="", url=value)


def _from_path(value: str | os.PathLike[str], *, kind: UploadKind, field: str) -> Upload:
    given = os.fspath(value)
    try:
        path = Path(given).expanduser()
        if path.exists() and not path.is_file():
            what = "a folder" if path.is_dir() else "a pipe or device, which can be read only once"
            raise refuse("folder", field=field, given=given, allowed="a file", message=f"{given!r} is {what}")
        with path.open("rb") as file:
            head, size = file.read(filetype.HEAD_BYTES), os.fstat(file.fileno()).st_size
    except FileNotFoundError as error:
        message = f"there is no file {given!r}"
        raise refuse("missing", field=field, given=given, allowed="a file that exists", message=message) from error
    except InvalidRequest:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise _unreadable(given, error, field=field) from error
    upload = Upload(name=path.name, content_type="", bytes=size, open=lambda: path.open("rb"))
    return _examined(upload, head, kind=kind, field=field)


def _from_bytes(data: bytes, *, kind: UploadKind, field: str) -> Upload:
    upload = Upload(name="", content_type="", bytes=len(data), open=lambda: io.BytesIO(data))
    return _examined(upload, data[: filetype.HEAD_BYTES], kind=kind, field=field)


def _from_file(given: Any, *, kind: UploadKind, field: str) -> Upload:
    path = getattr(given, "name", "")
    name = Path(path).name if isinstance(path, str) else ""
    try:
        file = given if hasattr(given, "seekable") and given.seekable() else _copy_of(given)
        size = file.seek(0, os.SEEK_END)
        _ = file.seek(0)
        head = _binary(file.read(filetype.HEAD_BYTES))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise _unreadable(name or type(given).__name__, error, field=field) from error
    upload = Upload(name=name, content_type="", bytes=size, open=lambda: _View(file, given))
    return _examined(upload, head, kind=kind, field=field)


_copies: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()
"""Of streams that can be read only once: they are looked at before they are sent."""


def _copy_of(stream: Any) -> Any:
    """Return what a stream gave, kept as long as the stream itself; small things in memory."""
    if stream not in _copies:
        copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the stream
        shutil.copyfileobj(stream, copy, _IN_MEMORY_BYTES)
        _copies[stream] = copy
        _ = weakref.finalize(stream, copy.close)
    return _copies[stream]


def _binary(head: Any) -> bytes:
    if not isinstance(head, bytes):
        raise TypeError("it gives text, open it in binary mode")
    return head


def _examined(upload: Upload, head: bytes, *, kind: UploadKind, field: str) -> Upload:
    given = upload.name or f"{upload.bytes} bytes"
    if not head:
        raise refuse("empty", field=field, given=given, allowed="a file with content", message=f"{given!r} is empty")
    found = filetype.detect(head)
    wanted = " or ".join(_KINDS[kind]) if kind != "any" else f"what {Path(upload.name).suffix!r} says"
    if not any(filetype.matches_kind(found, each) for each in _KINDS[kind]) or _lies(upload.name, found):
        message = f"{given!r} begins like {found or 'no known type of file'}, not like {wanted}"
        raise refuse("type", field=field, given=given, allowed=wanted, message=message)
    extension = "" if Path(upload.name).suffix else _extension(found)
    name = safe_name(upload.name or "upload", extension=extension)
    return attrs.evolve(upload, name=name, format=found, content_type=filetype.MIME.get(found or "", _UNKNOWN_MIME))


def _lies(name: str, found: str | None) -> bool:
    # A jpeg named .png is common and harmless; a page named .mp4 is neither.
    promised = filetype.format_of_extension(Path(name).suffix)
    if promised is None or found is None:
        return False
    return not filetype.KINDS[promised] & filetype.KINDS[found]


def _extension(found: str | None) -> str:
    return {"jpeg": "jpg", "midi": "mid", "text": "txt", None: ""}.get(found, found or "")


def _unreadable(given: str, error: Exception, *, field: str) -> InvalidRequest:
    message = f"{given!r} cannot be read: {getattr(error, 'strerror', None) or error}"
    return refuse("unreadable", field=field, given=given, allowed="a file that this process may read", message=message)


class _View(io.RawIOBase):
    """A second pair of eyes on a file that can seek: has its own place, and closing it leaves the file open."""

    def __init__(self, file: Any, owner: Any) -> None:
        super().__init__()
        self._file, self._at = file, 0
        self._owner = owner
        """The stream that *file* may be the copy of: the copy ends with it."""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at}.get(whence)
        self._at = offset + base if base is not None else self._file.seek(offset, whence)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        _ = self._file.seek(self._at)
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
