"""Weigh what the text of a field says: figures beside units, and words that look like values.

Prose is a hint. Everything from here is graded `text`, and silence is never a difference.
"""

import re
from collections.abc import Iterator

from _drift_kinds import Change, change
from _drift_views import View

FIGURE = re.compile(r"(?<![\w.])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?!\w)", re.ASCII)
CHARACTERS = re.compile(
    r"(\d{1,3}(?:,\d{3})+|\d{2,6})\s*(?:\(UTF-8\)\s*)?(?:个|-)?\s*(?:characters?|chracters?|chars?\b|字符|字|code points)"
    r"|(?:max(?:imum|\.)?\s*length|字符数?(?:不超过|最多|上限))\D{0,4}(\d{2,6})",
    re.IGNORECASE,
)


def figures(text: str) -> set[float]:
    """Return the numbers of a text."""
    return {float(found.replace(",", "")) for found in FIGURE.findall(text)}


def says_figure(text: str, limit: object) -> bool:
    """Tell whether a text names the figure of a limit."""
    number = limit[0] if isinstance(limit, tuple) else limit
    return isinstance(number, int | float) and float(number) in figures(text)


def lengths(text: str) -> set[float]:
    """Return the numbers of a text that count characters."""
    return {float((one or other).replace(",", "")) for one, other in CHARACTERS.findall(text)}


def prose_changes(theirs: View, ours: View, *, place: str) -> Iterator[Change]:
    """Compare what the page says beside a field with our limits and words, where its schema is silent."""
    limit = ours.limits.get("maxLength")
    told = lengths(theirs.text)
    if told and isinstance(limit, float) and "maxLength" not in theirs.limits and limit not in told:
        yield change("figure", place, theirs=sorted(told), ours=limit)
    if theirs.words is None and ours.words is not None:
        yield from word_changes(theirs.text, ours.words, place=place)


def word_changes(text: str, words: tuple[object, ...], *, place: str) -> Iterator[Change]:
    """Compare a vocabulary with the words that a text prints, if it prints any of them."""
    known = [str(word) for word in words]
    named = [word for word in known if names(text, word)]
    if not named:
        return
    yield from (change("value not named", place, ours=word) for word in known if word not in named)
    for word in sorted(alike(text, known)):
        yield change("value named", place, theirs=word)


def names(text: str, word: str) -> bool:
    """Tell whether a text has a word, not only inside of another one; Chinese may follow without a space."""
    return re.search(rf"(?<![\w.]){re.escape(word)}(?!\w|\.\d)", text, re.IGNORECASE | re.ASCII) is not None


def alike(text: str, known: list[str]) -> set[str]:
    """Return the words of a text that are made like the known ones: `v7` beside `v5`, `V6_MAX` beside `V6_MINI`."""
    shapes = {_shape(word) for word in known}
    candidates = set(re.findall(r"(?<![\w.])[A-Za-z]?\d+(?:\.\d+)?p?\w*(?!\w|\.\d)", text, re.ASCII))
    lower = {word.lower() for word in known}
    return {word for word in candidates if _shape(word) in shapes and word.lower() not in lower and _is_telling(word)}


def _is_telling(word: str) -> bool:
    return re.fullmatch(r"[A-Za-z]\d.*|\d+p", word) is not None


def _shape(word: str) -> str:
    return re.sub(r"[A-Z]+", "A", re.sub(r"[a-z]+", "a", re.sub(r"\d+", "0", word)))
