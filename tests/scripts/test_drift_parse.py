"""Strangers' YAML and JSON are read where that is safe, and refused in one sentence where it is not."""

import pytest

from _drift_read import LONGEST_YAML, Unreadable, read_any, read_json, read_yaml

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BOMB, "aliases are written out"),
        ("a: &a [*a]", "inside its own anchor"),
        ("a: *lost", "without one"),
        ("[" * 500 + "]" * 500, "nested deeper|recursion"),
        ("a: [1, 2", "no YAML"),
        ("a: !!python/object:os.system ls", "no YAML"),
        ("a: " + "9" * 5000, "no YAML"),
        ("? [a]\n: b", "no YAML"),
        ("a" * (LONGEST_YAML + 1), "not read as YAML"),
    ],
)
def test_dangerous_or_broken_yaml_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_yaml(text)


def test_an_alias_that_stays_small_is_followed() -> None:
    assert read_yaml("a: &a {b: 1}\nc: *a\n") == {"a": {"b": 1}, "c": {"b": 1}}


def test_words_that_old_yaml_would_change_stay_words() -> None:
    assert read_yaml("[16:9, yes, off, 2026-01-01, 0o7, 1_000]") == ["16:9", "yes", "off", "2026-01-01", "0o7", "1_000"]
    assert read_yaml("[1, -2, 0.65, true, null, ~]") == [1, -2, 0.65, True, None, None]


def test_comments_and_trailing_commas_are_forgiven_but_texts_are_kept() -> None:
    text = '{\n "url": "https://a//b", // comment\n /* more */ "list": [1, 2, /* three */],\n}'

    assert read_json(text) == {"url": "https://a//b", "list": [1, 2]}


@pytest.mark.parametrize("text", ["{", '{"a": }', "[" * 100_000, "/*" * 1000, '{"a": "' + "/*" * 1000])
def test_broken_json_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_json(text)


def test_yaml_that_looks_like_json_is_read_too() -> None:
    assert read_any("{a: 1, b: [2]}") == {"a": 1, "b": [2]}
