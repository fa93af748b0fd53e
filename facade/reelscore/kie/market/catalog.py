"""What the vendor, or failing it the snapshot, tells of models: the list, a schema, a price in words, success rates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias
from urllib.parse import unquote

import attrs

from reelscore._attrs import frozen
from reelscore.kie.market.snapshot import MarketModel, Snapshot
from reelscore.results import Result
from reelscore.rules.kinds import is_number
from reelscore.rules.schema import is_text, is_whole
from reelscore.vendors.coercion import fields, fill, number, objects, text

__all__ = ["MarketEntry", "ModelList", "PriceText", "RatePoint", "SchemaDocument", "SuccessRate"]
Fields: TypeAlias = Mapping[str, Any]
Origin: TypeAlias = Literal["live", "cache", "snapshot"]
JOBS_PATH = "/api/v1/jobs/createTask"
_PRICED = re.compile(r"(\d+(?:\.\d+)?)-second[^.,;]*?costs?\s+(\d+(?:\.\d+)?)\s+credits", re.IGNORECASE)


@frozen(kw_only=True)
class ModelAnswer(Result):
    """An answer about models, with where it is from."""

    origin: Origin = "live"
    """The vendor just now, this disk, or the snapshot that comes with the package."""
    as_of: datetime | None = attrs.field(default=None, eq=False)
    """When the vendor said so; None for just now."""
    note: str = ""
    """Why it is not the vendor's newest word, where it is not."""


@frozen(kw_only=True)
class MarketEntry(Result):
    """A model in the vendor's list."""

    model: str
    title: str = ""
    provider: str = ""
    task_types: tuple[str, ...] = ()
    description: str = ""
    price_text: str = ""
    """In the vendor's words; empty where it says nothing."""


@frozen(kw_only=True)
class ModelList(ModelAnswer):
    """Models of the Market."""

    models: tuple[MarketEntry, ...] = ()
    total: int = 0
    """How many the vendor counts."""
    has_content: Literal[True] = True


@frozen(kw_only=True)
class SchemaDocument(ModelAnswer):
    """What a model takes."""

    model: str = ""
    openapi: Mapping[str, Any] | None = attrs.field(default=None, repr=False)
    """The vendor's document; None where it has none, as of some models it has not."""
    route: str | None = None
    """The path that the document is about; anything but jobs/createTask is no model of the Market."""
    fields: Mapping[str, Any] = attrs.field(factory=dict, repr=False)
    """The input's fields, as JSON Schema."""
    required: tuple[str, ...] = ()


TOLD: dict[str, SchemaDocument] = {}
"""What the vendor told this process of models, by name: newer than the snapshot, it judges inputs in its place."""
MOST_TOLD = 500
"""Models whose schema is remembered, more than the vendor has; the oldest is forgotten first."""


@frozen(kw_only=True)
class PriceText(ModelAnswer):
    """What a model costs, in the vendor's words."""

    model: str = ""
    text: str = ""
    """Empty where the vendor says nothing."""
    rows: tuple[tuple[float, Decimal], ...] = ()
    """Seconds and credits, as far as the words say them in the plainest way."""


@frozen(kw_only=True)
class RatePoint(Result):
    """Ten minutes of a model."""

    start: datetime | None = None
    end: datetime | None = None
    success_rate: float | None = None
    """Percent; None where nobody asked."""
    error_rate: float | None = None
    is_normal: bool | None = None


@frozen(kw_only=True)
class SuccessRate(ModelAnswer):
    """How a model did in the last day, in steps of ten minutes."""

    model: str = ""
    points: tuple[RatePoint, ...] = ()

    @property
    def percent(self) -> float | None:
        """The mean of what is told."""
        told = [point.success_rate for point in self.points if point.success_rate is not None]
        return sum(told) / len(told) if told else None


def read_models(_kind: Any, found: Fields, raw: Any) -> ModelList:
    """Read the list of models; anything else is an empty list."""
    models = tuple(map(_entry, objects(found, "models")))
    return ModelList(models=models, total=int(number(found.get("total")) or len(models)), raw=raw)


def _entry(value: Mapping[str, Any]) -> MarketEntry:
    found = fields(value)
    kinds = found.get("task_type")
    return fill(
        MarketEntry,
        value,
        {"price_text": "pricing_desc"},
        model=text(found.get("model")) or text(found.get("slug")),
        task_types=tuple(map(text, kinds if isinstance(kinds, list) else [kinds] if kinds else [])),
    )


def read_schema(_kind: Any, found: Fields, raw: Any) -> SchemaDocument:
    """Read a model's schema; a document that cannot be read has no fields."""
    document = found.get("openapi") if isinstance(found.get("openapi"), Mapping) else None
    paths = document.get("paths") if document else None
    route = next(iter(paths), None) if isinstance(paths, Mapping) else None
    schema = _input_of(document, route) if document and route else {}
    given, needed = _taken(document or {}, schema)
    return SchemaDocument(
        model=text(found.get("model")),
        openapi=document,
        route=None if route is None else str(route),
        fields=given,
        required=needed,
        raw=raw,
    )


def _input_of(document: Mapping[str, Any], route: Any) -> Mapping[str, Any]:
    steps = ("paths", route, "post", "requestBody", "content", "application/json", "schema", "properties", "input")
    node: Any = document
    for step in steps:
        node = _followed(document, node.get(step) if isinstance(node, Mapping) else None)
    return node if isinstance(node, Mapping) else {}


def _taken(document: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the fields of an input and which are needed; alternatives that contradict each other say nothing."""
    ways = [_followed(document, each) for each in objects(schema.get("oneOf"))] or [schema]
    taken: dict[str, Any] = {}
    needed: list[set[str]] = []
    for way in (way for way in ways if isinstance(way, Mapping)):
        held, names = way.get("properties"), way.get("required")
        for name, field in held.items() if isinstance(held, Mapping) else ():
            clean, found = str(name).strip(), _followed(document, field)  # pages have stray blanks in their names
            taken[clean] = found if isinstance(found, Mapping) and taken.get(clean, found) == found else {}
        needed.append({str(name).strip() for name in names} if isinstance(names, list) else set())
    return taken, tuple(sorted(set.intersection(*needed))) if needed else ()


def _followed(document: Mapping[str, Any], node: Any) -> Any:
    for _ in range(8):  # a document may refer in circles
        reference = node.get("$ref") if isinstance(node, Mapping) else None
        if not isinstance(reference, str):
            return node
        node = document
        for step in map(unquote, reference.split("/")[1:]):
            node = node.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(node, Mapping) else None
    return None


_PLAIN: Mapping[str, Callable[[Any], bool]] = {
    "type": lambda value: isinstance(value, str) or (isinstance(value, list) and all(map(is_text, value))),
    "enum": lambda value: isinstance(value, list),
    "description": is_text,
    **dict.fromkeys(("minimum", "maximum"), is_number),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), is_whole),
}
"""What is judged by of a schema that nobody curated, and what it has to be; combinators and patterns are left out."""


def plain(schema: Any, depth: int = 8) -> dict[str, Any]:
    """Return of a field's schema what inputs can be judged by."""
    if not isinstance(schema, Mapping) or not depth:
        return {}
    made = {word: schema[word] for word, fits in _PLAIN.items() if word in schema and fits(schema[word])}
    if isinstance(schema.get("properties"), Mapping):
        made["properties"] = {str(name): plain(part, depth - 1) for name, part in schema["properties"].items()}
    if isinstance(schema.get("items"), Mapping):
        made["items"] = plain(schema["items"], depth - 1)
    return made


def read_price(_kind: Any, found: Fields, raw: Any) -> PriceText:
    """Read what a model costs."""
    words = text(found.get("pricing_desc"))
    rows = tuple((float(seconds), Decimal(credits)) for seconds, credits in _PRICED.findall(words))
    return PriceText(model=text(found.get("model")), text=words, rows=rows, raw=raw)


def read_success_rate(_kind: Any, found: Fields, raw: Any) -> SuccessRate:
    """Read how a model did."""
    return SuccessRate(
        model=text(found.get("model")),
        points=tuple(fill(RatePoint, point) for point in objects(found, "points")),
        raw=raw,
    )


# -- Without the vendor ------------------------------------------------------------------------------------------------


def from_snapshot(request: Any, known: Snapshot) -> ModelAnswer | None:
    """Answer a question about models by the snapshot; None where it cannot."""
    common: dict[str, Any] = {"origin": "snapshot", "as_of": known.day}
    if request.operation == "models":
        found = [model for model in known.models.values() if model.status == "listed" and _is_wanted(model, request)]
        return ModelList(models=tuple(map(_entry_of, found)), total=len(found), **common)
    model = known.models.get(request.model)
    if model is None or request.operation == "model_success_rate":
        return None
    if request.operation == "model_schema":
        return SchemaDocument(
            model=model.model, route=JOBS_PATH, fields=model.fields, required=model.required, **common
        )
    return PriceText(model=model.model, text=price_text(model), **common)


def is_of_type(task_types: Iterable[str], wanted: str | None) -> bool:
    """Return whether any of a model's kinds of task is wanted: one, or several with commas; None wants all."""
    kinds = {_letters(kind) for kind in (wanted or "").split(",") if kind.strip()}
    return not kinds or not kinds.isdisjoint(map(_letters, task_types))


def _is_wanted(model: MarketModel, request: Any) -> bool:
    return (
        is_of_type(model.task_types, request.task_type)
        and (not request.provider or _letters(request.provider) == _letters(model.provider))
        and (not request.q or request.q.lower() in f"{model.model} {model.title}".lower())
    )


def _letters(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", words.lower())


def _entry_of(model: MarketModel) -> MarketEntry:
    return MarketEntry(
        model=model.model,
        title=model.title,
        provider=model.provider,
        task_types=model.task_types,
        price_text=price_text(model),
    )


def price_text(model: MarketModel) -> str:
    """Write the rows of a model's price in one line."""
    return "; ".join(_row_text(row) for row in model.prices)


def _row_text(row: Mapping[str, Any]) -> str:
    conditions = ", ".join(f"{name} {value}" for name, value in row["when"].items())
    return f"{row['credits']:g} credits per {row['unit']}{f' ({conditions})' if conditions else ''}"
