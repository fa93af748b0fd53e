"""Records of jobs read into states and outputs, where no published example shows it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from reelscore.kie import ON_KIE_AI
from reelscore.results import State
from tests.rows import each

FILE = "https://example.com/a.png"
ENDED = 1_795_950_000_000
"""Milliseconds."""


def look(made: Any = None, **record: Any) -> Any:
    data = {"taskId": "t", "model": "z-image", "resultJson": json.dumps(made), **record}
    return ON_KIE_AI.progress("market", {"code": 200, "msg": "success", "data": data})


@pytest.mark.parametrize(
    ("record", "state"),
    [
        ({"state": "success"}, State.SUCCEEDED),
        ({"successFlag": 1}, State.SUCCEEDED),
        ({"successFlag": "3", "state": "a word of tomorrow"}, State.FAILED),
        ({"successFlag": 1, "state": "generating"}, State.RUNNING),
        ({"state": "a word of tomorrow"}, State.RUNNING),
    ],
)
def test_a_word_says_the_state_and_a_flag_where_the_word_says_none(record: dict[str, Any], state: State) -> None:
    assert look({"resultUrls": [FILE]}, **record).state is state


@each("made", [{"resultUrls": FILE}, {"resultUrls": json.dumps([FILE])}, [FILE], FILE])
@each("times", [0, 1, 2])
def test_files_are_found_in_any_shape_of_a_result(made: Any, times: int) -> None:
    for _ in range(times):
        made = json.dumps(made)
    data = {"taskId": "t", "model": "z-image", "state": "success", "resultJson": made}
    found: Any = ON_KIE_AI.progress("market", {"code": 200, "msg": "success", "data": data}).result

    assert [file.url for file in found.files] == [FILE]


@each("field", ["response", "param"])
def test_a_callback_of_a_job_needs_no_model(field: str) -> None:
    data = {"taskId": "t", "state": "success", field: {"resultUrls": [FILE]}}
    delivery = ON_KIE_AI.delivery({}, json.dumps({"code": 200, "msg": "success", "data": data}).encode())

    assert delivery.progress.state is State.SUCCEEDED


def test_an_answer_without_a_record_is_a_task_that_is_missing() -> None:
    found = ON_KIE_AI.progress("market", {"code": 200, "msg": "success", "data": None})

    assert (found.state, found.missing) == (State.UNKNOWN, True)


@pytest.mark.parametrize(("told", "percent"), [(0, 0), (50, 50), (100, 100), (101, None), (-1, None), ("?", None)])
def test_progress_is_a_percentage_or_nothing(told: Any, percent: float | None) -> None:
    assert look(state="generating", progress=told).percent == percent


@pytest.mark.parametrize(("started", "seconds"), [(ENDED - 5_000, 5), (ENDED + 5_000, None)])
def test_a_job_takes_no_negative_time(started: int, seconds: float | None) -> None:
    found = look({"resultUrls": [FILE]}, state="success", createTime=started, completeTime=ENDED)

    assert found.result.seconds == seconds


def test_masks_expire_after_an_hour_and_other_files_after_a_fortnight() -> None:
    ended = datetime.fromtimestamp(ENDED / 1000, UTC)
    masks, files = (
        look(made, state="success", completeTime=ENDED).result.expires - ended
        for made in ({"resultObject": {"mask_urls": [FILE]}}, {"resultUrls": [FILE]})
    )

    assert (masks.total_seconds(), files.days) == (3600, 14)


@pytest.mark.parametrize(("urls", "main"), [([], [FILE]), ([f"{FILE}?whole"], [f"{FILE}?whole"])])
def test_layers_are_the_files_of_a_job_that_names_no_others(urls: list[str], main: list[str]) -> None:
    layers = {"layers_data": [{"name": "base", "url": FILE}]}
    found = look({"resultUrls": urls, "resultObject": layers}, state="success").result

    assert [file.url for file in found.files if file.role == "main"] == main
    assert found.objects == (layers,)
