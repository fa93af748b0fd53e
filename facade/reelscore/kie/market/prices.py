"""What a job costs by the rows of the snapshot: exact, a range, or unknown; never 0 where nothing is published."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import reduce
from typing import Any

from reelscore._attrs import frozen
from reelscore.kie.market.rules import is_set, matches
from reelscore.kie.market.snapshot import MarketModel, Snapshot
from reelscore.pricing import Basis, PriceLine, Quote
from reelscore.vendors.coercion import number

_OLD = "price-table-"
"""Sources that the newest price feed no longer bears out."""
_COUNTS = ("num_images", "n")
_SECONDS = ("duration", "extend_times", "n_frames")
_THOUSAND = 1000


@frozen
class Amount:
    """How many units a job takes, or what they cost, between bounds."""

    low: Decimal
    high: Decimal | None
    """None where nothing in the request says it."""
    why: str = ""
    """What would say it."""

    @classmethod
    def of(cls, value: float | None, why: str = "") -> Amount:
        """Return one figure; None is unknown."""
        exact = None if value is None else Decimal(str(value))
        return cls(exact or Decimal(0), exact, why)

    def plus(self, other: Amount) -> Amount:
        """Add another; an unknown part leaves the upper bound open."""
        if self.high is None or other.high is None:
            return Amount(self.low + other.low, None, self.why if self.high is None else other.why)
        return Amount(self.low + other.low, self.high + other.high)

    def cost(self, row: Mapping[str, Any]) -> Amount:
        """Return the credits for so many units of a row."""
        each = Decimal(str(row["credits"]))
        return Amount(self.low * each, None if self.high is None else self.high * each, self.why)


def quote(model: str, value: Mapping[str, Any], known: Snapshot, *, source_seconds: float | None = None) -> Quote:
    """Price a job.

    Args:
        model: its name.
        value: its input.
        known: what is known of models, on its day.
        source_seconds: length of the video or sound that goes in, where the caller knows it; above 0.
    """
    source_seconds = source_seconds if source_seconds is not None and source_seconds > 0 else None
    found = known.models.get(model)
    if found is None:
        return Quote.unknown(f"the snapshot of {known.date} has no model {model}")
    if not found.prices:
        return Quote.unknown(f"no price of {model} was published by {known.date}")
    rows = _rows(found, value)
    if not rows:
        return Quote.unknown(f"no published row of {model} covers this input")
    counted = [(row, _amount(row, found, value, source_seconds)) for row in rows]
    extras = list(_extras(found, value, source_seconds))
    beside = reduce(Amount.plus, (amount.cost(row) for row, amount in extras), Amount.of(0))
    costs = [amount.cost(row).plus(beside) for row, amount in counted]
    low = min(cost.low for cost in costs)
    unknown = next((cost for cost in costs if cost.high is None), None)
    if unknown is not None:
        rates = " or ".join(dict.fromkeys(f"{_plain(row['credits'])} credits per {row['unit']}" for row, _ in counted))
        return Quote.unknown(f"{rates}; {unknown.why}", low=low or None)
    dearest = max(range(len(costs)), key=lambda index: costs[index].high or Decimal(0))
    high, (row, amount) = costs[dearest].high or Decimal(0), counted[dearest]
    source = f"{known.sources.get(row['source'], row['source'])}; snapshot of {known.date}"
    is_exact = low == high and not row["source"].startswith(_OLD) and row["unit"] not in ESTIMATED
    basis: Basis = "exact" if is_exact else "estimated"
    lines = [_line(each, count) for each, count in ((row, amount), *extras) if count.high]
    lines = lines or [PriceLine(str(row["unit"]), Decimal(0))]
    return Quote(high, basis, tuple(lines), source, None if low == high else low, None if low == high else high)


def _rows(model: MarketModel, value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the rows that may hold; of a row told twice the later: the list price behind a promotion that ended."""
    held = (row for row in model.prices if "per" not in row["when"] and _may_hold(row, model, value))
    return list({str(row["when"]): row for row in held}.values())


def _may_hold(row: Mapping[str, Any], model: MarketModel, value: Mapping[str, Any]) -> bool:
    """Return whether no condition of a row is known to fail; ``per`` is none, it says what is counted."""
    return all(_is_met(name, word, model, value) is not False for name, word in row["when"].items() if name != "per")


def _is_met(name: str, expected: Any, model: MarketModel, value: Mapping[str, Any]) -> bool | None:
    """Return whether a condition of a row holds; None where nothing in the input says it."""
    if name == "video_input":
        return is_set(value.get("reference_video_urls")) is expected
    if expected in ("none", "used"):
        return is_set(value.get(name)) is (expected == "used")
    held = _given(name, model, value)
    return None if held is None else matches(held, expected)


def _amount(row: Mapping[str, Any], model: MarketModel, value: Mapping[str, Any], source: float | None) -> Amount:
    match row["unit"]:
        case "image":
            return _images(model, value)
        case "second":
            return _seconds(model, value, source)
        case "output and input second":
            return _seconds(model, value, source).plus(_input_seconds(model, value, source))
        case "1000 characters":
            size = _characters(value)
            return Amount(Decimal(size) / _THOUSAND, Decimal(math.ceil(size / _THOUSAND)))
        case "video" | "request" | "unstated":
            return Amount.of(1)
        case unit:
            return Amount(Decimal(unit == "layer"), None, f"how many {unit}s is known afterwards")


ESTIMATED = frozenset({"unstated", "1000 characters"})
"""Units that the pages leave open: whether a started one is whole."""


def _images(model: MarketModel, value: Mapping[str, Any]) -> Amount:
    given = [_held(name, model, value) for name in _COUNTS if name in model.fields]
    most = number(value.get("max_images"))
    if most is not None and most > 1:
        return Amount(Decimal(1), Decimal(str(most)))
    return Amount.of(next((each for each in given if each is not None and each > 0), 1))


def _seconds(model: MarketModel, value: Mapping[str, Any], source: float | None) -> Amount:
    frames, rate = (_held(name, model, value) for name in ("num_frames", "frames_per_second"))
    if frames is not None and rate is not None:
        is_length = frames > 0 and rate > 0
        return Amount.of(frames / rate if is_length else None, "num_frames and frames_per_second are above 0")
    name = next((each for each in _SECONDS if each in model.fields), None)
    if name is None:
        return Amount.of(source, "its length is that of the source: give source_seconds")
    held = _held(name, model, value)
    if held is not None and held > 0:
        return Amount.of(held)
    return _between(name, model)


def _held(name: str, model: MarketModel, value: Mapping[str, Any]) -> float | None:
    return number(_given(name, model, value))


def _given(name: str, model: MarketModel, value: Mapping[str, Any]) -> Any:
    return value.get(name, model.fields.get(name, {}).get("default"))


def _between(name: str, model: MarketModel) -> Amount:
    """Return the least and the most that a field may be, as far as the snapshot says it."""
    field = model.fields[name]
    row = next((row for row in model.rules if row["kind"] == "range" and row["field"] == name), {})
    words = [found for word in field.get("enum", ()) if (found := number(word)) is not None and found > 0]
    low = row.get("min", field.get("minimum", min(words, default=0)))
    high = row.get("max", field.get("maximum", max(words, default=None)))
    return Amount(Decimal(str(low)), None if high is None else Decimal(str(high)), f"{name} decides: give it")


def _input_seconds(model: MarketModel, value: Mapping[str, Any], source: float | None) -> Amount:
    videos = [name for name, field in model.fields.items() if field.get("file") == "video" and is_set(value.get(name))]
    if not videos:
        return Amount.of(0)
    return Amount.of(source, f"seconds of {', '.join(videos)} are billed too: give source_seconds")


def _characters(value: Mapping[str, Any]) -> int:
    turns = value.get("dialogue")
    texts = [
        value.get("text"),
        *(
            [turn.get("text") for turn in turns if isinstance(turn, Mapping)]
            if isinstance(turns, (list, tuple))
            else ()
        ),
    ]
    return sum(len(text) for text in texts if isinstance(text, str))


FREE = {"after the first": 1, "after the fifth": 5}
"""Pictures that go in without being billed."""


def _extras(
    model: MarketModel, value: Mapping[str, Any], source: float | None
) -> Iterator[tuple[Mapping[str, Any], Amount]]:
    """Yield the rows of what is billed beside the result."""
    for row in model.prices:
        if "per" not in row["when"] or not _may_hold(row, model, value):
            continue
        if row["unit"] == "input second":
            yield row, _input_seconds(model, value, source)
        else:
            free = next((count for words, count in FREE.items() if row["when"]["per"].endswith(words)), 0)
            yield row, Amount.of(max(0, _pictures(model, value) - free))


def _pictures(model: MarketModel, value: Mapping[str, Any]) -> int:
    held = [value.get(name) for name, field in model.fields.items() if field.get("file") == "image"]
    return sum(len(each) if isinstance(each, (list, tuple)) else int(is_set(each)) for each in held)


def _line(row: Mapping[str, Any], amount: Amount) -> PriceLine:
    conditions = ", ".join(f"{name} {expected}" for name, expected in row["when"].items() if name != "per")
    count = "" if amount.high == 1 else f"{_plain(amount.high)} x {_plain(row['credits'])}"
    note = ", ".join(part for part in (count, conditions) if part)
    return PriceLine(str(row["unit"]), amount.cost(row).high or Decimal(0), note)


def _plain(value: Any) -> str:
    return f"{Decimal(str(value)).normalize():f}"
