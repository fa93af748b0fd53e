"""Read YAML and JSON of strangers: bounded in size, depth and expansion, forgiving in commas and comments.

Everything that can be wrong with a text ends in `Unreadable` with one sentence. What the text means is not known here.
"""

import json
import re
from typing import Any

import yaml

LONGEST_YAML = 4 * 1024 * 1024
"""Characters. The parser in C reads about a megabyte a second."""
DEEPEST = 120
MOST_NODES = 400_000
"""Nodes after every alias is written out; the largest known page has 60,000."""

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TOKENS = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?(?:\*/|\Z)|,(?=\s*[}\]])', re.DOTALL)
_FAULTS = (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError, MemoryError)


class Unreadable(Exception):
    """A text that is not what it should be, and why, in one sentence."""


_Loader: Any = type("_Loader", (_BASE,), {"__doc__": "Read as YAML 1.2: `16:9`, `yes` and `2026-01-01` stay texts."})


_CORE = (
    ("bool", re.compile("true|True|TRUE|false|False|FALSE"), "tTfF"),
    ("int", re.compile("[-+]?[0-9]+"), "-+0123456789"),
    ("float", re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"), "-+.0123456789"),
    ("null", re.compile("~|null|Null|NULL|"), ["~", "n", "N", ""]),
    ("merge", re.compile("<<"), "<"),
)
_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in _CORE:
    _whole = re.compile(f"(?:{_pattern.pattern})$")
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", _whole, list(_first))


def read_yaml(text: str) -> Any:
    """Read one YAML document; of several, the first.

    Raises:
        Unreadable: too long, too deep, an alias bomb, a circle of anchors, or no YAML.
    """
    if len(text) > LONGEST_YAML:
        raise Unreadable(f"a block of {len(text):,} characters; more than {LONGEST_YAML:,} are not read as YAML")
    try:
        _guard(text)
        loader = _Loader(text)
        try:
            return loader.get_data()
        finally:
            loader.dispose()
    except _FAULTS as error:
        raise Unreadable(f"no YAML: {_first_line(error)}") from error


def _guard(text: str) -> None:
    """Refuse what grows when aliases are written out, before anything is built."""
    count = _Count()
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.DocumentEndEvent):
            return
        count.add(event)
        if count.total > MOST_NODES:
            raise Unreadable(f"more than {MOST_NODES:,} nodes once its aliases are written out")
        if len(count.still_open) > DEEPEST:
            raise Unreadable(f"nested deeper than {DEEPEST}")


class _Count:
    """Count nodes as if each alias were written out."""

    def __init__(self) -> None:
        self.total = 0
        self.sizes: dict[str, int] = {}
        self.still_open: list[tuple[str | None, int]] = []

    def add(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.sizes:
                raise Unreadable(f"an alias inside its own anchor, or without one: {event.anchor}")
            self.total += self.sizes[event.anchor]
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = self.still_open.pop()
            self._name(anchor, self.total - before)
        elif isinstance(event, yaml.NodeEvent):
            self.total += 1
            if isinstance(event, yaml.CollectionStartEvent):
                self.still_open.append((event.anchor, self.total - 1))
            else:
                self._name(event.anchor, 1)

    def _name(self, anchor: str | None, size: int) -> None:
        if anchor:
            self.sizes[anchor] = size


def read_json(text: str) -> Any:
    """Read one JSON value; comments and trailing commas are forgiven.

    Raises:
        Unreadable: no JSON even so.
    """
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(without_comments(text), strict=False)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"no JSON: {_first_line(error)}") from error


def without_comments(text: str) -> str:
    """Take out `//` and `/* */` outside of strings, and commas before a closing bracket."""
    bare = re.sub(_TOKENS, lambda found: found[0] if found[0].startswith('"') else "", text)
    return re.sub(_TOKENS, lambda found: found[0] if found[0].startswith('"') else "", bare)


def read_any(text: str) -> Any:
    """Read JSON where it looks like JSON, else YAML.

    Raises:
        Unreadable: neither.
    """
    if text.lstrip()[:1] in {"{", "["}:
        try:
            return read_json(text)
        except Unreadable as error:
            return _yaml_or(text, error)
    return read_yaml(text)


def _yaml_or(text: str, error: Unreadable) -> Any:
    """Read flow style YAML, which looks like JSON; say what JSON had said when it is neither."""
    try:
        return read_yaml(text)
    except Unreadable:
        raise error from None


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:160]
