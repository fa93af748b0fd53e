"""The hosts of Suno as values: kie.ai with its two routes, and sunoapi.org."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import attrs

from reelscore.effects import Flow, HttpCall
from reelscore.flows.context import ClientContext
from reelscore.requests.request import Request
from reelscore.results import Progress
from reelscore.rules.schema import fields_of
from reelscore.suno import deliveries, jobs, reading, results, wire
from reelscore.suno import envelope as answers
from reelscore.suno import status as looks
from reelscore.suno import upload_fields as placing
from reelscore.suno.envelope import Asked
from reelscore.suno.file_results import DirectLink
from reelscore.suno.literals import JOBS, KIE, PLACEHOLDER_CALLBACK, SUNOAPI
from reelscore.suno.prices import PLANS
from reelscore.uploads.source import open_source
from reelscore.vendors.host import Accepted, CallOutcome, Delivery, Host, Limits, Operation, Rejected
from reelscore.vendors.schedule import Schedule
from reelscore.vendors.wire import Operations

_WORDS = {
    "mp4": "music_video",
    "vocal_removal": "stems",
    "credits": "balance",
    "recovery": "recover_audio",
    "voice_validate": "voice_phrase",
    "voice_regenerate": "voice_phrase_again",
    "voice_generate": "voice",
    "file_stream_upload": "upload_file",
    "file_base64_upload": "upload_file",
    "file_url_upload": "upload_file",
}
"""Vendors' words for operations."""
_WAYS = {"file_stream_upload": "stream", "file_base64_upload": "base64", "file_url_upload": "url"}
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
_JOB_STEPS = (*(3.0,) * 9, *(8.0,) * 11, 20.0)
_JOBS = Schedule(first=3.0, steps=_JOB_STEPS, ceiling=30.0, timeout=900.0)
"""2 to 3 s in the first 30 s, 5 to 10 s up to 2 minutes, then 15 to 30 s; give up after 10 to 15 minutes."""


@attrs.frozen(kw_only=True)
class SunoHost(Host):
    """A host of Suno; two vendors and a second route differ in tables only."""

    vendor: str = "suno"
    signs: bool = False
    """Whether its callbacks are signed."""
    has_jobs: bool = False
    """Whether operations go through the second route of Kie."""

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Operations by name."""
        return _operations(self.name)

    def headers(self, key: str, trace_id: str) -> dict[str, str]:
        """Headers that carry the key; Suno has no trace id."""
        return {"Authorization": f"Bearer {key}"}

    def request(self, op: str, body: Mapping[str, Any]) -> Request[Any]:
        """Read a vendor-shaped JSON body, of either route; never raises on a JSON object."""
        word = _plain_word(op)
        name = self._name(word) or jobs.operation_of(body.get("model"))
        kind = self.operation(name or word).request
        names = {field.name: field.wire for field in fields_of(kind)}
        request = kind.from_wire(jobs.read_body(body, names) if "input" in body else body)
        if "input" in body:
            jobs.fill_flags(request)
        if word in _WAYS:
            object.__setattr__(request, "way", _WAYS[word])
        return request

    def complete(self, request: Request[Any], *, callback_url: str | None) -> Request[Any]:
        """Fill in the address for callbacks; the dedicated routes demand one even where nobody listens."""
        if getattr(request, "call_back_url", "") is not None:
            return request
        address = callback_url or (None if self.has_jobs else PLACEHOLDER_CALLBACK)
        changes: dict[str, Any] = {"call_back_url": address}
        return attrs.evolve(request, **changes)

    def prepare(self, request: Request[Any], terms: ClientContext) -> Flow[Request[Any]]:
        """Upload files that stand where a URL belongs; looks at all of them before the first byte leaves."""
        return placing.prepare(request, terms)

    def call(self, request: Request[Any], *, trace_id: str) -> HttpCall:
        """Build the HTTP call of a request."""
        operation = self.operation(request.operation)
        if operation.name == "upload_file":
            return _upload_call(request)
        is_job = self.has_jobs and operation.name in jobs.MODELS
        body = jobs.body_of(request) if is_job else request.to_wire()
        return wire.post(_operations(self.name).rows[operation.name], body)

    def status_call(self, op: str, task_id: str, *, trace_id: str) -> HttpCall:
        """Build the HTTP call that looks at a task."""
        rows = _operations(self.name).rows
        row = rows.get(self._name(_plain_word(op))) or rows["generate"]
        return wire.question(row if row.status else rows["generate"], task_id)

    def verdict(self, op: str, http_status: int, payload: Any) -> CallOutcome:
        """Judge an answer by the code in its body; takes any word for the operation."""
        asked = self._asked(op)
        found = answers.verdict(asked, http_status, payload=payload)
        if isinstance(found, Accepted) and asked.operation == "boost_style" and not asked.details:
            progress = looks.look("boost_style", payload, asked=asked)
            return found if progress.error is None else Rejected(error=progress.error)
        return found

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        """Read a polling answer, of either route; never raises."""
        asked = self._asked(op)
        data = payload.get("data") if isinstance(payload, Mapping) else None
        if jobs.is_record(data) or (self.has_jobs and not isinstance(data, Mapping)):
            return jobs.look(asked.operation, data, asked=asked, raw=payload)
        return looks.look(self._family(op), payload, asked=asked)

    def result(self, op: str, data: Any) -> Any:
        """Read the data of a call that is answered at once."""
        name = self._name(_plain_word(op))
        if name == "balance":
            return results.CreditsLeft(credits=reading.decimal(data), raw=data)
        if name == "download_url":
            return DirectLink(url=answers.text(data), raw=data)
        if name not in reading.DIRECT:
            return data
        model, read = reading.DIRECT[name]
        return read(wire.read(model, data), data)

    def delivery(self, headers: Mapping[str, str], body: bytes, secret: str | None = None) -> Delivery:
        """Read a webhook; with a secret a bad signature raises BadSignature."""
        return deliveries.deliver(self._asked(""), headers, body=body, secret=secret, signs=self.signs)

    def schedule(self, op: str) -> Schedule:
        """When to look at a task of this operation, by the vendor's advice."""
        return _JOBS if self.has_jobs else _SCHEDULES.get(self._family(op), _FILES)

    def _asked(self, op: str) -> Asked:
        name = self._name(_plain_word(op))
        operation = self.operations.get(name)
        return Asked(
            host=self.name,
            key_page=self.key_page,
            operation=name,
            details=op.replace("_", "-").endswith(("-details", "-status")) or _plain_word(op) in {"jobs", "status"},
            makes_task=operation is not None and operation.kind == "task",
        )

    def _name(self, word: str) -> str:
        name = _WORDS.get(word, word)
        return name if name in self.operations else ""

    def _family(self, op: str) -> str:
        operation = self.operations.get(self._name(_plain_word(op)))
        return operation.family if operation is not None else "music"


@lru_cache(maxsize=8)
def _operations(host: str) -> Operations:
    return wire.operations(host, jobs=jobs.MODELS)


@lru_cache(maxsize=512)
def _plain_word(op: str) -> str:
    word = op.replace("-", "_")
    for ending in ("_details", "_status"):
        word = word.removesuffix(ending)
    return word


def _upload_call(request: Any) -> HttpCall:
    body = {name: value for name, value in request.to_wire().items() if name != "file"}
    way = request.way or request.derived()["way"]
    if way != "stream":
        return wire.upload(way, body)
    part = open_source(request.file, kind="any", field="file").part()
    return wire.upload(way, body, file=attrs.evolve(part, file_name=request.file_name or part.file_name))


_KIE: dict[str, Any] = {
    "base_url": "https://api.kie.ai",
    "upload_url": "https://kieai.redpandaai.co",
    "key_variable": "KIE_API_KEY",
    "base_url_variable": "KIE_BASE_URL",
    "key_page": "https://kie.ai/api-key",
    "log_page": "https://kie.ai/logs",
    "limits": Limits(submissions=20, window=10.0, polls_per_second=3.0),
    "plans": PLANS,
    "signs": True,
}
KIE_AI = SunoHost(name=KIE, **_KIE)
"""kie.ai through its dedicated routes, which the source documents describe."""
KIE_AI_JOBS = SunoHost(name=JOBS, has_jobs=True, **_KIE)
"""kie.ai through jobs/createTask, its main documentation since September 2026."""
SUNOAPI_ORG = SunoHost(
    name=SUNOAPI,
    base_url="https://api.sunoapi.org",
    upload_url="https://sunoapiorg.redpandaai.co",
    key_variable="SUNOAPI_API_KEY",
    base_url_variable="SUNOAPI_BASE_URL",
    key_page="https://sunoapi.org/api-key",
    log_page="https://sunoapi.org/dashboard",
    limits=Limits(submissions=20, window=10.0, polls_per_second=3.0),
    plans=PLANS,
)
ROUTES: Mapping[tuple[str, str], SunoHost] = {(KIE, "dedicated"): KIE_AI, (KIE, "jobs"): KIE_AI_JOBS}
"""Routes of a host that has more than one."""
