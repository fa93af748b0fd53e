"""The operations of Suno on each of its hosts, and by Kie's second route: how they are called, looked at and read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from reelscore._attrs import frozen
from reelscore.effects import Flow
from reelscore.flows.files import MEGABYTE, FileField
from reelscore.kie import account
from reelscore.kie.hosts import JOB_SCHEDULE, KIE_AI
from reelscore.requests.request import Request
from reelscore.results import Progress
from reelscore.rules.schema import fields_of
from reelscore.suno import jobs, reading, status
from reelscore.suno.hosts import SUNOAPI_ORG
from reelscore.suno.literals import PLACEHOLDER_CALLBACK, SUNOAPI
from reelscore.suno.requests import CLIENT
from reelscore.uploads.media import MediaLimits
from reelscore.vendors.coercion import fields
from reelscore.vendors.envelope import CallContext, EnvelopeFormat
from reelscore.vendors.family import Accepted, CallOutcome, Rejected, Schedule
from reelscore.vendors.wire import Operations, Reader, WireClient

__all__ = ["ON_KIE_AI", "ON_KIE_AI_JOBS", "ON_SUNOAPI_ORG", "SunoFamily"]
_WORDS = {
    **account.WORDS,
    "mp4": "music_video",
    "vocal_removal": "stems",
    "recovery": "recover_audio",
    "voice_validate": "voice_phrase",
    "voice_regenerate": "voice_phrase_again",
    "voice_generate": "voice",
}
"""Vendors' words for operations."""
_CODES_OF_KIE = {"cover_image", "persona", "replace_section", "mashup"}
_SHORT = Schedule(first=5.0, steps=(5.0, 5.0, 10.0, 10.0, 30.0), ceiling=30.0, timeout=900.0)
_SCHEDULES: Mapping[str, Schedule] = {
    "music": Schedule(first=30.0, steps=(30.0,), ceiling=30.0, timeout=1800.0),
    "lyrics": _SHORT,
    "midi": Schedule(first=10.0, steps=(10.0, 20.0, 30.0), ceiling=30.0, timeout=1800.0),
    "voice_phrase": Schedule(first=3.0, steps=(5.0,), ceiling=5.0, timeout=600.0),
    "voice": _SHORT,
    "recover_audio": Schedule(first=2.0, steps=(2.0,), ceiling=10.0, timeout=600.0),
    "*": Schedule(first=10.0, steps=(10.0, 10.0, 15.0, 30.0), ceiling=30.0, timeout=1800.0),
}
"""By family; vendors advise 30 s for music, 10 to 30 s for MIDI, 2 s for recovery."""
_DOCS = "sunoapi.org docs, 2026-10"
_SONG = MediaLimits(max_seconds=480, source="sunoapi.org docs, Upload and extend (zh), 2025")
_STEMS = MediaLimits(max_bytes=20 * MEGABYTE, source="Kie.ai OpenAPI export, 2026-08-12")
_FILM = MediaLimits(max_bytes=100 * MEGABYTE, max_seconds=241, source=_DOCS)
_SOUND = MediaLimits(max_bytes=500 * MEGABYTE, min_seconds=6, max_seconds=1800, source=_DOCS)
FIELDS = {
    "upload_url": FileField(kind="audio", limits=_SONG, length="source_seconds"),
    "upload_url_list": FileField(kind="audio", limits=_SONG),
    "audio_url": FileField(kind="audio", limits=_STEMS),
    "voice_url": FileField(kind="audio"),
    "verify_url": FileField(kind="audio"),
    "image_urls": FileField(kind="image", limits=MediaLimits(max_bytes=10 * MEGABYTE, source=_DOCS)),
    "video_urls": FileField(kind="video", limits=_FILM),
    "audio_urls": FileField(kind="audio", limits=_SOUND),
}
"""Fields that take a file instead of a URL, and what it may be."""
UPLOADS = account.uploads("reelscore.suno.requests", FIELDS)


@frozen(kw_only=True)
class SunoFamily(account.AccountFamily):
    """The operations of Suno on a host, by one of its routes; they differ in tables only."""

    client: ClassVar[WireClient] = CLIENT
    requests: ClassVar[str] = "reelscore.suno.requests"
    envelope: ClassVar[EnvelopeFormat] = status.ENVELOPE
    words: ClassVar[Mapping[str, str]] = _WORDS
    polls: ClassVar[frozenset[str]] = frozenset({"status", "jobs"})
    usual: ClassVar[str] = "generate"
    schedules: ClassVar[Mapping[str, Schedule]] = _SCHEDULES

    vendor: str = "suno"

    @property
    def has_jobs(self) -> bool:
        """Whether operations go through the second route of Kie."""
        return self.route == "jobs"

    @property
    def placeholder(self) -> str | None:
        """The address that the dedicated routes demand even where nobody listens."""
        return None if self.has_jobs else PLACEHOLDER_CALLBACK

    @property
    def readers(self) -> Mapping[str, Reader]:
        """Readers of operations that are answered at once."""
        return reading.DIRECT

    @property
    def operations(self) -> Operations:
        """Operations by name."""
        return jobs.operations(CLIENT, self.requests) if self.has_jobs else super().operations

    def request(self, op: str, body: Mapping[str, Any]) -> Request[Any]:
        """Read a vendor-shaped JSON body, of either route; never raises on a JSON object."""
        op = op if self._find(op) else jobs.operation_of(body.get("model")) or op
        if "input" not in body:
            return super().request(op, body)
        names = {field.name: field.wire for field in fields_of(self.operation(self.name_of(op)).request)}
        request = super().request(op, jobs.read_body(body, names))
        jobs.fill_flags(request)
        return request

    def prepare(self, request: Request[Any], context: Any) -> Flow[Request[Any]]:
        """Upload files that stand where a URL belongs; all of them are checked before the first byte leaves."""
        return UPLOADS.upload(request, context)

    def _body(self, request: Request[Any]) -> Mapping[str, Any]:
        """Return what a call carries: a job has a body of its own."""
        return jobs.body_of(request) if self.has_jobs and request.operation in jobs.MODELS else request.to_wire()

    def _places(self, operation: str, *, is_poll: bool) -> Iterable[str]:
        """Return the words that rows of the code table ask for.

        sunoapi.org documents two families of codes: A (source document: 405, 413, 429, 430) and B (pages copied from
        Kie: 402, 409, 422, 429, 451). On 429 the words decide where they say something; else family A means credits,
        everybody else the rate.
        """
        if operation == "upload_file":
            return "call", "upload"
        return "call", "a" if self.host.name == SUNOAPI and operation not in _CODES_OF_KIE else "b"

    def _outcome(self, http_status: int, payload: Any, *, context: CallContext) -> CallOutcome:
        """Judge an answer to a call."""
        if context.is_poll and context.operation == "recover_audio" and status.is_recovery_state(payload):
            return Accepted(task_id=self.envelope.task_id_of(payload) or None, data=fields(payload).get("data"))
        found = super()._outcome(http_status, payload, context=context)
        if isinstance(found, Accepted) and context.operation == "boost_style" and not context.is_poll:
            progress = status.poll("boost_style", payload, context=context)
            return found if progress.error is None else Rejected(error=progress.error)
        return found

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        """Read a polling answer, of either route; never raises."""
        return status.poll(self._answer_type(op), payload, context=self._context(op))

    def _delivered(self, payload: Mapping[str, Any]) -> Progress[Any]:
        """Read what a webhook says of its task."""
        return status.delivered(payload, context=self._context(""))

    def schedule(self, op: str) -> Schedule:
        """When to look at a task of this operation, by the vendor's advice."""
        return JOB_SCHEDULE if self.has_jobs else super().schedule(op)


ON_KIE_AI = SunoFamily(host=KIE_AI)
"""By kie.ai's dedicated routes, which the source documents describe."""
ON_KIE_AI_JOBS = SunoFamily(host=KIE_AI, route="jobs")
"""By kie.ai's jobs/createTask, its main documentation since September 2026."""
ON_SUNOAPI_ORG = SunoFamily(host=SUNOAPI_ORG)
