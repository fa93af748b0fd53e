# ruff: noqa: PLR2004 - a rule holds its own limit, next to the text that names it
"""What the Suno hosts refuse: lengths by model, fields that depend on others, windows.

Source: docs.kie.ai and docs.sunoapi.org. The facade's rules are not asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import attrs

from reelscore.sandbox.checking import problems
from reelscore.sandbox.schemas import spec_problems
from reelscore.sandbox.suno.table import KIE, SUNOAPI, V6, Operation
from reelscore.sandbox.values import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reelscore.sandbox.suno.table import Route

SHORT = frozenset({"V3_5", "V4"})
CUSTOM = frozenset({"generate", "upload_cover", "mashup"})
ATTACHED = ("imageUrls", "videoUrls", "audioUrls")
LINKS = ("callBackUrl", "calBackUrl", "uploadUrl", "audioUrl", "voiceUrl", "verifyUrl")


@attrs.frozen(kw_only=True)
class Order:
    """One request to be judged, in the field names of the first route."""

    operation: Operation
    host: str
    route: Route
    body: Mapping[str, Any]

    @property
    def model(self) -> str:
        """The model, or the default of those operations that have one."""
        return str(self.body.get("model") or "V4_5PLUS")

    @property
    def custom(self) -> bool:
        """Whether texts are taken as they are: always, where there is no customMode."""
        return bool(self.body.get("customMode", self.operation.name != "generate"))

    def has(self, *names: str) -> bool:
        """Whether any of the fields holds something."""
        return any(self.body.get(name) not in (None, "", []) for name in names)


def refusals(order: Order) -> Iterator[Refusal]:
    """Yield every reason to refuse *order*, fields first."""
    operation = order.operation
    needed = operation.needed(order.host, order.route)
    found = list(problems(order.body, fields=operation.fields, required=needed))
    if order.route == "paths":
        found += spec_problems("suno", f"/api/v1{operation.path}", host=order.host, body=order.body)
    for problem in found:
        absent = problem.finding in {"missing", "empty"}
        kind = "callback" if absent else "long" if problem.finding == "long" else "invalid"
        yield Refusal(kind, problem.field if absent else problem.text)
        return
    yield from _model(order)
    yield from _links(order)
    yield from _lengths(order)
    yield from RULES.get(operation.name, _nothing)(order)


def _nothing(_: Order) -> Iterator[Refusal]:
    return iter(())


def _model(order: Order) -> Iterator[Refusal]:
    accepted = order.operation.accepted_models(order.host, order.route)
    if "model" in order.operation.fields and order.body.get("model") is not None and order.model not in accepted:
        yield Refusal("invalid", f"model must be one of {', '.join(accepted)}")


def _links(order: Order) -> Iterator[Refusal]:
    values = [order.body[name] for name in LINKS if order.body.get(name)]
    for name in ("uploadUrlList", "imageUrls", "videoUrls", "audioUrls"):
        values += order.body.get(name) or []
    for value in values:
        if not is_link(value):
            yield Refusal("invalid", f"{value[:60]} is not a valid URL")


def is_link(value: str) -> bool:
    """Whether *value* is an http or https address."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _lengths(order: Order) -> Iterator[Refusal]:
    for name, limit in (("prompt", prompt_limit(order)), ("style", style_limit(order)), ("title", title_limit(order))):
        if limit is not None and len(order.body.get(name) or "") > limit:
            yield Refusal("long", f"{name} cannot be longer than {limit} characters")
    adds = order.operation.name in {"add_instrumental", "add_vocals"} and order.host == KIE
    unwanted = 200 if adds else 1000 if _long_unwanted(order) else None
    for name, limit in (("negativeTags", unwanted), ("tags", 1000 if adds else None)):
        if limit is not None and len(order.body.get(name) or "") > limit:
            yield Refusal("long", f"{name} cannot be longer than {limit} characters")


def _long_unwanted(order: Order) -> bool:
    """Whether the newest pages limit negativeTags: the V6 family on sunoapi.org."""
    made = order.operation.record == "music" and order.operation.name not in {"replace_section", "sounds"}
    return made and order.host == SUNOAPI and order.model in V6


def prompt_limit(order: Order) -> int | None:
    """Return how many characters the prompt takes; None where no limit is stated."""
    name = order.operation.name
    if name in {"lyrics", "sounds"}:
        return {"lyrics": 200, "sounds": 500}[name]
    if name in CUSTOM and not order.custom:
        roomy = name == "generate" and (order.host == KIE or order.model in V6)
        return 3000 if roomy else 500
    return 3000 if order.model in SHORT else 5000


def style_limit(order: Order) -> int | None:
    """Return how many characters the style takes; None where no limit is stated."""
    if order.operation.record != "music" or order.operation.name == "replace_section":
        return None
    return 200 if order.model in SHORT else 1000


def title_limit(order: Order) -> int | None:
    """Return how many characters the title takes; None where no limit is stated."""
    name, jobs = order.operation.name, order.route == "jobs"
    if name == "generate" or (name == "upload_cover" and jobs) or (name == "mashup" and not jobs):
        return 80
    if name not in {"extend", "upload_cover", "upload_extend", "mashup"}:
        return None
    short = order.model in SHORT or order.model == "V4_5ALL" or (order.host == SUNOAPI and order.model in V6)
    return 80 if short else 100


def _need(order: Order, *names: str) -> Iterator[Refusal]:
    yield from (Refusal("callback", name) for name in names if not order.has(name))


def _custom(order: Order) -> Iterator[Refusal]:
    flagged = order.route == "paths" and (order.host == KIE or order.model not in V6)
    if order.operation.name != "generate" and flagged:
        yield from (Refusal("callback", "customMode") for _ in range(order.body.get("customMode") is None))
    yield from _lasting(order)
    if order.operation.name == "generate" and order.custom and (order.host == SUNOAPI or order.route == "jobs"):
        attached = (name for name in ATTACHED if order.has(name))
        yield from (Refusal("invalid", f"{name} needs customMode false") for name in attached)
    if order.model in V6 or order.route == "jobs":
        yield from _custom_v6(order)
    elif not order.custom:
        yield from _need(order, "prompt")
    else:
        yield from _need(order, "style", "title")
        if not order.body.get("instrumental"):
            yield from _need(order, "prompt")


def _lasting(order: Order) -> Iterator[Refusal]:
    if order.custom and order.body.get("duration") is not None and order.model not in {"V5_5", *V6}:
        yield Refusal("invalid", "duration needs V5_5 or newer")


def _custom_v6(order: Order) -> Iterator[Refusal]:
    """Judge by the pages that came with V6: only a song from nothing needs anything."""
    if order.operation.name != "generate":
        return
    if order.custom and not order.has("style", "lyrics", "negativeTags"):
        yield Refusal("callback", "style")
    if order.custom and order.route == "jobs":
        yield from _need(order, "title")
    if not order.custom and not order.has(*ATTACHED, "style", "lyrics", "prompt"):
        yield Refusal("callback", "prompt")


def _extend(order: Order) -> Iterator[Refusal]:
    flag = bool(order.body.get("defaultParamFlag"))
    silent = bool(order.body.get("instrumental")) and (order.operation.name == "upload_extend" or order.host == KIE)
    if flag:
        yield from _need(order, "continueAt", "style", "title")
        if not silent:
            yield from _need(order, "prompt")
    forbidden = order.operation.name == "extend" and silent and (flag or order.route == "jobs")
    if forbidden and order.has("prompt", "vocalGender"):
        yield Refusal("invalid", "an instrumental takes neither prompt nor vocalGender")


def _replace(order: Order) -> Iterator[Refusal]:
    made, uploaded = order.has("taskId", "audioId"), order.has("uploadUrl")
    if made == uploaded:
        yield Refusal("invalid", "give taskId and audioId, or uploadUrl and model")
    if made and order.has("model"):
        yield Refusal("invalid", "model goes with uploadUrl only")
    yield from _need(order, *(("taskId", "audioId") if made else ("uploadUrl", "model")))
    window = round(order.body["infillEndS"] - order.body["infillStartS"], 6)
    if not 6 <= window <= 60:
        yield Refusal("invalid", "the section must have 6 to 60 s")


def _persona(order: Order) -> Iterator[Refusal]:
    start, end = order.body.get("vocalStart"), order.body.get("vocalEnd")
    window = round((30 if end is None else end) - (start or 0), 6)
    if not 10 <= window <= 30:
        yield Refusal("invalid", "vocalEnd - vocalStart must be 10 to 30 s")


def _stems(order: Order) -> Iterator[Refusal]:
    if order.has("audioUrl") and not order.has("taskId") and order.has("audioId"):
        yield Refusal("invalid", "audioUrl stands alone")
    if order.has("audioUrl") == order.has("taskId"):
        yield Refusal("invalid", "give taskId and audioId, or audioUrl")
    if order.has("taskId"):
        yield from _need(order, "audioId")
    if order.body.get("type") == "split_stem_advanced":
        yield from _need(order, "stemName")


def _phrase(order: Order) -> Iterator[Refusal]:
    if order.body["vocalEndS"] <= order.body["vocalStartS"]:
        yield Refusal("invalid", "vocalEndS must be above vocalStartS")


def _timestamped(order: Order) -> Iterator[Refusal]:
    if order.host == KIE:
        yield from _need(order, "audioId")
    elif order.body.get("musicIndex") not in {None, 0, 1}:
        yield Refusal("invalid", "musicIndex must be 0 or 1")


RULES: Mapping[str, Callable[[Order], Iterator[Refusal]]] = {
    "generate": _custom,
    "upload_cover": _custom,
    "mashup": _custom,
    "extend": _extend,
    "upload_extend": _extend,
    "replace_section": _replace,
    "persona": _persona,
    "stems": _stems,
    "voice_phrase": _phrase,
    "timestamped_lyrics": _timestamped,
}
"""What depends on more than one field, by operation."""
