"""What a document says that the facade was not taught: operations, fields and models, each with its room."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

import _specs
from reelscore.requests.request import Request
from reelscore.rules.kinds import OneOf
from reelscore.rules.ruleset import ruleset_for
from reelscore.rules.schema import fields_of
from reelscore.vendors.family import Family, find_family
from tests.families import families

QUALITIES = ("360p", "480p", "540p", "720p", "1080p", None)
LOWER = ("minLength", "minItems", "minimum")
SECONDS = (5, 8, 10, 15, None)


def untaught(folder: Path = _specs.SPECS) -> list[str]:
    """Say what the documents of *folder* have that the facade has not, and the reverse, and where to add it."""
    found: list[str] = []
    for name, host in _specs.pairs(folder):
        if host in {family.name for family in families() if family.vendor == name}:
            found += _untaught_on(find_family(name, host), folder)
        else:
            found.append(f"{name}: no package serves it on {host}: facade/reelscore/{name}")
    return sorted({*found, *unwritten(folder)})


def _untaught_on(host: Family, folder: Path) -> Iterator[str]:
    document = _specs.for_host(host.vendor, host.name, folder)
    room = f"facade/reelscore/{host.vendor}"
    for _, _, operation in _specs.operations(document):
        words, schema = _specs.served(operation), body_of(document, operation)
        kinds = [host.operations[word].request for word in words if word in host.operations]
        for word in words:
            if word not in host.operations:
                yield f"{host.name}: operation {word} has no request class: {room}/requests"
        names = ", ".join(kind.__name__ for kind in kinds)
        for name in schema.keys() - wire_names(kinds) if kinds else ():
            yield f"{words[0]}: field {name} is not in {names}: {room}/requests"
        models = _specs.vocabulary(schema.get("model", {}))
        for kind in kinds:
            yield from _untaught_models(host, kind, models=models)


def unwritten(folder: Path) -> Iterator[str]:
    """Say which fields of the facade are in no document, whichever host it is read for."""
    for host in (family for family in families() if not family.route):
        path = folder / f"{host.vendor}.yaml"
        document = _specs.read(path)
        written: dict[str, set[str]] = {}
        for _, _, operation in _specs.operations(document):
            for word in _specs.served(operation):
                written.setdefault(word, set()).update(body_of(document, operation))
        for word, names in written.items():
            for field in fields_of(host.operations[word].request) if word in host.operations else ():
                if not field.local and not {field.wire, *field.aliases} & names:
                    yield f"{word}: field {field.wire} is in no document: {path.name}"


def wire_names(kinds: Sequence[type[Request[Any]]]) -> set[str]:
    """Gather the vendor's names of all fields of request classes that share a path."""
    fields = (field for kind in kinds for field in fields_of(kind))
    return {name for field in fields for name in (field.wire, f"{field.wire}_url", *field.aliases)}


def _untaught_models(host: Family, kind: type[Request[Any]], *, models: Sequence[str]) -> Iterator[str]:
    priced = [model for model in models if any(_prices(host, kind, model=model))]
    for model in models:
        yield from _untaught_model(host, kind, model=model)
        if priced and model not in priced:
            room = f"facade/reelscore/{host.vendor}/prices"
            yield f"{kind.operation}: model {model} has no price row on {host.name}: {room}"


def _untaught_model(host: Family, kind: type[Request[Any]], *, model: str) -> Iterator[str]:
    room = f"facade/reelscore/{host.vendor}"
    words = next((field.shape.choices for field in fields_of(kind) if field.name == "model"), ())
    if words and model not in words:
        yield f"{kind.operation}: model {model} is no word of its field: {room}"
    rows = [row for row in ruleset_for(kind, host.name).rules if isinstance(row, OneOf) and row.field == "model"]
    listed = [value for row in rows for value in row.enum]
    if rows and model not in listed:
        yield f"{kind.operation}: model {model} is in no rule row on {host.name}: {room}/rules"


def _prices(host: Family, kind: type[Request[Any]], *, model: str) -> Iterator[bool]:
    sample = kind.build(kind.sample)
    names = {field.name for field in fields_of(kind)}
    for quality, seconds in itertools.product(QUALITIES, SECONDS):
        given = {"model": model, "quality": quality, "duration": seconds}
        changes: dict[str, Any] = {name: value for name, value in given.items() if name in names and value is not None}
        yield attrs.evolve(sample, **changes).quote(host).basis != "unknown"


def body_of(document: _specs.Document, operation: Mapping[str, Any]) -> dict[str, Any]:
    """Gather all fields that an operation takes: body, query and path, by the vendor's names."""
    found: dict[str, Any] = {}
    for media in operation.get("requestBody", {}).get("content", {}).values():
        found |= properties(document, media["schema"])
    for parameter in operation.get("parameters", []):
        told = _specs.follow(document, parameter)
        found |= {told["name"]: _specs.follow(document, told["schema"])} if told["in"] in {"query", "path"} else {}
    return found


def properties(document: _specs.Document, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Gather the fields of an object schema, all its parts and alternatives included; each field is resolved."""
    whole = _specs.follow(document, schema)
    found = {name: _specs.follow(document, field) for name, field in whole.get("properties", {}).items()}
    for part in whole.get("allOf", []):
        found |= properties(document, part)
    for part in (*whole.get("oneOf", []), *whole.get("anyOf", [])):
        for name, field in properties(document, part).items():
            found[name] = _either(found[name], field) if name in found else field
    return found


def _either(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Join two alternatives of a field: the words of both, the looser bounds."""
    shared = [key for key in ("maxLength", "maxItems", "maximum") if key in one and key in other]
    joined: dict[str, Any] = {key: max(one[key], other[key]) for key in shared}
    joined |= {key: min(one[key], other[key]) for key in LOWER if key in one and key in other}
    words = [*one.get("enum", []), *other.get("enum", [])]
    return {**one, **other, **joined, **({"enum": words} if words else {})}
