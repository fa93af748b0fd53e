"""A whole table against a whole request: all broken rows at once, and one repair for them all."""

from __future__ import annotations

from graphlib import CycleError
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.pixverse import TextToVideo
from reelscore.rules.kinds import Forbidden
from reelscore.rules.ruleset import RuleSet
from reelscore.testing import spoiled
from tests.drawn import drawn
from tests.shots import Shot


def errors(shot: Shot) -> list[str]:
    return [violation.rule for violation in shot.violations() if violation.severity == "error"]


@drawn(300)
@given(shot=spoiled(Shot))
def test_a_repair_keeps_texts_media_lists_and_what_is_missing(shot: Shot) -> None:
    mended = shot.repaired()

    assert (mended.prompt, mended.camera) == (_as_text(shot.prompt), _as_text(shot.camera))
    assert (shot.img_ids is None) is (mended.img_ids is None)


def _as_text(given: Any) -> Any:
    return str(given) if type(given) in {int, float} else given


@given(prompt=st.text(min_size=41))
def test_a_prompt_that_is_too_long_is_not_cut_but_its_limit_is_told(prompt: str) -> None:
    shot = Shot(prompt=prompt, model="v4", duration=5)
    (violation,) = shot.violations()

    assert (violation.suggestion, violation.remove) == (None, False)
    assert "at most 40 characters" in violation.message
    assert shot.repaired().prompt == prompt


def test_what_is_missing_is_shown_by_an_example_that_no_repair_uses() -> None:
    shot = Shot.build({"model": "v4", "duration": 5})
    (violation,) = shot.violations()

    assert (violation.suggestion, violation.example) == (None, "a fox")
    assert "for example 'a fox'" in violation.message
    assert shot.repaired().prompt is None


def test_of_what_is_missing_the_choices_are_told() -> None:
    lacking = TextToVideo.build({"prompt": "a fox"}).violations()
    found = {each.field: each.allowed for each in lacking}

    assert [each.source for each in lacking if "PixVerse" not in each.source and "pixverse" not in each.source] == []
    assert found["quality"] == "360p, 540p, 720p, 1080p"
    assert found["model"] == "v3.5, v4, v4.5, v5, v5.5, v5.6, v6, c1"
    assert found["aspect_ratio"].startswith("16:9, 4:3, ")


@pytest.mark.parametrize("given", ["629000000000000001", 629000000000000001], ids=["text", "number"])
def test_an_id_given_as_text_is_taken_over_item_by_item(given: object) -> None:
    frames = [{"img_id": given, "seconds": 2.0}, {"img_id": "7"}]
    mended = Shot.build({**Shot.sample, "frames": frames, "img_ids": [given, "8", 9]}).repaired()

    assert mended.img_ids == (629000000000000001, 8, 9)
    assert [frame.img_id for frame in mended.frames or ()] == [629000000000000001, 7]


def test_of_two_alternatives_a_repair_drops_neither() -> None:
    shot = Shot(prompt="a", model="v4", duration=5, img_id=1, img_ids=(2, 3))

    assert (shot.repaired().img_id, shot.repaired().img_ids) == (1, (2, 3))
    assert [violation.suggestion for violation in shot.violations()] == [None]


@given(shot=spoiled(Shot))
def test_following_every_single_suggestion_gives_a_legal_request(shot: Shot) -> None:
    fields = shot.to_json()
    for violation in shot.violations():
        if violation.severity == "error" and (violation.remove or violation.suggestion is not None):
            fields |= {violation.field.split("[")[0]: violation.suggestion, **violation.also}

    mended = Shot.build({name: value for name, value in fields.items() if value is not None})
    assert errors(mended) == errors(shot.repaired())


def test_all_broken_rows_come_back_at_once_sorted_by_field() -> None:
    shot = Shot(prompt="", model="v5", duration=7, camera="zoom", weight=2)

    assert [violation.field for violation in shot.violations()] == ["camera", "duration", "prompt", "weight"]


def test_a_sentence_names_field_given_allowed_and_nearest() -> None:
    (violation,) = Shot(prompt="a", model="v4", duration=7).violations()

    assert violation.message == "duration is 7; allowed: 5, 8; try 8"


def test_rows_that_look_at_a_mistyped_field_stay_silent() -> None:
    shot = Shot.build({"prompt": "a", "model": 4, "duration": 7})

    assert errors(shot) == ["type.model"]


def test_a_suggestion_is_given_only_where_it_changes_something() -> None:
    (violation,) = Shot(prompt="a", model="v9", duration=7).violations()

    assert (violation.severity, violation.suggestion, violation.remove) == ("warning", None, False)


def test_two_rows_that_wait_for_each_other_are_refused() -> None:
    rows = (Forbidden("a", "camera", when={"sound": (True,)}), Forbidden("b", "sound", when={"camera": ("zoom",)}))

    with pytest.raises(CycleError):
        _ = RuleSet(cls=Shot, rules=rows).order
