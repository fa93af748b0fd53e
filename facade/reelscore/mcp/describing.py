"""The tools that tell what there is: operations found by words, described with schema, rules, prices and an example."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeAlias

import pydantic

from reelscore.catalog.operations import (
    conditions,
    every_operation,
    families,
    family_for,
    find,
    rows_of,
    summary,
    word_of,
)
from reelscore.catalog.prices import axes, grid, model_document, models_of, price_hint
from reelscore.catalog.values import plain
from reelscore.effects import CallKind
from reelscore.mcp.answers import Answer
from reelscore.requests.request import Request
from reelscore.rules.schema import Field, TypeSchema, fields_of, is_id_field
from reelscore.vendors.family import Family

RequestClass: TypeAlias = type[Request[Any]]
Operation = Annotated[str, pydantic.Field(description="Such as suno.generate; find_operations lists them.")]
Host = Annotated[str | None, pydantic.Field(description="One of its hosts; its default when left out.")]
_FOUND = 25
_SHORT = 2
"""Letters of words such as "of", which every summary holds."""
_CELLS = 40
_LIMITS = ("minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "exclusiveMinimum",
           "exclusiveMaximum", "multipleOf")  # fmt: skip
_TYPES = {"text": "string", "whole number": "integer", "number": "number", "true or false": "boolean"}
_KINDS = {CallKind.PAID: "paid", CallKind.WRITE: "changes the account", CallKind.READ: "free question",
          CallKind.UPLOAD: "free upload"}  # fmt: skip


# -- Tools -------------------------------------------------------------------------------------------------------------


def find_operations(
    text: Annotated[
        str, pydantic.Field(description="Words such as 'lip sync' or 'song from lyrics'; empty lists all.")
    ] = "",
) -> Answer:
    """Find what can be made: operations by words of their name, purpose, fields or models. Free."""
    given = re.split(r"[^a-z0-9.]+", text.lower())
    wanted = [word for word in given if len(word) > _SHORT or any(map(str.isdigit, word))]
    scored = [(_score(cls, wanted), cls) for cls in every_operation()]
    if wanted:
        scored = sorted((each for each in scored if each[0]), key=lambda each: -each[0])[:_FOUND]
    found = [_about(cls) for _, cls in scored]
    lines = [f"{each['operation']} ({each['kind']}): {each['does']}" for each in found]
    return Answer("\n".join(lines) or "nothing is like that; with an empty text all are listed", {"found": found})


def describe(
    operation: Operation,
    host: Host = None,
    model: Annotated[str, pydantic.Field(description="For kie.market: the model whose input is wanted.")] = "",
) -> Answer:
    """Describe one operation: fields with their vocabularies, rules in words, price table, a legal example. Free."""
    cls = find(operation)
    family = family_for(cls, host)
    rules = [
        {"field": row.field, "allowed": row.allowed({}), "when": conditions(row), "why": row.message}
        for row in rows_of(cls)
        if not row.hosts or family.name in row.hosts
    ]
    made, inputs = schema(cls, family), input_schemas(cls)
    told = {**_about(cls), "host": family.name, "schema": made, "rules": rules, "example": plain(dict(cls.sample))}
    if model in inputs:
        made["properties"]["input"] = plain(dict(inputs[model]))
    elif inputs:
        told["models"] = sorted(inputs)
    if cls.role is CallKind.PAID:
        told |= _prices(cls, family)
    return Answer(_words(told), told)


def models(
    model: Annotated[str, pydantic.Field(description="Such as v5.6; empty lists all, without what they cost.")] = "",
) -> Answer:
    """Show what a model can do and what it costs: operations, durations, qualities; or list the models. Free."""
    paid = [cls for cls in every_operation() if cls.role is CallKind.PAID]
    if not model:
        named = {word_of(cls): list(models_of(cls) or input_schemas(cls)) for cls in paid}
        listed = {operation: names for operation, names in named.items() if names}
        lines = [f"{operation}: {', '.join(names)}" for operation, names in listed.items()]
        return Answer("\n".join([*lines, "next: models with one of them tells what it costs"]), {"models": listed})
    told = [model_document(family_for(cls, None), cls, model=model) for cls in paid if model in models_of(cls)]
    told += [
        {"operation": word_of(cls), "model": model, "fields": dict(input_schemas(cls)[model]), "cheapest": None}
        for cls in paid
        if model in input_schemas(cls)
    ]
    found = [plain(each) for each in told if each is not None]
    lines = [
        f"{each['model']}: {each['operation']}, {each['cheapest']} to {each['dearest']} credits"
        if each["cheapest"] is not None
        else f"{each['model']}: {each['operation']}; describe tells its fields, quote what a request costs"
        for each in found
    ]
    return Answer("\n".join(lines) or "no operation takes that model; an empty text lists all", {"models": found})


# -- Parts -------------------------------------------------------------------------------------------------------------


def _about(cls: RequestClass) -> dict[str, Any]:
    hosts = [family.name for family in families(cls.vendor) if cls.operation in family.operations]
    return {"operation": word_of(cls), "does": summary(cls), "kind": _KINDS[cls.role], "hosts": hosts}


def _score(cls: RequestClass, wanted: Sequence[str]) -> int:
    name, about = word_of(cls).replace("-", " "), (cls.__doc__ or "").lower()
    inside = {field.name for field in fields_of(cls)}
    inside |= {str(choice).lower() for field in fields_of(cls) for choice in field.shape.choices}
    inside |= {part for model in input_schemas(cls) for part in re.split(r"[/-]", model)}
    return sum(4 * (word in name) + 2 * (word in about) + (word in inside) for word in wanted)


def input_schemas(cls: RequestClass) -> Mapping[str, Mapping[str, Any]]:
    """The schemas of an operation's field ``input`` by model, where each model has fields of its own."""
    known: Callable[[], Mapping[str, Mapping[str, Any]]] = getattr(cls, "input_schemas", dict)
    return known()


def _prices(cls: RequestClass, family: Family) -> dict[str, Any]:
    cells = list(grid(cls, family)) if axes(cls) else []
    known = [{**cell.fields, "credits": plain(cell.quote.credits)} for cell in cells if cell.quote.credits is not None]
    told: dict[str, Any] = {"usual_price": price_hint(cls), "prices": known[:_CELLS]}
    if len(known) > _CELLS:
        told["prices_cut"] = f"{_CELLS} of {len(known)} combinations; quote prices any request"
    return told


def schema(cls: RequestClass, family: Family) -> dict[str, Any]:
    """Make the JSON Schema of an operation's request on a host, from the fields of its class."""
    return _object(cls, family.name)


def _object(cls: type[Any], host: str) -> dict[str, Any]:
    fields = [field for field in fields_of(cls) if not field.hosts or host in field.hosts]
    return {
        "type": "object",
        "properties": {field.name: _property(field, host) for field in fields},
        "required": [each.name for each in fields if each.required or each.by_host.get(host, {}).get("required")],
        "additionalProperties": False,
    }


def _property(field: Field, host: str) -> dict[str, Any]:
    limits = {**field.limits, **field.by_host.get(host, {})}
    made = _typed(field.shape, host, closed=bool(limits.get("enum")), is_id=is_id_field(field.name))
    made |= {name: limits[name] for name in _LIMITS if limits.get(name) is not None}
    if field.shape.item is None and field.shape.choices and not limits.get("enum"):
        made["examples"] = list(field.shape.choices)
    notes = [field.help, "Never sent: a fact for rules and prices." if field.local else ""]
    if field.media:
        notes.append(f"Takes {field.media}: a path below the server's folder, a public https URL, or the vendor's id.")
    return {**made, "description": " ".join(note for note in notes if note)}


def _typed(shape: TypeSchema, host: str, *, closed: bool, is_id: bool) -> dict[str, Any]:
    if shape.part is not None:
        return _object(shape.part, host)
    if shape.item is not None:
        return {"type": "array", "items": _typed(shape.item, host, closed=closed, is_id=is_id)}
    if shape.name == "media":
        return {"type": ["string", "integer"] if shape.fits(0) else "string"}
    if is_id and shape.name == "whole number":
        return {"type": ["integer", "string"]}
    made: dict[str, Any] = {"type": _TYPES.get(shape.name, "object")}
    return {**made, "enum": list(shape.choices)} if closed and shape.choices else made


def _words(told: Mapping[str, Any]) -> str:
    """Write a description as text: what it does, a line for each field, its price."""
    required, fields = set(told["schema"]["required"]), told["schema"]["properties"]
    lines = [f"{told['operation']} on {told['host']}: {told['does']} ({told['kind']})"]
    lines += [_field_words(name, made, is_needed=name in required) for name, made in fields.items()]
    if told.get("models"):
        lines.append(f"describe with model= tells its input: {', '.join(told['models'])}")
    lines.append(
        f"{len(told['rules'])} rules and the example are in the structured content; check says what is broken."
    )
    return "\n".join([*lines, told["usual_price"]] if told.get("usual_price") else lines)


def _field_words(name: str, made: Mapping[str, Any], *, is_needed: bool) -> str:
    kind = made["type"] if isinstance(made["type"], str) else " or ".join(made["type"])
    known = made.get("enum") or made.get("examples") or []
    bounds = ", ".join(f"{word} {made[word]}" for word in _LIMITS if word in made)
    among = f" one of {', '.join(map(str, known))}" if known else ""
    needed, limits = (" (needed)" if is_needed else ""), (f" [{bounds}]" if bounds else "")
    line = f"- {name}{needed}: {kind}{among}{limits}. {made.get('description', '')}".rstrip()
    inside = made.get("properties") if name == "input" else None
    return line if inside is None else f"{line}\n  {json.dumps({each: _brief(of) for each, of in inside.items()})}"


def _brief(made: Mapping[str, Any]) -> Any:
    """A field of a model's input in few words: its vocabulary, or its type."""
    return made.get("enum") or made.get("type") or made.get("description", "")
