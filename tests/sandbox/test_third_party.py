"""What other people's clients send, as they send it; each test is a stumble or a habit that was seen in one of them."""

from __future__ import annotations

import itertools
import json
from typing import Any

import httpx

from reelscore.sandbox import Sandbox, media
from tests.sandbox.callers import Suno

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
    bases, agents = ("", "/", "/api/v1", "/api/v1/", "//api/v1//"), ("node", "axios/1.7.2", "")
    paths = ("/api/v1/chat/credit", "/chat/credit", "/chat/credit/", "//api/v1/chat//credit")
    with httpx.Client(headers=SONG) as http:
        codes = {
            http.get(f"{sandbox.base_url('kie.ai')}{base}{path}", headers={"User-Agent": agent}).json()["code"]
            for base, path, agent in itertools.product(bases, paths, agents)
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


FILMS: dict[str, tuple[str, dict[str, Any]]] = {
    "veo/generate": ("veo/record-info", {"prompt": "a dog", "model": "veo3_fast", "aspect_ratio": "16:9"}),
    "runway/generate": (
        "runway/record-detail",
        {"prompt": "a dog", "duration": 5, "quality": "720p", "aspectRatio": "16:9"},
    ),
    "flux/kontext/generate": ("flux/kontext/record-info", {"prompt": "a dog"}),
    "gpt4o-image/generate": ("gpt4o-image/record-info", {"prompt": "a dog", "size": "1:1"}),
    "jobs/createTask": ("jobs/recordInfo", {"model": "z-image", "input": {"prompt": "a fox", "aspect_ratio": "1:1"}}),
}
"""What a plugin of shell scripts sends, and where it polls."""


def asked(sandbox: Sandbox, method: str, path: str, **parts: Any) -> Any:
    answer = httpx.request(method, f"{sandbox.base_url('kie.ai')}/api/v1/{path}", headers=SONG, **parts)
    return answer.json()


def shell_state(record: dict[str, Any]) -> str:
    """Read a state as the plugin does: the first of three fields that is there, in small letters."""
    told = (record.get(name) for name in ("state", "status", "successFlag"))
    return str(next(each for each in told if each is not None)).lower()


def test_one_loop_of_a_shell_plugin_follows_every_family_to_its_end(sandbox: Sandbox) -> None:
    tasks = {start: asked(sandbox, "POST", start, json=body)["data"]["taskId"] for start, (_, body) in FILMS.items()}
    looks = {start: (FILMS[start][0], {"taskId": task}) for start, task in tasks.items()}
    before = {shell_state(asked(sandbox, "GET", path, params=query)["data"]) for path, query in looks.values()}
    sandbox.advance(900)
    after = {shell_state(asked(sandbox, "GET", path, params=query)["data"]) for path, query in looks.values()}

    assert before <= {"0", "wait", "waiting", "queueing", "queuing", "generating"}
    assert after == {"success", "1"}


def test_a_server_for_agents_extends_and_renders_a_film(sandbox: Sandbox) -> None:
    film = asked(sandbox, "POST", "veo/generate", json=FILMS["veo/generate"][1])["data"]["taskId"]
    sandbox.advance(600)
    longer = asked(sandbox, "POST", "veo/extend", json={"taskId": film, "prompt": "on"})
    first = asked(sandbox, "GET", "veo/get-1080p-video", params={"taskId": film, "index": "0"})
    order = asked(sandbox, "POST", "veo/get-4k-video", json={"taskId": film, "index": 0})
    sandbox.advance(900)
    sharp = asked(sandbox, "GET", "veo/get-1080p-video", params={"taskId": film, "index": "0"})
    sharpest = asked(sandbox, "POST", "veo/get-4k-video", json={"taskId": film, "index": 0})

    assert longer["data"]["taskId"] != film
    assert (first["code"], first["data"], "processing" in first["msg"]) == (500, None, True)
    assert (order["code"], order["data"]["resultUrls"]) == (200, None)
    assert (sharp["code"], sharp["data"]["resultUrl"][-4:]) == (200, ".mp4")
    assert (sharpest["code"], len(sharpest["data"]["resultUrls"])) == (422, 1)


def test_a_server_for_agents_runs_a_job_and_reads_what_it_cost_and_took(sandbox: Sandbox) -> None:
    task = asked(sandbox, "POST", "jobs/createTask", json=FILMS["jobs/createTask"][1])["data"]
    sandbox.advance(600)
    record = asked(sandbox, "GET", "jobs/recordInfo", params={"taskId": task["taskId"]})["data"]

    assert task["recordId"] == task["taskId"]
    assert (record["creditsConsumed"], len(json.loads(record["resultJson"])["resultUrls"])) == (0.8, 1)
    assert record["costTime"] == (record["completeTime"] - record["createTime"]) // 1000


def test_a_client_that_names_files_by_the_first_digits_of_an_id_keeps_both_tracks(sandbox: Sandbox, kie: Suno) -> None:
    task, audio = kie.song()
    stems = kie.start("/vocal-removal/generate", taskId=task, audioId=audio, type="split_stem")
    sandbox.advance(300)
    tracks = kie.record("/generate", task)["response"]["sunoData"]
    made = kie.record("/vocal-removal", stems)["response"]["originData"]

    assert len({each["id"][:8] for each in (*tracks, *made)}) == 2 + 12


def test_a_job_of_the_market_is_stopped_in_the_markets_own_words(sandbox: Sandbox) -> None:
    job = {"model": "z-image", "input": {"prompt": "sandbox:reject", "aspect_ratio": "1:1"}}
    answer = asked(sandbox, "POST", "jobs/createTask", json=job)

    assert (answer["code"], "prompt was flagged" in answer["msg"]) == (400, True)
