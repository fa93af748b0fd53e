"""The sandbox keeps the vendors' published figures: limits, lives and codes, each on both sides of its edge."""

from __future__ import annotations

import httpx

from reelscore.sandbox import Sandbox, media
from tests.sandbox.callers import FOX, SECTION, SONG, PixVerse, Suno

DAY = 86_400.0
PHOTO = "https://example.com/fox.png"


def test_a_suno_host_takes_twenty_submissions_in_any_ten_seconds(sandbox: Sandbox) -> None:
    seen = {}
    for host in ("kie.ai", "sunoapi.org"):
        with Suno(sandbox, host) as caller:
            first = [caller.post("/generate", **SONG)["code"] for _ in range(20)]
            sandbox.advance(9.9)
            early = caller.post("/generate", **SONG)["code"]
            sandbox.advance(0.2)
            seen[host] = (set(first), early, caller.post("/generate", **SONG)["code"])

    assert seen == {"kie.ai": ({200}, 429, 200), "sunoapi.org": ({200}, 430, 200)}


def test_a_slot_is_free_again_after_600_seconds_and_not_before(sandbox: Sandbox, pixverse: PixVerse) -> None:
    sandbox.fault("stuck", times=5)
    for _ in range(5):
        pixverse.submit()
    sandbox.advance(599)
    early = pixverse.post("/video/text/generate", FOX)["ErrCode"]
    sandbox.advance(2)

    assert (early, pixverse.post("/video/text/generate", FOX)["ErrCode"]) == (500044, 0)


def test_a_prompt_is_refused_at_one_character_above_its_limit(sandbox: Sandbox) -> None:
    wrong = {}
    with PixVerse(sandbox, key="sandbox-business") as caller:
        image = caller.upload("/image/upload", image_url=PHOTO)["Resp"]["img_id"]
        media_id = caller.upload("/media/upload", file_url="https://example.com/a.mp4")["Resp"]["media_id"]
        clip = {"model": "v5", "duration": 5, "quality": "540p"}
        for path, body, limit in (
            ("text", {**clip, "aspect_ratio": "16:9"}, 5_000),
            ("img", {**clip, "img_id": image}, 5_000),
            ("transition", {**clip, "first_frame_img": image, "last_frame_img": image}, 2_048),
            ("extend", {**clip, "video_media_id": media_id}, 2_048),
            ("modify", {"quality": "540p", "video_media_id": media_id}, 5_000),
        ):
            codes = [
                caller.post(f"/video/{path}/generate", {**body, "prompt": "x" * length})["ErrCode"]
                for length in (limit, limit + 1)
            ]
            if codes != [0, 400018]:
                wrong[path] = codes

    assert wrong == {}


def test_a_replaced_section_has_6_to_60_seconds(suno: Suno) -> None:
    ends = (15.99, 16, 70, 70.01)
    codes = [suno.post("/generate/replace-section", **{**SECTION, "infillEndS": end})["code"] for end in ends]

    assert codes == [422, 200, 200, 422]


def test_the_log_of_charges_is_told_for_30_days_at_most(pixverse: PixVerse) -> None:
    ends = ("2026-09-30 00:00:00", "2026-10-01 00:00:00", "2026-10-01 00:00:01")
    spans = [{"start_time": "2026-09-01 00:00:00", "end_time": end} for end in ends]

    assert [pixverse.post("/account/billing/usage-detail", span)["ErrCode"] for span in spans] == [0, 0, 400017]


def _uploaded(sandbox: Sandbox) -> str:
    files = {"file": ("a.mp3", media.mp3(1, seed=1), "audio/mpeg")}
    key = {"Authorization": "Bearer sandbox-key"}
    where = f"{sandbox.upload_url('kie.ai')}/api/file-stream-upload"
    answer = httpx.post(where, data={"uploadPath": "songs"}, files=files, headers=key).json()
    return str(answer["data"]["downloadUrl"])


def test_links_die_at_the_published_age_and_not_before(sandbox: Sandbox, kie: Suno) -> None:
    task, _ = kie.song()
    track = kie.record("/generate", task)["response"]["sunoData"][0]["audioUrl"]
    ends = next(row["finishes"] for row in sandbox.tasks(operation="generate"))
    direct = kie.http.post("/common/download-url", json={"url": track}).json()["data"]
    links = {"direct": (direct, sandbox.now() + 20 * 60), "upload": (_uploaded(sandbox), sandbox.now() + DAY)}
    seen = {}
    for name, (link, dies) in {**links, "track": (track, ends + 14 * DAY)}.items():
        sandbox.advance(dies - 2 - sandbox.now())
        alive = httpx.get(link).status_code
        sandbox.advance(4)
        seen[name] = (alive, httpx.get(link).status_code)

    assert seen == dict.fromkeys(seen, (200, 404))


def test_a_phrase_can_be_sung_for_three_minutes(sandbox: Sandbox, suno: Suno) -> None:
    sung = {"verifyUrl": "https://example.com/b.mp3"}
    told = []
    for seconds in (179, 181):
        phrase = suno.start("/voice/validate", voiceUrl="https://example.com/a.mp3", vocalStartS=0, vocalEndS=10)
        ends = next(row["finishes"] for row in sandbox.tasks() if row["id"] == phrase)
        sandbox.advance(ends + seconds - sandbox.now())
        told.append(suno.post("/voice/generate", taskId=phrase, **sung)["code"])

    assert told == [200, {"kie.ai": 422, "sunoapi.org": 400}[suno.host]]


CODES = {
    "pixverse.ai": {"throttle": 500069, "maintenance": 500069, "no-credits": 500090, "server-error": 99999},
    "kie.ai": {"throttle": 429, "maintenance": 455, "no-credits": 402, "server-error": 500},
    "sunoapi.org": {"throttle": 430, "maintenance": 455, "no-credits": 429, "server-error": 500},
}


def test_each_host_refuses_with_its_published_codes(sandbox: Sandbox, pixverse: PixVerse) -> None:
    told: dict[str, dict[str, int]] = {host: {} for host in CODES}
    for host, wanted in CODES.items():
        for fault in wanted:
            sandbox.fault(fault)
            if host == "pixverse.ai":
                told[host][fault] = pixverse.post("/video/text/generate", FOX)["ErrCode"]
            else:
                with Suno(sandbox, host) as caller:
                    told[host][fault] = caller.post("/generate", **SONG)["code"]

    assert told == CODES
