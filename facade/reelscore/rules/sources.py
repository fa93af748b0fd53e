"""Who says so: the tags that rules name their documents by, and what they stand for, as ``sources.csv`` has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


@cache
def _documents() -> Mapping[str, Mapping[str, str]]:
    """Title, date and address of a document, by each of its tags."""
    from csv import DictReader  # a request that breaks no rule does without
    from pkgutil import get_data

    text = (get_data("reelscore.rules", "sources.csv") or b"").decode("utf-8")
    rows = DictReader(text.splitlines(), strict=True)
    return {tag: row for row in rows for tag in row["tags"].split()}


@cache
def cited(source: str) -> str:
    """The source of a rule in words that a person can follow: "S2 duration" names its document, date, address, place.

    What is no tag is said as it stands.
    """
    return "; ".join(_cited(part) for part in re.split("; ?", source) if part)


def _cited(part: str) -> str:
    text, _, others = part.partition(" against ")
    against = f", against {' and '.join(map(_document, others.split(', ')))}" if others else ""
    return f"{_document(text)}{against}"


def _document(text: str) -> str:
    """One document; its date may stand behind the tag, or the place in it."""
    tag, _, place = text.partition(" ")
    row = _documents().get(tag)
    if row is None:
        return text
    date = place if _DATE.fullmatch(place) else row["date"]
    where = "" if place in ("", date) else f": {place}"
    address = f" <{row['address']}>" if row["address"] else ""
    return f"{row['title']}, {date}{address}{where}"
