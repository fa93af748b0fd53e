"""Lay a document of specs/ out for the generator: models with all that their fields need, and a table of operations.

References are followed, parts of an `allOf` are merged and aliases join the field that they spell. A field keeps what
its hosts limit further. What comes out is an OpenAPI document of named, flat schemas whose `x-` words the templates of
specs/codegen write down; what no operation of the facade needs is not in it.
"""

from __future__ import annotations

import re
from typing import Any

import _specs

Node = dict[str, Any]
LIMITS = (
    *("maxLength", "minLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minItems", "maxItems"),
)
"""Keywords that become rules; `enum` beside them."""
SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
BODIES = {"application/json": "json", "multipart/form-data": "form"}
"""How a call carries its fields; one without a body carries them in its path and query."""


def document_of(spec: Node, name: str) -> Node:
    """Lay a document out for the generator.

    Args:
        spec: the document as it is written.
        name: of the package that it compiles to.
    """
    models: dict[str, Node] = {}
    serving: dict[str, list[tuple[Node, Node]]] = {}
    for row, (_, _, operation) in zip(rows(spec), _specs.operations(spec), strict=True):
        for name_of_operation, schema in zip(row["operations"], bodies_of(spec, operation), strict=True):
            serving.setdefault(name_of_operation, []).append((row, schema))
    for name_of_operation, calls in serving.items():
        schema = calls[0][1] if len(calls) == 1 else any_of(spec, [schema for _, schema in calls])
        add_request(models, spec, schema, serving=name_of_operation, calls=[row for row, _ in calls])
    schemas = {key: {"type": "object", **model} for key, model in sorted(models.items())}
    info = {"title": name, "version": str(spec["info"]["version"])}
    return {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}


def row_of(spec: Node, path: str, method: str, operation: Node) -> Node:
    """Gather what the table of operations says of one call."""
    content = next(iter(operation.get("requestBody", {}).get("content", {})), "")
    role = operation.get("x-role", "read")
    every = [_specs.host_of(server) for server in spec["servers"]]
    kind = "task" if operation.get("x-status") else role if role in {"read", "upload"} else "direct"
    return {
        "operations": tuple(_specs.served(operation)),
        "call": call_name(operation),
        "method": method.upper(),
        "path": path,
        "carries": BODIES.get(content, "query"),
        "role": role,
        "kind": kind,
        "answer_type": operation.get("x-family", ""),
        **status_of(spec, operation.get("x-status", "")),
        "source": source_of(operation["x-source"]),
        "hosts": tuple(every if spec.get("x-unseen") == "offered" else operation.get("x-hosts", every)),
    }


def status_of(spec: Node, operation_id: str) -> Node:
    """Name the call that polls a task, and the parameter of it that takes the task's id; empty where there is none."""
    if not operation_id:
        return {"status": "", "status_field": ""}
    found = next(one for _, _, one in _specs.operations(spec) if one["operationId"] == operation_id)
    places = (_specs.follow(spec, item) for item in found["parameters"])
    name = next(item["name"] for item in places if item["in"] in {"path", "query"})
    return {"status": call_name(found), "status_field": name}


def call_name(operation: Node) -> str:
    """Name the call of an operation: its tag, and its id in words."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", operation["operationId"])
    return f"{operation['tags'][0].replace(' ', '_')}.{'_'.join(word.lower() for word in words)}"


def rows(spec: Node) -> list[Node]:
    """List the table of operations of a document."""
    return [row_of(spec, path, method, operation) for path, method, operation in _specs.operations(spec)]


def source_of(told: Any) -> str:
    """Name in a line which document an operation follows; of several, the first, which wins."""
    told = told[0] if _specs.is_list(told) else told
    return " ".join(str(told[key]) for key in ("document", "date") if key in told)


def bodies_of(spec: Node, operation: Node) -> list[Node]:
    """List the schema of the fields of each operation that a call serves: of the body, or of path and query."""
    serving = _specs.served(operation)
    content = operation.get("requestBody", {}).get("content", {})
    if content:
        (media,) = content.values()
        options: list[Node] = media["schema"].get("anyOf", [media["schema"]])
        found = options if len(options) == len(serving) else options[:1] * len(serving)
        own = {word: {"$ref": f"#/components/schemas/{name}"} for word, name in operation.get("x-bodies", {}).items()}
        return [own.get(word, schema) for word, schema in zip(serving, found, strict=True)]
    return [_of_parameters(spec, operation)] * len(serving)


def _of_parameters(spec: Node, operation: Node) -> Node:
    found = [_specs.follow(spec, item) for item in operation.get("parameters", [])]
    places = [item for item in found if item["in"] in {"path", "query"}]
    beside = ("description", "x-name", "x-fill", "x-hosts", "x-media")
    fields = {
        item["name"]: {**_specs.follow(spec, item["schema"]), **{key: item[key] for key in beside if key in item}}
        for item in places
    }
    required = [item["name"] for item in places if item.get("required")]
    example = {item["name"]: item["example"] for item in places if "example" in item}
    return {"type": "object", "properties": fields, "required": required, "examples": [example]}


def any_of(spec: Node, schemas: list[Node]) -> Node:
    """Lay the bodies of several calls over each other; each needs fields that the others lack, so none is required."""
    parts = [_specs.flat(spec, schema) for schema in schemas]
    return {"type": "object", "properties": {key: node for part in parts for key, node in part["properties"].items()}}


def add_request(models: dict[str, Node], spec: Node, schema: Node, *, serving: str, calls: list[Node]) -> None:
    """Add the model of a request, and the models of its parts; one of several calls has its facts from the first."""
    name = schema.get("$ref", "").rsplit("/", 1)[-1] or f"{class_of(serving)}Request"
    facts = {"operation": serving, **{key: calls[0][key] for key in ("role", "source")}}
    add_model(models, spec, schema, name=name, facts={"x-request": facts})
    names = {field["wire"]: field["name"] for field in models[name]["x-fields"]}
    example = _specs.follow(spec, schema).get("examples", [{}])[0]
    facts["sample"] = {names[wire]: value for wire, value in example.items()}


def add_model(models: dict[str, Node], spec: Node, schema: Node, *, name: str, facts: Node) -> None:
    """Add a model under its name, once."""
    if name in models:
        return
    whole = _specs.flat(spec, schema)
    models[name] = {"x-about": about(whole, name), **facts}
    models[name]["x-fields"] = [
        field_of(spec, wire, _specs.follow(spec, node), schema=whole, models=models)
        for wire, node in whole["properties"].items()
        if "x-alias-of" not in node
    ]
    models[name]["x-uses"] = sorted({use for field in models[name]["x-fields"] for use in field["uses"]})


def about(schema: Node, name: str) -> str:
    """Describe a model in one line: in the document's words, or by its name."""
    told = " ".join(schema.get("description", "").split())
    words = re.sub("(?<=[a-z])(?=[A-Z])", " ", name).capitalize()
    return told if told.endswith((".", ")")) else f"{told or words}."


def field_of(spec: Node, wire: str, node: Node, *, schema: Node, models: dict[str, Node]) -> Node:
    """Return all of one field that a request model writes down."""
    items = _specs.follow(spec, node["items"]) if "items" in node else {}
    media = node.get("x-media") or items.get("x-media") or ("file" if node.get("format") == "binary" else "")
    uses: list[str] = []
    hint = hint_of(spec, node, media=media, uses=uses)
    for name in uses:
        add_model(models, spec, {"$ref": f"#/components/schemas/{name}"}, name=name, facts={"x-part": True})
    needed = wire in schema["required"] and not node.get("x-filled") and "x-hosts" not in node
    aliases = [key for key, other in schema["properties"].items() if other.get("x-alias-of") == wire]
    limits: Node = {key: node[key] for key in LIMITS if key in node and not (media and key == "minimum")}
    if "enum" in node and len(node["enum"]) > 1:
        limits["enum"] = True
    return {
        "name": node.get("x-name") or snake(wire),
        "wire": wire,
        "hint": hint,
        "uses": uses,
        "needed": needed,
        "fill": node.get("x-fill"),
        "help": help_of(node),
        "more": {
            **({"aliases": tuple(aliases)} if aliases else {}),
            **({"media": media} if media else {}),
            **limits,
            **_by_host(node, wire, schema=schema),
        },
    }


def help_of(node: Node) -> str:
    """Return the help of a field, with the months between which the vendor's pages have it, where that is known."""
    dates = [f"{word} {node[key]}" for key, word in (("x-since", "since"), ("x-until", "until")) if key in node]
    told: str = node.get("description", "")
    return f"{told} (on pages {' '.join(dates)})" if dates else told


def _by_host(node: Node, wire: str, *, schema: Node) -> Node:
    limits: dict[str, Node] = {host: dict(own) for host, own in node.get("x-limits", {}).items()}
    own = dict.fromkeys(node.get("x-hosts", ()), schema["required"])
    for host, names in (schema["x-required"] | own).items():
        if wire in names:
            limits.setdefault(host, {})["required"] = True
    found: Node = {"by_host": limits} if limits else {}
    return found | ({"hosts": tuple(node["x-hosts"])} if "x-hosts" in node else {})


def hint_of(spec: Node, node: Node, *, media: str = "", uses: list[str]) -> str:
    """Write the annotation of a field of a request; models that it names are added to *uses*."""
    if "items" in node:
        inner = node["items"]
        if "$ref" in inner and "properties" in _specs.flat(spec, inner) and _specs.flat(spec, inner)["properties"]:
            part = str(inner["$ref"]).rsplit("/", 1)[1]
            uses.append(part)
            return f"Sequence[{part}]"
        return f"Sequence[{hint_of(spec, _specs.follow(spec, inner), media=media, uses=uses)}]"
    if media:
        return "Media" if node.get("type") == "integer" else "Upload"
    options = node.get("anyOf") or node.get("oneOf")
    if options:
        return " | ".join(dict.fromkeys(hint_of(spec, _specs.follow(spec, part), uses=uses) for part in options))
    if node.get("properties"):
        named = spec["components"]["schemas"].items()
        uses.append(next(str(name) for name, other in named if other.get("properties") == node["properties"]))
        return uses[-1]
    plain = " | ".join(SCALARS.get(kind, "Any") for kind in _types(node))
    words = _specs.vocabulary(node)
    return f"Literal[{', '.join(map(repr, words))}] | {plain}" if words else plain


def _types(node: Node) -> list[str]:
    kind = node.get("type", "")
    return list(kind) if _specs.is_list(kind) else [str(kind)]


def snake(name: str) -> str:
    """Turn continueAt into continue_at."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_ ")


def class_of(operation: str) -> str:
    """Turn text_to_video into TextToVideo."""
    return "".join(word.capitalize() for word in operation.split("_"))
