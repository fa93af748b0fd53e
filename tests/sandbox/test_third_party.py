"""What other people's clients send, as they send it; each test is a stumble or a habit that was seen in one of them."""

from __future__ import annotations

import itertools
import json
from typing import Any

import httpx

from reelscore.sandbox import Sandbox, media

VIDEO = {
    "API-KEY": "sandbox-key",
    "Ai-Trace-Id": "5cbd9b2c-3f7c-4f6d-8f33-1d0d3c1f1b11",
    "User-Agent": "pixverse-mcp/0.1.0",
}
SONG = {"Authorization": "Bearer sandbox-key"}
FOX: dict[str, Any] = {
    "prompt": "a fox",
    "model": "v5",
    "duration": 5,
    "quality": "540p",
    "aspect_ratio": "16:9",
    "motion_mode": "normal",
    "water_mark": False,
    "play_bgm": False,
}
IDEA: dict[str, Any] = {
    "prompt": "a fox",
    "customMode": False,
    "instrumental": False,
    "model": "V5",
    "callBackUrl": "https://example.com/callback",
}


def test_a_client_that_drops_the_path_of_a_base_url_reaches_pixverse(sandbox: Sandbox) -> None:
    answer = httpx.post(f"{sandbox.url}/openapi/v2/video/text/generate", json=FOX, headers=VIDEO).json()

    assert (answer["ErrCode"], set(answer["Resp"])) == (0, {"video_id"})


def test_a_path_that_no_vendor_owns_alone_is_answered_with_the_way_out(sandbox: Sandbox) -> None:
    answer = httpx.post(f"{sandbox.url}/api/v1/generate", json=IDEA, headers=SONG)

    assert answer.status_code == 404
    assert "--split-ports" in answer.json()["hint"]


def test_an_image_is_uploaded_by_a_link_in_a_url_encoded_form(sandbox: Sandbox) -> None:
    link = {"image_url": "https://example.com/a.png"}
    answer = httpx.post(f"{sandbox.base_url('pixverse.ai')}/openapi/v2/image/upload", data=link, headers=VIDEO).json()

    assert (answer["ErrCode"], answer["Resp"]["img_url"]) == (0, "https://example.com/a.png")


def test_a_form_may_say_what_a_file_is_beside_it(sandbox: Sandbox) -> None:
    where = f"{sandbox.base_url('pixverse.ai')}/openapi/v2/media/upload"
    files = {"file": ("a.mp4", media.video(1, width=64, height=64, sound=True, seed=1), "video/mp4")}
    answer = httpx.post(where, data={"media_type": "video"}, files=files, headers=VIDEO).json()

    assert answer["Resp"]["media_type"] == "video"


def test_doubled_prefixes_spare_slashes_and_any_user_agent_are_taken(sandbox: Sandbox) -> None:
    bases, agents = (
        ("", "/", "/api/v1", "/api/v1/", "//api/v1//"),
        ("node", "axios/1.7.2", "python-requests/2.32.3", ""),
    )
    places = itertools.product(
        bases, ("/api/v1/chat/credit", "/chat/credit", "/chat/credit/", "//api/v1/chat//credit"), agents
    )
    codes = {
        httpx.get(f"{sandbox.base_url('kie.ai')}{base}{path}", headers={**SONG, "User-Agent": agent}).json()["code"]
        for base, path, agent in places
    }

    assert codes == {200}


def test_unknown_fields_beside_the_known_ones_are_ignored(sandbox: Sandbox) -> None:
    where = f"{sandbox.base_url('sunoapi.org')}/api/v1/generate"
    answer = httpx.post(where, json={**IDEA, "wait_audio": True, "api_type": "suno"}, headers=SONG).json()

    assert answer["code"] == 200


def test_a_status_call_by_something_else_than_a_task_is_an_error(sandbox: Sandbox) -> None:
    where = f"{sandbox.base_url('sunoapi.org')}/api/v1/generate/record-info"
    answer = httpx.get(where, params={"ids": "one,two"}, headers=SONG).json()

    assert (answer["code"], answer["data"]) == (404, None)


def job_of(model: str, sandbox: Sandbox) -> httpx.Response:
    job = {"model": model, "input": {"prompt": "a fox", "image_input": []}}
    return httpx.post(f"{sandbox.base_url('kie.ai')}/api/v1/jobs/createTask", json=job, headers=SONG)


def test_a_model_that_nobody_made_is_refused_in_the_vendors_shape(sandbox: Sandbox) -> None:
    answer = job_of("google/nano-banana-pro", sandbox)

    assert (answer.status_code, answer.json()["code"], set(answer.json())) == (200, 422, {"code", "msg", "data"})


def test_a_model_of_another_maker_is_run_on_the_route_of_the_songs(sandbox: Sandbox) -> None:
    task = job_of("nano-banana-2", sandbox).json()["data"]["taskId"]
    sandbox.advance(600)
    where = f"{sandbox.base_url('kie.ai')}/api/v1/jobs/recordInfo"
    record = httpx.get(where, params={"taskId": task}, headers=SONG).json()["data"]

    assert (record["state"], record["model"], record["creditsConsumed"]) == ("success", "nano-banana-2", 8)
    assert len(json.loads(record["resultJson"])["resultUrls"]) == 1
