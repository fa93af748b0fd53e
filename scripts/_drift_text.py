"""Compare a page of plain text with our operations, by names and the figures found near them.

Everything found is graded `text`: a hint for a reader. Which operation a page is about is told by the paths that it
prints, else by the fields that it names.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from _drift_kinds import Change, change
from _drift_model import Field, Operation
from _drift_ours import Ours, segments
from _drift_prose import lengths, names, word_changes
from _drift_views import View

TYPES = "boolean|string|integer|int|number|array|object|float"
IDENTIFIER = re.compile(
    r"(?<![\w/.@%&=-])[a-z][a-z0-9]*(?:(?:_[A-Za-z0-9]+)+|(?:[A-Z][a-z0-9]+)+)(?![\w/@%=(-]|\.\w)", re.ASCII
)
GLUED_TYPE = re.compile(rf"(?:{TYPES})$")
KEY = re.compile(r"[\"“]([A-Za-z_]\w{0,60})[\"”]\s*[:：]")  # noqa: RUF001 - as printed
PATH = re.compile(r"(?:https?:/)?(?:/[\w{}:.-]+){2,}", re.ASCII)
RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|—|~|～|to|至|到|<=\s*x\s*<=)\s*(\d+(?:\.\d+)?)")  # noqa: RUF001 - as printed
CODE_LINE = re.compile(r"(?:^|\n)[^\w\n]{0,12}(\d{3,6})[ \t]{0,4}[-:：–|]")  # noqa: RUF001 - as printed
WINDOW = 160
"""Characters behind a name in which a figure is taken to be about it."""
MOST_MENTIONS = 40
LEAST_FIELDS = 3
"""Names of fields that tell which operation a page without a path is about."""


class Mention(NamedTuple):
    """One of our operations and the part of a page that is about it."""

    operation: Operation
    text: str
    is_callback: bool = False
    """Whether the page is about what the vendor delivers, not about the call."""

    @property
    def fields(self) -> dict[str, Field]:
        """The fields that such a page would name."""
        table = self.operation.answer if self.is_callback else self.operation.request
        return {place: field for place, field in table.items() if place.startswith("callback ") == self.is_callback}


def mentions(text: str, side: Ours) -> list[Mention]:
    """Return our operations that a page speaks of, each with its part of the page."""
    by_path = {segments(operation.path): operation for operation in reversed(side.operations)}
    is_callback = re.search("callback|回调", text.strip().partition("\n")[0], re.IGNORECASE) is not None
    starts: dict[str, tuple[int, Operation]] = {}
    often = Counter[str]()
    for found in PATH.finditer(text):
        often[found[0]] += 1
        if often[found[0]] > MOST_MENTIONS:
            continue
        parts = segments(found[0].rstrip("."))
        candidates = (parts, *(prefix + parts for prefix in side.prefixes))
        operation = next((by_path[each] for each in candidates if each in by_path), None)
        if operation:
            operation = _of_method(side, operation, before=text[max(0, found.start() - 60) : found.start()])
            starts.setdefault(operation.name, (found.start(), operation))
    if not starts:
        guessed = by_title(text, side) or by_fields(text, side, is_callback=is_callback)
        return [Mention(guessed, text, is_callback)] if guessed else []
    ordered = sorted(starts.values(), key=lambda start: start[0])
    ends = [start for start, _ in ordered[1:]] + [len(text)]
    return [
        Mention(operation, text[0 if len(ordered) == 1 else start : end], is_callback)
        for (start, operation), end in zip(ordered, ends, strict=True)
    ]


def _of_method(side: Ours, operation: Operation, *, before: str) -> Operation:
    """Return the operation of the same path whose method stands before it in the text."""
    methods = re.findall(r"\b(GET|POST|DELETE|PUT)\b", before)
    same = {each.method.upper(): each for each in side.operations if segments(each.path) == segments(operation.path)}
    return same.get(methods[-1], operation) if methods else operation


def by_title(text: str, side: Ours) -> Operation | None:
    """Return the operation whose name stands in a page's first line, word by word; the longest name wins."""
    title = {word.lower() for word in re.findall("[A-Za-z]+", text.strip().partition("\n")[0])}
    parts = {
        each.name: [part.lower() for part in re.findall("[A-Z]?[a-z]+", each.identity)] for each in side.operations
    }
    named = [each for each in side.operations if len(parts[each.name]) > 1 and title.issuperset(parts[each.name])]
    return max(named, key=lambda each: len(parts[each.name]), default=None)


def by_fields(text: str, side: Ours, *, is_callback: bool = False) -> Operation | None:
    """Return the operation whose fields a page names best: most of them, and few that it does not name."""
    said = set(re.findall(r"[A-Za-z]\w+", text))

    def fit(operation: Operation) -> tuple[int, int]:
        fields = {_leaf(place) for place in Mention(operation, "", is_callback).fields}
        fields = {name for name in fields if _is_telling(name)}
        return len(fields & said) * 3 - len(fields - said), len(fields & said)

    best = max(side.operations, key=fit, default=None)
    return best if best and fit(best)[1] >= LEAST_FIELDS and fit(best)[0] > 0 else None


def likeness(text: str, side: Ours) -> int:
    """Return how much of a side's vocabulary a page prints; tells sisters apart that share their paths."""
    score = 0
    for mention in mentions(text, side):
        for place, field in mention.operation.request.items():
            if field.view.words and place.endswith("model"):
                score += sum(2 if names(text, str(word)) else -1 for word in field.view.words)
            score += names(text, _leaf(place))
    return score


def text_changes(mention: Mention, side: Ours) -> list[Change]:
    """Compare one operation with what its part of a page says; nothing when it is only named there."""
    fields = {place: field for place, field in mention.fields.items() if not place.startswith("header ")}
    text = re.sub(r"\\[nrt]", " ", mention.text)  # line ends inside of printed JSON texts
    named = {place for place in fields if _is_named(text, _leaf(place))}
    if not named and not KEY.search(text):
        return []
    silent = sorted(place for place in fields if place not in named and not place.endswith("[]"))
    found = [change("not named", place) for place in silent if fields[place].required]
    found += [change("not named", ", ".join(rest))] if (rest := [p for p in silent if not fields[p].required]) else []
    found += [change("named", name) for name in unknown_names(text, mention.operation, side=side)]
    for place in sorted(named):
        found += _near(text, fields[place].view, place=place, known={_leaf(other) for other in fields})
    return [*found, *_codes(text, mention.operation)]


def unknown_names(text: str, operation: Operation, *, side: Ours) -> list[str]:
    """Return what looks like a field on a page and is none of ours, nor another word of our documents."""
    own = {_leaf(place) for place in (*operation.request, *operation.answer)}
    known = _vocabulary(side) | {segment for each in side.operations for segment in segments(each.path)}
    found = {_without_type(name, known | own) for name in IDENTIFIER.findall(text)}
    keys = {key for key in KEY.findall(text) if key not in known}
    return sorted(name for name in (found | keys) if name.lower() not in {word.lower() for word in known | own})


def _without_type(name: str, known: set[str]) -> str:
    """Take off a type that a table's lost borders have glued to a name."""
    return name if name in known else re.sub(GLUED_TYPE, "", name).rstrip("_")


def _vocabulary(side: Ours) -> set[str]:
    """Return every name and word of a side's documents."""
    words: set[str] = {"application", "Bearer", "Authorization", "curl", "location", "JavaScript"}
    for operation in side.operations:
        for place, field in (*operation.request.items(), *operation.answer.items()):
            words.add(_leaf(place))
            words |= {str(word) for word in field.view.words or ()}
        words |= set(segments(operation.path))
    return words | {word.replace("-", "_") for word in words}


def _near(text: str, view: View, *, place: str, known: set[str]) -> Iterator[Change]:
    """Compare a field's limits and words with what stands behind its name, up to the next name."""
    windows = list(_windows(text, _leaf(place), known=known))
    limit = view.limits.get("maxLength")
    told = {number for window in windows for number in lengths(window)}
    if told and isinstance(limit, float) and limit not in told:
        yield change("figure", f"{place} maxLength", theirs=sorted(told), ours=limit)
    low, high = view.limits.get("minimum"), view.limits.get("maximum")
    if isinstance(low, tuple) and isinstance(high, tuple):
        ranges = {(float(one), float(other)) for window in windows for one, other in RANGE.findall(window)}
        if ranges and (low[0], high[0]) not in ranges:
            yield change("figure", place, theirs=sorted(ranges), ours=(low[0], high[0]))
    if view.words is not None:
        where = text if place.endswith("model") else "\n".join(windows)
        yield from word_changes(where, view.words, place=place)


def _windows(text: str, name: str, *, known: set[str]) -> Iterator[str]:
    others = "|".join(sorted((re.escape(other) for other in known - {name}), key=len, reverse=True)) or r"(?!)"
    for number, found in enumerate(re.finditer(_pattern(name), text, re.ASCII)):
        if number >= MOST_MENTIONS:
            return
        window = text[found.end() : found.end() + WINDOW]
        yield re.split(rf"(?<!\w)(?:{others})(?!\w)", window, flags=re.ASCII)[0]


def _is_named(text: str, name: str) -> bool:
    return re.search(_pattern(name), text, re.ASCII) is not None


def _pattern(name: str) -> str:
    """Match a name, and a name to which a table without borders has glued its type."""
    return rf"(?<!\w){re.escape(name)}(?:{TYPES})?(?!\w)"


def _codes(text: str, operation: Operation) -> Iterator[Change]:
    """Compare a list of codes, if the page has one: at least three lines that begin with a code."""
    told = {int(code) for code in CODE_LINE.findall(text)}
    known = max(operation.codes, operation.callback_codes, key=lambda codes: len(told & codes) - len(told - codes))
    if len(told & known) >= LEAST_FIELDS:
        yield from (change("named", f"code {code}") for code in sorted(told - known))
        yield from (change("not named", f"code {code}") for code in sorted(known - told))


def _leaf(place: str) -> str:
    return place.rpartition(" ")[2].rpartition(".")[2].removesuffix("[]")


def _is_telling(name: str) -> bool:
    return "_" in name or name.lower() != name
