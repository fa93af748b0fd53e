# ruff: noqa: PLR2004 - a rule holds its own limit, next to the text that names it
"""The operations of the Suno hosts: what they cost, what is refused, and how the hosts say yes and no.

What an operation takes is in `schemas`. Source: docs.kie.ai and docs.sunoapi.org. The facade's rules are not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, NamedTuple, TypeAlias

import attrs

from reelscore.sandbox.calls import Call
from reelscore.sandbox.schemas import problems
from reelscore.sandbox.values import (
    Answer,
    Check,
    Refusal,
    RefusalRow,
    broken,
    own_rows,
    refusal_rows,
    told,
    vendor_rows,
)

Route: TypeAlias = Literal["paths", "jobs"]
KIE: Final = "kie.ai"
SUNOAPI: Final = "sunoapi.org"
V6: Final = frozenset({"V6", "V6_WILD", "V6_MINI"})


class Operation(NamedTuple):
    name: str
    record: str
    """Name of the record's shape; empty for what is answered at once."""
    stages: tuple[float, ...]
    """Seconds on the sandbox clock after which each stage begins: third-party measurements where they exist (text in
    seconds, streams at 22-32 s, files at 57-74 s), the sandbox's own choice elsewhere."""
    family: str
    """Code family on sunoapi.org: B answers with Kie's codes. Source: docs.sunoapi.org."""
    jobs: str
    """Model string on Kie's second route."""


OPERATIONS: Final = {
    name: Operation(name, row["record"], tuple(map(float, row["stages"].split())), row["family"], row["jobs"])
    for row in own_rows("suno")
    for name in [row["operation"]]
}
BY_JOBS_MODEL: Final = {operation.jobs: operation for operation in OPERATIONS.values()}


@cache
def _cells() -> Mapping[tuple[str, str, str], Decimal]:
    return {
        (host, row["operation"], variant): Decimal(row["credits"])
        for row in vendor_rows("suno", "prices")
        for host in row["hosts"].split()
        for variant in row["variants"].split() or [""]
    }


def price(operation: str, host: str, *, body: Mapping[str, Any]) -> Decimal:
    """Return the credits of *operation* at *host*: by its type or model where the price hangs on that.

    Where a host has no row its twin's stands in; where neither has one it is free: the sandbox's own choice.
    """
    variants = (body.get("type") or "separate_vocal",) if operation == "stems" else ("", str(body.get("model")), "V6")
    keys = ((name, operation, variant) for name in (host, "kie.ai", "sunoapi.org") for variant in variants)
    return next((_cells()[key] for key in keys if key in _cells()), Decimal(0))


ROWS: Final = {
    "kie": refusal_rows("kie"),
    "kie-lyrics": refusal_rows("kie", "older", "kie-lyrics"),
    "kie-jobs": refusal_rows("kie", "kie-jobs"),
    "B": refusal_rows("kie", "sunoapi-b"),
    "A": refusal_rows("kie", "sunoapi-b", "older", "sunoapi-a"),
}
"""How the hosts say no. Kie's lyrics page alone keeps the codes that the older pages of both hosts share; its looks at
jobs are refused by HTTP status. On sunoapi.org family B answers with Kie's numbers; in A, 429 means no credit, 430 and
405 throttle. Source: docs.kie.ai, docs.sunoapi.org, the published samples."""


def _rows_of(call: Call) -> Mapping[str, RefusalRow]:
    if call.path == "/jobs/recordInfo":
        return ROWS["kie-jobs"]
    if call.host == KIE:
        return ROWS["kie-lyrics" if call.path == "/lyrics" else "kie"]
    return ROWS[OPERATIONS[call.operation].family if call.operation in OPERATIONS else "A"]


def accept(data: Any) -> Answer:
    return Answer({"code": 200, "msg": "success", "data": data})


def refuse(call: Call, refusal: Refusal, *, rows: Mapping[str, RefusalRow] | None = None) -> Answer:
    """Return the answer for *refusal*; ``unknown_id`` with the word null is a success without data."""
    if (refusal.kind, refusal.text) == ("unknown_id", "null"):
        return accept(None)
    row = told(rows or _rows_of(call), refusal)
    return Answer({"code": row.code, "msg": row.text, "data": refusal.data}, row.status)


SHORT = frozenset({"V3_5", "V4"})
CUSTOM = frozenset({"generate", "upload_cover", "mashup"})
ATTACHED = ("imageUrls", "videoUrls", "audioUrls")


@attrs.frozen(kw_only=True)
class Order:
    """One request to be judged."""

    operation: Operation
    host: str
    route: Route
    sent: Mapping[str, Any]
    """The fields as they came: of the body, or of a job's input."""
    body: Mapping[str, Any]
    """Those that the operation has, in the names of the first route."""

    @property
    def model(self) -> str:
        """The model, or the default of those operations that have one."""
        return str(self.body.get("model") or "V4_5PLUS")

    @property
    def custom(self) -> bool:
        """Whether texts are taken as they are: always, where there is no customMode."""
        return bool(self.body.get("customMode", self.operation.name != "generate"))

    def has(self, *names: str) -> bool:
        return any(self.body.get(name) not in (None, "", []) for name in names)


def refusals(order: Order) -> Iterator[Refusal]:
    """Yield every reason to refuse *order*; what depends on several fields is asked once each is right by itself."""
    operation = order.operation
    found = problems("suno", order.host, operation.jobs if order.route == "jobs" else operation.name, order.sent)
    for problem in found:
        if problem.keyword == "required":
            yield Refusal("callback", problem.field)
        else:
            yield Refusal("long" if problem.keyword == "maxLength" else "invalid", problem.text)
    if found:
        return
    for name, limit in _limits(order).items():
        is_long = len(order.body.get(name) or "") > limit
        yield from broken([(is_long, "long", f"{name} cannot be longer than {limit} characters")])
    if operation.name in RULES:
        yield from broken(RULES[operation.name](order))


def _limits(order: Order) -> Mapping[str, int]:
    """Return the most characters of the texts whose limit hangs on more than the operation."""
    name, model, is_short = order.operation.name, order.model, order.model in SHORT
    is_newest = order.host == SUNOAPI and model in V6  # as the newest pages limit
    limits = {"prompt": 3000 if is_short else 5000}
    if name in CUSTOM and not order.custom:
        limits["prompt"] = 3000 if name == "generate" and (order.host == KIE or model in V6) else 500
    if order.operation.record == "music" and name != "replace_section":
        limits |= {"style": 200 if is_short else 1000} | (
            {"negativeTags": 1000} if is_newest and name != "sounds" else {}
        )
    if name in {"extend", "upload_cover", "upload_extend", "mashup"}:
        is_bare = is_short or is_newest or model == "V4_5ALL" or (name == "mashup" and order.route == "paths")
        limits["title"] = 80 if is_bare else 100
    return limits


def _need(order: Order, *names: str) -> Iterator[Check]:
    yield from ((not order.has(name), "callback", name) for name in names)


def _custom(order: Order) -> Iterator[Check]:
    body, is_song = order.body, order.operation.name == "generate"
    lasts = order.custom and body.get("duration") is not None
    yield lasts and order.model not in {"V5_5", *V6}, "invalid", "duration needs V5_5 or newer"
    if is_song and order.custom and (order.host == SUNOAPI or order.route == "jobs"):
        for name in ATTACHED:
            yield order.has(name), "invalid", f"{name} needs customMode false"
    if (
        order.model in V6 or order.route == "jobs"
    ):  # the pages that came with V6: only a song from nothing needs anything
        is_empty = is_song and order.custom and not order.has("style", "lyrics", "negativeTags")
        yield is_empty, "callback", "style"
        yield from _need(order, *(["title"] if is_song and order.custom and order.route == "jobs" else []))
        is_silent = is_song and not order.custom and not order.has(*ATTACHED, "style", "lyrics", "prompt")
        yield is_silent, "callback", "prompt"
    elif order.custom:
        yield from _need(order, "style", "title", *([] if body.get("instrumental") else ["prompt"]))
    else:
        yield from _need(order, "prompt")


def _extend(order: Order) -> Iterator[Check]:
    name, flag = order.operation.name, bool(order.body.get("defaultParamFlag"))
    silent = bool(order.body.get("instrumental")) and (name == "upload_extend" or order.host == KIE)
    if flag:
        yield from _need(order, "continueAt", "style", "title", *([] if silent else ["prompt"]))
    forbidden = name == "extend" and silent and (flag or order.route == "jobs") and order.has("prompt", "vocalGender")
    yield forbidden, "invalid", "an instrumental takes neither prompt nor vocalGender"


def _replace(order: Order) -> Iterator[Check]:
    made, uploaded = order.has("taskId", "audioId"), order.has("uploadUrl")
    yield made == uploaded, "invalid", "give taskId and audioId, or uploadUrl and model"
    yield made and order.has("model"), "invalid", "model goes with uploadUrl only"
    yield from _need(order, *(("taskId", "audioId") if made else ["model"]))
    window = round(order.body["infillEndS"] - order.body["infillStartS"], 6)
    yield not 6 <= window <= 60, "invalid", "the section must have 6 to 60 s"


def _persona(order: Order) -> Iterator[Check]:
    start, end = order.body.get("vocalStart"), order.body.get("vocalEnd")
    window = round((30 if end is None else end) - (start or 0), 6)
    yield not 10 <= window <= 30, "invalid", "vocalEnd - vocalStart must be 10 to 30 s"


def _stems(order: Order) -> Iterator[Check]:
    linked, made = order.has("audioUrl"), order.has("taskId")
    yield linked and not made and order.has("audioId"), "invalid", "audioUrl stands alone"
    yield linked == made, "invalid", "give taskId and audioId, or audioUrl"
    is_one = order.body.get("type") == "split_stem_advanced"
    yield from _need(order, *(["audioId"] if made else []), *(["stemName"] if is_one else []))


def _phrase(order: Order) -> Iterator[Check]:
    is_span = 0 <= order.body["vocalStartS"] < order.body["vocalEndS"]
    yield not is_span, "invalid", "vocalStartS must be 0 or more, vocalEndS above it"


RULES: Mapping[str, Callable[[Order], Iterator[Check]]] = {
    "generate": _custom,
    "upload_cover": _custom,
    "mashup": _custom,
    "extend": _extend,
    "upload_extend": _extend,
    "replace_section": _replace,
    "persona": _persona,
    "stems": _stems,
    "voice_phrase": _phrase,
}
"""What depends on more than one field, by operation."""
