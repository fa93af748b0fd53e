"""Value classes that share their methods behave as those of attrs do."""

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
