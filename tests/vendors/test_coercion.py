"""Values of vendors are read in every spelling, and no reader raises, whatever stands there."""

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.results import Result
from reelscore.vendors import coercion
from tests.rows import each

ODD: list[Any] = [
    "--5", "+-5", "5-", "", " ", "\ud800", "\x00", "1e400", "Infinity", "-Infinity", "NaN", "1_000", "१२", "0x10",
    "9" * 5000,
    "http://[::1", "http://", "https://a.example:99999/x", "//cdn", "string", "2026-13-45", "10000-01-01",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "Mon, 99 Foo 2026", math.inf, -math.inf, math.nan, 1e30, 1e308, -0.0, 2**63, 2**64,
    -(2**63),
    10**400, 10**4000, True, False, None, [], {}, [[]] * 3, {"a": {"b": []}}, {1: 2}, b"\xff", object(),
]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=8)
    | st.sampled_from(ODD),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=10,
)  # fmt: skip
READERS = [
    coercion.integer, coercion.decimal, coercion.charge, coercion.number, coercion.flag, coercion.text,
    coercion.identifier, coercion.url, coercion.moment, coercion.parsed, coercion.fields, coercion.urls, coercion.words,
]  # fmt: skip


@attrs.frozen(kw_only=True)
class Film(Result):
    """A result with a field of each type."""

    id: int
    name: str = ""
    cover_url: str = ""
    mask_id: str = ""
    seconds: float | None = None
    loud: bool | None = None
    credits: Decimal | None = None
    made: datetime | None = None


def numbered(*values: Any) -> list[Any]:
    """Make parameters whose ids are numbers, for values that look alike."""
    return [
        pytest.param(*(value if isinstance(value, tuple) else (value,)), id=str(n)) for n, value in enumerate(values)
    ]


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [{"data": value}]
    return value


@pytest.mark.parametrize("read", READERS, ids=lambda read: str(read.__name__))
@given(value=JSON)
def test_no_reader_raises(read: Any, value: Any) -> None:
    read(value)


def test_no_reader_raises_on_odd_values() -> None:
    for value in (*ODD, 10**5000):  # more digits than str() writes
        for read in READERS:
            read(value)
            read([value])
            read({"taskId": value})
        assert isinstance(coercion.fill(Film, {"id": value, "name": value, "made": value}), Film)


@given(value=JSON)
def test_any_json_fills_a_result(value: Any) -> None:
    assert isinstance(coercion.fill(Film, value), Film)
    assert all(isinstance(entry, dict) for entry in coercion.objects(value, "data", "items"))
    assert coercion.after(value, timedelta(days=14)) is None or coercion.moment(value) is not None


def test_deep_nesting_is_read_or_left_alone() -> None:
    assert coercion.parsed("[" * 100_000) == "[" * 100_000
    assert coercion.fields("{" * 100_000) == {}
    assert coercion.objects(nested(3000), "data")


@each("value, number", numbered((8, 8), ("8", 8), (" 8 ", 8), (8.0, 8), ("8.0", 8), ("-3", -3), (18446744073709551615,
     18446744073709551615),
     ("18446744073709551615", 18446744073709551615), (8.5, None), ("--5", None), ("8e2", None), (True, None),
     (1e30, None), (2.0**53, None), ("9" * 25, None), (10**24, None)))  # fmt: skip
def test_a_whole_number_is_read_exactly_or_not_at_all(value: Any, number: int | None) -> None:
    assert coercion.integer(value) == number


@each("value, id_", numbered((281474976710657001, "281474976710657001"), ("281474976710657001", "281474976710657001"),
     (7.0, "7"),
     ("5c79be8e", "5c79be8e"), (" 5c79 ", "5c79"), ("\ud800", ""), ("a b", ""), ("a\nb", ""), ("x" * 201, ""), (None,
     ""),
     (True, ""), ([], "")))  # fmt: skip
def test_an_id_is_a_number_or_a_text(value: Any, id_: str) -> None:
    assert coercion.identifier(value) == id_


@each("value, amount", numbered((12, "12"), ("12", "12"), (0.4, "0.4"), ("0.40", "0.40"), ("1e2", "1E+2"), (-3, "-3"),
     (2**53 - 1, "9007199254740991"),
     (2**53, None), (1e30, None), (math.inf, None), (math.nan, None), ("Infinity", None), (True, None), ("12 credits",
     None)))  # fmt: skip
def test_an_amount_keeps_its_digits_or_is_unknown(value: Any, amount: str | None) -> None:
    assert coercion.decimal(value) == (None if amount is None else Decimal(amount))


@each("value", numbered(-1, "-0.4", math.inf, 2**53, 1e300, None))
def test_a_charge_that_cannot_be_is_not_believed(value: Any) -> None:
    assert coercion.charge(value) is None


NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@each("value", numbered("2026-09-01T12:00:00Z", "2026-09-01 12:00:00", "2026/09/01 12:00:00",
     "2026-09-01T14:00:00+02:00",
     "Tue, 01 Sep 2026 12:00:00 GMT", 1788264000, 1788264000.0, 1788264000000, "1788264000", "1788264000000",
     1788264000000000))  # fmt: skip
def test_a_time_is_read_in_every_spelling(value: Any) -> None:
    assert coercion.moment(value) == NOON


@each("value", numbered("soon", "", 0, -1, 1e30, "10000-01-01", None, True, []))
def test_what_is_no_time_is_none(value: Any) -> None:
    assert coercion.moment(value) is None


@pytest.mark.parametrize("key", ["taskId", "task_id", "TaskId", "taskID", " taskId"])
def test_a_field_is_found_in_either_spelling(key: str) -> None:
    assert coercion.fields({key: "5c79"}) == {"task_id": "5c79"}


def test_of_two_spellings_the_one_with_a_value_holds() -> None:
    assert coercion.fields({"audioUrl": "", "audio_url": "x"}) == {"audio_url": "x"}
    assert coercion.fields({"audioUrl": "x", "audio_url": ""}) == {"audio_url": "x"}


def test_an_object_in_a_text_is_an_object() -> None:
    assert coercion.fields('{"resultUrls": []}') == {"result_urls": []}


@pytest.mark.parametrize("url", ["https://a.example/b%2Fc.mp4", "http://127.0.0.1:8000/x"])
def test_a_url_stays_as_it_was_written(url: str) -> None:
    assert coercion.url(url) == url
    assert coercion.is_address(url)


@each("url", ["", "string", "//cdn.example/x", "ftp://a.example/x", "http://[::1", "https://"])
def test_a_url_that_cannot_be_fetched_is_no_address(url: str) -> None:
    assert not coercion.is_address(url)


def test_fields_are_read_by_their_type() -> None:
    film = coercion.fill(
        Film,
        {"filmId": "7", "name": "a", "coverUrl": "https://a.example/x", "maskId": 9, "seconds": "1.5", "loud": "true",
         "credits": "0.4", "made": 1788264000},
        {"id": "film_id"},
    )  # fmt: skip

    assert film == Film(
        id=7,
        name="a",
        cover_url="https://a.example/x",
        mask_id="9",
        seconds=1.5,
        loud=True,
        credits=Decimal("0.4"),
        made=NOON,
    )


@each(
    "value, said",
    [
        ("no", "no"),
        (451, "451"),
        (["a", "b"], '["a", "b"]'),
        ({"reason": "é"}, '{"reason": "é"}'),
        (None, ""),
        ("", ""),
        (0, ""),
        (False, ""),
        (True, ""),
        ([], ""),
        ({}, ""),
        (nested(100_000), ""),
    ],
)
def test_words_of_a_failure_reach_their_reader_in_any_shape(value: Any, said: str) -> None:
    assert coercion.words(value) == said
