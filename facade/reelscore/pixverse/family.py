"""The operations of PixVerse on each of its hosts: how they are called, looked at and read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from reelscore._attrs import frozen
from reelscore.effects import HttpCall
from reelscore.pixverse import reading
from reelscore.pixverse.hosts import PIXVERSE_AI, PIXVERSEAI_CN
from reelscore.pixverse.requests import CLIENT
from reelscore.requests.request import Request
from reelscore.results import Progress
from reelscore.vendors.envelope import EnvelopeFormat
from reelscore.vendors.family import Schedule
from reelscore.vendors.wire import Reader, SpecifiedFamily, WireClient

if TYPE_CHECKING:
    from reelscore.uploads.source import UploadKind

__all__ = ["ON_PIXVERSEAI_CN", "ON_PIXVERSE_AI", "PixVerseFamily"]
_WORDS = {
    "lipsync": "lip_sync",
    "mask": "mask_selection",
    "music_mv": "music_video",
    "image": "image_template",
    "template": "template_video",
    "tts": "speakers",
    "image_upload": "upload_image",
    "media_upload": "upload_media",
}
"""Words of other texts for our operations."""

_FILES = {"upload_image": "image", "upload_media": "file"}
"""The field of an operation that leaves as a file of a form."""
_SCHEDULES = {
    "image_template": Schedule(first=3.0, steps=(3.0,), ceiling=5.0),
    "music_video": Schedule(first=5.0, steps=(5.0,), ceiling=5.0),
    "recreate": Schedule(first=5.0, steps=(5.0,), ceiling=5.0),
    "real_estate": Schedule(first=5.0, steps=(5.0,), ceiling=5.0),
    "*": Schedule(first=5.0, steps=(3.0, 4.0, 5.0), ceiling=5.0),
}
"""Pages of both hosts say: look every 3 to 5 s. A task ends, and is refunded, after 2 h: the schedule's own limit."""


@frozen(kw_only=True)
class PixVerseFamily(SpecifiedFamily):
    """The operations of PixVerse on one of its hosts, which differ in a few rules."""

    client: ClassVar[WireClient] = CLIENT
    requests: ClassVar[str] = "reelscore.pixverse.requests"
    envelope: ClassVar[EnvelopeFormat] = reading.ENVELOPE
    words: ClassVar[Mapping[str, str]] = _WORDS
    usual: ClassVar[str] = "text_to_video"
    schedules: ClassVar[Mapping[str, Schedule]] = _SCHEDULES
    callback_field: ClassVar[str] = "webhook_id"

    vendor: str = "pixverse"

    @property
    def readers(self) -> Mapping[str, Reader]:
        """Readers of operations that are answered at once."""
        from reelscore.pixverse.answers import READERS  # waits for tasks do without

        return READERS

    def request(self, op: str, body: Mapping[str, Any]) -> Request[Any]:
        """Read a vendor-shaped JSON body; never raises on a JSON object."""
        is_older = self.name_of(op) == "speakers" and _is_older_list(body)
        return super().request("tts_speakers" if is_older else op, body)

    def complete(self, request: Request[Any], *, callback_url: str | None) -> Request[Any]:
        """Fill in the client's webhook: PixVerse knows it by an id made in the console, never by an address."""
        is_address = callback_url is not None and "://" in callback_url
        return super().complete(request, callback_url=None if is_address else callback_url)

    def call(self, request: Request[Any], *, trace_id: str) -> HttpCall:
        """Build the HTTP call of a request; a file leaves as part of a form, or as a URL that the vendor fetches."""
        call, name = super().call(request, trace_id=trace_id), _FILES.get(request.operation, "")
        file = getattr(request, name, None) if name else None
        if file is None or _is_address(file):
            return call
        from reelscore.uploads.source import open_source

        kind: UploadKind = "image" if name == "image" else "media"
        return attrs.evolve(call, file=open_source(file, kind=kind, field=name).part(name))

    def _body(self, request: Request[Any]) -> Mapping[str, Any]:
        """Return what a call carries, by the vendor's names."""
        fields, name = request.to_wire(), _FILES.get(request.operation, "")
        file = fields.pop(name, None)
        return {**fields, f"{name}_url": file} if _is_address(file) else fields

    def prepare(self, request: Request[Any], context: Any) -> Any:
        """Upload the files that a request names, as a flow that gives the request with ids."""
        from reelscore.pixverse.files import UPLOADS

        return UPLOADS.upload(request, context)

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        """Read a polling answer; never raises."""
        return reading.poll(payload, family=self._answer_type(op), context=self._context(op, is_poll=True))

    def _delivered(self, payload: Mapping[str, Any]) -> Progress[Any]:
        """Read what a webhook says of its task."""
        return reading.progress(payload, family="video", context=self._context(""))


def _is_address(file: Any) -> bool:
    return isinstance(file, str) and "://" in file


def _is_older_list(body: Mapping[str, Any]) -> bool:
    # The older page types both as text and needs both; the newer one has numbers and needs none.
    return set(body) == {"page_num", "page_size"} and all(isinstance(value, str) for value in body.values())


ON_PIXVERSE_AI = PixVerseFamily(host=PIXVERSE_AI)
ON_PIXVERSEAI_CN = PixVerseFamily(host=PIXVERSEAI_CN)
