"""How the Market's calls go out and how their answers are read: codes, states, schedule, uploads; no I/O."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import attrs

from reelscore.flows.files import MEGABYTE, FileField, FileInRequest, FileUploads, Place
from reelscore.kie import status
from reelscore.kie.hosts import JOB_SCHEDULE
from reelscore.kie.market import catalog, results
from reelscore.kie.market.snapshot import MarketModel, is_file, snapshot, walk
from reelscore.requests.request import JsonObject
from reelscore.results import Progress
from reelscore.uploads.media import MediaLimits
from reelscore.uploads.source import UploadKind
from reelscore.vendors.envelope import CallContext
from reelscore.vendors.family import Accepted, CallOutcome, Indeterminate, Rejected
from reelscore.vendors.tables import CodeTable
from reelscore.vendors.wire import Reader

READERS: Mapping[str, Reader] = {
    "models": catalog.read_models,
    "model_schema": catalog.read_schema,
    "model_price": catalog.read_price,
    "model_success_rate": catalog.read_success_rate,
}
"""Questions about models, each with the reader of its answer."""
OPERATIONS = frozenset({"market", *READERS})
SCHEDULE = attrs.evolve(JOB_SCHEDULE, timeout=1800.0)
"""A video edit was seen to take 13 minutes, so that a wait is twice as long as the page says."""
ENVELOPE = attrs.evolve(
    status.ENVELOPE, codes=CodeTable((*CodeTable.load("reelscore.kie.market").rows, *status.ENVELOPE.codes.rows))
)
"""The words come first: the vendor says a wrong field with 422 and with 500 alike."""


def outcome(http_status: int, payload: Any, *, context: CallContext) -> CallOutcome:
    """Return what an answer means for its call; the record of a job is one, whatever code stands beside it."""
    envelope = ENVELOPE.read(payload)
    task_id = ENVELOPE.task_id_of(envelope.data)
    if context.is_poll and results.is_job(envelope.data):
        return Accepted(task_id=task_id or None, data=envelope.data)
    if envelope.message:
        context = attrs.evolve(context, where=context.where | {"told"})
    found = ENVELOPE.outcome(http_status, payload, context=context)
    if isinstance(found, Rejected) and found.error.retryable and not context.is_poll and task_id:
        # The vendor was seen to name a task beside a refusal: one that asks to be sent again must not be.
        found.error.charged = None
        return Indeterminate(error=found.error)
    return found


def progress(payload: Any, *, context: CallContext) -> Progress[results.Outputs]:
    """Read a poll or a callback."""
    return results.read_progress(ENVELOPE.read(payload).data, codes=ENVELOPE.codes, context=context, raw=payload)


class InputUploads(FileUploads):
    """Uploads of the files that stand in a job's input."""

    def _values(self, part: JsonObject, operation: str, place: Place = ()) -> Iterator[FileInRequest]:
        request: Any = part
        found = snapshot().models.get(request.model)
        for where, held, kind in walk(found.fields if found else {}, request.input):
            if is_file(held):
                length = "source_seconds" if kind in {"video", "audio"} else ""
                takes = FileField(kind=_KINDS.get(kind, "any"), limits=_limits(found, where), length=length)
                yield FileInRequest(
                    place=("input", *where), value=held, kind=takes.kind, limits=takes.limits, takes=takes
                )


def _limits(model: MarketModel | None, place: Place) -> MediaLimits:
    most = model.fields.get(str(place[0]), {}).get("media", {}).get("max_mb") if model else None
    return MediaLimits(max_bytes=None if most is None else int(most * MEGABYTE), source=model.page if model else "")


def _as_sent(value: Any) -> Any:
    return None if is_file(value) else value


_KINDS: Mapping[str, UploadKind] = {"image": "image", "video": "video", "audio": "audio"}
UPLOADS = InputUploads(
    fields={},
    as_sent=_as_sent,
    request=lambda file: import_module("reelscore.kie.requests").UploadFile(file=file.value),
    result=lambda uploaded: uploaded.url,
)
