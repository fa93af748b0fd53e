"""The two hosts of PixVerse: pixverse.ai and pixverseai.cn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

import attrs

from reelscore.effects import HttpCall
from reelscore.errors import ApiError, UnknownApiError
from reelscore.pixverse import codes, reading, webhook
from reelscore.pixverse.plans import AI_PLANS, CN_PLANS
from reelscore.requests.request import Request
from reelscore.results import Progress, State
from reelscore.vendors.host import Accepted, CallOutcome, Delivery, Host, Indeterminate, Limits, Operation, Rejected
from reelscore.vendors.schedule import Schedule

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


@attrs.frozen(kw_only=True)
class PixVerseHost(Host):
    """One host of PixVerse; they differ in address, key, plans and a few rules."""

    replays: ClassVar[bool] = True

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Operations by name."""
        return _operations(self.name)

    def headers(self, key: str, trace_id: str) -> dict[str, str]:
        """Headers that carry the key and the trace id."""
        return {"API-KEY": key, "Ai-trace-id": trace_id}

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

    def call(self, request: Request[Any], *, trace_id: str) -> HttpCall:
        """Build the HTTP call of a request."""
        from reelscore.pixverse.calls import call_of

        return call_of(request, trace_id=trace_id)

    def prepare(self, request: Request[Any], terms: Any) -> Any:
        """Upload the files that a request names, as a flow that gives the request with ids."""
        from reelscore.pixverse.uploading import prepare

        return prepare(request, terms)

    def usage_charges(self, terms: Any, *, start: float, end: float) -> Any:
        """Read the log of deductions of a period, as a flow."""
        from reelscore.pixverse.usage_log import usage_charges

        return usage_charges(terms, start=start, end=end)

    def status_call(self, op: str, task_id: str, *, trace_id: str) -> HttpCall:
        """Build the HTTP call that looks at a task."""
        from reelscore.pixverse.calls import status_call_of

        is_image = self._family(op) == "image"
        return status_call_of("image_template" if is_image else "text_to_video", task_id, trace_id=trace_id)

    def verdict(self, op: str, http_status: int, payload: Any) -> CallOutcome:
        """Judge an answer by its body."""
        fields = {
            "host": self.name,
            "operation": name_of(op),
            "http_status": http_status,
            "raw": reading.parsed(payload),
        }
        found = reading.envelope(payload)
        if found is not None and not found.code:
            return self._acceptance(found, op=op, **fields)
        words = reading.words_of(payload)
        if codes.is_bad_key(words):
            return Rejected(error=codes.bad_key(words, key_page=self.key_page, **fields, code=found and found.code))
        if found is None:
            return Indeterminate(error=_no_envelope(words, **fields))
        return self._refusal(found, op=op, **fields)

    def _refusal(self, found: reading.Envelope, *, op: str, **fields: Any) -> CallOutcome:
        error = codes.error_of(found.code, found.message, look=_is_look(op), **fields)
        is_doubtful = codes.code_of(found.code, message=found.message).doubtful
        return Indeterminate(error=error) if is_doubtful else Rejected(error=error)

    def _acceptance(self, found: reading.Envelope, *, op: str, **fields: Any) -> CallOutcome:
        operation = self.operations.get(name_of(op))
        task_id = reading.task_id_of(found.inner) if operation is None or operation.kind == "task" else None
        if operation is not None and operation.kind == "task" and task_id is None and not _is_look(op):
            error = UnknownApiError(message="the answer says success and names no task", charged=None, **fields)
            return Indeterminate(error=error)
        return Accepted(task_id=task_id, data=found.inner, charge=reading.charge_of(found.inner))

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        """Read a polling answer; never raises."""
        found = reading.envelope(payload)
        fields = {"host": self.name, "operation": name_of(op)}
        if found is not None and not found.code:
            return reading.progress(found.inner, family=self._family(op), fields=fields)
        words = reading.words_of(payload)
        state = State.QUEUED if "record not found" in words.lower() else State.UNKNOWN
        error: ApiError | None = None
        if found is not None and state is State.UNKNOWN:
            error = codes.error_of(found.code, words, look=True, **fields)
        return Progress(state=state, error=error, stage=words[:100], raw=reading.parsed(payload))

    def result(self, op: str, data: Any) -> Any:
        """Read the inner object of an answer into its result."""
        return reading.reader(name_of(op))(data)

    def delivery(self, headers: Mapping[str, str], body: bytes, secret: str | None = None) -> Delivery:
        """Read a webhook; with a secret, a signature that fits in none of the documented ways raises BadSignature.

        Time and nonce are ``webhook.check_fresh``'s: it needs a clock and a memory, a host has neither.
        """
        if secret:
            webhook.verify(headers, body, secret=secret)
        fields = webhook.fields_of(body)
        where = {"host": self.name, "operation": ""}
        return Delivery(
            task_id=reading.task_id_of(fields) or "",
            stage="single",
            progress=reading.progress(fields, family="video", fields=where),
            verified=bool(secret),
            raw=fields,
        )

    def schedule(self, op: str) -> Schedule:
        """When to look at a task of this operation, by the vendor's advice."""
        return SCHEDULES.get(name_of(op), USUAL)

    def _family(self, op: str) -> str:
        operation = self.operations.get(name_of(op))
        return "image" if operation is not None and operation.family == "image" else "video"


def name_of(op: str) -> str:
    """Give our name of an operation for any word: hyphens, older words, the route of its status."""
    word = op.strip().lower().replace("-", "_").removesuffix("_details")
    return NAMES.get(word, word)


def _is_look(op: str) -> bool:
    word = op.strip().lower().replace("-", "_")
    return word.endswith(("_details", "_status")) or word == "status"


def _is_older_list(body: Mapping[str, Any]) -> bool:
    # The older page types both as text and needs both; the newer one has numbers and needs none.
    return set(body) == {"page_num", "page_size"} and all(isinstance(value, str) for value in body.values())


def _no_envelope(words: str, **fields: Any) -> UnknownApiError:
    what = f"HTTP {fields['http_status']} without the vendor's envelope"
    return UnknownApiError(message=f"{what}: {words[:100]}" if words else what, charged=None, **fields)


@cache
def _operations(host: str) -> Mapping[str, Operation]:
    from reelscore.pixverse import wire

    return wire.operations(host)


_LIMITS = Limits()
"""Requests per second are not published; tasks at once depend on the plan (see ``plans``)."""

PIXVERSE_AI = PixVerseHost(
    name="pixverse.ai",
    vendor="pixverse",
    base_url="https://app-api.pixverse.ai",
    upload_url="https://app-api.pixverse.ai",
    key_variable="PIXVERSE_API_KEY",
    base_url_variable="PIXVERSE_BASE_URL",
    key_page="https://platform.pixverse.ai",
    log_page="https://platform.pixverse.ai",
    limits=_LIMITS,
    plans=AI_PLANS,
)
PIXVERSEAI_CN = PixVerseHost(
    name="pixverseai.cn",
    vendor="pixverse",
    base_url="https://app-api.pixverseai.cn",
    upload_url="https://app-api.pixverseai.cn",
    key_variable="PIXVERSE_CN_API_KEY",
    base_url_variable="PIXVERSE_CN_BASE_URL",
    key_page="https://platform.pai.video",
    log_page="https://platform.pai.video",
    limits=_LIMITS,
    plans=CN_PLANS,
)
