"""The two hosts of PixVerse: pixverse.ai and pixverseai.cn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

import attrs

from reelscore.effects import HttpCall
from reelscore.pixverse import reading, webhook
from reelscore.requests.request import Request
from reelscore.results import Progress
from reelscore.vendors.envelope import CallContext
from reelscore.vendors.host import CallOutcome, Delivery, Host, Limits, Operation
from reelscore.vendors.price_table import load_plans
from reelscore.vendors.schedule import Schedule
from reelscore.vendors.signature_headers import SignatureHeaders

__all__ = ["PIXVERSEAI_CN", "PIXVERSE_AI", "PixVerseHost"]
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
# Source: how-to-use-webhook-1905378m0.
_SIGNATURE = SignatureHeaders(signature="webhook-signature", time="webhook-timestamp", nonce="webhook-nonce")


@attrs.frozen(kw_only=True)
class PixVerseHost(Host):
    """One host of PixVerse; they differ in address, key, plans and a few rules."""

    replays: ClassVar[bool] = True
    webhook_headers: SignatureHeaders | None = _SIGNATURE
    webhook_reply: bytes = webhook.REPLY
    callback_in_url: bool = False
    """A webhook is made in the console and named by its id."""
    trace_header: str = "ai-trace-id"
    """Repeats the trace id of the submission, which is the intent."""
    credit_unit: str = "pixverse"

    def alternative_urls(self, url: str) -> tuple[str, ...]:
        """Return the URL with plain slashes: some of the vendor's links write them as %2F and are not found so."""
        head, mark, query = url.partition("?")
        plain = head.replace("%2F", "/").replace("%2f", "/")
        return () if plain == head else (plain + mark + query,)

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

    def calls_back(self, request: Request[Any]) -> bool:
        """Return whether a request names a webhook of the console."""
        return getattr(request, "webhook_id", None) is not None

    def call(self, request: Request[Any], *, trace_id: str) -> HttpCall:
        """Build the HTTP call of a request."""
        from reelscore.pixverse.calls import call_of

        return call_of(request, trace_id=trace_id)

    def prepare(self, request: Request[Any], context: Any) -> Any:
        """Upload the files that a request names, as a flow that gives the request with ids."""
        from reelscore.pixverse.files import UPLOADS

        return UPLOADS.upload(request, context)

    def usage_charges(self, context: Any, *, start: float, end: float) -> Any:
        """Read the log of deductions of a period, as a flow."""
        from reelscore.pixverse.usage_log import usage_charges

        return usage_charges(context, start=start, end=end)

    def status_call(self, op: str, task_id: str, *, trace_id: str) -> HttpCall:
        """Build the HTTP call that looks at a task."""
        from reelscore.pixverse.calls import status_call_of

        is_image = self._family(op) == "image"
        return status_call_of("image_template" if is_image else "text_to_video", task_id, trace_id=trace_id)

    def verdict(self, op: str, http_status: int, payload: Any) -> CallOutcome:
        """Judge an answer by its body."""
        return reading.ENVELOPE.outcome(http_status, payload, context=self._context(op))

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        """Read a polling answer; never raises."""
        return reading.poll(payload, family=self._family(op), context=self._context(op, is_poll=True))

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
            host=self.name,
            keys_url=self.key_page,
            operation=name,
            is_poll=is_poll,
            names_task=is_task,
            needs_task=is_task and operation is not None and not is_poll,
            where=frozenset({self.name, "look" if is_poll else "call"}),
        )

    def _family(self, op: str) -> str:
        operation = self.operations.get(name_of(op))
        return "image" if operation is not None and operation.family == "image" else "video"


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


@cache
def _operations(host: str) -> Mapping[str, Operation]:
    from reelscore.pixverse import wire

    return wire.operations(host)


_LIMITS = Limits()
"""Requests per second are not published; tasks at once depend on the plan (see ``plans.csv``)."""

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
    plans=load_plans("reelscore.pixverse", "pixverse.ai"),
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
    plans=load_plans("reelscore.pixverse", "pixverseai.cn"),
)
