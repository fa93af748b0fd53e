"""Check bodies by the request schemas of a host: the resolved document that `scripts/regenerate` writes for each host.

The judge is `jsonschema`, with what the vendors do differently: null is as good as absent, an empty text is missing
where the field is required and else no breach, 5.0 is no integer, and steps of 0.01 are counted in decimals.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

Json: TypeAlias = dict[str, Any]


class Problem(NamedTuple):
    """One field that is wrong."""

    field: str
    """With a path for parts of lists: ``image_references[0].type``."""
    keyword: str
    """What it breaks, as JSON Schema calls it: ``required``, ``type``, ``enum``, ``maxLength`` …"""
    text: str
    """What is allowed, in words."""


class Operation(NamedTuple):
    """What a host takes as JSON for one operation."""

    path: str
    role: str
    """As the specification has it: "paid", "read" …"""
    schema: Json


@cache
def operations(vendor: str, host: str) -> Mapping[str, Operation]:
    """Return what *host* takes of a vendor's operations, by operation and by model of its second route.

    What only the pages of the vendor's other host show is checked as they say: a field always, an operation where the
    document says that what is unseen may be there (``x-unseen``).
    """
    documents = [file for file in files(f"reelscore_wire.{vendor}").iterdir() if file.name.endswith(".json")]
    found: dict[str, Operation] = {}
    for file in sorted(documents, key=lambda file: file.name == f"{host}.json", reverse=True):
        document = json.loads(file.read_text(encoding="utf-8"))
        for name, operation in _bodies(document):
            if name in found:
                own = found[name].schema
                own["properties"] = {**operation.schema["properties"], **own["properties"]}
            elif file.name == f"{host}.json" or document.get("x-unseen") == "offered":
                found[name] = operation
    return found


def _bodies(document: Json) -> Iterator[tuple[str, Operation]]:
    for path, item in document["paths"].items():
        operation = item.get("post", {})
        media = operation.get("requestBody", {}).get("content", {}).get("application/json")
        role = operation.get("x-role", "read")
        if media is None or role == "upload":
            continue
        names, body = operation.get("x-operations", []), _plain(document, media["schema"])
        parts = operation.get("x-bodies", {})
        for name, whole in zip(names, body.get("anyOf", [body] * len(names)), strict=True):
            yield name, Operation(path, role, _component(document, parts[name]) if name in parts else whole)
        for model, reference in body.get("x-inputs", {}).items():
            yield model, Operation(path, role, _component(document, reference))


def _component(document: Json, reference: str) -> Json:
    schema: Json = _plain(document, document["components"]["schemas"][reference.rsplit("/", 1)[-1]])
    return schema


def _plain(document: Json, node: Any) -> Any:
    """Return a schema without references: the parts of its `allOf` merged, the models of the host as an `enum`."""
    if isinstance(node, list):
        return [_plain(document, item) for item in node]
    if not isinstance(node, dict):
        return node
    plain: Json = {key: _plain(document, value) for key, value in node.items() if key not in {"$ref", "minLength"}}
    for part in (*plain.pop("allOf", ()), *([_component(document, node["$ref"])] if "$ref" in node else ())):
        merged = {key: {**part.get(key, {}), **plain.get(key, {})} for key in ("properties",) if key in part}
        plain = {**part, **plain, **merged, "required": [*part.get("required", ()), *plain.get("required", ())]}
    return {**plain, "enum": plain["x-models"]} if "x-models" in plain else plain


def known(vendor: str, host: str, operation: str, body: Mapping[str, Any]) -> Json:
    """Return the fields of *body* that the operation has, without nulls; the vendors ignore all others."""
    fields = operations(vendor, host)[operation].schema["properties"]
    return {name: value for name, value in body.items() if name in fields and value is not None}


def problems(vendor: str, host: str, operation: str, body: Mapping[str, Any]) -> list[Problem]:
    """List what is wrong with *body*: what is missing first, then wrong types, then the rest."""
    errors = [
        error for error in _validator(vendor, host, operation).iter_errors(dict(body)) if not _is_empty_choice(error)
    ]
    return [_problem(error) for error in sorted(errors, key=lambda error: RANKS.get(str(error.validator), 2))]


def is_link(value: object) -> bool:
    """Return whether a value is an http(s) URL with a host; what is no text is judged elsewhere."""
    if not isinstance(value, str):
        return True
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


RANKS: Final = {"required": 0, "type": 1}
TEXTS: Final[Mapping[str, str]] = {
    "required": "is required",
    "type": "must be {}",
    "anyOf": "must be of another type",
    "enum": "must be one of {}",
    "minimum": "must be {} or more",
    "exclusiveMinimum": "must be more than {}",
    "maximum": "must be {} or less",
    "multipleOf": "must be a multiple of {}",
    "maxLength": "is longer than {} characters",
    "minItems": "takes {} items or more",
    "maxItems": "takes {} items or less",
    "format": "is not a valid URL",
}


def _problem(error: ValidationError) -> Problem:
    field, keyword, limit = error.json_path.removeprefix("$."), str(error.validator), error.validator_value
    told = ", ".join(map(str, limit)) if isinstance(limit, list) else str(limit)
    return Problem(field, keyword, f"{field} {TEXTS.get(keyword, 'is not valid').replace('{}', told)}")


def _is_empty_choice(error: ValidationError) -> bool:
    return error.validator in {"enum", "format"} and error.instance == ""


@cache
def _validator(vendor: str, host: str, operation: str) -> Draft202012Validator:
    found: Draft202012Validator = _VALIDATOR(operations(vendor, host)[operation].schema, format_checker=_LINKS)
    return found


def _required(_: Any, names: Sequence[str], instance: Any, __: Any) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        missing = (name for name in names if instance.get(name) in (None, "", []))
        yield from (ValidationError("is required", path=[name]) for name in missing)


def _properties(validator: Any, fields: Json, instance: Any, _: Any) -> Iterator[ValidationError]:
    for name, schema in fields.items() if isinstance(instance, dict) else ():
        if instance.get(name) is not None:
            yield from validator.descend(instance[name], schema, path=name, schema_path=name)


def _multiple_of(_: Any, step: float, instance: Any, __: Any) -> Iterator[ValidationError]:
    if isinstance(instance, (int, float)) and not isinstance(instance, bool):
        value = Decimal(repr(instance))
        exponent = value.as_tuple().exponent  # what is too large for decimals is a multiple
        if isinstance(exponent, int) and exponent < 0 and value / Decimal(str(step)) % 1:
            yield ValidationError("is off")


_LINKS: Final = FormatChecker(formats=())
_LINKS.checks("uri")(is_link)
_extended: Callable[..., Any] = extend
_VALIDATOR: Final = _extended(
    Draft202012Validator,
    {"required": _required, "properties": _properties, "multipleOf": _multiple_of},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    ),
)
