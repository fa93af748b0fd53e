"""The Market: jobs of any model by the snapshot of its page, and what is told of models.

The vendor's ways are kept: a field that is missing or has an odd word is refused with code 500, what a model does not
know is ignored, and one model takes an empty input for a paid job.
"""

from __future__ import annotations

import gzip
import json
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from reelscore.sandbox.calls import Route, Vendor
from reelscore.sandbox.clock import ISO, written
from reelscore.sandbox.faults import steered
from reelscore.sandbox.suno import records, sign_in, submit, table
from reelscore.sandbox.suno import refine as refine_songs
from reelscore.sandbox.suno.records import find_file, link, new_task_id
from reelscore.sandbox.suno.table import KIE, OPERATIONS, accept
from reelscore.sandbox.values import Answer, Refusal, Task, refusal_rows, refuse_if

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reelscore.sandbox.calls import Call

ROWS: Final = refusal_rows("kie", "kie-products", "kie-market")
TAKES_NOTHING: Final = "grok-imagine/image-to-video"
"""Makes a paid job of an empty input. Source: a third party's probe, 2026-08."""
ERRORS: Final[Mapping[str, tuple[int, str]]] = {
    "moderated": (400, "Sorry, but the image we created may violate our content policies"),
    "task-fails": (500, "Internal server error"),
}
STAGES: Final[Mapping[str, float]] = {"image": 25.0, "video": 90.0, "audio": 20.0, "text": 8.0, "object": 8.0}
"""Seconds on the sandbox clock until a job is done, by what it makes: the sandbox's own choice."""
FOLDERS: Final = {"image": "s", "video": "v", "audio": "r"}
"""What a file is linked as."""
SECONDS: Final = 5.0
PICTURE: Final = 2
"""Number of a job's first picture beside its result."""


@cache
def models() -> Mapping[str, dict[str, Any]]:
    """Return the models of the snapshot by name."""
    packed = files("reelscore_wire.market").joinpath("models.json.gz").read_bytes()
    found: list[dict[str, Any]] = json.loads(gzip.decompress(packed))["models"]
    return {model["model"]: model for model in found}


# -- Jobs --------------------------------------------------------------------------------------------------------------


def refine(call: Call) -> str:
    """Name the operation behind ``createTask``: that of a song, or the Market's one."""
    found = refine_songs(call)
    return "market" if found == "jobs" else found


def create_job(call: Call) -> Answer:
    """Answer ``jobs/createTask``: songs as on their own routes, all else by the snapshot."""
    if call.operation in OPERATIONS:
        return submit.submit(call)
    model = models().get(str(call.fields.get("model")))
    if model is None:
        raise Refusal("unsold")
    refuse_if(model["status"] != "listed", "paused")
    given, callback = submit.job_of(call)
    call.judge(_refusals(model, given))
    fault, task = steered(given), _task(call, model, given)
    task.error = ERRORS.get(fault)
    task.facts["callback"] = callback
    call.task = call.engine.start(task, fault)
    return accept({"taskId": task.id, "recordId": task.id})


def _task(call: Call, model: dict[str, Any], given: dict[str, Any]) -> Task:
    ends, body = call.engine.varied(STAGES[model["output"]], "market"), dict(call.fields)
    body["input"] = json.dumps(given, ensure_ascii=False)
    stages = ((0.0, "pending"), (ends * 0.1, "running"), (ends, "succeeded"))
    task = call.new_task(new_task_id(call.engine), stages, credits=price(model, given), body=body)
    task.facts.update(route="jobs", model=model["model"], seconds=_seconds(model, given) or SECONDS)
    task.facts["made"] = _made(task, model, given)
    return task


def _made(task: Task, model: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what ``resultJson`` will hold."""
    name, output = model["model"], model["output"]
    if output in FOLDERS:
        # The first file has no number: those of a video and of a sound are found by the task alone.
        numbers = [0, *range(PICTURE, PICTURE + int(_count(model, given)) - 1)]
        made: dict[str, Any] = {"resultUrls": [link(task, FOLDERS[output], number) for number in numbers]}
        if given.get("return_last_frame") is True:
            made["firstFrameUrl"] = [link(task, "s", PICTURE)]
            made["lastFrameUrl"] = [link(task, "s", PICTURE + 1)]
        if "layer" in name:
            layers = [{"z_index": 0, "name": "base", "url": made["resultUrls"][0], "size": "1080x1080"}]
            made["resultObject"] = {"layers_data": layers}
        return made
    if "detection" in name:
        return {"resultObject": {"mask_urls": [link(task, "s", PICTURE)]}}
    if output == "object":
        return {"resultObject": {"subject_status": 1}}
    return {"resultObject": {"text": "made by the sandbox"}}


# -- What is refused ---------------------------------------------------------------------------------------------------


def refuse(call: Call, refusal: Refusal) -> Answer:
    """Return the answer for *refusal*: in the words of the Market, where the job is not a song."""
    return table.refuse(call, refusal, rows=ROWS if call.operation == "market" else None)


def _refusals(model: dict[str, Any], given: Mapping[str, Any]) -> Iterator[Refusal]:
    """Yield what the vendor would not take; unknown fields and prose rules are ignored, as there."""
    if not given and model["model"] == TAKES_NOTHING:
        return
    if not given:
        yield Refusal("invalid", "Please fill in the text prompt or image, video, or audio")
    yield from (Refusal("required", name) for name in model["required"] if given.get(name) is None)
    for name, value in given.items():
        schema = model["fields"].get(name)
        if schema is None or value is None or value == "":
            continue
        for error in _VALIDATOR(schema).iter_errors(value):
            if error.validator == "enum":
                yield Refusal("enum", name)
            yield Refusal("invalid", f"{name} is not valid: {error.message[:200]}")


def _number(_: Any, value: object) -> bool:
    if isinstance(value, str):
        try:
            return float(value) == float(value)
        except ValueError:
            return False
    return isinstance(value, (int, float)) and not isinstance(value, bool)


_CHECKER = Draft202012Validator.TYPE_CHECKER.redefine_many({"number": _number, "integer": _number})
_extended: Any = extend
_VALIDATOR: Final = _extended(Draft202012Validator, {}, type_checker=_CHECKER)
"""Numbers may be text: calls of that kind were taken."""


# -- Money -------------------------------------------------------------------------------------------------------------


def price(model: dict[str, Any], given: Mapping[str, Any]) -> Decimal:
    """Return what a job costs here: the dearest row that its fields leave open; nothing where none is published."""
    rows = [row for row in model["prices"] if "per" not in row["when"] and _covers(row["when"], model, given)]
    dearest = max((Decimal(str(row["credits"])) for row in rows), default=Decimal(0))
    unit = rows[0]["unit"] if rows else ""
    if "second" in unit:
        return dearest * Decimal(str(_seconds(model, given) or SECONDS))
    return dearest * _count(model, given) if unit == "image" else dearest


def _covers(when: Mapping[str, Any], model: dict[str, Any], given: Mapping[str, Any]) -> bool:
    for name, word in when.items():
        if name == "video_input":
            is_met = bool(given.get("reference_video_urls")) is word
        elif word in ("none", "used"):
            is_met = bool(given.get(name)) is (word == "used")
        else:
            value = _value(model, given, name)
            is_met = value is None or str(value).lower() == str(word).lower()
        if not is_met:
            return False
    return True


def _value(model: dict[str, Any], given: Mapping[str, Any], name: str) -> Any:
    return given.get(name, model["fields"].get(name, {}).get("default"))


def _seconds(model: dict[str, Any], given: Mapping[str, Any]) -> float | None:
    value = _value(model, given, "duration")
    return float(value) if value is not None and _number(None, value) and float(value) > 0 else None


def _count(model: dict[str, Any], given: Mapping[str, Any]) -> int:
    counts = [_value(model, given, name) for name in ("num_images", "n", "max_images")]
    found = next((value for value in counts if value is not None and _number(None, value)), 1)
    return min(max(1, int(float(found))), 16)


# -- What is told of models --------------------------------------------------------------------------------------------


def list_models(call: Call) -> Answer:
    """Answer ``GET /models``."""
    wanted, provider, part = (call.query.get(name, "").lower() for name in ("taskType", "provider", "q"))
    kinds = {_plain(kind) for kind in wanted.split(",") if kind.strip()}
    found = [
        {
            "model": model["model"],
            "slug": model["model"],
            "title": model["title"],
            "provider": model["provider"],
            "taskType": [kind.replace("-", " ").title() for kind in model["task_types"]],
            "description": None,
            "pricingDesc": _prose(model),
        }
        for model in models().values()
        if model["status"] == "listed"
        and (not kinds or kinds & {_plain(kind) for kind in model["task_types"]})
        and provider in {"", model["provider"].lower()}
        and part in f"{model['model']} {model['title']}".lower()
    ]
    return accept({"total": len(found), "models": found})


def _plain(kind: str) -> str:
    return kind.strip().lower().replace(" ", "-")


def _prose(model: dict[str, Any]) -> str | None:
    rows = model["prices"]
    return ", ".join(f"{row['credits']:g} credits per {row['unit']}" for row in rows) or None


def _asked(call: Call) -> dict[str, Any]:
    name = "/".join(call.params[part] for part in ("family", "model") if part in call.params)
    refuse_if(name not in models(), "no_model")
    return models()[name]


def schema(call: Call) -> Answer:
    """Answer ``GET /models/{model}/schema``: the document of a page; null where inner parts of it are unknown."""
    model = _asked(call)
    body = {"type": "object", "required": ["model", "input"], "properties": {
        "model": {"type": "string", "enum": [model["model"]]},
        "input": {"type": "object", "required": model["required"], "properties": model["fields"]},
    }}  # fmt: skip
    document = {
        "openapi": "3.1.0",
        "info": {"title": model["title"], "version": "1.0.0"},
        "paths": {"/api/v1/jobs/createTask": {"post": {
            "requestBody": {"content": {"application/json": {"schema": body}}}, "responses": {},
        }}},
        "components": {"schemas": {}},
    }  # fmt: skip
    told = None if model["certainty"] == "partial" else document
    return accept({"model": model["model"], "openapi": told})


def price_words(call: Call) -> Answer:
    """Answer ``GET /models/{model}/price``."""
    model = _asked(call)
    return accept({"model": model["model"], "pricingDesc": _prose(model)})


def success_rate(call: Call) -> Answer:
    """Answer ``GET /models/{model}/success-rate``: the last hour, of which the first ten minutes saw nobody."""
    model, now = _asked(call), call.now // 600 * 600
    steps = [now - 600 * step for step in range(6, 0, -1)]
    points = [
        {
            "start": written(start, ISO + "Z"),
            "end": written(start + 600, ISO + "Z"),
            "successRate": None if start == steps[0] else 97.5,
            "errorRate": None if start == steps[0] else 2.5,
            "isNormal": True,
        }
        for start in steps
    ]
    return accept({"model": model["model"], "points": points})


MARKET: Final = Vendor(
    KIE,
    "kie",
    ("/api/v1",),
    (
        Route("POST", "/jobs/createTask", "market", "submit", create_job),
        Route("GET", "/models", "models", "read", list_models),
        *(
            Route("GET", f"/models/{model}/{word}", operation, "read", answer)
            for model in ("{model}", "{family}/{model}")
            for word, operation, answer in (
                ("schema", "model_schema", schema),
                ("price", "model_price", price_words),
                ("success-rate", "model_success_rate", success_rate),
            )
        ),
    ),
    sign_in,
    refuse,
    refine,
    find_file,
    records.callbacks,
)
"""Jobs are looked at by the route of the songs, which have the same records."""
