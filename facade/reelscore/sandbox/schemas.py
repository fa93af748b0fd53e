"""The request schemas of the specs, compiled to small JSON files that ship with the sandbox.

    python -m reelscore.sandbox.schemas specs/pixverse.yaml specs/suno.yaml

writes `data/<name>-schemas.json` anew; a test says when that is due.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reelscore.sandbox.checking import problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reelscore.sandbox.checking import Problem

Json = dict[str, Any]
KEPT: Final = ("type", "enum", "minimum", "maximum", "maxLength", "multipleOf", "minItems", "maxItems")
"""Keywords that `checking` understands; ``items`` and ``properties`` are followed."""


def compile_schemas(spec_path: Path) -> Json:
    """Read the JSON bodies of all POST operations of a spec.

    Returns:
        Path to host to ``required`` and ``fields``, as that host has them (``x-hosts``, ``x-required``, ``x-limits``).
    """
    import yaml  # needed to compile only, never to serve

    spec: Json = yaml.safe_load(spec_path.read_text(encoding="utf-8"))
    found = ((path, item["post"]) for path, item in spec["paths"].items() if "post" in item)
    return {path: _by_host(spec, operation) for path, operation in found if _body(operation) is not None}


def _body(operation: Json) -> Json | None:
    schema: Json | None = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return schema


def _by_host(spec: Json, operation: Json) -> Json:
    hosts = [server["x-host"] for server in spec["servers"] if "x-host" in server] or list(_hosts(spec))
    offered = operation.get("x-hosts", hosts)
    schema = _body(operation) or {}
    return {host: _object(spec, schema, host=host) for host in hosts if host in offered}


def _hosts(spec: Json) -> Iterator[str]:
    for server in spec["servers"]:
        yield str(server["url"]).rsplit("/", 1)[-1].removeprefix("app-api.").removeprefix("api.")


def _object(spec: Json, schema: Json, *, host: str) -> Json:
    """Flatten an object schema, its ``allOf`` included; alternatives (``oneOf``) are not judged here."""
    schema = _resolved(spec, schema)
    required, fields = list(schema.get("required", ())), dict[str, Json]()
    required += schema.get("x-required", {}).get(host, ())
    for part in schema.get("allOf", ()):
        inner = _object(spec, part, host=host)
        required += inner["required"]
        fields |= inner["fields"]
    for name, field in schema.get("properties", {}).items():
        if host in field.get("x-hosts", (host,)) and host in _resolved(spec, field).get("x-hosts", (host,)):
            fields[name] = _field(spec, field, host=host)
    return {"required": sorted({name for name in required if name in fields}), "fields": fields}


def _resolved(spec: Json, schema: Json) -> Json:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    target: Any = spec
    for part in reference.removeprefix("#/").split("/"):
        target = target[part]
    return _resolved(spec, target)


def _field(spec: Json, field: Json, *, host: str) -> Json:
    schema = {**_resolved(spec, field), **field.get("x-limits", {}).get(host, {})}
    schema |= schema.get("x-limits", {}).get(host, {})
    kept: Json = {name: schema[name] for name in KEPT if name in schema}
    if isinstance(kept.get("type"), list):
        kept["type"] = next((kind for kind in kept["type"] if kind != "null"), "string")
    if "exclusiveMinimum" in schema:
        kept |= {"minimum": schema["exclusiveMinimum"], "exclusiveMinimum": True}
    if "items" in schema:
        kept["items"] = _field(spec, schema["items"], host=host)
    if "properties" in schema:
        inner = _object(spec, schema, host=host)
        kept |= {"properties": inner["fields"], "required": inner["required"]}
    return kept


@cache
def compiled(name: str) -> Json:
    """Return the compiled schemas of a spec, such as ``pixverse``."""
    schemas: Json = json.loads(
        files("reelscore.sandbox").joinpath(f"data/{name}-schemas.json").read_text(encoding="utf-8")
    )
    return schemas


def spec_problems(name: str, path: str, *, host: str, body: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what the spec says is wrong with *body*; nothing where the spec has no such path for *host*.

    An empty text is no breach of a schema; where it is refused, a table of the sandbox says so.
    """
    schema = compiled(name).get(path, {}).get(host)
    if schema is not None:
        found = problems(body, fields=schema["fields"], required=tuple(schema["required"]))
        yield from (problem for problem in found if problem.finding != "empty")


def write(schemas: Json) -> str:
    """Return the text of a data file: one line per path, so that a change can be read."""
    lines = (
        f"  {json.dumps(path)}: {json.dumps(schemas[path], ensure_ascii=False, sort_keys=True)}"
        for path in sorted(schemas)
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main(paths: list[str]) -> None:
    """Compile the specs named on the command line into the package's data folder."""
    for path in map(Path, paths):
        target = Path(__file__).with_name("data") / f"{path.stem}-schemas.json"
        target.write_text(write(compile_schemas(path)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
