"""The operations of Suno on each of its hosts, and by Kie's second route: how they are called, looked at and read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import attrs

from reelscore._attrs import frozen
from reelscore.effects import Flow, HttpCall
from reelscore.kie import account
from reelscore.kie.hosts import JOB_SCHEDULE, KIE_AI
from reelscore.requests.request import Request
from reelscore.results import Progress
from reelscore.rules.schema import fields_of
from reelscore.suno import jobs, reading, status, webhook, wire
from reelscore.suno.files import UPLOADS
from reelscore.suno.hosts import SUNOAPI_ORG
from reelscore.suno.literals import PLACEHOLDER_CALLBACK, SUNOAPI
from reelscore.vendors.coercion import fields
from reelscore.vendors.envelope import CallContext, guarded
from reelscore.vendors.family import Accepted, CallOutcome, Delivery, Family, Operation, Rejected, Schedule, plain_word
from reelscore.vendors.wire import Operations

__all__ = ["ON_KIE_AI", "ON_KIE_AI_JOBS", "ON_SUNOAPI_ORG", "SunoFamily"]
_WORDS = {
    "mp4": "music_video",
    "vocal_removal": "stems",
    "credits": "balance",
    "recovery": "recover_audio",
    "voice_validate": "voice_phrase",
    "voice_regenerate": "voice_phrase_again",
    "voice_generate": "voice",
    **dict.fromkeys(account.WAYS, "upload_file"),
}
"""Vendors' words for operations."""
_CODES_OF_KIE = {"cover_image", "persona", "replace_section", "mashup"}
_MUSIC = Schedule(first=30.0, steps=(30.0,), ceiling=30.0, timeout=1800.0)
_SHORT = Schedule(first=5.0, steps=(5.0, 5.0, 10.0, 10.0, 30.0), ceiling=30.0, timeout=900.0)
_FILES = Schedule(first=10.0, steps=(10.0, 10.0, 15.0, 30.0), ceiling=30.0, timeout=1800.0)
_SCHEDULES: Mapping[str, Schedule] = {
    "music": _MUSIC,
    "lyrics": _SHORT,
    "midi": Schedule(first=10.0, steps=(10.0, 20.0, 30.0), ceiling=30.0, timeout=1800.0),
    "voice_phrase": Schedule(first=3.0, steps=(5.0,), ceiling=5.0, timeout=600.0),
    "voice": _SHORT,
    "recover_audio": Schedule(first=2.0, steps=(2.0,), ceiling=10.0, timeout=600.0),
}
"""By family; vendors advise 30 s for music, 10 to 30 s for MIDI, 2 s for recovery."""


@frozen(kw_only=True)
class SunoFamily(Family):
    """The operations of Suno on a host, by one of its routes; they differ in tables only."""

    vendor: str = "suno"

    @property
    def has_jobs(self) -> bool:
        """Whether operations go through the second route of Kie."""
        return self.route == "jobs"

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Operations by name."""
        return _operations(self.name)

    def request(self, op: str, body: Mapping[str, Any]) -> Request[Any]:
        """Read a vendor-shaped JSON body, of either route; never raises on a JSON object."""
        word = plain_word(op)
        name = self._name(word) or jobs.operation_of(body.get("model"))
        kind = self.operation(name or word).request
        names = {field.name: field.wire for field in fields_of(kind)}
        request = kind.from_wire(jobs.read_body(body, names) if "input" in body else body)
        if "input" in body:
            jobs.fill_flags(request)
        if word in account.WAYS:
            object.__setattr__(request, "way", account.WAYS[word])
        return request

    def complete(self, request: Request[Any], *, callback_url: str | None) -> Request[Any]:
        """Fill in the address for callbacks; the dedicated routes demand one even where nobody listens."""
        if getattr(request, "call_back_url", "") is not None:
            return request
        address = callback_url or (None if self.has_jobs else PLACEHOLDER_CALLBACK)
        changes: dict[str, Any] = {"call_back_url": address}
        return attrs.evolve(request, **changes)

    def calls_back(self, request: Request[Any]) -> bool:
        """Return whether a request carries an address at which somebody listens."""
        return getattr(request, "call_back_url", None) not in {None, PLACEHOLDER_CALLBACK}

    def prepare(self, request: Request[Any], context: Any) -> Flow[Request[Any]]:
        """Upload files that stand where a URL belongs; all of them are checked before the first byte leaves."""
        return UPLOADS.upload(request, context)

    def call(self, request: Request[Any], *, trace_id: str) -> HttpCall:
        """Build the HTTP call of a request."""
        operation = self.operation(request.operation)
        if operation.name == "upload_file":
            return account.upload_call(request, wire.CLIENT)
        is_job = self.has_jobs and operation.name in jobs.MODELS
        body = jobs.body_of(request) if is_job else request.to_wire()
        return wire.post(_operations(self.name).rows[operation.name], body)

    def status_call(self, op: str, task_id: str, *, trace_id: str) -> HttpCall:
        """Build the HTTP call that looks at a task."""
        rows = _operations(self.name).rows
        row = rows.get(self._name(plain_word(op))) or rows["generate"]
        return wire.question(row if row.status else rows["generate"], task_id)

    def verdict(self, op: str, http_status: int, payload: Any) -> CallOutcome:
        """Judge an answer by the code in its body; takes any word for the operation."""
        context = self._context(op)
        return guarded(lambda: self._outcome(context, http_status, payload), http_status, payload, context)

    def _outcome(self, context: CallContext, http_status: int, payload: Any) -> CallOutcome:
        if context.is_poll and context.operation == "recover_audio" and status.is_recovery_state(payload):
            return Accepted(task_id=status.ENVELOPE.task_id_of(payload) or None, data=fields(payload).get("data"))
        found = status.ENVELOPE.outcome(http_status, payload, context=context)
        if isinstance(found, Accepted) and context.operation == "boost_style" and not context.is_poll:
            progress = status.poll("boost_style", payload, context=context)
            return found if progress.error is None else Rejected(error=progress.error)
        return found

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        """Read a polling answer, of either route; never raises."""
        return status.poll(self._answer_type(op), payload, context=self._context(op))

    def result(self, op: str, data: Any) -> Any:
        """Read the data of a call that is answered at once."""
        return reading.direct(self._name(plain_word(op)), data)

    def delivery(self, headers: Mapping[str, str], body: bytes, secret: str | None = None) -> Delivery:
        """Read a webhook; with a secret a bad signature raises BadSignature."""
        return webhook.read(
            headers, body, context=self._context(""), secret=secret, is_signed=self.host.webhook_headers is not None
        )

    def schedule(self, op: str) -> Schedule:
        """When to look at a task of this operation, by the vendor's advice."""
        return JOB_SCHEDULE if self.has_jobs else _SCHEDULES.get(self._answer_type(op), _FILES)

    def _context(self, op: str) -> CallContext:
        name, host = self._name(plain_word(op)), self.host.name
        operation = self.operations.get(name)
        is_poll = op.replace("_", "-").endswith(("-details", "-status")) or plain_word(op) in {"jobs", "status"}
        return CallContext(
            host=host,
            keys_url=self.host.key_page,
            operation=name,
            is_poll=is_poll,
            needs_task=operation is not None and operation.kind == "task" and not is_poll,
            where=frozenset({"call", host, _code_family(host, name)}),
        )

    def _name(self, word: str) -> str:
        name = _WORDS.get(word, word)
        return name if name in self.operations else ""

    def _answer_type(self, op: str) -> str:
        operation = self.operations.get(self._name(plain_word(op)))
        return operation.answer_type if operation is not None else "music"


def _code_family(host: str, operation: str) -> str:
    """Return which family of codes an operation belongs to.

    sunoapi.org documents two: A (source document: 405, 413, 429, 430) and B (pages copied from Kie: 402, 409, 422, 429,
    451). On 429 the words decide where they say something; else family A means credits, everybody else the rate.
    """
    if operation == "upload_file":
        return "upload"
    return "a" if host == SUNOAPI and operation not in _CODES_OF_KIE else "b"


@lru_cache(maxsize=8)
def _operations(host: str) -> Operations:
    return wire.operations(host, jobs=jobs.MODELS)


ON_KIE_AI = SunoFamily(host=KIE_AI)
"""By kie.ai's dedicated routes, which the source documents describe."""
ON_KIE_AI_JOBS = SunoFamily(host=KIE_AI, route="jobs")
"""By kie.ai's jobs/createTask, its main documentation since September 2026."""
ON_SUNOAPI_ORG = SunoFamily(host=SUNOAPI_ORG)
