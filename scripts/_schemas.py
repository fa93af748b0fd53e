"""Compile the JSON bodies of a document to the small request schemas by which the sandbox judges, one per path and host."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import _specs
from _specs import Document as Node

KEPT = ("type", "enum", "minimum", "maximum", "maxLength", "multipleOf", "minItems", "maxItems")
"""Keywords that the sandbox understands; ``items`` and ``properties`` are followed."""


def compile_schemas(spec: Path) -> Node:
    """Compile the bodies of all POST operations: path to host to ``required`` and ``fields``, as that host has them."""
    found: Node = {}
    for host in sorted(name for name, path in _specs.hosts(spec.parent).items() if path == spec):
        document = _specs.for_host(host, spec.parent)
        for path, method, operation in _specs.operations(document):
            media = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if method == "post" and media is not None:
                found.setdefault(path, {})[host] = _object(document, media["schema"])
    return found


def _object(document: Node, schema: Node) -> Node:
    """Write an object schema down; alternatives (``anyOf``) are not judged."""
    whole = _specs.flat(document, schema)
    fields = {name: _field(document, field) for name, field in whole["properties"].items()}
    return {"required": sorted({name for name in whole["required"] if name in fields}), "fields": fields}


def _field(document: Node, field: Node) -> Node:
    schema = _specs.follow(document, field)
    kept: Node = {name: schema[name] for name in KEPT if name in schema}
    if isinstance(kept.get("type"), list):
        kept["type"] = next((kind for kind in kept["type"] if kind != "null"), "string")
    if "exclusiveMinimum" in schema:
        kept |= {"minimum": schema["exclusiveMinimum"], "exclusiveMinimum": True}
    if "items" in schema:
        kept["items"] = _field(document, schema["items"])
    if "properties" in schema:
        inner = _object(document, schema)
        kept |= {"properties": inner["fields"], "required": inner["required"]}
    return kept


def texts(specs: Sequence[Path]) -> dict[str, str]:
    """Write the schemas of each document as the text of its data file: one line per path, so that a change can be read."""
    return {f"{spec.stem}-schemas.json": _text(compile_schemas(spec)) for spec in specs}


def _text(schemas: Node) -> str:
    lines = (
        f"  {json.dumps(path)}: {json.dumps(schemas[path], ensure_ascii=False, sort_keys=True)}"
        for path in sorted(schemas)
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"
