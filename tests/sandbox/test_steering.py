"""Words that steer the sandbox, how long its links live, and what a restart keeps of callbacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reelscore.sandbox import running
from tests.field.vendor import Vendor
from tests.sandbox.callers import PixVerse, Suno


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


def test_callbacks_that_were_not_due_are_posted_after_a_restart(tmp_path: Path, receiver: Vendor) -> None:
    state = tmp_path / "sandbox.sqlite"
    with running(speed=0, state=state) as first, Suno(first, "kie.ai") as kie:
        task = kie.start(callBackUrl=f"{receiver.url}/song")
    before = len(receiver.asked)
    with running(speed=0, state=state) as second:
        second.advance(300)
        told = [(entry["task"], entry["stage"], entry["accepted"]) for entry in second.deliveries()]

    assert before == 0
    assert told == [(task, "text", True), (task, "first", True), (task, "complete", True)]
