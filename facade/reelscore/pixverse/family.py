"""The operations of PixVerse on each of its hosts: how they are called, looked at and read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from reelscore._attrs import frozen
from reelscore.effects import HttpCall
from reelscore.pixverse import reading, webhook
from reelscore.pixverse.hosts import PIXVERSE_AI, PIXVERSEAI_CN
from reelscore.pixverse.wire import CLIENT, operations
from reelscore.requests.request import Request
from reelscore.results import Progress
from reelscore.vendors.envelope import CallContext
from reelscore.vendors.family import CallOutcome, Delivery, Family, Operation, Schedule

if TYPE_CHECKING:
    from reelscore.uploads.source import UploadKind

__all__ = ["ON_PIXVERSEAI_CN", "ON_PIXVERSE_AI", "PixVerseFamily"]
NAMES = {
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
VENDOR_STEPS = (3.0, 4.0, 5.0)
"""Pages of both hosts say: look every 3 to 5 s."""
SCHEDULES = {
    "image_template": Schedule(first=3.0, steps=(3.0,), ceiling=5.0),
    "music_video": Schedule(first=5.0, steps=(5.0,), ceiling=5.0),
    "recreate": Schedule(first=5.0, steps=(5.0,), ceiling=5.0),
    "real_estate": Schedule(first=5.0, steps=(5.0,), ceiling=5.0),
}
USUAL = Schedule(first=5.0, steps=VENDOR_STEPS, ceiling=5.0)
"""A task ends, and is refunded, after 2 h: the schedule's own limit."""


@frozen(kw_only=True)
class PixVerseFamily(Family):
    """The operations of PixVerse on one of its hosts, which differ in a few rules."""

    vendor: str = "pixverse"

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Operations by name."""
        return operations(self.host.name)

    def request(self, op: str, body: Mapping[str, Any]) -> Request[Any]:
        """Read a vendor-shaped JSON body; never raises on a JSON object."""
        name = name_of(op)
        if name == "speakers" and _is_older_list(body):
            name = "tts_speakers"
        return self.operation(name).request.from_wire(body)

    def complete(self, request: Request[Any], *, callback_url: str | None) -> Request[Any]:
        """Fill in the client's webhook: PixVerse knows it by an id made in the console, never by an address."""
        has_room = getattr(request, "webhook_id", "none") is None
        if not has_room or not callback_url or "://" in callback_url:
            return request
        named: dict[str, Any] = {"webhook_id": callback_url}
        return attrs.evolve(request, **named)

    def calls_back(self, request: Request[Any]) -> bool:
        """Return whether a request names a webhook of the console."""
        return getattr(request, "webhook_id", None) is not None

    def call(self, request: Request[Any], *, trace_id: str) -> HttpCall:
        """Build the HTTP call of a request."""
        fields = request.to_wire()
        name = _FILES.get(request.operation, "")
        file = fields.pop(name, None)
        if isinstance(file, str) and "://" in file:
            fields[f"{name}_url"], file = file, None
        call = attrs.evolve(CLIENT.call(CLIENT.row(request.operation).call, fields), trace_id=trace_id)
        if file is None:
            return call
        from reelscore.uploads.source import open_source

        kind: UploadKind = "image" if name == "image" else "media"
        return attrs.evolve(call, file=open_source(file, kind=kind, field=name).part(name))

    def prepare(self, request: Request[Any], context: Any) -> Any:
        """Upload the files that a request names, as a flow that gives the request with ids."""
        from reelscore.pixverse.files import UPLOADS

        return UPLOADS.upload(request, context)

    def status_call(self, op: str, task_id: str, *, trace_id: str) -> HttpCall:
        """Build the HTTP call that looks at a task."""
        row = CLIENT.row("image_template" if self._answer_type(op) == "image" else "text_to_video")
        return attrs.evolve(CLIENT.status_call(row, task_id), trace_id=trace_id)

    def verdict(self, op: str, http_status: int, payload: Any) -> CallOutcome:
        """Judge an answer by its body."""
        return reading.ENVELOPE.outcome(http_status, payload, context=self._context(op))

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        """Read a polling answer; never raises."""
        return reading.poll(payload, family=self._answer_type(op), context=self._context(op, is_poll=True))

    def result(self, op: str, data: Any) -> Any:
        """Read the inner object of an answer into its result."""
        name = name_of(op)
        return reading.result(name if name in self.operations else "text_to_video", data)

    def delivery(self, headers: Mapping[str, str], body: bytes, secret: str | None = None) -> Delivery:
        """Read a webhook; with a secret, a signature that fits in none of the documented ways raises BadSignature.

        Time and nonce are ``webhook.check_fresh``'s: it needs a clock and a memory, a host has neither.
        """
        if secret:
            webhook.verify(headers, body, secret=secret)
        fields = webhook.fields_of(body)
        return Delivery(
            task_id=reading.ENVELOPE.task_id_of(fields),
            stage="single",
            progress=reading.progress(fields, family="video", context=self._context("")),
            verified=bool(secret),
            raw=fields,
        )

    def schedule(self, op: str) -> Schedule:
        """When to look at a task of this operation, by the vendor's advice."""
        return SCHEDULES.get(name_of(op), USUAL)

    def _context(self, op: str, *, is_poll: bool = False) -> CallContext:
        name, is_poll = name_of(op), is_poll or _is_poll(op)
        operation = self.operations.get(name)
        is_task = operation is None or operation.kind == "task"
        return CallContext(
            host=self.host.name,
            keys_url=self.host.key_page,
            operation=name,
            is_poll=is_poll,
            names_task=is_task,
            needs_task=is_task and operation is not None and not is_poll,
            where=frozenset({self.host.name, "poll" if is_poll else "call"}),
        )

    def _answer_type(self, op: str) -> str:
        operation = self.operations.get(name_of(op))
        return "image" if operation is not None and operation.answer_type == "image" else "video"


def name_of(op: str) -> str:
    """Return our name of an operation for any word: hyphens, older words, the route of its status."""
    word = op.strip().lower().replace("-", "_").removesuffix("_details")
    return NAMES.get(word, word)


def _is_poll(op: str) -> bool:
    word = op.strip().lower().replace("-", "_")
    return word.endswith(("_details", "_status")) or word == "status"


def _is_older_list(body: Mapping[str, Any]) -> bool:
    # The older page types both as text and needs both; the newer one has numbers and needs none.
    return set(body) == {"page_num", "page_size"} and all(isinstance(value, str) for value in body.values())


ON_PIXVERSE_AI = PixVerseFamily(host=PIXVERSE_AI)
ON_PIXVERSEAI_CN = PixVerseFamily(host=PIXVERSEAI_CN)
