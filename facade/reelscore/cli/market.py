"""``market``: the models of Kie's Market by the snapshot or by the vendor, and runs by a model's name."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from reelscore.catalog.operations import Misuse, near
from reelscore.catalog.values import words
from reelscore.cli import keys
from reelscore.cli.commands import argument, commands, completion, group, option
from reelscore.cli.inputs import value_of
from reelscore.cli.output import Output
from reelscore.cli.quoting import QUOTED, QuoteOptions, quote
from reelscore.cli.running import PAID, RunCommandOptions, run
from reelscore.kie.market.catalog import MarketEntry, from_snapshot, is_of_type, plain, price_text
from reelscore.kie.market.snapshot import snapshot
from reelscore.kie.requests import Models
from reelscore.rules.schema import Field, TypeSchema, is_text, type_schema
from reelscore.vendors.family import find_family

_HINTS: Mapping[str, Any] = {"integer": int, "number": float, "boolean": bool}
_LIMITS = (("minimum", "from"), ("maximum", "to"), ("maxLength", "characters up to"), ("maxItems", "items up to"))


def known_models() -> list[str]:
    return [name for name, model in snapshot().models.items() if model.status == "listed"]


MODEL = argument(
    metavar="MODEL", help="The model's id; `reelscore market list` shows them.", autocompletion=completion(known_models)
)
LIVE = option(False, "--live", help="Ask the vendor: what it says today. Needs a key.")


@attrs.frozen(kw_only=True)
class MarketJob:
    model: str = MODEL
    pairs: list[str] | None = argument(
        None, metavar="[FIELD=VALUE]...",
        help="Fields of the model's input, such as prompt='a cat' duration=5; lists and objects as JSON, a path where "
        "a link belongs is uploaded.",
    )  # fmt: skip
    seconds: float | None = option(None, "--source-seconds", metavar="S", help="Length of the source, for the price.")


def list_models(
    out: Output,
    part: str | None = argument(None, metavar="[PART]", help="Models with this in their name or title."),
    *,
    kind: str | None = option(None, "--type", metavar="TYPE", help="Kind of task, such as text-to-video."),
    provider: str | None = option(None, "--provider", metavar="NAME", help="Who made the model."),
    live: bool = LIVE,
) -> int:
    """List the models of the Market, by the snapshot that comes with the package or by the vendor."""
    request = Models(provider=provider, q=part)
    if live:
        with keys.client(find_family("kie", "kie.ai")) as client:
            told = client.run(request).models
    else:
        told = _listed(request)
    _check_words(kind, provider, [*told, *_listed(Models())])
    found = [entry for entry in told if is_of_type(entry.task_types, kind)]
    day = None if live else snapshot().date
    out.document({"models": [attrs.asdict(each) for each in found], "snapshot": day})
    out.show(("model", "kind", "price"), [(e.model, words(e.task_types), _short(e.price_text)) for e in found])
    out.say(f"{len(found)} model(s), {'as the vendor lists them' if day is None else f'by the snapshot of {day}'}")
    return 0


def _listed(request: Models) -> Sequence[MarketEntry]:
    told: Any = from_snapshot(request, snapshot())
    models: Sequence[MarketEntry] = told.models
    return models


def _check_words(kind: str | None, provider: str | None, models: Sequence[MarketEntry]) -> None:
    """Raise Misuse where a kind of task or a provider is named that no model has."""
    kinds = sorted({each for entry in models for each in entry.task_types})
    makers = sorted({entry.provider for entry in models if entry.provider})
    asked = [("--type", each.strip(), kinds) for each in (kind or "").split(",")]
    for name, word, known in (*asked, ("--provider", provider or "", makers)):
        if word and not is_of_type(known, word):
            raise Misuse(
                f"{name} is {word!r}, which no model has{near(word, known)}", next=f"one of {', '.join(known)}"
            )


def _short(text: str) -> str:
    return text.partition(";")[0] + (" …" if ";" in text else "")


def show(out: Output, name: str = MODEL, *, live: bool = LIVE) -> int:
    """Show what a model takes and costs, by the snapshot of its page or by the vendor."""
    if live:
        return _show_live(name, out)
    model = snapshot().models.get(name)
    if model is None:
        close = " or ".join(snapshot().near(name))
        step = f"did you mean {close}?" if close else f"reelscore market show {name} --live asks the vendor"
        raise Misuse(f"the snapshot of {snapshot().date} has no model {name!r}", next=step)
    out.document({**attrs.asdict(model), "snapshot": snapshot().date})
    out.head(f"{model.model}: {model.title} by {model.provider}, gives {model.output}")
    _show_fields(model.fields, model.required, out)
    for rule in model.rules:
        out.line(f"rule: {words({key: value for key, value in rule.items() if key not in {'from', 'severity'}})}")
    for note in model.notes:
        out.line(f"note: {note}")
    out.line(f"price: {price_text(model) or 'none is published'}")
    out.say(f"docs.kie.ai/{model.page}, snapshot of {snapshot().date}, {model.status}", style="dim")
    return 0


def _show_fields(fields: Mapping[str, Any], required: Sequence[str], out: Output) -> None:
    rows = [
        (name, _kind(field), "yes" if name in required else "", _allowed(field), words(field.get("default")))
        for name, field in fields.items()
    ]
    out.show(("field", "kind", "needed", "allowed", "default"), rows)


def _show_live(name: str, out: Output) -> int:
    with keys.client(find_family("kie", "kie.ai")) as client:
        schema, price = client.model_schema(name), client.model_price(name)
    told = {"model": name, "price": price.text}
    out.document(told | {key: getattr(schema, key) for key in ("required", "fields", "route", "origin", "note")})
    _show_fields({field: plain(shape) for field, shape in schema.fields.items()}, schema.required, out)
    out.line(f"price: {price.text or 'the vendor names none'}")
    out.say(schema.note or f"as the vendor says, called at {schema.route}", style="dim")
    return 0


def _kind(field: Mapping[str, Any]) -> str:
    file = field.get("file", "").replace("any", "file")
    many = "list of " if field.get("type") == "array" else ""
    inner = field.get("items", {}) if many else field
    return many + (file or words(inner.get("type", "any")))


def _allowed(field: Mapping[str, Any]) -> str:
    told = [words(field["enum"])] if "enum" in field else []
    told += [f"{word} {field[key]:,}" for key, word in _LIMITS if key in field]
    return "; ".join(told) or str(field.get("description", ""))


def quote_job(out: Output, job: MarketJob, options: QuoteOptions) -> int:
    """Show what a job costs, in credits and in money."""
    return quote(out, attrs.evolve(options, op="kie.market", given=_given(job)))


def run_job(out: Output, job: MarketJob, options: RunCommandOptions) -> int:
    """Run a model: shows the price and asks, waits, and saves the files."""
    return run(out, attrs.evolve(options, op="kie.market", given=_given(job)))


def _given(job: MarketJob) -> dict[str, Any]:
    """Turn a model and its input into fields of the operation, as they are given as options."""
    fields = dict(_pair(job.model, text) for text in job.pairs or ())
    given = {"model": job.model, "input": json.dumps(fields), "source_seconds": job.seconds}
    return {name: value for name, value in given.items() if value is not None}


def _pair(model: str, text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise Misuse(f"{text!r} is no FIELD=VALUE", next=f"reelscore market show {model} lists its fields")
    found = snapshot().models.get(model)
    if found is None:
        return name, _guessed(value)
    field = found.fields.get(name)
    if field is None:
        meant = near(name, found.fields)
        if meant:
            raise Misuse(f"{model} has no field {name!r}{meant}", next=f"reelscore market show {model}")
        return name, _guessed(value)
    kind = field.get("type")
    shape = type_schema(_HINTS.get(str(kind), str))
    if kind in {"array", "object"}:
        item = type_schema(str) if "object" not in str(field.get("items", {}).get("type")) else None
        shape = TypeSchema(name="list" if kind == "array" else "object", fits=is_text, item=item)
    return name, value_of(Field(name=name, wire=name, shape=shape, required=False), value)


def _guessed(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


_SHOWN = (
    "model title provider task_types output status page last_seen certainty source required fields rules prices notes "
    "snapshot; with --live model required fields route price origin note"
)
COMMANDS = group(
    "market",
    "Run any model of Kie's Market by its name.",
    commands(
        list=(list_models, "models: [model title provider task_types description price_text], snapshot"),
        show=(show, _SHOWN),
        quote=(quote_job, QUOTED),
        run=(run_job, PAID),
    ),
)
