"""Value classes that attrs finishes late behave as those of attrs do."""

import inspect
from typing import Any

import attrs
import pytest

from reelscore._attrs import define, frozen


def made(decorator: Any) -> Any:
    class Shot:
        prompt: str
        seconds: int = 5
        note: str = attrs.field(default="", eq=False, repr=False)

    Shot.__qualname__ = "Shot"
    return decorator(Shot)


@pytest.mark.parametrize(("ours", "theirs"), [(frozen, attrs.frozen), (define, attrs.define)])
def test_values_compare_hash_and_show_themselves_as_those_of_attrs(ours: Any, theirs: Any) -> None:
    mine, other = made(ours), made(theirs)

    for kind in (mine, other):
        assert kind("a", note="b") == kind("a", note="c")
        assert kind("a") != kind("b")
        assert repr(kind("a")) == "Shot(prompt='a', seconds=5)"
        assert (kind.__hash__ is None) == (ours is define)


@pytest.mark.parametrize("decorator", [frozen, define])
def test_a_class_tells_its_fields_and_signature_before_its_first_value(decorator: Any) -> None:
    assert list(inspect.signature(made(decorator)).parameters) == ["prompt", "seconds", "note"]
    assert [field.name for field in attrs.fields(made(decorator))] == ["prompt", "seconds", "note"]
    assert attrs.has(made(decorator))


def test_an_init_of_a_subclass_runs_once() -> None:
    runs: list[str] = []

    quiet = made(frozen)

    def init(self: Any, prompt: str) -> None:
        quiet.__init__(self, prompt)
        runs.append(prompt)

    loud: Any = type("Loud", (quiet,), {"__init__": init})

    assert loud("a").prompt == "a"
    assert runs == ["a"]


def test_a_value_of_a_pickle_is_frozen_before_any_other_was_made() -> None:
    kind = made(frozen)
    restored = kind.__new__(kind)
    restored.__setstate__({"prompt": "a", "seconds": 5, "note": ""})

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        restored.prompt = "b"
    assert restored == kind("a")
