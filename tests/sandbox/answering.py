"""Run every operation of a vendor once in the sandbox and collect all that it answers, by operation and kind."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from reelscore.sandbox import Sandbox
from tests.sandbox.callers import FOX, SONG, PixVerse, Suno

Json = dict[str, Any]
Answers = dict[tuple[str, str], list[Json]]
"""Published word of an operation and kind of answer to the answers."""
AUDIO = "https://example.com/music.mp3"
NAMES = {"stems": "vocal-removal", "music_video": "mp4", "recover_audio": "recovery", "voice_phrase": "voice-validate",
         "voice_phrase_again": "voice-regenerate", "voice": "voice-generate"}  # fmt: skip
"""Operation to the word of the examples, where it differs by more than a dash."""
RECORDS = {"lyrics": "/lyrics", "wav": "/wav", "vocal-removal": "/vocal-removal", "midi": "/midi", "mp4": "/mp4",
           "cover-image": "/suno/cover"}  # fmt: skip


def word_of(operation: str) -> str:
    """Give the examples' word for an operation."""
    return NAMES.get(operation, operation.replace("_", "-"))


def _steps(task: str, audio: str) -> Mapping[str, tuple[str, Json]]:
    track, own = {"taskId": task, "audioId": audio}, {"uploadUrl": AUDIO, "title": "Fox", "negativeTags": "metal"}
    custom = {name: SONG[name] for name in ("prompt", "style", "title", "model", "customMode", "instrumental")}
    flagged = {
        "defaultParamFlag": True,
        "continueAt": 20,
        "prompt": "la",
        "style": "folk",
        "title": "Fox",
        "model": "V5",
    }
    section = {"prompt": "la", "tags": "folk", "title": "Fox", "infillStartS": 10, "infillEndS": 22, "fullLyrics": "la"}
    return {
        "extend": ("/generate/extend", {**flagged, "audioId": audio}),
        "upload-cover": ("/generate/upload-cover", {**custom, "uploadUrl": AUDIO}),
        "upload-extend": ("/generate/upload-extend", {**flagged, "uploadUrl": AUDIO, "continueAt": 5}),
        "add-instrumental": ("/generate/add-instrumental", {**own, "tags": "folk"}),
        "add-vocals": ("/generate/add-vocals", {**own, "prompt": "la", "style": "folk"}),
        "mashup": ("/generate/mashup", {**custom, "uploadUrlList": [AUDIO, AUDIO]}),
        "replace-section": ("/generate/replace-section", {**track, **section}),
        "sounds": ("/generate/sounds", {"prompt": "rain", "model": "V5"}),
        "cover-image": ("/suno/cover/generate", {"taskId": task}),
        "lyrics": ("/lyrics", {"prompt": "foxes"}),
        "wav": ("/wav/generate", track),
        "vocal-removal": ("/vocal-removal/generate", {**track, "type": "split_stem"}),
        "mp4": ("/mp4/generate", track),
        "boost-style": ("/style/generate", {"content": "pop"}),
        "timestamped-lyrics": ("/generate/get-timestamped-lyrics", track),
    }


def songs(sandbox: Sandbox, host: str) -> Answers:
    """Run Suno's operations on *host*."""
    found: Answers = {}
    with Suno(sandbox, host, key="sandbox-business") as suno:
        for prompt in ("[Verse] snow", "sandbox:fail", "sandbox:moderate"):
            answer = suno.http.post("/generate", json={**SONG, "prompt": prompt}).json()
            _follow(suno, found, word="generate", answer=answer)
        task = found["generate", "response"][0]["data"]["taskId"]
        audio = suno.record("/generate", task)["response"]["sunoData"][0]["id"]
        for word, (path, body) in _steps(task, audio).items():
            _follow(suno, found, word=word, answer=suno.post(path, **body))
        again = {"taskId": task, "audioId": audio}
        _follow(suno, found, word="vocal-removal", answer=suno.post("/vocal-removal/generate", **again))
        failing = {**_steps(task, audio)["replace-section"][1], "prompt": "sandbox:fail"}
        _follow(suno, found, word="replace-section", answer=suno.post("/generate/replace-section", **failing))
        stems = found["vocal-removal", "response"][0]["data"]["taskId"]
        _follow(suno, found, word="midi", answer=suno.post("/midi/generate", taskId=stems))
    for entry in sandbox.deliveries():
        operation = next(made["operation"] for made in sandbox.tasks() if str(made["id"]) == entry["task"])
        found.setdefault((word_of(operation), "callback"), []).append(json.loads(entry["body"]))
    return found


def _follow(suno: Suno, found: Answers, *, word: str, answer: Json) -> None:
    kind = "status" if word == "boost-style" else "response"
    found.setdefault((word, kind), []).append(answer)
    task = (answer["data"] or {}).get("taskId")
    path = RECORDS.get(word, "/generate")
    for seconds in (2, 30, 300) if task and kind == "response" else ():
        suno.sandbox.advance(seconds)
        found.setdefault((word, "status"), []).append(suno.get(f"{path}/record-info", taskId=task))


def videos(sandbox: Sandbox) -> Answers:
    """Run PixVerse's operations whose answers were published."""
    found: Answers = {}
    with PixVerse(sandbox, key="sandbox-business") as pixverse:
        for word, answer in _video_answers(sandbox, pixverse):
            found.setdefault((word, "status" if "status" in (answer["Resp"] or {}) else "response"), []).append(answer)
    return found


def _video_answers(sandbox: Sandbox, pixverse: PixVerse) -> Iterator[tuple[str, Json]]:
    made = pixverse.post("/video/text/generate", FOX)
    yield "text-to-video", made
    video = made["Resp"]["video_id"]
    yield "status", pixverse.get(f"/video/result/{video}")
    sandbox.advance(300)
    yield "status", pixverse.get(f"/video/result/{video}")
    yield "balance", pixverse.get("/account/balance")
    image = pixverse.upload("/image/upload", image_url="https://example.com/a.png")
    yield "image-upload", image
    picture = image["Resp"]["img_id"]
    yield "media-upload", pixverse.upload("/media/upload", file_url="https://example.com/a.mp4")
    more = {"prompt": "it runs", "model": "v5", "duration": 5, "quality": "540p", "source_video_id": video}
    yield "extend", pixverse.post("/video/extend/generate", more)
    speech = {"source_video_id": video, "lip_sync_tts_speaker_id": "1", "lip_sync_tts_content": "hello"}
    yield "lipsync", pixverse.post("/video/lip_sync/generate", speech)
    mask = pixverse.post("/video/mask/selection", {"source_video_id": video})
    yield "mask", mask
    swap = {"source_video_id": video, "keyframe_id": 1, "img_id": picture, "quality": "540p"}
    yield "swap", pixverse.post("/video/swap/generate", {**swap, "mask_id": mask["Resp"]["mask_info"][0]["mask_id"]})
    frames = [{"img_id": picture, "duration": 5}, {"img_id": picture}]
    several = {"multi_transition": frames, "model": "v5", "quality": "540p"}
    yield "multi-transition", pixverse.post("/video/multi_transition/generate", several)
    drawn = pixverse.post("/image/template/generate", {"img_ids": [picture], "template_id": 7})
    yield "image", drawn
    sandbox.advance(300)
    yield "image", pixverse.get(f"/image/result/{drawn['Resp']['image_id']}")
