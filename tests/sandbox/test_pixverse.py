"""PixVerse in the sandbox: tasks, money, refusals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx
import pytest

from reelscore.sandbox import Sandbox, running
from reelscore.sandbox.probe import probe
from tests.sandbox.callers import FOX, PixVerse

HOURS = 3_600.0


def test_a_video_is_held_then_charged_and_its_file_is_an_mp4(sandbox: Sandbox, pixverse: PixVerse) -> None:
    video = pixverse.submit()
    waiting = pixverse.result(video)
    sandbox.advance(120)
    done = pixverse.result(video)
    file = httpx.get(done["url"])
    sandbox.advance(60)

    assert pixverse.result(video)["modify_time"] == done["modify_time"] > waiting["modify_time"]
    assert (waiting["status"] in {5, 9, 10}, waiting["url"], done["status"]) == (True, "", 1)
    assert [line.kind for line in sandbox.books("pixverse.ai")] == ["grant", "hold", "charge"]
    assert sandbox.balance("pixverse.ai") == 15_000 - 90
    assert "openapi%2F" in done["url"]
    assert (file.content[4:8], len(file.content)) == (b"ftyp", done["size"])


def test_a_trace_id_starts_one_task_however_often_it_comes(sandbox: Sandbox, pixverse: PixVerse) -> None:
    first = pixverse.post("/video/text/generate", FOX, trace="order-42")
    again = pixverse.post("/video/text/generate", {**FOX, "prompt": "another"}, trace="order-42")

    assert first == again
    assert len(sandbox.tasks()) == 1
    assert sandbox.balance("pixverse.ai") == 15_000 - 90


def test_the_same_trace_id_of_another_key_is_another_task(sandbox: Sandbox) -> None:
    with PixVerse(sandbox, key="sandbox-one") as one, PixVerse(sandbox, key="sandbox-two") as two:
        ids = {caller.post("/video/text/generate", FOX, trace="t")["Resp"]["video_id"] for caller in (one, two)}

    assert len(ids) == 2


@pytest.mark.parametrize(
    ("key", "slots"), [("sandbox-free", 1), ("sandbox-key", 5), ("sandbox-scale", 10), ("sandbox-business", 15)]
)
def test_each_plan_runs_as_many_tasks_as_it_has_slots(sandbox: Sandbox, key: str, slots: int) -> None:
    with PixVerse(sandbox, key=key) as caller:
        codes = [
            caller.post("/video/text/generate", {**FOX, "quality": "360p", "duration": 5})["ErrCode"]
            for _ in range(slots + 1)
        ]
    with PixVerse(sandbox, key="sandbox-another") as another:
        assert another.post("/video/text/generate", FOX)["ErrCode"] == 0

    assert codes == [0] * slots + [500044]


def test_a_task_that_never_finishes_is_refunded_after_two_hours(sandbox: Sandbox, pixverse: PixVerse) -> None:
    sandbox.fault("stuck")
    video = pixverse.submit()
    sandbox.advance(2 * HOURS - 1)
    before = sandbox.balance("pixverse.ai")
    sandbox.advance(2)

    assert (int(before), int(sandbox.balance("pixverse.ai"))) == (15_000 - 90, 15_000)
    assert pixverse.result(video)["status"] == 8


@pytest.mark.parametrize(("prompt", "status"), [("sandbox:moderate", 7), ("some Gore here", 7), ("sandbox:fail", 8)])
def test_words_in_the_prompt_decide_the_end_and_the_credits_come_back(
    sandbox: Sandbox, pixverse: PixVerse, *, prompt: str, status: int
) -> None:
    video = pixverse.submit(prompt=prompt)
    sandbox.advance(600)

    assert (pixverse.result(video)["status"], pixverse.result(video)["url"]) == (status, "")
    assert sandbox.balance("pixverse.ai") == 15_000


REFUSED: list[tuple[str, dict[str, Any], int]] = [
    ("no aspect ratio", {"aspect_ratio": None}, 400011),
    ("empty prompt", {"prompt": ""}, 400011),
    ("text for a number", {"duration": "8"}, 400013),
    ("true for a number", {"duration": True}, 400013),
    ("duration of no model", {"duration": 7}, 400017),
    ("10 s at 1080p", {"duration": 10, "quality": "1080p"}, 400017),
    ("unknown model", {"model": "v99"}, 400017),
    ("long prompt", {"prompt": "x" * 5001}, 400018),
    ("long negative prompt", {"negative_prompt": "x" * 2049}, 400019),
    ("ratio of newer models", {"aspect_ratio": "21:9"}, 400017),
    ("inline sound on a new model", {"sound_effect_switch": True}, 400017),
    ("a template that is not activated", {"template_id": 999999999999999}, 500070),
    ("a template that is small", {"template_id": 315446315336768}, 500071),
    ("a word that is refused at once", {"prompt": "sandbox:reject"}, 500063),
]


@pytest.mark.parametrize(("changes", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_refused_request_costs_nothing(
    sandbox: Sandbox, pixverse: PixVerse, *, changes: dict[str, Any], code: int
) -> None:
    payload = pixverse.post("/video/text/generate", {**FOX, **changes})

    assert (payload["ErrCode"], payload["Resp"]) == (code, None)
    assert (len(sandbox.tasks()), int(sandbox.balance("pixverse.ai"))) == (0, 15_000)


@pytest.mark.parametrize(
    ("key", "code"),
    [("sandbox-poor", 500090), ("sandbox-noplan", 500020), ("sandbox-free", 500020), ("stranger", 400012)],
)
def test_an_account_that_may_not_is_refused_in_the_vendors_shape(sandbox: Sandbox, key: str, code: int) -> None:
    with PixVerse(sandbox, key=key) as caller:
        assert caller.post("/video/text/generate", FOX)["ErrCode"] == code


def test_a_request_without_a_trace_id_is_refused(pixverse: PixVerse) -> None:
    answer = pixverse.http.get("/account/balance", headers={"API-KEY": "sandbox-key"})

    assert answer.json()["ErrCode"] == 400011


def test_unknown_ids_paths_and_methods_are_errors_in_the_vendors_shape(pixverse: PixVerse) -> None:
    unknown = pixverse.get("/video/result/123")
    wrong_path, wrong_method = pixverse.get("/video/nothing"), pixverse.get("/video/text/generate")

    assert {answer["ErrCode"] for answer in (unknown, wrong_path, wrong_method)} == {500008}


def test_unknown_fields_and_null_are_ignored(pixverse: PixVerse) -> None:
    assert pixverse.post("/video/text/generate", {**FOX, "newly_released": {"on": True}, "seed": None})["ErrCode"] == 0


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"prompt": NaN}', b"\xff", b"[" * 5000])
def test_a_body_that_is_no_json_object_is_refused(pixverse: PixVerse, body: bytes) -> None:
    answer = pixverse.http.post("/video/text/generate", content=body, headers=pixverse.headers())

    assert answer.json()["ErrCode"] == 400013


def test_the_image_to_video_prompt_is_shorter_on_the_chinese_host(sandbox: Sandbox, pixverse: PixVerse) -> None:
    image = {"img_id": _image(pixverse), "prompt": "x" * 2049, "model": "v6", "duration": 5, "quality": "540p"}
    with PixVerse(sandbox, "pixverseai.cn") as chinese:
        there = chinese.post("/video/img/generate", {**image, "img_id": _image(chinese)})

    assert (pixverse.post("/video/img/generate", image)["ErrCode"], there["ErrCode"]) == (0, 400018)


def _image(caller: PixVerse) -> int:
    return int(caller.upload("/image/upload", image_url="https://example.com/fox.png")["Resp"]["img_id"])


def test_a_chain_of_operations_costs_what_its_parts_cost(sandbox: Sandbox, pixverse: PixVerse) -> None:
    image, spent = _image(pixverse), Decimal(0)
    video = pixverse.submit("/video/img/generate", img_id=image, prompt="a", model="v5", duration=5, quality="540p")
    for path, body, credits in (
        ("extend", {"prompt": "b", "model": "v5", "duration": 5, "quality": "540p"}, 45),
        ("sound_effect", {}, 20),
        ("lip_sync", {"lip_sync_tts_speaker_id": "auto", "lip_sync_tts_content": "a" * 31}, 12),
        ("upscale", {}, 50),
        ("restyle", {"restyle_id": 1}, 100),
        ("mimic", {"img_id": image, "quality": "540p"}, 100),
    ):
        sandbox.advance(300)
        before = sandbox.balance("pixverse.ai")
        video = pixverse.submit(f"/video/{path}/generate", source_video_id=video, **body)
        spent += before - sandbox.balance("pixverse.ai")

        assert before - sandbox.balance("pixverse.ai") == credits, path

    assert sandbox.balance("pixverse.ai") == 15_000 - 45 - spent


def test_an_extension_is_longer_and_an_upscaled_film_has_twice_the_sides(sandbox: Sandbox, pixverse: PixVerse) -> None:
    film = pixverse.submit(duration=5)
    sandbox.advance(300)
    more = {"source_video_id": film, "prompt": "b", "model": "v5", "duration": 8, "quality": "720p"}
    films = [film, pixverse.submit("/video/extend/generate", **more)]
    films.append(pixverse.submit("/video/upscale/generate", source_video_id=film))
    sandbox.advance(300)
    told = [pixverse.result(each) for each in films]
    found = [probe(httpx.get(each["url"]).content) for each in told]

    assert [(each["outputWidth"], each["outputHeight"]) for each in told] == [(1280, 720), (1280, 720), (2560, 1440)]
    assert [round(each.seconds) for each in found if each] == [5, 13, 5]


def test_a_swap_takes_only_masks_of_its_own_selection(sandbox: Sandbox, pixverse: PixVerse) -> None:
    video = pixverse.submit(duration=5)
    sandbox.advance(300)
    found = pixverse.post("/video/mask/selection", {"source_video_id": video, "keyframe_id": 3})["Resp"]
    pictures = {httpx.get(url).content for url in (found["keyframe_url"], *(m["mask_url"] for m in found["mask_info"]))}
    swap = {
        "source_video_id": video,
        "keyframe_id": 3,
        "mask_id": found["mask_info"][0]["mask_id"],
        "img_id": _image(pixverse),
        "quality": "540p",
    }

    assert found["credits"] == 2
    assert (len(pictures), {picture[:4] for picture in pictures}) == (4, {b"\x89PNG"})
    assert pixverse.post("/video/swap/generate", {**swap, "keyframe_id": 4})["ErrCode"] == 400017
    assert pixverse.post("/video/swap/generate", swap)["Resp"]["credits"] == 45


@pytest.mark.parametrize(("key", "others"), [("sandbox-key", 0), ("sandbox-scale", 0), ("sandbox-business", 5)])
def test_a_music_video_needs_its_audio_verified_and_ten_slots_or_all_of_a_smaller_plan(
    sandbox: Sandbox, *, key: str, others: int
) -> None:
    with PixVerse(sandbox, key=key) as caller:
        audio = caller.upload("/media/upload", file_url="https://example.com/song.mp3")["Resp"]["media_id"]
        order = {"mv_agent_type": "vibe_mv", "audio_media_id": audio, "aspect_ratio": "16:9", "quality": "720p"}
        before = caller.post("/video/music_mv_agent/generate", order)
        caller.post("/audio/verification", {"audio_media_id": audio})
        after = caller.post("/video/music_mv_agent/generate", order)
        more = [caller.post("/video/text/generate", FOX)["ErrCode"] for _ in range(others + 1)]

    assert (before["ErrCode"], after["ErrCode"], more) == (701020, 0, [0] * others + [500044])


def test_an_image_template_has_a_result_of_its_own(sandbox: Sandbox, pixverse: PixVerse) -> None:
    made = pixverse.post("/image/template/generate", {"img_ids": [_image(pixverse)], "template_id": 384268229671680})[
        "Resp"
    ]
    sandbox.advance(60)
    result = pixverse.get(f"/image/result/{made['image_id']}")["Resp"]

    assert (result["status"], httpx.get(result["url"]).content[:4]) == (1, b"\x89PNG")
    assert pixverse.get(f"/video/result/{made['image_id']}")["ErrCode"] == 500008


def test_lists_come_in_pages_and_voices_can_be_made_and_deleted(pixverse: PixVerse) -> None:
    audio = pixverse.upload("/media/upload", file_url="https://example.com/voice.wav")["Resp"]["media_id"]
    voice = pixverse.post("/video/tts_speaker", {"name": "Fox", "audio_media_id": audio})["Resp"]["speaker_id"]
    listed = pixverse.get("/video/tts_speaker", speaker_type="custom", page_size=10)["Resp"]
    deleted = pixverse.http.delete(f"/video/tts_speaker/{voice}", headers=pixverse.headers()).json()

    assert [speaker["name"] for speaker in listed["data"]] == ["Fox"]
    assert (deleted["ErrCode"], pixverse.get("/video/tts_speaker", speaker_type="custom")["Resp"]["total"]) == (0, 0)
    assert len(pixverse.get("/video/lip_sync/tts_list", page_num=2, page_size=10)["Resp"]["data"]) == 5
    assert len(pixverse.get("/video/restyle/list", page_num=1, page_size=5)["Resp"]) == 5
    assert pixverse.get("/video/tts_speaker", page_size=25)["ErrCode"] == 400017
    assert pixverse.get("/video/effects/templates/list")["Resp"]["effect_items"]


def test_the_usage_log_tells_deductions_and_refunds_newest_first(sandbox: Sandbox, pixverse: PixVerse) -> None:
    pixverse.submit(prompt="sandbox:fail")
    sandbox.advance(600)
    pixverse.submit()
    span = {"start_time": "2026-09-01 00:00:00", "end_time": "2026-09-30 00:00:00", "limit": 2}
    page = pixverse.post("/account/billing/usage-detail", span)["Resp"]
    rest = pixverse.post("/account/billing/usage-detail", {"cursor": page["next_cursor"]})["Resp"]

    told = [(item["creation_type"], item["credits_status"], item["credits"]) for item in page["items"] + rest["items"]]
    assert told == [("text_to_video", "consume", 90), ("text_to_video", "refund", 90), ("text_to_video", "consume", 90)]
    assert (page["has_more"], rest["has_more"]) == (True, False)


def _codes(pixverse: PixVerse, *, image: str, video: str) -> int:
    uploaded = pixverse.upload("/image/upload", image_url=f"https://example.com/{image}.png")["Resp"]["img_id"]
    source = pixverse.upload("/media/upload", file_url=f"https://example.com/{video}.mp4")["Resp"]["media_id"]
    body = {"img_id": uploaded, "video_media_id": source, "quality": "540p"}
    return int(pixverse.post("/video/mimic/generate", body)["ErrCode"])


@pytest.mark.parametrize(
    ("image", "video", "code"),
    [("fox", "run", 0), ("sandbox-no-subject", "run", 701002), ("fox", "sandbox-no-person", 701003)],
)
def test_a_files_name_decides_what_mimic_says_of_it(pixverse: PixVerse, image: str, *, video: str, code: int) -> None:
    assert _codes(pixverse, image=image, video=video) == code


def test_lyrics_may_ask_to_be_refused() -> None:
    song: dict[str, Any] = {"mv_agent_type": "vibe_mv", "audio_media_id": 1, "aspect_ratio": "16:9", "quality": "720p"}
    with running(speed=0, strict_references=False) as sandbox, PixVerse(sandbox, key="sandbox-business") as pixverse:
        answer = pixverse.post("/video/music_mv_agent/generate", {**song, "lyric_text": "la sandbox:lyrics la"})

    assert answer["ErrCode"] == 400080
