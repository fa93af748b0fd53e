"""Request values: reading, writing, pricing, and what is kept of unknown things."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given

import reelscore as rs
from reelscore.errors import InvalidRequest
from reelscore.testing import json_bodies, legal
from tests.shots import Shot

SHOT = Shot(prompt="a fox", model="v4", duration=5)


@given(shot=legal(Shot))
def test_a_request_read_back_from_its_wire_form_writes_the_same_wire_form(shot: Shot) -> None:
    assert Shot.from_wire(shot.to_wire()).to_wire() == shot.to_wire()


@given(shot=legal(Shot))
def test_a_request_read_back_from_its_json_form_is_equal(shot: Shot) -> None:
    assert Shot.build(json.loads(json.dumps(shot.to_json()))) == shot


@given(body=json_bodies(Shot))
def test_nothing_of_a_vendor_body_is_lost(body: dict[str, Any]) -> None:
    known = {"soundSwitch": "sound"}
    sent = Shot.from_wire(body).to_wire()

    assert {known.get(name, name) for name, value in body.items() if value is not None} <= sent.keys() | {"soundSwitch"}


def test_the_wire_form_has_vendor_names_derived_fields_and_no_local_facts() -> None:
    shot = Shot(prompt="a fox", model="v4", duration=5, sound_text="sea", source_seconds=9.0)

    assert shot.to_wire() == {"prompt": "a fox", "model": "v4", "duration": 5, "soundText": "sea", "sound": True}


def test_an_unknown_field_is_sent_as_it_is_with_a_warning_that_names_it() -> None:
    shot = Shot.from_wire({**SHOT.to_wire(), "newThing": 3, "callBackUrl": "https://a.example"})

    assert shot.to_wire()["newThing"] == 3
    assert [(v.field, v.severity) for v in shot.violations()] == [("new_thing", "warning")]


def test_a_field_that_hides_in_extra_is_an_error() -> None:
    for hidden in ({"duration": 8}, {"weight": 8}):
        shot = Shot(prompt="a fox", model="v4", duration=5, extra=hidden)

        assert [violation.rule for violation in shot.violations()] == ["given-twice"]


def test_an_alias_alone_is_understood() -> None:
    assert Shot.from_wire({"soundSwitch": True}).sound is True


def test_an_alias_beside_its_real_name_is_an_error_and_neither_wins() -> None:
    shot = Shot.from_wire({**SHOT.to_wire(), "sound": False, "soundSwitch": True, "callBackUrl": "https://a.example"})

    assert [violation.rule for violation in shot.violations()] == ["given-twice"]


def test_a_vendor_body_must_be_complete_where_a_client_would_fill_in() -> None:
    assert SHOT.violations() == ()
    assert [violation.rule for violation in Shot.from_wire(SHOT.to_wire()).violations()] == ["callback"]


def test_missing_fields_are_violations_and_no_type_error() -> None:
    assert [violation.field for violation in Shot.build({}).violations()] == ["duration", "model", "prompt"]


def test_check_raises_with_all_violations_and_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="duration is 7") as caught:
        Shot(prompt="a fox", model="v4", duration=7, weight=2).check()

    assert isinstance(caught.value, InvalidRequest)
    assert len(caught.value.violations) == 2


def test_warnings_do_not_stop_a_request() -> None:
    Shot(prompt="a fox", model="v99", duration=7).check()


def test_the_quote_is_the_sum_of_its_lines_and_names_the_host() -> None:
    quote = SHOT.quote()

    assert (quote.credits, quote.basis, quote.host) == (Decimal(50), "exact", "pixverse.ai")


def test_a_mistyped_request_has_an_unknown_price_and_never_a_wrong_one() -> None:
    quote = Shot.build({**Shot.sample, "duration": 7.5}).quote()

    assert (quote.credits, quote.basis) == (None, "unknown")


def test_an_unknown_field_of_a_built_request_is_an_error_that_names_the_one_that_was_meant() -> None:
    shot = Shot.build({**Shot.sample, "durations": 5, "callBackUrl": "https://a.example"})

    assert [(found.rule, found.field, found.severity) for found in shot.violations()] == [
        ("unknown-field", "call_back_url", "error"),
        ("unknown-field", "durations", "error"),
    ]
    assert [found.allowed.split("; ")[1][:29] for found in shot.violations()] == [
        "did you mean 'call_back_url'?",
        "did you mean 'duration'? unde",
    ]


def test_an_unknown_field_under_extra_is_sent_with_a_warning() -> None:
    shot = Shot.build({**Shot.sample, "extra": {"newThing": 3}})

    assert [(found.field, found.severity) for found in shot.violations()] == [("new_thing", "warning")]
    assert shot.to_wire()["newThing"] == 3


def test_an_unknown_field_inside_a_list_is_an_error_with_its_path() -> None:
    shot = Shot.build({**Shot.sample, "frames": [{"img_id": 1}, {"img_id": 2, "second": 3}]})

    assert [(found.field, found.severity) for found in shot.violations()] == [("frames[1].second", "error")]


@pytest.mark.parametrize(
    "again",
    [copy.deepcopy, lambda shot: pickle.loads(pickle.dumps(shot)), attrs.evolve],  # noqa: S301
)
def test_an_unknown_field_stays_an_error_in_every_copy(again: Callable[[Shot], Shot]) -> None:
    shot = Shot.build({**Shot.sample, "promt": "a cat"})

    for each in (again(shot), Shot.build(json.loads(json.dumps(shot.to_json()))), shot.repaired()):
        assert [found.rule for found in each.violations() if found.severity == "error"] == ["unknown-field"]


def test_a_repair_of_a_vendor_body_still_has_to_be_complete() -> None:
    assert [found.rule for found in Shot.from_wire(SHOT.to_wire()).repaired().violations()] == ["callback"]


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_that_names_no_file_is_an_error(kind: Callable[[Path], Any], tmp_path: Path) -> None:
    there = tmp_path / "fox.png"
    there.write_bytes(b"fox")
    frames = [{"img_id": kind(there)}, {"img_id": kind(tmp_path / "cat.png")}]
    shot = Shot.build({**Shot.sample, "frames": frames})

    assert [(found.rule, found.field) for found in shot.violations()] == [("source.missing", "frames[1].img_id")]
    assert shot.repaired().frames == shot.frames


@pytest.mark.parametrize("value", [7, "https://a.example/fox.png", b"fox", "data:image/png;base64,AAAA"])
def test_ids_bytes_and_addresses_are_not_looked_for_on_the_disk(value: Any) -> None:
    assert Shot.build({"prompt": "a", "model": "v4", "duration": 5, "img_id": value}).violations() == ()


def test_a_request_with_other_values_is_a_new_one() -> None:
    one = rs.pixverse.TextToVideo(prompt="a fox", model="v5.6", duration=8, quality="720p", aspect_ratio="16:9")

    assert (one.replace(duration=5).duration, one.duration) == (5, 8)
    with pytest.raises(TypeError, match="lenght"):
        one.replace(lenght=5)


def test_a_request_class_that_is_looked_for_in_the_wrong_module_is_told() -> None:
    with pytest.raises(AttributeError, match=r"TextToVideo is in reelscore\.pixverse"):
        rs.TextToVideo  # type: ignore[attr-defined]  # noqa: B018
