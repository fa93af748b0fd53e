"""A whole table against a whole request: all broken rows at once, and one repair for them all."""

from __future__ import annotations

from graphlib import CycleError
from typing import Any

import pytest
from hypothesis import given, settings

from reelscore.rules.kinds import Forbidden
from reelscore.rules.ruleset import field_order
from reelscore.testing import json_bodies, legal, spoiled
from tests.shots import Shot


def errors(shot: Shot) -> list[str]:
    return [violation.rule for violation in shot.violations() if violation.severity == "error"]


@given(shot=legal(Shot))
def test_requests_drawn_from_the_table_are_legal(shot: Shot) -> None:
    assert errors(shot) == []


@settings(max_examples=300)
@given(shot=spoiled(Shot))
def test_the_repaired_request_is_legal_whatever_was_given(shot: Shot) -> None:
    assert errors(shot.repaired()) == []


@settings(max_examples=300)
@given(body=json_bodies(Shot))
def test_any_json_object_is_read_checked_and_priced_without_an_exception(body: dict[str, Any]) -> None:
    shot = Shot.from_wire(body)

    shot.violations()
    assert shot.quote().basis in {"exact", "unknown"}


@given(shot=legal(Shot))
def test_a_legal_request_is_its_own_repair(shot: Shot) -> None:
    assert shot.repaired().to_wire() == shot.to_wire()


@given(shot=spoiled(Shot))
def test_following_every_single_suggestion_gives_a_legal_request(shot: Shot) -> None:
    fields = shot.to_json()
    for violation in shot.violations():
        if violation.severity == "error":
            fields |= {violation.field.split("[")[0]: violation.suggestion, **violation.also}

    mended = Shot.build({name: value for name, value in fields.items() if value is not None})
    assert errors(mended) == []


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
        field_order(Shot, rows)
