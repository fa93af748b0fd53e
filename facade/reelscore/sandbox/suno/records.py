"""What Suno tasks result in, and what is said of it: in the records of both routes and in callbacks.

What was made is the same in all three, in other names. Spellings, types of status and formats of time differ by kind of
record as the pages print them (`data/suno-states.csv`). Source: docs.kie.ai, docs.sunoapi.org.

Everything can be found again from an id alone: a task's id ends in two zeros; the id of a part begins with the part's
number instead (first track 1, first stem 32, first picture 128): clients name files by the first digits.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from reelscore.sandbox.calls import Call
from reelscore.sandbox.clock import ISO, milliseconds, written
from reelscore.sandbox.engine import Engine
from reelscore.sandbox.http import dump
from reelscore.sandbox.suno.table import KIE, OPERATIONS, SUNOAPI, accept
from reelscore.sandbox.values import (
    Answer,
    Callback,
    Facts,
    File,
    FileKind,
    Message,
    Refusal,
    Task,
    own_rows,
    refuse_if,
)
from reelscore.vendors.signatures import hmac_sha256

STEM: Final = 0x20
COVER: Final = 0x80
MODEL_NAMES: Final = {row["model"]: row["told"] for row in own_rows("suno-models")}
"""What a result calls the model; only the first three are seen in samples, the rest are guesses."""
STEMS: Final = (
    *("Vocals", "Backing Vocals", "Drums", "Bass", "Guitar", "Keyboard"),
    *("Strings", "Brass", "Woodwinds", "Percussion", "Synth", "FX"),
)
STEM_KEYS: Final = {"instrumental": "Instrumental", "vocal": "Vocals", "fx": "FX", "piano": "Piano"} | {
    name[0].lower() + name[1:].replace(" ", ""): name for name in STEMS[1:-1]
}
"""The record's word for a stem; only Kie has a place for a piano."""
FOLDERS: Final[Mapping[str, tuple[FileKind, str]]] = {
    "r": ("mp3", ".mp3"), "stream": ("mp3", ""), "m": ("mp3", ".m4a"), "p": ("mp3", ".mp3"),
    "s": ("png", ".png"), "w": ("wav", ".wav"), "v": ("mp4", ".mp4"),
}  # fmt: skip
"""Folder of a link to the kind of file behind it and the link's ending."""
_NAME = re.compile(rf"({'|'.join(FOLDERS)})/([0-9a-f]{{32}})(?:\.\w+)?")

# -- Ids, links and files ----------------------------------------------------------------------------------------------


def new_task_id(engine: Engine, prefix: str = "") -> str:
    """Make the id of a task: 32 hexadecimal digits, the last two are zeros."""
    return f"{prefix}{engine.random.getrandbits(120):030x}00"


def part_id(task: Task, offset: int) -> str:
    """Return the id of a part of *task*, as a UUID."""
    return str(uuid.UUID(f"{offset:02x}{str(task.id).removeprefix('task_')[:-2]}"))


def task_of_part(engine: Engine, host: str, *, part: str) -> tuple[Task | None, int]:
    """Find the task that a track, stem or picture belongs to, and the part's offset."""
    digits = part.replace("-", "").lower()
    if not re.fullmatch(r"[0-9a-f]{32}", digits):
        return None, 0
    number = digits[2:] + "00"
    return engine.tasks.get((host, number)) or engine.tasks.get((host, f"task_{number}")), int(digits[:2], 16)


def link(task: Task, folder: str, offset: int = 0) -> str:
    return f"{task.origin}/media/{folder}/{part_id(task, offset).replace('-', '')}{FOLDERS[folder][1]}"


def find_file(engine: Engine, name: str) -> File | None:
    """Return what a link stands for, or None when it is not one of Suno's."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    found = (task_of_part(engine, host, part=match[2]) for host in (KIE, SUNOAPI))
    return next((_file(engine, task, folder=match[1], offset=offset) for task, offset in found if task), None)


def _file(engine: Engine, task: Task, *, folder: str, offset: int) -> File:
    found = track(task, offset)
    return engine.file_of(
        task,
        FOLDERS[folder][0],
        seconds=float(found["seconds"] if found else task.facts.get("seconds", 30)),
        width=1280 if folder == "v" else 720,
        height=720,
        seed=(task.seed + offset) % 2**31,
        **({"expires_at": task.facts.get("revived_until", 0)} if folder == "m" else {}),
    )


# -- What was made -----------------------------------------------------------------------------------------------------


def track(task: Task | None, offset: int) -> dict[str, Any] | None:
    tracks: list[dict[str, Any]] = task.facts.get("tracks", []) if task else []
    return tracks[offset - 1] if 1 <= offset <= len(tracks) else None


def _tracks(engine: Engine, task: Task) -> list[Facts]:
    """Return the tracks as far as they are done: words and stream first, the file when it is there."""
    count = len(task.facts["tracks"])
    done = {"text": 0, "first": 1, "succeeded": count}.get(task.stage(engine.now()))
    return [] if done is None else [_track(task, index, done=index <= done) for index in range(1, count + 1)]


def _track(task: Task, index: int, *, done: bool) -> Facts:
    facts = task.facts["tracks"][index - 1]
    return {
        "id": part_id(task, index),
        "audioUrl": link(task, "r", index) if done else "",
        "streamAudioUrl": link(task, "stream", index),
        "imageUrl": link(task, "s", index),
        "prompt": facts["prompt"],
        "modelName": MODEL_NAMES.get(facts["model"], f"chirp-{facts['model'].lower()}"),
        "title": facts["title"],
        "tags": facts["tags"],
        "createTime": written(task.created),
        "duration": facts["seconds"] if done else None,
    }


def _snake(facts: Mapping[str, Any]) -> Facts:
    """Write names in the snake case of callbacks and of the second route; one is left as it is."""
    return {
        name if name == "createTime" else re.sub(r"[A-Z]", lambda match: f"_{match[0].lower()}", name): value
        for name, value in facts.items()
    }


def _lyrics(task: Task) -> list[Facts]:
    theme = str(task.body.get("prompt") or task.body.get("input", {}).get("prompt") or "")
    verses = ("[Verse]\nThe river keeps its light\n[Chorus]\n{}", "[Verse]\nSlow bells over snow\n[Chorus]\n{}")
    common = {"status": "complete", "errorMessage": ""}
    return [
        {"text": verse.replace("{}", theme), "title": f"Sandbox Song {number}", **common}
        for number, verse in enumerate(verses, 1)
    ]


def _stems(task: Task) -> tuple[Facts, list[Facts]]:
    """Return the stems as links by the record's words, null for those not made, and as a list, whose ids feed MIDI."""
    parts = {"separate_vocal": ("Vocals", "Instrumental"), "split_stem": STEMS}.get(task.facts["type"])
    urls = {name: link(task, "p", STEM + place) for place, name in enumerate(parts or (task.facts["stem"],))}
    shown = urls if parts else {}
    links = {f"{key}Url": shown.get(name) for key, name in STEM_KEYS.items() if key != "piano" or task.host == KIE}
    common = {"duration": task.facts["seconds"]}
    listed = [
        {**common, "audio_url": url, "stem_type_group_name": name, "id": part_id(task, STEM + place)}
        for place, (name, url) in enumerate(urls.items())
    ]
    return {"originUrl": None, **links}, listed


def _midi(task: Task) -> Facts:
    """Return a few notes for two instruments."""
    beats = range(min(32, int(task.facts["seconds"] * 2)))

    def note(beat: int, base: int, step: int) -> Facts:
        pitch = base + (task.seed + beat * step) % 12
        return {"pitch": pitch, "start": beat / 2, "end": beat / 2 + 0.25, "velocity": 1}

    return {
        "state": "complete",
        "instruments": [
            {"name": name, "notes": [note(beat, base, step) for beat in beats]}
            for name, base, step in (("Drums", 36, 5), ("Bass", 40, 7))
        ],
    }


def _recovered(engine: Engine, task: Task) -> list[Facts]:
    """Return the new links of a recovered song; they live as long as fresh ones."""
    song = engine.tasks.get((task.host, task.facts["of"]))
    if song is None:
        return []
    song.facts["revived_until"] = task.finishes + engine.settings.retention
    told = {"status": "success", "error": None}
    return [
        {"id": each["id"], "audio_url": link(song, "m", index), "title": each["title"], **told}
        for index, each in enumerate(_tracks(engine, song), 1)
    ]


def _made(task: Task) -> Facts:
    """Return what a conversion has made, as its record says it."""
    match kind_of(task):
        case "wav":
            return {"audioWavUrl": link(task, "w")}
        case "mp4":
            return {"videoUrl": link(task, "v")}
        case "cover":
            return {"images": [link(task, "s", COVER + number) for number in range(2)]}
        case "stems":
            links, listed = _stems(task)
            return {"id": None, **links, "originData": listed}
        case _:
            return _midi(task)


# -- Records -----------------------------------------------------------------------------------------------------------

STATES: Final[Mapping[str, Mapping[str, str]]] = {row["record"]: row for row in own_rows("suno-states")}
"""Kind of record to its path, form of time, and word or number for each stage of a task. Source: docs.kie.ai."""
KINDS: Final = {row["path"]: kind for kind, row in STATES.items()}
TIMES: Final[Mapping[str, Callable[[float], Any]]] = {
    "text": written,
    "ms": milliseconds,
    "iso": partial(written, form=ISO + ".000Z"),
}
OPERATION_TYPES: Final = {"add_instrumental": "underpainting", "add_vocals": "overpainting"}
FAILURE: Final = (531, "Sorry, the generation failed due to an issue. Your credits have been refunded.")
MODERATED: Final = (400, "Song Description flagged for moderation")


def kind_of(task: Task) -> str:
    """Return the kind of record that *task* has on the first route; nothing for what is no song's."""
    return OPERATIONS[task.operation].record if task.operation in OPERATIONS else ""


def look(call: Call) -> Answer:
    """Answer a look at a task, by the path of its kind of record."""
    kind = KINDS[call.path]
    identity = call.query.get("task_id" if kind == "recovery" else "taskId", "")
    refuse_if(kind == "jobs" and not identity, "no_task_id")
    task = call.task = call.find_task(identity)
    if task is None or kind != ("jobs" if task.facts.get("route") == "jobs" else kind_of(task)):
        raise Refusal("unknown_id")
    if kind == "recovery":  # the code itself is the state
        code = int(STATES[kind][task.stage(call.now)])
        text = {200: "success", 201: "processing"}.get(code, "recovery failed")
        data = _recovered(call.engine, task) if code == HTTPStatus.OK else None
        return Answer({"code": code, "msg": text, "data": data, "task_id": task.id})
    forms = {"jobs": _job, "music": _words, "lyrics": _words, "phrase": _voice, "voice": _voice}
    return accept(forms.get(kind, _converted)(call.engine, task))


def _words(engine: Engine, task: Task) -> Facts:
    """Return the record of a song or of lyrics."""
    is_song, is_ready = kind_of(task) == "music", task.stage(engine.now()) == "succeeded"
    made = _tracks(engine, task) if is_song else _lyrics(task) if is_ready else []
    song = {
        "parentMusicId": task.facts.get("parent", ""),
        "operationType": OPERATION_TYPES.get(task.operation, task.operation),
    }
    return {
        "taskId": task.id,
        "param": json.dumps(task.body, ensure_ascii=False),
        "response": {"taskId": task.id, "sunoData" if is_song else "data": made} if made else None,
        "status": _status(engine, task),
        "type": "GENERATE" if is_song else "LYRICS",
        **(song if is_song else {}),
        **_errors(engine, task),
    }


def _converted(engine: Engine, task: Task) -> Facts:
    """Return a record with ``successFlag``; what was made is null until the end."""
    kind, is_ready, audio = kind_of(task), task.stage(engine.now()) == "succeeded", task.body.get("audioId", "")
    time = TIMES[STATES[kind]["time"].split()[-1 if task.host == SUNOAPI else 0]]
    named: Facts = {"musicId": audio, "musicIndex": max(0, task.facts.get("index", 0))}
    named = {
        "cover": {"parentTaskId": task.facts.get("of", "")},
        "midi": {"recordTaskId": -1, "audioId": audio},
    }.get(kind, named)
    return {
        "taskId": task.id,
        **named,
        "callbackUrl": task.facts["callback"],
        "completeTime": time(task.finishes) if is_ready else None,
        "midiData" if kind == "midi" else "response": _made(task) if is_ready else None,
        "successFlag": _status(engine, task),
        "createTime": time(task.created),
        **_errors(engine, task),
        **({"errorCode": 200, "errorMessage": ""} if kind == "cover" and is_ready else {}),
    }


def _voice(engine: Engine, task: Task) -> Facts:
    kind, field = ("voice", "voiceId") if task.operation == "voice" else ("phrase", "validateInfo")
    stage = task.stage(engine.now())
    failed, text = stage in {"failed", "moderated"}, "Voice" if kind == "voice" else "Validation phrase"
    return {
        "taskId": task.id,
        field: task.facts.get(kind) if stage == "succeeded" else None,
        "status": _status(engine, task),
        "errorCode": 400 if failed else None,
        "errorMessage": f"{text} generation failed" if failed else None,
    }


def _job(engine: Engine, task: Task) -> Facts:
    """Return the record of the second route."""
    now = engine.now()
    stage, done = task.stage(now), task.done(now)
    code, text = _error_of(task, stage)
    return {
        "taskId": task.id,
        "model": task.facts.get("model") or OPERATIONS[task.operation].jobs,
        "state": task.strange_word(now) or STATES["jobs"][stage],
        "param": json.dumps(task.body, ensure_ascii=False),
        "resultJson": dump(_job_result(engine, task)).decode() if stage == "succeeded" else "",
        "failCode": str(code) if code else "",
        "failMsg": text or "",
        "costTime": int(task.stages[-1][0]) if done else 0,  # seconds in every recording, milliseconds by the page
        "completeTime": milliseconds(task.finishes) if done else None,
        "createTime": milliseconds(task.created),
        "updateTime": milliseconds(min(now, task.finishes)),
        "creditsConsumed": task.credits if stage == "succeeded" else 0,
    }


def _job_result(engine: Engine, task: Task) -> Any:
    """Return ``resultJson``; of music, lyrics, wav and mp4 it was observed, the others are guesses."""
    if "made" in task.facts:  # of the Market, whose jobs know their result when they start
        return task.facts["made"]
    if "result" in task.facts:
        return {"data": task.facts["result"]}
    match kind_of(task):
        case "music":
            return {"data": [_snake(each) for each in _tracks(engine, task)]}
        case "lyrics":
            return {"resultObject": {"lyricsData": _lyrics(task)}}
        case "wav" | "mp4":
            return {"resultUrls": [*_made(task).values()]}
        case "cover":
            return {"resultUrls": _made(task)["images"]}
        case "phrase" | "voice":
            return {"data": _voice(engine, task)}
        case "recovery":
            return {"data": _recovered(engine, task)}
        case _:
            return {"data": {name: value for name, value in _made(task).items() if name != "id"}}


def _error_of(task: Task, stage: str) -> tuple[int | None, str | None]:
    """Return the record's error code and text; both are None until the task has failed."""
    if stage not in {"failed", "moderated"}:
        return None, None
    return task.error or (FAILURE if stage == "failed" else MODERATED)


def _errors(engine: Engine, task: Task) -> Facts:
    code, text = _error_of(task, task.stage(engine.now()))
    return {"errorCode": code, "errorMessage": text}


def _status(engine: Engine, task: Task) -> str | int:
    """Return the word or number of the stage, or that of the fault *unknown-status*."""
    now, words = engine.now(), STATES[kind_of(task)]
    stage, strange = task.stage(now), task.strange_word(now)
    if strange is None and stage == "succeeded" and task.facts.get("callback_exception"):
        return "CALLBACK_EXCEPTION"
    if words["pending"].isdecimal():
        return int(words[stage]) if strange is None else int(strange) if strange.lstrip("-").isdigit() else 99
    return strange or words[stage]


# -- Callbacks ---------------------------------------------------------------------------------------------------------

CALLBACK_STAGES: Final = {
    "text": "text",
    "first": "first",
    "succeeded": "complete",
    "failed": "error",
    "moderated": "error",
}
"""A music task's stage to its ``callbackType``."""
CALLBACK_TEXTS: Final = {
    "text": "Text generation completed.",
    "first": "First track generated successfully.",
    "complete": "All generated successfully.",
    "error": "Audio generation failed",
}
BARE_STAGES: Final = frozenset({"replace_section"})
"""Operations whose page shows the last callback only, and no ``source_…`` links."""
WITH_SOURCES: Final = frozenset({"upload_cover", "upload_extend"})
"""Operations whose callbacks on Kie name the ``source_…`` links as well. Source: docs.kie.ai."""
RETRIES: Final = (10.0, 30.0, 90.0)
"""Seconds until each of the three further tries; the vendors state the number, not the pauses."""


def callbacks(engine: Engine, task: Task) -> list[Callback]:
    """Write the callbacks of a task: stage by stage for a song, at its end for all else."""
    end, is_bare = task.stages[-1][0], task.operation in BARE_STAGES
    if task.facts.get("direct"):
        stages = []
    elif task.facts.get("route") == "jobs" or kind_of(task) not in {"music", "lyrics"}:
        stages = [(end, "single")]
    elif kind_of(task) == "lyrics":
        stages = [(end, "complete")]
    else:
        stages = [(begins, CALLBACK_STAGES[name]) for begins, name in task.stages if name in CALLBACK_STAGES]
        stages = stages[-1:] if is_bare else stages
    body = partial(_callback_body, engine, task)
    return signed_callbacks(engine, task, stages, body, retries=RETRIES[:2] if is_bare else RETRIES)


def _callback_body(engine: Engine, task: Task, stage: str) -> Facts:
    failed = task.outcome != "succeeded"
    if task.facts.get("route") == "jobs":
        text = "Playground task failed." if failed else "Playground task completed successfully."
        return {"code": 501 if failed else 200, "msg": text, "data": _job(engine, task)}
    kind = kind_of(task)
    code, text = 200, "vocal separation generated successfully." if kind == "stems" else "success"
    if failed and kind in {"wav", "stems", "mp4", "midi"}:
        code, text = 500, f"{kind} generation failed"
    elif failed:
        told_code, told = _error_of(task, task.outcome)
        code, text = told_code or 501, told or "failed"
    if kind == "music":
        return _music_callback(engine, task, stage, code=code, text=text)
    data = _callback_data(engine, task)
    if kind == "recovery":
        return {"code": 500 if failed else 200, "msg": text, "task_id": task.id, "data": data}
    return {"code": code, "msg": text, "data": data}


def _music_callback(engine: Engine, task: Task, stage: str, *, code: int, text: str) -> Facts:
    data: Facts = {"callbackType": stage, "task_id": task.id}
    if stage == "error":
        names_error = task.operation in BARE_STAGES and task.host == KIE
        return {"code": code, "msg": text, "data": {**data, **({"error": text} if names_error else {"data": None})}}
    found = _tracks(engine, task)
    tracks = [_snake(each) for each in {"text": [], "first": found[:1], "complete": found}[stage]]
    if task.operation not in BARE_STAGES and (task.host == SUNOAPI or task.operation in WITH_SOURCES):
        for each in tracks:
            each |= {f"source_{name}": each[name] for name in ("audio_url", "stream_audio_url", "image_url")}
    return {"code": 200, "msg": CALLBACK_TEXTS[stage], "data": {**data, "data": tracks}}


def _callback_data(engine: Engine, task: Task) -> Any:
    """Return ``data`` of the callback that comes at the end of all but songs."""
    is_kie, is_gone = task.host == KIE, task.is_refunded
    match kind_of(task):
        case "lyrics":
            key, error = ("task_id", "error_message") if is_kie else ("taskId", "errorMessage")
            names = ("text", "title", "status")
            texts = [{**{name: each[name] for name in names}, error: ""} for each in _lyrics(task)]
            return {"callbackType": "complete", key: task.id, "data": None if is_gone else texts}
        case "wav":
            return {"task_id": task.id, "audioWavUrl": None if is_gone else link(task, "w")}
        case "mp4":
            return {"task_id": task.id, "video_url": None if is_gone else link(task, "v")}
        case "stems":
            made = {name: url for name, url in _stems(task)[0].items() if url or name == "originUrl"}
            key = "vocal_separation_info" if is_kie else "vocal_removal_info"
            return {"task_id": task.id, key: None if is_gone else _snake(made)}
        case "cover":
            return {"taskId": task.id, "images": None if is_gone else _made(task)["images"]}
        case "midi":
            return {"taskId": task.id, **({} if is_gone else _midi(task))}
        case "recovery":
            return [] if is_gone else _recovered(engine, task)
        case _:
            return _voice(engine, task)


def signed_callbacks(
    engine: Engine,
    task: Task,
    stages: Iterable[tuple[float, str]],
    body: Callable[[str], Facts],
    *,
    retries: tuple[float, ...] = RETRIES,
) -> list[Callback]:
    """Write the callbacks of a task that named an address.

    Args:
        engine: whose clock and secrets.
        task: what is told of.
        stages: seconds after creation, and what the receiver will read as the stage.
        body: what is told at a stage.
        retries: seconds until each further try.
    """

    def compose(stage: str, *, now: float, forged: bool = False) -> Message:
        told = {**body(stage), "code": 200, "msg": "success"} if forged else body(stage)
        headers = {"Content-Type": "application/json", "User-Agent": "okhttp/4.12.0"}
        secret = engine.webhook_secrets.get(task.key)
        if secret and task.host == KIE:
            stamp = str(int(now))
            signed = hmac_sha256("forged" if forged else secret, f"{task.id}.{stamp}".encode())
            headers |= {"X-Webhook-Timestamp": stamp, "X-Webhook-Signature": signed}
        return Message(headers, dump(told))

    url = str(task.facts.get("callback") or "")
    return [
        Callback(
            task=task,
            stage=stage,
            due=task.created + begins,
            url=url,
            compose=partial(compose, stage),
            retries=retries,
            accepted=lambda status, _: status == HTTPStatus.OK,
        )
        for begins, stage in (stages if url else ())
    ]
