"""Rows that the rules of kie.ai and of Suno share: links, files in the place of links, uploads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reelscore.rules.kinds import FROM_WIRE, CustomRule, Forbidden, Found, NotIn, Required, Rule, Values, shared


def check(row: str, field: str, *, find: Callable[[Values], Any], **rest: Any) -> CustomRule:
    """Make a row of a function that returns what breaks it, or None."""

    def found(values: Values) -> Found:
        given = find(values)
        return () if given is None else ((field, given),)

    return CustomRule(row, field, find=found, **rest)


def is_link(value: Any) -> bool:
    """Return whether a value is an http(s) URL with a host."""
    return isinstance(value, str) and re.match(r"https?://[^\s/?#]+\S*$", value, re.IGNORECASE) is not None


def items(values: Values, field: str) -> Iterator[tuple[str, Any]]:
    """Yield each item of a list with its path, or the value that stands there without a list."""
    value = values.get(field)
    if isinstance(value, (list, tuple)):
        yield from ((f"{field}[{index}]", item) for index, item in enumerate(value))
    elif value:
        yield field, value


def link(field: str, *operations: str, example: Mapping[str, Any], **rest: Any) -> CustomRule:
    """Make a row: the field holds an http(s) URL."""

    def find(values: Values) -> Found:
        return tuple((path, item) for path, item in items(values, field) if not is_link(item))

    return CustomRule(f"address.{field}", field, operations=operations, find=find, requirement="an http(s) URL",
        example=example, **rest)  # fmt: skip


def address(field: str, *operations: str, example: Mapping[str, Any], row: str = "", **rest: Any) -> CustomRule:
    """Make a row: the field holds http(s) URLs or files; in a vendor's own body text is a URL and no path."""

    def find(values: Values) -> Found:
        for path, item in items(values, field):
            is_text = isinstance(item, str) and ("://" in item or values.get(FROM_WIRE))
            if is_text and not is_link(item):
                yield path, item

    return CustomRule(f"address.{row or field}", field, operations=operations, find=find, also_reads=(FROM_WIRE,),
        requirement="an http(s) URL, or a path, bytes or a file", example=example, **rest)  # fmt: skip


_WAYS: Mapping[str, tuple[str, Any]] = {
    "file": ("stream", b"ID3"),
    "base64_data": ("base64", "aGVsbG8="),
    "file_url": ("url", "https://example.com/film.mp4"),
}
"""Field of an upload → which call it makes, and a value."""


def _only(*fields: str) -> dict[str, Any]:
    return {name: given if name in fields else None for name, (_, given) in _WAYS.items()}


def _slashed(values: Values) -> Any:
    path = values.get("upload_path")
    return path if isinstance(path, str) and path != path.strip("/") else None


def upload_rules(source: str) -> tuple[Rule, ...]:
    """Make the rows of an upload: one of three fields, and a folder without slashes at its ends."""
    return shared(operations=("upload_file",), source=source)(
        *(
            Required(f"upload.{field}", field, when={"way": (way,)}, example={"way": way, **_only()})
            for field, (way, _) in _WAYS.items()
        ),
        *(
            Forbidden(f"upload.only.{field}", field, when={"way": NotIn((way, None))},
                message="one of file, base64_data, file_url", example={**_only(field, other), "way": _WAYS[other][0]})
            for (field, (way, _)), other in zip(_WAYS.items(), ("file_url", "file_url", "base64_data"), strict=True)
        ),
        Required("upload.path", "upload_path", when={FROM_WIRE: (True,)},
            example={"upload_path": None, **_only("base64_data")}),
        check("upload.slashes", "upload_path", find=_slashed, requirement="no slash at either end",
            repair=lambda values: {"upload_path": str(values["upload_path"]).strip("/") or "reelscore"},
            example={"upload_path": "/images/", **_only("base64_data")}),
        link("file_url", when={"way": ("url",)}, example={**_only(), "file_url": "ftp://example.com/a"}),
    )  # fmt: skip
