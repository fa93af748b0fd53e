"""What annotations say: types, missing fields, paths inside lists."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from reelscore.rules.schema import fields_of, is_media, snake
from tests.shots import Shot


def problems(**fields: Any) -> dict[str, str]:
    shot = Shot.build({**Shot.sample, **fields})
    return {violation.field: violation.rule for violation in shot.violations() if "." in violation.rule}


@pytest.mark.parametrize("duration", [7.5, "5", True, [5], {"seconds": 5}, float("nan")])
def test_a_duration_that_is_no_whole_number_is_a_type_violation(duration: Any) -> None:
    assert problems(duration=duration)["duration"] == "type.duration"


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), True, "0.5"])
def test_a_weight_that_is_no_finite_number_is_a_type_violation(weight: Any) -> None:
    assert problems(weight=weight)["weight"] == "type.weight"


@pytest.mark.parametrize("prompt", ["\ud800", "fox \udfff", b"fox", 5])
def test_a_prompt_that_cannot_be_written_as_utf8_is_a_type_violation(prompt: Any) -> None:
    assert problems(prompt=prompt)["prompt"] == "type.prompt"


def test_a_path_into_a_list_names_the_entry() -> None:
    assert problems(frames=[{"seconds": 2}, {"img_id": 1, "seconds": "2"}]) == {
        "frames[0].img_id": "needed.frames",
        "frames[1].seconds": "type.frames",
    }


@pytest.mark.parametrize("value", [7, 2**63, "fox.png", Path("fox.png"), b"\x89PNG", io.BytesIO(b"x")])
def test_media_is_an_id_a_path_a_url_bytes_or_a_file(value: Any) -> None:
    assert is_media(value)


@pytest.mark.parametrize("value", [True, 1.5, "12345", None, [1]])
def test_media_is_no_flag_fraction_or_quoted_id(value: Any) -> None:
    assert not is_media(value)


def test_a_field_knows_its_wire_name_help_and_whether_it_stays_here() -> None:
    fields = {field.name: field for field in fields_of(Shot)}

    assert fields["sound_text"].wire == "soundText"
    assert fields["prompt"].help == "What is seen"
    assert fields["source_seconds"].local
    assert fields["model"].shape.choices == ("v4", "v5", "v6")
    assert (fields["prompt"].required, fields["camera"].required) == (True, False)


@pytest.mark.parametrize("name", ["taskId", "TaskID", "task_id", " taskId "])
def test_each_spelling_of_a_name_is_one(name: str) -> None:
    assert snake(name) == "task_id"
