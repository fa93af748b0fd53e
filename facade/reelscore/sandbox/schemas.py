"""The request schemas of the specs, as `scripts/regenerate` compiles them to the small JSON files that ship with the sandbox."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from reelscore.sandbox.checking import problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reelscore.sandbox.checking import Problem

Json = dict[str, Any]


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
