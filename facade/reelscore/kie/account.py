"""What kie.ai and sunoapi.org share: credits left, links, three ways to upload a file, and families that have them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from importlib import import_module
from typing import Any, ClassVar, Literal

import attrs

from reelscore._attrs import frozen
from reelscore.effects import HttpCall
from reelscore.flows.files import FileField, FileUploads
from reelscore.requests.request import JsonObject, Request
from reelscore.rules.schema import field_info
from reelscore.uploads.source import open_source
from reelscore.vendors.coercion import after, decimal, first, integer, moment, text, url
from reelscore.vendors.family import plain_word
from reelscore.vendors.wire import Reader, SpecifiedFamily

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


def _credits_left(kind: Any, found: Mapping[str, Any], raw: Any) -> Any:
    """Read a balance: a bare number, or an object around one."""
    left = first(found, "credits", "credit", read=decimal) if isinstance(raw, Mapping) else decimal(raw)
    return kind(credits=left, raw=raw)


def _direct_link(kind: Any, _found: Mapping[str, Any], raw: Any) -> Any:
    return kind(url=url(raw), raw=raw)


def _uploaded(kind: Any, found: Mapping[str, Any], raw: Any) -> Any:
    """Read the answer to an upload; only its URL is on all pages."""
    made = found.get("uploaded_at") or found.get("upload_time")
    return kind(
        url=first(found, "download_url", "file_url", read=url) or "",
        name=text(found.get("file_name")),
        bytes=integer(found.get("file_size")),
        media_type=text(found.get("mime_type")),
        expires=moment(found.get("expires_at")) or after(made, _LIVE),
        raw=raw,
    )


WORDS = {"credits": "balance", **dict.fromkeys(WAYS, "upload_file")}
"""The vendors' words for operations."""
READERS: Mapping[str, Reader] = {
    "balance": _credits_left,
    "download_url": _direct_link,
    "image_4o_download_url": _direct_link,
    "upload_file": _uploaded,
}


def uploads(requests: str, fields: Mapping[str, FileField]) -> FileUploads:
    """Return how files that stand in the place of URLs are uploaded.

    Args:
        requests: module of the vendor's request classes.
        fields: those that take a file, and what it may be.
    """
    return FileUploads(
        fields=fields,
        as_sent=as_sent,
        request=lambda file: import_module(requests).UploadFile(file=file.value),
        result=lambda uploaded: uploaded.url,
    )


class AccountFamily(SpecifiedFamily):
    """A family with uploads of three ways, each a call of its own."""

    def request(self, op: str, body: Mapping[str, Any]) -> Request[Any]:
        """Read a vendor-shaped JSON body; the word for an upload says which call it is."""
        request = super().request(op, body)
        way = WAYS.get(plain_word(op))
        if way is not None:
            object.__setattr__(request, "way", way)
        return request

    def call(self, request: Request[Any], *, trace_id: str) -> HttpCall:
        """Build the HTTP call of a request; a file to be uploaded is opened anew for each try."""
        if request.operation != "upload_file":
            return super().call(request, trace_id=trace_id)
        asked: Any = request
        body = {name: value for name, value in asked.to_wire().items() if name != "file"}
        way = asked.way or asked.derived()["way"]
        call = attrs.evolve(self.client.call(_CALLS[way], body), base="upload")
        if way != "stream":
            return call
        part = open_source(asked.file, kind="any", field="file").part()
        return attrs.evolve(call, file=attrs.evolve(part, file_name=asked.file_name or part.file_name))
