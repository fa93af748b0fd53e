"""The families of kie.ai beside Suno: how their operations are called, looked at and read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from reelscore._attrs import frozen
from reelscore.effects import Flow, HttpCall
from reelscore.errors import NotFound, UnknownApiError, WebhookError
from reelscore.flows.files import MEGABYTE, FileField, FileInRequest, FileUploads
from reelscore.kie import account, status, webhook, wire
from reelscore.kie.hosts import KIE_AI, OK
from reelscore.kie.market import jobs
from reelscore.kie.market.results import is_job
from reelscore.requests.request import Request
from reelscore.results import Progress
from reelscore.uploads.media import MediaLimits
from reelscore.vendors.coercion import fields, parsed
from reelscore.vendors.envelope import CallContext, guarded
from reelscore.vendors.family import (
    Accepted,
    CallOutcome,
    Delivery,
    Family,
    Indeterminate,
    Operation,
    Rejected,
    Schedule,
    plain_word,
)

__all__ = ["ON_KIE_AI", "KieFamily"]
_WORDS = {
    "gpt4o_image": "image_4o",
    "gpt4o_image_download_url": "image_4o_download_url",
    "luma": "luma_modify",
    "market_create_task": "market",
    "market_record_info": "market",
    "jobs": "market",
    "models_schema": "model_schema",
    "models_price": "model_price",
    "models_success_rate": "model_success_rate",
    "credits": "balance",
    **dict.fromkeys(account.WAYS, "upload_file"),
}
"""The vendor's words for operations."""
_SCHEDULES: Mapping[str, Schedule] = {
    "veo": Schedule(first=30.0, steps=(30.0,), ceiling=30.0, timeout=1800.0),
    "runway": Schedule(first=30.0, steps=(30.0,), ceiling=30.0, timeout=1200.0),
    "aleph": Schedule(first=30.0, steps=(30.0,), ceiling=30.0, timeout=1200.0),
    "luma": Schedule(first=10.0, steps=(10.0, 10.0, 30.0), ceiling=30.0, timeout=900.0),
    "image_4o": Schedule(first=10.0, steps=(10.0, 10.0, 20.0, 30.0), ceiling=30.0, timeout=900.0),
    "market": jobs.SCHEDULE,
    "flux_kontext": Schedule(first=3.0, steps=(3.0, 3.0, 5.0, 10.0, 30.0), ceiling=30.0, timeout=600.0),
}
"""By family. Pages advise 30 s, their samples 3 s for Flux Kontext and 10 s for 4o and Luma; they give up after 5 to
15 minutes, and clients saw Veo take longer under load."""
_DOCS = "Kie.ai docs, 2026-04-20"
_PICTURE = MediaLimits(max_bytes=26_214_400, formats=("jpg", "png", "webp"), source=_DOCS)
_FILM = MediaLimits(
    max_bytes=500 * MEGABYTE, max_seconds=10, formats=("mp4", "mov", "avi"), source="Kie.ai docs, Luma, 2025"
)
_FILES = {
    "image_urls": FileField(kind="image"),
    "image_url": FileField(kind="image"),
    "input_image": FileField(kind="image"),
    "reference_image": FileField(kind="image"),
    "files_url": FileField(kind="image", limits=_PICTURE),
    "file_url": FileField(kind="image", limits=_PICTURE),
    "mask_url": FileField(kind="image", limits=MediaLimits(max_bytes=25 * MEGABYTE, source=_DOCS)),
    "video_url": FileField(kind="video", operations={"luma_modify": _FILM}, length="source_seconds"),
}
"""Fields that take a file instead of a URL, and what it may be."""


def _upload(file: FileInRequest) -> Request[Any]:
    from reelscore.kie.requests import UploadFile

    return UploadFile(file=file.value)


UPLOADS = FileUploads(
    fields=_FILES,
    as_sent=account.as_sent,
    request=_upload,
    result=lambda uploaded: uploaded.url,
)


@frozen(kw_only=True)
class KieFamily(Family):
    """Veo 3.1, 4o Image, Flux Kontext, Runway, Aleph, Luma, and the account on kie.ai."""

    vendor: str = "kie"

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Operations by name."""
        return wire.OPERATIONS

    def request(self, op: str, body: Mapping[str, Any]) -> Request[Any]:
        """Read a vendor-shaped JSON body; never raises on a JSON object."""
        word = plain_word(op)
        request = self.operation(_WORDS.get(word, word)).request.from_wire(body)
        if word in account.WAYS:
            object.__setattr__(request, "way", account.WAYS[word])
        return request

    def complete(self, request: Request[Any], *, callback_url: str | None) -> Request[Any]:
        """Fill in the address for callbacks, where the operation takes one and none is given."""
        if callback_url is None or getattr(request, "call_back_url", "") is not None:
            return request
        changes: dict[str, Any] = {"call_back_url": callback_url}
        return attrs.evolve(request, **changes)

    def calls_back(self, request: Request[Any]) -> bool:
        """Return whether a request carries an address at which somebody listens."""
        return getattr(request, "call_back_url", None) is not None

    def prepare(self, request: Request[Any], context: Any) -> Flow[Request[Any]]:
        """Upload files that stand where a URL belongs; all of them are checked before the first byte leaves."""
        files = jobs.uploads(_upload) if request.operation == "market" else UPLOADS
        return files.upload(request, context)

    def call(self, request: Request[Any], *, trace_id: str) -> HttpCall:
        """Build the HTTP call of a request."""
        if request.operation == "upload_file":
            return account.upload_call(request, wire.CLIENT)
        return jobs.path_of(wire.call(request.operation, request.to_wire()))

    def status_call(self, op: str, task_id: str, *, trace_id: str) -> HttpCall:
        """Build the HTTP call that looks at a task."""
        return wire.question(self._name(op), task_id)

    def verdict(self, op: str, http_status: int, payload: Any) -> CallOutcome:
        """Judge an answer by the code in its body; takes any word for the operation."""
        context = self._context(op)
        return guarded(lambda: self._outcome(context, http_status, payload), http_status, payload, context)

    def _outcome(self, context: CallContext, http_status: int, payload: Any) -> CallOutcome:
        if context.operation in jobs.OPERATIONS:
            return jobs.outcome(http_status, payload, context=context)
        envelope = status.ENVELOPE.read(payload)
        data = fields(envelope.data)
        if context.operation == "veo_4k" and envelope.code == status.ALREADY and "result_urls" in data:
            order = status.ENVELOPE.task_id_of(data)  # ordered before: 422 while it renders and when it is done
            return Accepted(task_id=order or None, data=envelope.data)
        found = status.ENVELOPE.outcome(http_status, payload, context=context)
        if isinstance(found, Accepted) and context.operation == "veo_1080p" and not context.is_poll:
            video = status.direct("veo_1080p", found.data)
            if not video.urls:
                return Indeterminate(error=_nothing(context, payload, UnknownApiError, "success without a file"))
        if isinstance(found, Accepted) and context.is_poll and found.data is None:
            return Rejected(error=_nothing(context, payload, NotFound, "the vendor knows no such task"))
        return found

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        """Read a polling answer; never raises."""
        context = self._context(op)
        if context.operation in jobs.OPERATIONS:
            return jobs.progress(payload, context=context)
        operation = self.operations.get(context.operation)
        return status.poll("veo" if operation is None else operation.answer_type, payload, context=context)

    def result(self, op: str, data: Any) -> Any:
        """Read the data of a call that is answered at once."""
        read = jobs.OPERATIONS.get(self._name(op))
        if read is not None:
            return read(data)
        return status.direct(self._name(op), data)

    def delivery(self, headers: Mapping[str, str], body: bytes, secret: str | None = None) -> Delivery:
        """Read a webhook; with a secret a bad signature raises BadSignature."""
        payload = parsed(body)
        if not isinstance(payload, Mapping):
            raise WebhookError("the delivery is no JSON object")
        envelope = status.ENVELOPE.read(payload)
        task_id = status.ENVELOPE.task_id_of(envelope.data, envelope.fields)
        if secret is not None:
            webhook.verify(headers, task_id, secret=secret)
        if is_job(envelope.data):
            progress = jobs.progress(payload, context=self._context("market"))
        else:
            progress = status.delivered(payload, context=self._context(""))
        return Delivery(task_id=task_id, stage="single", progress=progress, verified=secret is not None, raw=payload)

    def schedule(self, op: str) -> Schedule:
        """When to look at a task of this operation, by the vendor's advice."""
        operation = self.operations.get(self._name(op))
        return _SCHEDULES.get("veo" if operation is None else operation.answer_type, _SCHEDULES["veo"])

    def _name(self, op: str) -> str:
        word = plain_word(op)
        name = _WORDS.get(word, word)
        return name if name in self.operations else ""

    def _context(self, op: str) -> CallContext:
        name = self._name(op)
        operation = self.operations.get(name)
        is_poll = op.replace("_", "-").endswith(("-details", "-status", "-record-info"))
        place = "upload" if name == "upload_file" else "poll" if is_poll else name
        return CallContext(
            host=self.host.name,
            keys_url=self.host.key_page,
            operation=name,
            is_poll=is_poll,
            needs_task=operation is not None and operation.kind == "task" and not is_poll,
            where=frozenset({"call", self.host.name, place}),
        )


def _nothing(context: CallContext, payload: Any, kind: type[Any], why: str) -> Any:
    charged = False if kind is NotFound else None
    return kind(
        message=why,
        host=context.host,
        operation=context.operation,
        charged=charged,
        code=OK,
        raw=parsed(payload),
    )


ON_KIE_AI = KieFamily(host=KIE_AI)
"""By the routes of each product."""
