"""``rules``, ``prices`` and ``models``: the tables that requests are judged and priced by, read off by asking them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reelscore.catalog import documents
from reelscore.catalog.operations import (
    VENDORS,
    Misuse,
    conditions,
    families,
    find,
    host_named,
    near,
    op_word,
    op_words,
    operations,
    rows_of,
    word_of,
)
from reelscore.catalog.prices import Cell, axes, grid, model_document, models_of
from reelscore.catalog.values import amount, words
from reelscore.cli.commands import HOST, argument, commands, completion, option
from reelscore.cli.output import Output
from reelscore.effects import CallKind
from reelscore.requests.request import Request
from reelscore.rules.kinds import Rule
from reelscore.rules.sources import cited
from reelscore.vendors.family import Family

_DURATIONS = (1, 4, 5, 8, 10, 15)
"""Columns of a price table where a model takes every whole second."""
_MANY = 6


OP = argument(None, metavar="[OP]", help="One operation only.", autocompletion=completion(op_words))


def chosen(op: str | None, host: str | None) -> Iterator[tuple[Family, type[Request[Any]]]]:
    """The operations that are asked for, each on the host that is asked for or the vendor's default."""
    named = None if host is None else host_named(host)
    only = None if op is None else find(op)
    for vendor in VENDORS:
        offered = [family for family in families(vendor) if named is None or family.host is named]
        where = next(iter(offered), None)
        for name, cls in operations(vendor).items() if where is not None else ():
            if where is not None and name in where.operations and (only is None or cls is only):
                yield where, cls


def rules(out: Output, op: str | None = OP, *, host: str | None = HOST) -> int:
    """Show the rules: what each field may hold, when, and who says so."""
    found: dict[int, tuple[Rule, type[Request[Any]]]] = {}
    for where, cls in chosen(op, host):
        for row in rows_of(cls):
            if not row.hosts or where.name in row.hosts or host is None:
                found.setdefault(id(row), (row, cls))
    told = [_rule(row, cls) for row, cls in found.values()]
    out.document({"rules": told})
    out.show(("rule", "severity", "what it says"), [(each["id"], each["severity"], _said(each)) for each in told])
    out.say(f"{len(told)} rules")
    return 0


def _said(told: Mapping[str, Any]) -> str:
    """A rule as sentences of their own lines: what, when, why, who says so."""
    when = [f"{name} is {value}" for name, value in told["when"].items()]
    when += [f"the host is {' or '.join(told['hosts'])}"] if told["hosts"] else []
    lines = [f"{told['field']}: {told['allowed']}", f"when {', and '.join(when)}" if when else "", told["message"]]
    lines.append(f"source: {told['source']}" if told["source"] else "")
    return "\n".join(line for line in lines if line)


def _rule(row: Rule, cls: type[Request[Any]]) -> dict[str, Any]:
    given = [op_word(cls.vendor, name) for name in row.operations]
    return {
        **{name: getattr(row, name) for name in ("id", "field", "message", "severity", "code")},
        "operations": given,
        "hosts": list(row.hosts),
        "kind": type(row).__name__,
        "when": conditions(row),
        "allowed": row.allowed({}),
        "source": cited(row.source),
    }


def prices(
    out: Output,
    op: str | None = OP,
    *,
    model: str | None = option(None, "--model", metavar="MODEL", help="This model only."),
    host: str | None = HOST,
) -> int:
    """Show what every legal combination of model, quality and duration costs, the rest being as in a usual request."""
    if model is not None and model not in every_model():
        raise _no_model(model)
    found: list[tuple[Family, type[Request[Any]], list[Cell]]] = []
    for where, cls in chosen(op, host):
        cells = [cell for cell in grid(cls, where, model=model) if model in {None, cell.fields.get("model")}]
        if cells and cls.role is CallKind.PAID:
            found.append((where, cls, cells))
    out.document({"prices": [_cell(where, cls, cell=cell) for where, cls, cells in found for cell in cells]})
    for where, cls, cells in found if not out.json else ():
        out.head(f"{word_of(cls)} on {where.name}")
        _show_prices(cls, cells, out)
    out.say("credits; quote shows a request with its switches, and money by plan")
    return 0


def _no_model(model: str, more: Sequence[str] = ()) -> Misuse:
    words = f"no operation takes the model {model!r}{near(model, [*every_model(), *more], cutoff=0.3, most=3)}"
    return Misuse(words, next="reelscore models lists them")


def every_model() -> list[str]:
    return list(dict.fromkeys(str(name) for _, cls in chosen(None, None) for name in models_of(cls)))


def _cell(where: Family, cls: type[Request[Any]], *, cell: Cell) -> dict[str, Any]:
    quote = documents.quote(cell.quote)
    told = {"operation": word_of(cls), "host": where.name, "model": cell.fields.get("model")}
    return (
        told | {"fields": dict(cell.fields)} | {name: quote[name] for name in ("credits", "basis", "lines", "source")}
    )


def _show_prices(cls: type[Request[Any]], cells: Sequence[Cell], out: Output) -> None:
    names = [name for name in axes(cls) if any(cell.fields.get(name) is not None for cell in cells)]
    if all(cell.quote.credits is None for cell in cells):
        out.show(("price", "why"), [("unknown", why) for why in dict.fromkeys(cell.quote.source for cell in cells)])
        return
    across = _across(cells) if "duration" in names else ()
    down = [name for name in names if name != "duration" or not across]
    rows: dict[tuple[str, ...], dict[Any, str]] = {}
    for cell in cells:
        key = tuple(words(cell.fields.get(name)) for name in down)
        rows.setdefault(key, {})[cell.fields.get("duration")] = amount(cell.quote.credits)
    heads = [f"{second} s" for second in across] or ["credits"]
    lines = [(*key, *([row.get(second, "") for second in across] or row.values())) for key, row in rows.items()]
    out.show((*down, *heads), lines, right=heads)


def _across(cells: Sequence[Cell]) -> tuple[int, ...]:
    seconds = sorted({cell.fields["duration"] for cell in cells if isinstance(cell.fields.get("duration"), int)})
    return tuple(seconds if len(seconds) <= _MANY else [second for second in seconds if second in _DURATIONS])


def models(
    out: Output,
    model: str | None = argument(
        None, metavar="[MODEL|OP]", help="One model only, such as v5.6 or V5, or the models of one operation.",
        autocompletion=completion(lambda: [*every_model(), *op_words()]),
    ),
    *,
    host: str | None = HOST,
) -> int:  # fmt: skip
    """Show what each model can do: operations, qualities, durations, switches with their prices, from what to what."""
    op = model if model in op_words() else None
    told = [
        model_document(where, cls, model=name)
        for where, cls in chosen(op, host)
        if cls.role is CallKind.PAID
        for name in models_of(cls)
        if op or model in (None, name)
    ]
    found = [each for each in told if each is not None]
    if op and not found:
        raise Misuse(f"{op} takes no model", next=f"reelscore prices {op} shows what it costs")
    if not found:
        raise _no_model(model or "", op_words())
    out.document({"models": found})
    for name in dict.fromkeys(each["host"] for each in found):
        out.head(name)
        lines = [
            (
                each["model"],
                each["operation"].partition(".")[2],
                "; ".join(_spanned(values) for values in each["fields"].values() if values not in ([], [None])),
                ", ".join(_switched(name, more) for name, more in each["switches"].items()),
                _from_to(each["cheapest"], each["dearest"]),
            )
            for each in sorted(found, key=lambda each: str(each["model"]))
            if each["host"] == name
        ]
        out.show(("model", "operation", "can", "switches", "credits"), lines, right=("credits",))
    return 0


def _spanned(values: Sequence[Any]) -> str:
    if len(values) > _MANY and all(isinstance(value, int) for value in values):
        return f"{values[0]} to {values[-1]} s"
    return f"{words(values)}{' s' if isinstance(values[0], int) else ''}"


def _switched(name: str, more: Decimal) -> str:
    word = name.removesuffix("_switch").removeprefix("generate_").replace("_", " ")
    return f"{word} +{amount(more)}" if more else word


def _from_to(low: Decimal | None, high: Decimal | None) -> str:
    if low is None or high is None:
        return "unknown"
    return amount(low) if low == high else f"{amount(low)} to {amount(high)}"


COMMANDS = commands(
    rules=(rules, "rules: [id operations hosts field kind when allowed message severity code source]"),
    prices=(prices, "prices: [operation host model fields credits basis lines source]"),
    models=(models, "models: [operation host model fields switches cheapest dearest]"),
)
