"""Answers that pages describe in words only, and answers that are none of kie.ai's families."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reelscore.errors import NotFound
from reelscore.kie import ON_KIE_AI, Veo
from reelscore.results import State
from reelscore.vendors.family import Indeterminate

FILE = "https://example.com/a.mp4"


def look(operation: str, **data: Any) -> Any:
    return ON_KIE_AI.progress(operation, {"code": 200, "msg": "success", "data": {"taskId": "t", **data}})


def told(**data: Any) -> Any:
    return ON_KIE_AI.delivery({}, json.dumps({"code": 200, "msg": "success", "data": data}).encode()).progress


def test_the_record_of_the_source_is_no_4k_render() -> None:
    files = {"resultUrls": [FILE], "resolution": "720p"}
    source = {"successFlag": 1, "fallbackFlag": False, "response": files}

    assert look("veo_4k", **source).state is State.RUNNING
    assert look("veo_4k", **{**source, "response": {**files, "resolution": "4K"}}).state is State.SUCCEEDED
    assert look("veo_4k", **{**source, "response": {**files, "mediaIds": ["m"]}}).state is State.SUCCEEDED
    assert look("veo_4k", successFlag=1, response=files).state is State.SUCCEEDED
    assert look("veo", **source).state is State.SUCCEEDED


def test_a_video_of_luma_that_was_not_reported_is_there_if_it_has_a_file() -> None:
    assert look("luma_modify", successFlag=4, response={"resultUrls": [FILE]}).state is State.SUCCEEDED
    assert look("luma_modify", successFlag=4, response={"resultUrls": []}).state is State.FAILED


@pytest.mark.parametrize(("code", "state"), [(None, "running"), (0, "running"), (200, "running"), (500, "failed")])
def test_an_error_tells_a_failure_of_aleph_whose_flag_says_that_it_runs(code: int | None, state: str) -> None:
    assert look("aleph", successFlag=0, errorCode=code, errorMessage="").state == state


def test_the_code_of_success_is_no_code_of_a_failure() -> None:
    assert look("veo", successFlag=3, errorCode=200, errorMessage="failed").error.code is None
    assert look("veo", successFlag=3, errorCode=501, errorMessage="failed").error.code == 501


def test_an_extension_that_names_the_whole_film_alone_has_its_file() -> None:
    assert look("veo_extend", successFlag=1, response={"resultUrls": [], "fullResultUrls": [FILE]}).result.url == FILE


def test_what_stands_in_a_record_holds_against_what_stands_inside_its_response() -> None:
    found = look("veo", successFlag=1, response={"taskId": "of another", "resultUrls": [FILE]})

    assert found.result.task_id == "t"


@pytest.mark.parametrize(
    "data",
    [
        {"task_id": "t", "callbackType": "complete", "data": [{"audio_url": FILE}]},
        {"task_id": "t", "video_url": FILE},  # Suno's music video
    ],
)
def test_a_callback_of_a_song_is_none_of_a_film(data: dict[str, Any]) -> None:
    assert told(**data).state is State.UNKNOWN


def test_a_callback_with_a_still_is_a_film() -> None:
    assert told(task_id="t", video_id="v", video_url=FILE, image_url=FILE).result.urls == (FILE,)


def test_a_1080p_render_without_a_file_is_in_doubt() -> None:
    found = ON_KIE_AI.verdict("veo_1080p", 200, {"code": 200, "msg": "success", "data": {"resultUrl": ""}})

    assert isinstance(found, Indeterminate)
    assert found.error.charged is None


def test_a_callback_address_of_the_request_is_not_replaced_by_the_clients() -> None:
    own, general = "https://example.com/own", "https://example.com/general"
    requests = [Veo(prompt="a", call_back_url=own), Veo(prompt="a")]
    sent = [ON_KIE_AI.complete(each, callback_url=general).to_wire()["callBackUrl"] for each in requests]

    assert sent == [own, general]


def test_a_look_at_a_task_that_nobody_knows_costs_nothing() -> None:
    error = ON_KIE_AI.verdict("runway-details", 200, {"code": 200, "msg": "success", "data": None}).error

    assert isinstance(error, NotFound)
    assert error.charged is False


def test_a_direct_link_is_a_file_that_can_be_saved() -> None:
    found = ON_KIE_AI.result("download_url", "https://example.com/a.png?X-Amz-Expires=1200")

    assert [(asset.url, asset.kind) for asset in found.assets] == [(found.url, "image")]
    assert ON_KIE_AI.result("download_url", None).assets == ()
