"""The account of kie.ai: credits left, links, and three ways to upload a file, which sunoapi.org has too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, ClassVar, Literal, TypeVar

import attrs

from reelscore._attrs import frozen
from reelscore.effects import HttpCall
from reelscore.kie.results import CreditsLeft, DirectLink, UploadedFile
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info
from reelscore.uploads.source import open_source
from reelscore.vendors.coercion import after, decimal, fields, first, integer, moment, text, url
from reelscore.vendors.wire import WireClient

L = TypeVar("L", bound=DirectLink)
U = TypeVar("U", bound=UploadedFile)
WAYS = {"file_stream_upload": "stream", "file_base64_upload": "base64", "file_url_upload": "url"}
"""The vendors' words for the three calls."""
_CALLS = {"stream": "files.upload_file_stream", "base64": "files.upload_file_base_64", "url": "files.upload_file_url"}
_LIVE = timedelta(hours=24)
"""The newest text says 24 hours, older pages 3 days."""


def as_sent(value: Any) -> Any:
    """Return what is sent as it stands where a URL belongs; None for a file that is to be uploaded."""
    return value if isinstance(value, str) and ("://" in value or not value) else None


@frozen(kw_only=True, slots=False)
class UploadFields(JsonObject):
    """What the upload of each host has beside the fields of its specification."""

    sample: ClassVar[Mapping[str, Any]] = {
        "file_url": "https://example.com/film.mp4",
        "base64_data": "aGVsbG8=",
        "file": b"ID3",
        "upload_path": "reelscore",
    }

    way: Literal["stream", "base64", "url"] | None = attrs.field(
        default=None, metadata=field_info("which of the three calls; follows from what is given", local=True)
    )

    def derived(self: Any) -> Mapping[str, Any]:
        """Derive which call it is, and where the file goes when nothing is said."""
        way = "url" if self.file_url else "base64" if self.base64_data else "stream"
        return {"way": way} if self._vendor_shaped else {"way": way, "upload_path": "reelscore"}


def upload_call(request: Any, client: WireClient) -> HttpCall:
    """Build the call of an upload by a vendor's generated client; a file is opened anew for each try."""
    body = {name: value for name, value in request.to_wire().items() if name != "file"}
    way = request.way or request.derived()["way"]
    call = attrs.evolve(client.call(_CALLS[way], body), base="upload")
    if way != "stream":
        return call
    part = open_source(request.file, kind="any", field="file").part()
    return attrs.evolve(call, file=attrs.evolve(part, file_name=request.file_name or part.file_name))


def credits_left(data: Any) -> CreditsLeft:
    """Read a balance: a bare number, or an object around one."""
    left = first(fields(data), "credits", "credit", read=decimal) if isinstance(data, Mapping) else decimal(data)
    return CreditsLeft(credits=left, raw=data)


def direct_link(data: Any, kind: Callable[..., L]) -> L:
    """Read a link into a result of *kind*."""
    return kind(url=url(data), raw=data)


def uploaded(data: Any, kind: Callable[..., U]) -> U:
    """Read the answer to an upload into a result of *kind*; only its URL is on all pages."""
    found = fields(data)
    made = found.get("uploaded_at") or found.get("upload_time")
    return kind(
        url=first(found, "download_url", "file_url", read=url) or "",
        name=text(found.get("file_name")),
        bytes=integer(found.get("file_size")),
        media_type=text(found.get("mime_type")),
        expires=moment(found.get("expires_at")) or after(made, _LIVE),
        raw=data,
    )
