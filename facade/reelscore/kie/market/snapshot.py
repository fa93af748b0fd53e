"""The dated snapshot of the Market's models: fields, rules and prices, as ``scripts/regenerate`` compiles them."""

from __future__ import annotations

import difflib
import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import attrs

from reelscore._attrs import frozen

_CLOSE, _SHOWN = 0.55, 3


@frozen(kw_only=True)
class MarketModel:
    """A model of the Market, as the snapshot knows it."""

    model: str
    """Its id, as ``kie.market`` takes it."""
    title: str
    provider: str
    task_types: tuple[str, ...] = attrs.field(converter=tuple)
    output: str
    """"image", "video", "audio", "text" or "object"."""
    status: str
    """"listed" on the snapshot's day, or "withdrawn" before it."""
    page: str
    """Of docs.kie.ai; pages are named otherwise than models."""
    last_seen: str
    certainty: str
    """"exact" from a page export, "derived" from catalogues, "partial" where inner parts are missing."""
    source: str
    required: tuple[str, ...] = attrs.field(converter=tuple)
    fields: Mapping[str, Mapping[str, Any]] = attrs.field(repr=False)
    """Input fields by name, as JSON Schema; ``file`` says which file a field takes: image, video, audio or any."""
    rules: tuple[Mapping[str, Any], ...] = attrs.field(converter=tuple, repr=False)
    """What depends on several fields, or stands in prose."""
    prices: tuple[Mapping[str, Any], ...] = attrs.field(converter=tuple, repr=False)
    notes: tuple[str, ...] = attrs.field(converter=tuple, repr=False)


@frozen(kw_only=True)
class Snapshot:
    """All models on one day."""

    date: str
    """ISO."""
    sources: Mapping[str, str] = attrs.field(repr=False)
    """Where each word that rows name as their source comes from."""
    models: Mapping[str, MarketModel] = attrs.field(repr=False)
    known_everywhere: frozenset[str] = attrs.field(converter=frozenset)
    """Keys that calls of any model were seen to carry."""

    @property
    def day(self) -> datetime:
        """The first moment of its date, in UTC."""
        return datetime.fromisoformat(self.date).replace(tzinfo=UTC)

    def near(self, name: str) -> tuple[str, ...]:
        """Return the models that may be meant by a name that is none: by page, by the words in it, by spelling.

        >>> snapshot().near("google/nano-banana-pro")[0]
        'nano-banana-pro'
        """
        wanted = name.strip().lower()
        tail = wanted.rpartition("/")[2]
        pages = [each.model for each in self.models.values() if wanted and each.page.endswith(wanted)]
        alike = [known for known in self.models if known in {wanted, tail} or known.endswith(f"/{tail}")]
        spelled = difflib.get_close_matches(wanted, self.models, n=_SHOWN, cutoff=_CLOSE)
        return tuple(dict.fromkeys((*pages, *alike, *spelled)))[:_SHOWN]


@cache
def snapshot() -> Snapshot:
    """Read the snapshot, once."""
    packed = files("reelscore_wire.market").joinpath("models.json.gz").read_bytes()
    found = json.loads(gzip.decompress(packed))
    models = {row["model"]: MarketModel(**row) for row in found.pop("models")}
    return Snapshot(**found, models=models)


def meant(name: str, known: Iterable[str]) -> str | None:
    """Return the key that is meant by one that is unknown: other case, other spelling, or a part of it."""
    by_letters = {_letters(each): each for each in known}
    found = by_letters.get(_letters(name))
    close = difflib.get_close_matches(_letters(name), by_letters, n=1, cutoff=_CLOSE)
    return found or (by_letters[close[0]] if close else None)


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower()).removesuffix("s")


def is_file(value: Any) -> bool:
    """Return whether a value of an input is a file to be uploaded: a path, bytes, or what can be read."""
    return isinstance(value, (bytes, bytearray, memoryview)) or hasattr(value, "__fspath__") or hasattr(value, "read")


def walk(
    fields: Mapping[str, Mapping[str, Any]], value: Mapping[str, Any], place: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Any, str]]:
    """Yield what stands in an input, with its place, and which file its field takes ("" for none)."""
    for name, held in value.items():
        yield from _walk(fields.get(name, {}), held, (*place, name))


def _walk(
    schema: Mapping[str, Any], value: Any, place: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Any, str]]:
    if isinstance(value, Mapping):
        yield from walk(schema.get("properties") or schema.get("items", {}).get("properties", {}), value, place)
    elif isinstance(value, (list, tuple)):
        inner = {"file": schema["file"]} if "file" in schema else schema.get("items", {})
        for index, item in enumerate(value):
            yield from _walk(inner, item, (*place, index))
    else:
        yield place, value, str(schema.get("file", ""))


def written(place: tuple[str | int, ...]) -> str:
    """Write a place as rules do: ``input.elements[0].name``.

    >>> written(("input", "elements", 0, "name"))
    'input.elements[0].name'
    """
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")
