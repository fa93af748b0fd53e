"""The families of kie.ai beside Suno: how their operations are called, looked at and read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import attrs

from reelscore._attrs import frozen
from reelscore.effects import Flow, HttpCall
from reelscore.errors import NotFound, UnknownApiError
from reelscore.flows.files import MEGABYTE, FileField
from reelscore.kie import account, status
from reelscore.kie.hosts import KIE_AI, OK
from reelscore.kie.market import jobs
from reelscore.kie.market.results import is_job
from reelscore.requests.request import Request
from reelscore.results import Progress
from reelscore.uploads.media import MediaLimits
from reelscore.vendors.coercion import fields, parsed
from reelscore.vendors.envelope import CallContext, EnvelopeFormat
from reelscore.vendors.family import Accepted, CallOutcome, Indeterminate, Rejected, Schedule
from reelscore.vendors.wire import Reader, WireClient

__all__ = ["ON_KIE_AI", "KieFamily"]
_WORDS = {
    **account.WORDS,
    "gpt4o_image": "image_4o",
    "gpt4o_image_download_url": "image_4o_download_url",
    "luma": "luma_modify",
    "market_create_task": "market",
    "market_record_info": "market",
    "jobs": "market",
    "models_schema": "model_schema",
    "models_price": "model_price",
    "models_success_rate": "model_success_rate",
}
"""The vendor's words for operations."""
_SCHEDULES: Mapping[str, Schedule] = {
    "*": Schedule(first=30.0, steps=(30.0,), ceiling=30.0, timeout=1800.0),
    "runway": Schedule(first=30.0, steps=(30.0,), ceiling=30.0, timeout=1200.0),
    "aleph": Schedule(first=30.0, steps=(30.0,), ceiling=30.0, timeout=1200.0),
    "luma": Schedule(first=10.0, steps=(10.0, 10.0, 30.0), ceiling=30.0, timeout=900.0),
    "image_4o": Schedule(first=10.0, steps=(10.0, 10.0, 20.0, 30.0), ceiling=30.0, timeout=900.0),
    "market": jobs.SCHEDULE,
    "flux_kontext": Schedule(first=3.0, steps=(3.0, 3.0, 5.0, 10.0, 30.0), ceiling=30.0, timeout=600.0),
}
"""By family, first that of Veo.

Pages advise 30 s, their samples 3 s for Flux Kontext and 10 s for 4o and Luma; they give up after 5 to 15 minutes, and
clients saw Veo take longer under load.
"""
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


UPLOADS = account.uploads("reelscore.kie.requests", _FILES)


@frozen(kw_only=True)
class KieFamily(account.AccountFamily):
    """Veo 3.1, 4o Image, Flux Kontext, Runway, Aleph, Luma, and the account on kie.ai."""

    client: ClassVar[WireClient] = WireClient("reelscore_wire.kie")
    requests: ClassVar[str] = "reelscore.kie.requests"
    envelope: ClassVar[EnvelopeFormat] = status.ENVELOPE
    words: ClassVar[Mapping[str, str]] = _WORDS
    usual: ClassVar[str] = "veo"
    schedules: ClassVar[Mapping[str, Schedule]] = _SCHEDULES

    vendor: str = "kie"

    @property
    def readers(self) -> Mapping[str, Reader]:
        """Readers of operations that are answered at once."""
        return _READERS

    def prepare(self, request: Request[Any], context: Any) -> Flow[Request[Any]]:
        """Upload files that stand where a URL belongs; all of them are checked before the first byte leaves."""
        return (jobs.UPLOADS if request.operation == "market" else UPLOADS).upload(request, context)

    def call(self, request: Request[Any], *, trace_id: str) -> HttpCall:
        """Build the HTTP call of a request; the slash of a model's id stays as it is."""
        call = super().call(request, trace_id=trace_id)
        return attrs.evolve(call, path=call.path.replace("%2F", "/"))

    def _places(self, operation: str, *, is_poll: bool) -> Iterable[str]:
        """Return the words that rows of the code table ask for."""
        return "call", "poll" if is_poll else operation

    def _outcome(self, http_status: int, payload: Any, *, context: CallContext) -> CallOutcome:
        """Judge an answer to a call."""
        if context.operation in jobs.OPERATIONS:
            return jobs.outcome(http_status, payload, context=context)
        envelope = self.envelope.read(payload)
        data = fields(envelope.data)
        if context.operation == "veo_4k" and envelope.code == status.ALREADY and "result_urls" in data:
            order = self.envelope.task_id_of(data)  # ordered before: 422 while it renders and when it is done
            return Accepted(task_id=order or None, data=envelope.data)
        found = super()._outcome(http_status, payload, context=context)
        if not isinstance(found, Accepted):
            return found
        if context.is_poll and found.data is None:
            return Rejected(error=_nothing(context, payload, NotFound, "the vendor knows no such task"))
        is_render = context.operation == "veo_1080p" and not context.is_poll
        if is_render and not status.video(fields(found.data), raw=found.data).urls:
            return Indeterminate(error=_nothing(context, payload, UnknownApiError, "success without a file"))
        return found

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        """Read a polling answer; never raises."""
        context = self._context(op)
        if context.operation in jobs.OPERATIONS:
            return jobs.progress(payload, context=context)
        return status.poll(self._answer_type(op), payload, context=context)

    def _delivered(self, payload: Mapping[str, Any]) -> Progress[Any]:
        """Read what a webhook says of its task."""
        if is_job(self.envelope.read(payload).data):
            return jobs.progress(payload, context=self._context("market"))
        return status.delivered(payload, context=self._context(""))


_READERS: Mapping[str, Reader] = {
    **account.READERS,
    **jobs.READERS,
    "veo_1080p": lambda _kind, found, raw: status.video(found, raw=raw),
}


def _nothing(context: CallContext, payload: Any, kind: type[Any], why: str) -> Any:
    return kind(
        message=why,
        host=context.host,
        operation=context.operation,
        charged=False if kind is NotFound else None,
        code=OK,
        raw=parsed(payload),
    )


ON_KIE_AI = KieFamily(host=KIE_AI)
"""By the routes of each product."""
