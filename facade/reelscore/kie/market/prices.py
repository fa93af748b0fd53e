"""What a job costs by the rows of the snapshot: exact, a range, or unknown; never 0 where nothing is published."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from reelscore.kie.market.rules import is_set, matches
from reelscore.kie.market.snapshot import MarketModel, Snapshot
from reelscore.pricing import Basis, PriceLine, Quote
from reelscore.vendors.coercion import number

_OLD = "price-table-"
"""Sources that the newest price feed no longer bears out."""
_COUNTS = ("num_images", "n")
_SECONDS = ("duration", "extend_times", "n_frames")
_THOUSAND = 1000


@attrs.frozen
class Amount:
    """How many units a job takes, between bounds; None where nothing in the request says it."""

    low: Decimal | None
    high: Decimal | None
    why: str = ""
    """What would say it."""

    @classmethod
    def of(cls, value: float | None, why: str = "") -> Amount:
        """One figure."""
        exact = None if value is None else Decimal(str(value))
        return cls(exact, exact, why)

    def plus(self, other: Amount) -> Amount:
        """Add another; an unknown part leaves the upper bound open."""
        low = sum((each for each in (self.low, other.low) if each is not None), Decimal(0))
        whole = None if self.high is None or other.high is None else self.high + other.high
        return Amount(low, whole, self.why or other.why)


def quote(model: str, value: Mapping[str, Any], known: Snapshot, *, source_seconds: float | None = None) -> Quote:
    """Price a job.

    Args:
        model: its name.
        value: its input.
        known: what is known of models, on its day.
        source_seconds: length of the video or sound that goes in, where the caller knows it.
    """
    found = known.models.get(model)
    if found is None:
        return Quote.unknown(f"the snapshot of {known.date} has no model {model}")
    if not found.prices:
        return Quote.unknown(f"no price of {model} was published by {known.date}")
    rows, is_sure = _rows(found, value)
    if not rows:
        return Quote.unknown(f"no published row of {model} covers this input")
    counted = [(row, _amount(row, found, value, source_seconds)) for row in rows]
    extras = list(_extras(found, value, source_seconds))
    lows = [_times(row, amount.low) for row, amount in counted]
    highs = [_times(row, amount.high) for row, amount in counted]
    more_low = sum((_times(row, amount.low) or Decimal(0) for row, amount in extras), Decimal(0))
    more_high = [_times(row, amount.high) for row, amount in extras]
    low = min((each for each in lows if each is not None), default=None)
    if low is not None:
        low += more_low
    if None in highs or None in more_high:
        why = next(amount.why for _, amount in (*counted, *extras) if amount.high is None)
        rates = " or ".join(dict.fromkeys(f"{_plain(row['credits'])} credits per {row['unit']}" for row, _ in counted))
        return Quote.unknown(f"{rates}; {why}", low=low or None)
    high = max(each for each in highs if each is not None) + sum(
        (each for each in more_high if each is not None), Decimal(0)
    )
    row, amount = max(zip(counted, highs, strict=True), key=lambda pair: pair[1] or Decimal(0))[0]
    source = f"{known.sources.get(row['source'], row['source'])}; snapshot of {known.date}"
    is_exact = is_sure and low == high and not row["source"].startswith(_OLD) and row["unit"] not in ESTIMATED
    basis: Basis = "exact" if is_exact else "estimated"
    lines = [_line(each, count) for each, count in ((row, amount), *extras) if count.high]
    lines = lines or [PriceLine(str(row["unit"]), Decimal(0))]
    return Quote(high, basis, tuple(lines), source, None if low == high else low, None if low == high else high)


def _rows(model: MarketModel, value: Mapping[str, Any]) -> tuple[list[Mapping[str, Any]], bool]:
    """Return the rows that may hold, and whether every fact that they hang on is known."""
    found: dict[str, tuple[Mapping[str, Any], bool]] = {}
    for row in model.prices:
        if "per" in row["when"]:
            continue
        told = [_is_met(name, expected, model, value) for name, expected in row["when"].items()]
        if False not in told:
            # Of a row told twice the later holds: the list price behind a promotion that has ended.
            found[str(row["when"])] = row, None not in told
    rows = [row for row, _ in found.values()]
    sure = [row for row, is_sure in found.values() if is_sure]
    return (sure, True) if len(sure) == len(rows) == 1 else (rows, len({str(row["credits"]) for row in rows}) == 1)


def _is_met(name: str, expected: Any, model: MarketModel, value: Mapping[str, Any]) -> bool | None:
    """Return whether a condition of a row holds; None where nothing in the input says it."""
    if name == "video_input":
        return is_set(value.get("reference_video_urls")) is expected
    if expected in ("none", "used"):
        return is_set(value.get(name)) is (expected == "used")
    held = value.get(name, model.fields.get(name, {}).get("default"))
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
            return Amount(Decimal(1) if unit == "layer" else None, None, f"how many {unit}s is known afterwards")


ESTIMATED = frozenset({"unstated", "1000 characters"})
"""Units that the pages leave open: whether a started one is whole."""


def _images(model: MarketModel, value: Mapping[str, Any]) -> Amount:
    given = [number(value.get(name, model.fields[name].get("default"))) for name in _COUNTS if name in model.fields]
    most = number(value.get("max_images"))
    if most is not None and most > 1:
        return Amount(Decimal(1), Decimal(str(most)))
    return Amount.of(next((each for each in given if each is not None and each > 0), 1))


def _seconds(model: MarketModel, value: Mapping[str, Any], source: float | None) -> Amount:
    frames, rate = (_held(name, model, value) for name in ("num_frames", "frames_per_second"))
    if frames and rate:
        return Amount.of(frames / rate)
    name = next((each for each in _SECONDS if each in model.fields), None)
    if name is None:
        return Amount.of(source, "its length is that of the source: give source_seconds")
    held = _held(name, model, value)
    if held is not None and held > 0:
        return Amount.of(held)
    low, high = _bounds(name, model)
    return Amount(low, high, f"{name} decides: give it")


def _held(name: str, model: MarketModel, value: Mapping[str, Any]) -> float | None:
    return number(value.get(name, model.fields.get(name, {}).get("default")))


def _bounds(name: str, model: MarketModel) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the most that a field may be, as far as the snapshot says it."""
    field = model.fields[name]
    row = next((row for row in model.rules if row["kind"] == "range" and row["field"] == name), {})
    words = [found for word in field.get("enum", ()) if (found := number(word)) is not None and found > 0]
    low = row.get("min", field.get("minimum", min(words, default=None)))
    high = row.get("max", field.get("maximum", max(words, default=None)))
    return tuple(None if each is None else Decimal(str(each)) for each in (low, high))  # type: ignore[return-value]


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


def _extras(
    model: MarketModel, value: Mapping[str, Any], source: float | None
) -> Iterator[tuple[Mapping[str, Any], Amount]]:
    """Give the rows of what is billed beside the result."""
    for row in model.prices:
        rest = {name: expected for name, expected in row["when"].items() if name != "per"}
        if "per" not in row["when"] or not all(_is_met(name, word, model, value) for name, word in rest.items()):
            continue
        if row["unit"] == "input second":
            yield row, _input_seconds(model, value, source)
        else:
            free = 1 if "after the first" in row["when"]["per"] else 0
            yield row, Amount.of(max(0, _pictures(model, value) - free))


def _pictures(model: MarketModel, value: Mapping[str, Any]) -> int:
    held = [value.get(name) for name, field in model.fields.items() if field.get("file") == "image"]
    return sum(len(each) if isinstance(each, (list, tuple)) else int(is_set(each)) for each in held)


def _times(row: Mapping[str, Any], amount: Decimal | None) -> Decimal | None:
    return None if amount is None else Decimal(str(row["credits"])) * amount


def _line(row: Mapping[str, Any], amount: Amount) -> PriceLine:
    conditions = ", ".join(f"{name} {expected}" for name, expected in row["when"].items() if name != "per")
    count = "" if amount.high == 1 else f"{_plain(amount.high)} x {_plain(row['credits'])}"
    note = ", ".join(part for part in (count, conditions) if part)
    return PriceLine(str(row["unit"]), _times(row, amount.high) or Decimal(0), note)


def _plain(value: Any) -> str:
    return f"{Decimal(str(value)).normalize():f}"
