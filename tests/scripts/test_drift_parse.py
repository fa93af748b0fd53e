"""Strangers' YAML and JSON are read where that is safe, and refused in one sentence where it is not."""

import pytest

from _drift_model import operations
from _drift_read import Unreadable, read_data

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: *lost", "no YAML"),
        ("[" * 100_000, "nested deeper"),
        ("[a, " * 500, "nested deeper"),
        ("{", "no YAML"),
        ("a: [1, 2", "no YAML"),
        ("a: !!python/object:os.system ls", "no YAML"),
        ("a: " + "9" * 5000, "no YAML"),
        ("? [a]\n: b", "no YAML"),
    ],
)
def test_dangerous_or_broken_yaml_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_data(text)


def test_an_alias_that_stays_small_is_followed() -> None:
    assert read_data("a: &a {b: 1}\nc: *a\n") == {"a": {"b": 1}, "c": {"b": 1}}


def test_words_that_old_yaml_would_change_stay_words() -> None:
    assert read_data("[16:9, yes, off, 2026-01-01, 0o7, 1_000]") == ["16:9", "yes", "off", "2026-01-01", "0o7", "1_000"]
    assert read_data("[1, -2, 0.65, true, null, ~]") == [1, -2, 0.65, True, None, None]


def test_trailing_commas_are_forgiven() -> None:
    assert read_data('{"url": "https://a//b", "list": [1, 2,],}') == {"url": "https://a//b", "list": [1, 2]}


@pytest.mark.parametrize("schema", [f"{{{BOMB.replace(chr(10), ', ')}}}", "&a {properties: {b: *a}, items: *a}"])
def test_who_looks_at_a_bomb_of_aliases_or_a_circle_of_anchors_comes_to_an_end(schema: str) -> None:
    text = f"paths: {{/a: {{post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}}}}}}}"

    assert [each.name for each in operations(read_data(text))] == ["POST /a"]
