"""What Suno tasks result in, and what is said of it: in the records of both routes and in callbacks.

Each kind of record has a row in `SHAPES`; what was made is the same in all three, in other names. Spellings, types of
status and formats of time differ by kind as the pages print them. Source: docs.kie.ai, docs.sunoapi.org.

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
from typing import Any, Final, NamedTuple

from reelscore.sandbox.calls import Call
from reelscore.sandbox.clock import ISO, milliseconds, written
from reelscore.sandbox.engine import Engine
from reelscore.sandbox.http import dump
from reelscore.sandbox.suno.table import KIE, OPERATIONS, SUNOAPI, accept
from reelscore.sandbox.tables import own_rows
from reelscore.sandbox.values import Answer, Callback, Facts, File, FileKind, Message, Refusal, Task
from reelscore.vendors.signatures import hmac_sha256

STEM: Final = 0x20
COVER: Final = 0x80
MODEL_NAMES: Final[Mapping[str, str]] = {
    "V3_5": "chirp-v3-5",
    "V4": "chirp-v4",
    "V4_5": "chirp-v4-5",
    "V4_5PLUS": "chirp-bluejay",
    "V4_5ALL": "chirp-v4-5-all",
    "V5": "chirp-crow",
    "V5_5": "chirp-fenix",
}
"""What a result calls the model; only the first three are seen in samples, the rest are guesses."""
STEMS: Final[Mapping[str, str]] = {
    key: re.sub(r"(?<=[a-z])([A-Z])", r" \1", key[0].upper() + key[1:])
    for key in [
        "vocals",
        "backingVocals",
        "drums",
        "bass",
        "guitar",
        "keyboard",
        "strings",
        "brass",
        "woodwinds",
        "percussion",
        "synth",
    ]
} | {"fx": "FX"}
"""Stem in the record's spelling to its name; the record calls the first one vocal."""
KINDS: Final[Mapping[str, FileKind]] = {
    "r": "mp3", "stream": "mp3", "m": "mp3", "s": "png", "w": "wav", "v": "mp4", "p": "mp3",
}  # fmt: skip
"""Folder of a link to the kind of file behind it."""
_NAME = re.compile(r"(r|stream|m|s|w|v|p)/([0-9a-f]{32})(?:\.\w+)?")


def snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda match: f"_{match[0].lower()}", name)


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


def track(task: Task | None, offset: int) -> dict[str, Any] | None:
    tracks: list[dict[str, Any]] = task.facts.get("tracks", []) if task else []
    return tracks[offset - 1] if 1 <= offset <= len(tracks) else None


def link(task: Task, folder: str, *, offset: int = 0, ending: str) -> str:
    return f"{task.origin}/media/{folder}/{part_id(task, offset).replace('-', '')}{ending}"


def _begins(task: Task, *names: str) -> float:
    """Return when the first of these stages begins that the task has, or else the last one: seconds after creation."""
    begins = {name: begin for begin, name in task.stages}
    return next((begins[name] for name in names if name in begins), task.stages[-1][0])


def find_file(engine: Engine, name: str) -> File | None:
    """Return what a link stands for, or None when it is not one of Suno's."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    for host in (KIE, SUNOAPI):
        task, offset = task_of_part(engine, host, part=match[2])
        if task is not None:
            return _file(engine, task, folder=match[1], offset=offset)
    return None


def _file(engine: Engine, task: Task, *, folder: str, offset: int) -> File:
    found = track(task, offset)
    has_parts = "tracks" in task.facts
    early = folder in {"stream", "s"}
    begins = (_begins(task, "text", "first") if has_parts else 0.0) if early else _ready(task, offset)
    life = {"expires_at": task.facts.get("revived_until", 0)} if folder == "m" else {}
    return engine.file_of(
        task,
        KINDS[folder],
        seconds=float(found["seconds"] if found else task.facts.get("seconds", 30)),
        width=1280 if folder == "v" else 720,
        height=720,
        seed=(task.seed + offset) % 2**31,
        ready_at=task.created + begins,
        **life,
    )


def _ready(task: Task, offset: int) -> float:
    """Return after how many seconds a part's file is there: a first track comes before the others."""
    return _begins(task, "first") if offset == 1 else task.stages[-1][0]


def tracks_of(engine: Engine, task: Task) -> list[dict[str, Any]]:
    """Return the tracks as far as they are done: words and stream first, the file when it is there."""
    count = len(task.facts["tracks"])
    done = {"text": 0, "first": 1, "succeeded": count}.get(task.stage(engine.now()))
    if done is None:
        return []
    return [_track(task, index, done=index <= done) for index in range(1, count + 1)]


def _track(task: Task, index: int, *, done: bool) -> dict[str, Any]:
    facts = task.facts["tracks"][index - 1]
    return {
        "id": part_id(task, index),
        "audioUrl": link(task, "r", offset=index, ending=".mp3") if done else "",
        "streamAudioUrl": link(task, "stream", offset=index, ending=""),
        "imageUrl": link(task, "s", offset=index, ending=".png"),
        "prompt": facts["prompt"],
        "modelName": MODEL_NAMES.get(facts["model"], f"chirp-{facts['model'].lower()}"),
        "title": facts["title"],
        "tags": facts["tags"],
        "createTime": written(task.created),
        "duration": facts["seconds"] if done else None,
    }


def lyrics_of(task: Task) -> list[dict[str, Any]]:
    theme = str(task.body.get("prompt") or task.body.get("input", {}).get("prompt") or "")
    verses = ("[Verse]\nThe river keeps its light\n[Chorus]\n{}", "[Verse]\nSlow bells over snow\n[Chorus]\n{}")
    common = {"status": "complete", "errorMessage": ""}
    return [
        {"text": verse.replace("{}", theme), "title": f"Sandbox Song {number}", **common}
        for number, verse in enumerate(verses, 1)
    ]


def pictures(task: Task) -> list[str]:
    return [link(task, "s", offset=COVER + number, ending=".png") for number in range(2)]


def _parts(task: Task) -> list[tuple[str, str]]:
    """Return key and name of each stem, in the order of their offsets."""
    match task.facts["type"]:
        case "separate_vocal":
            return [("vocal", "Vocals"), ("instrumental", "Instrumental")]
        case "split_stem":
            return [(key.replace("vocals", "vocal"), name) for key, name in STEMS.items()]
        case _:
            return [("", task.facts["stem"])]


def stem_links(task: Task) -> dict[str, str | None]:
    """Return the links by the record's keys; null for stems that were not made."""
    keys = ("instrumental", "vocal", *list(STEMS)[1:], *(("piano",) if task.host == KIE else ()))
    made = {key: link(task, "p", offset=STEM + place, ending=".mp3") for place, (key, _) in enumerate(_parts(task))}
    return {"originUrl": None, **{f"{key}Url": made.get(key) for key in keys}}


def stem_list(task: Task) -> list[dict[str, Any]]:
    """Return the stems as a list; their ids feed MIDI."""
    return [
        {
            "duration": task.facts["seconds"],
            "audio_url": link(task, "p", offset=STEM + place, ending=".mp3"),
            "stem_type_group_name": name,
            "id": part_id(task, STEM + place),
        }
        for place, (_, name) in enumerate(_parts(task))
    ]


def midi_data(task: Task) -> dict[str, Any]:
    """Return a few notes for two instruments."""
    beats = range(min(32, int(task.facts["seconds"] * 2)))

    def note(beat: int, base: int, step: int) -> dict[str, Any]:
        pitch = base + (task.seed + beat * step) % 12
        return {"pitch": pitch, "start": beat / 2, "end": beat / 2 + 0.25, "velocity": 1}

    return {
        "state": "complete",
        "instruments": [
            {"name": name, "notes": [note(beat, base, step) for beat in beats]}
            for name, base, step in (("Drums", 36, 5), ("Bass", 40, 7))
        ],
    }


STATUSES: Final[Mapping[str, Mapping[str, str | int]]] = {
    row.pop("record"): {stage: int(word) if word.isdecimal() else word for stage, word in row.items()}
    for row in own_rows("suno-states")
}
"""Stage of a task to the word or number of its record. Source: docs.kie.ai."""
OPERATION_TYPES: Final = {"add_instrumental": "underpainting", "add_vocals": "overpainting"}
FAILURE: Final = (531, "Sorry, the generation failed due to an issue. Your credits have been refunded.")
MODERATED: Final = (400, "Song Description flagged for moderation")
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


class Shape(NamedTuple):
    """The three forms of one kind of record."""

    record: Callable[[Engine, Task], Facts]
    """``data`` of the first route's record-info."""
    job: Callable[[Engine, Task], Any]
    """``resultJson`` of the second route; of music, lyrics, wav and mp4 it was observed, the others are guesses."""
    callback: Callable[[Engine, Task], Any]
    """``data`` of the callback, which comes at the end."""


def kind_of(task: Task) -> str:
    return OPERATIONS[task.operation].record


def record(kind: str) -> Callable[[Call], Answer]:
    def answer(call: Call) -> Answer:
        task = _own_task(call, "taskId")
        if task.facts.get("route") == "jobs" or kind_of(task) != kind:
            raise Refusal("unknown_id")
        return accept(SHAPES[kind].record(call.engine, task))

    return answer


def recovery(call: Call) -> Answer:
    """Answer ``suno/recovery/record-info?task_id=``: the code itself is the state."""
    task = _own_task(call, "task_id")
    if task.operation != "recover_audio":
        raise Refusal("unknown_id")
    return Answer({**SHAPES["recovery"].record(call.engine, task), "task_id": task.id})


def job(call: Call) -> Answer:
    if not call.query.get("taskId"):
        raise Refusal("no_task_id")
    task = _own_task(call, "taskId")
    if task.facts.get("route") != "jobs":
        raise Refusal("unknown_id")
    return accept(_job(call.engine, task))


def _own_task(call: Call, parameter: str) -> Task:
    """Return the task of this account that the query names.

    Raises:
        Refusal: there is none.
    """
    task = call.task = call.find_task(call.query.get(parameter, ""))
    if task is None:
        raise Refusal("unknown_id")
    return task


def callback_stages(task: Task) -> list[tuple[float, str]]:
    """List the callbacks of a task: seconds after creation, and what the receiver will read as the stage."""
    end = task.stages[-1][0]
    kind = "job" if task.facts.get("route") == "jobs" else kind_of(task)
    if kind not in {"music", "lyrics"}:
        return [(end, "single")]
    if kind == "lyrics":
        return [(end, "complete")]
    named = [(begins, CALLBACK_STAGES[name]) for begins, name in task.stages if name in CALLBACK_STAGES]
    return named[-1:] if task.operation in BARE_STAGES else named


def callback_body(engine: Engine, task: Task, stage: str) -> Facts:
    failed = task.outcome != "succeeded"
    if task.facts.get("route") == "jobs":
        text = "Playground task failed." if failed else "Playground task completed successfully."
        return {"code": 501 if failed else 200, "msg": text, "data": _job(engine, task)}
    kind = kind_of(task)
    code, text = 200, "vocal separation generated successfully." if kind == "stems" else "success"
    if failed:
        told_code, told = _error_of(task, task.outcome)
        has_own_code = kind in {"wav", "stems", "mp4", "midi"}
        code, text = (500, f"{kind} generation failed") if has_own_code else (told_code or 501, told or "failed")
    if kind == "music":
        return _music_callback(engine, task, stage, code=code, text=text)
    data = SHAPES[kind].callback(engine, task)
    if kind == "recovery":
        return {"code": 500 if failed else 200, "msg": text, "task_id": task.id, "data": data}
    return {"code": code, "msg": text, "data": data}


def _music_callback(engine: Engine, task: Task, stage: str, *, code: int, text: str) -> Facts:
    data: Facts = {"callbackType": stage, "task_id": task.id}
    if stage == "error":
        names_error = task.operation in BARE_STAGES and task.host == KIE
        return {"code": code, "msg": text, "data": {**data, **({"error": text} if names_error else {"data": None})}}
    found = tracks_of(engine, task)
    shown = {"text": [], "first": found[:1], "complete": found}[stage]
    tracks = [_snake_track(track) for track in shown]
    if task.operation not in BARE_STAGES and (task.host == SUNOAPI or task.operation in WITH_SOURCES):
        for track in tracks:
            track |= {f"source_{name}": track[name] for name in ("audio_url", "stream_audio_url", "image_url")}
    return {"code": 200, "msg": CALLBACK_TEXTS[stage], "data": {**data, "data": tracks}}


def _snake_track(track: Mapping[str, Any]) -> Facts:
    return {name if name == "createTime" else snake(name): value for name, value in track.items()}


def _job(engine: Engine, task: Task) -> Facts:
    """Return the record of the second route."""
    now, result = engine.now(), ""
    stage, done = task.stage(now), task.done(now)
    code, text = _error_of(task, stage)
    if stage == "succeeded":
        result = dump(_job_result(engine, task)).decode()
    return {
        "taskId": task.id,
        "model": task.facts.get("model") or OPERATIONS[task.operation].jobs,
        "state": task.strange_word(now) or STATUSES["jobs"][stage],
        "param": _parameters(task),
        "resultJson": result,
        "failCode": str(code) if code else "",
        "failMsg": text or "",
        "costTime": int(task.stages[-1][0]) if done else 0,  # seconds in every recording, milliseconds by the page
        "completeTime": milliseconds(task.finishes) if done else None,
        "createTime": milliseconds(task.created),
        "updateTime": milliseconds(min(now, task.finishes)),
        "creditsConsumed": task.credits if stage == "succeeded" else 0,
    }


def _job_result(engine: Engine, task: Task) -> Any:
    if "made" in task.facts:  # of the Market, whose jobs know their result when they start
        return task.facts["made"]
    return {"data": task.facts["result"]} if "result" in task.facts else SHAPES[kind_of(task)].job(engine, task)


def _parameters(task: Task) -> str:
    return json.dumps(task.body, ensure_ascii=False)


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
    now, words = engine.now(), STATUSES[kind_of(task)]
    stage, strange = task.stage(now), task.strange_word(now)
    if strange is not None and isinstance(words["pending"], int):
        return int(strange) if strange.lstrip("-").isdigit() else 99
    if strange is None and stage == "succeeded" and task.facts.get("callback_exception"):
        return "CALLBACK_EXCEPTION"
    return strange or words[stage]


def _is_ready(engine: Engine, task: Task) -> bool:
    return task.stage(engine.now()) == "succeeded"


def _music(engine: Engine, task: Task) -> Facts:
    found = tracks_of(engine, task)
    return {
        "taskId": task.id,
        "parentMusicId": task.facts.get("parent", ""),
        "param": _parameters(task),
        "response": {"taskId": task.id, "sunoData": found} if found else None,
        "status": _status(engine, task),
        "type": "GENERATE",
        "operationType": OPERATION_TYPES.get(task.operation, task.operation),
        **_errors(engine, task),
    }


def _lyrics(engine: Engine, task: Task) -> Facts:
    return {
        "taskId": task.id,
        "param": _parameters(task),
        "response": {"taskId": task.id, "data": lyrics_of(task)} if _is_ready(engine, task) else None,
        "status": _status(engine, task),
        "type": "LYRICS",
        **_errors(engine, task),
    }


def _lyrics_callback(_: Engine, task: Task) -> Facts:
    key, error = ("task_id", "error_message") if task.host == KIE else ("taskId", "errorMessage")
    texts = [{**{name: text[name] for name in ("text", "title", "status")}, error: ""} for text in lyrics_of(task)]
    return {"callbackType": "complete", key: task.id, "data": None if task.is_refunded else texts}


def _flagged(
    engine: Engine, task: Task, named: Facts, *, made: Facts, time: Callable[[float], Any] = milliseconds
) -> Facts:
    """Return a record with ``successFlag``; what was *made* is null until the end."""
    ready = _is_ready(engine, task)
    return {
        "taskId": task.id,
        **named,
        "callbackUrl": task.facts["callback"],
        "completeTime": time(task.finishes) if ready else None,
        **(made if ready else dict.fromkeys(made)),
        "successFlag": _status(engine, task),
        "createTime": time(task.created),
        **_errors(engine, task),
    }


def _converted(engine: Engine, task: Task, response: Facts, *, time: Callable[[float], Any] = written) -> Facts:
    named = {"musicId": task.body.get("audioId", ""), "musicIndex": max(0, task.facts.get("index", 0))}
    return _flagged(engine, task, named, made={"response": response}, time=time)


def _stems_callback(_: Engine, task: Task) -> Facts:
    made = {snake(name): url for name, url in stem_links(task).items() if url or name == "originUrl"}
    key = "vocal_separation_info" if task.host == KIE else "vocal_removal_info"
    return {"task_id": task.id, key: None if task.is_refunded else made}


def _cover(engine: Engine, task: Task) -> Facts:
    named, made = {"parentTaskId": task.facts.get("of", "")}, {"response": {"images": pictures(task)}}
    fine = {"errorCode": 200, "errorMessage": ""} if _is_ready(engine, task) else {}
    return {**_flagged(engine, task, named, made=made, time=partial(written, form=ISO + ".000Z")), **fine}


def _midi(engine: Engine, task: Task) -> Facts:
    named = {"recordTaskId": -1, "audioId": task.body.get("audioId", "")}
    return _flagged(engine, task, named, made={"midiData": midi_data(task)})


def _voice(engine: Engine, task: Task) -> Facts:
    kind, field = ("voice", "voiceId") if task.operation == "voice" else ("phrase", "validateInfo")
    failed = task.stage(engine.now()) in {"failed", "moderated"}
    text = f"{'Voice' if kind == 'voice' else 'Validation phrase'} generation failed"
    return {
        "taskId": task.id,
        field: task.facts.get(kind) if _is_ready(engine, task) else None,
        "status": _status(engine, task),
        "errorCode": 400 if failed else None,
        "errorMessage": text if failed else None,
    }


def _recovery(engine: Engine, task: Task) -> Facts:
    match task.stage(engine.now()):
        case "failed" | "moderated":
            return {"code": 500, "msg": "recovery failed", "data": None}
        case "succeeded":
            return {"code": 200, "msg": "success", "data": _recovered(engine, task)}
        case _:
            return {"code": 201, "msg": "processing", "data": None}


def _recovered(engine: Engine, task: Task) -> list[Facts]:
    """Return the new links of a recovered song; they live as long as fresh ones."""
    song = engine.tasks.get((task.host, task.facts["of"]))
    if song is None:
        return []
    song.facts["revived_until"] = task.finishes + engine.settings.retention
    return [
        {
            "id": track["id"],
            "audio_url": link(song, "m", offset=index, ending=".m4a"),
            "title": track["title"],
            "status": "success",
            "error": None,
        }
        for index, track in enumerate(tracks_of(engine, song), 1)
    ]


_VOICE = Shape(_voice, lambda engine, task: {"data": _voice(engine, task)}, _voice)
SHAPES: Final[Mapping[str, Shape]] = {
    "music": Shape(
        _music,
        lambda engine, task: {"data": [_snake_track(track) for track in tracks_of(engine, task)]},
        lambda *_: None,  # `_music_callback`, stage by stage
    ),
    "lyrics": Shape(_lyrics, lambda _, task: {"resultObject": {"lyricsData": lyrics_of(task)}}, _lyrics_callback),
    "wav": Shape(
        lambda engine, task: _converted(engine, task, {"audioWavUrl": link(task, "w", ending=".wav")}),
        lambda _, task: {"resultUrls": [link(task, "w", ending=".wav")]},
        lambda _, task: {
            "task_id": task.id,
            "audioWavUrl": None if task.is_refunded else link(task, "w", ending=".wav"),
        },
    ),
    "mp4": Shape(
        lambda engine, task: _converted(
            engine,
            task,
            {"videoUrl": link(task, "v", ending=".mp4")},
            time=milliseconds if task.host == SUNOAPI else written,
        ),
        lambda _, task: {"resultUrls": [link(task, "v", ending=".mp4")]},
        lambda _, task: {"task_id": task.id, "video_url": None if task.is_refunded else link(task, "v", ending=".mp4")},
    ),
    "stems": Shape(
        lambda engine, task: _converted(
            engine, task, {"id": None, **stem_links(task), "originData": stem_list(task)}, time=milliseconds
        ),
        lambda _, task: {"data": {**stem_links(task), "originData": stem_list(task)}},
        _stems_callback,
    ),
    "cover": Shape(
        _cover,
        lambda _, task: {"resultUrls": pictures(task)},
        lambda _, task: {"taskId": task.id, "images": None if task.is_refunded else pictures(task)},
    ),
    "midi": Shape(
        _midi,
        lambda _, task: {"data": midi_data(task)},
        lambda _, task: {"taskId": task.id, **({} if task.is_refunded else midi_data(task))},
    ),
    "phrase": _VOICE,
    "voice": _VOICE,
    "recovery": Shape(
        _recovery,
        lambda engine, task: {"data": _recovered(engine, task)},
        lambda engine, task: [] if task.is_refunded else _recovered(engine, task),
    ),
}
"""What is said of a task, by kind of record."""
RETRIES: Final = (10.0, 30.0, 90.0)
"""Seconds until each of the three further tries; the vendors state the number, not the pauses."""


def callbacks(engine: Engine, task: Task) -> list[Callback]:
    retries = RETRIES[:2] if task.operation in BARE_STAGES else RETRIES
    stages = [] if task.facts.get("direct") else callback_stages(task)
    return signed_callbacks(engine, task, stages, partial(callback_body, engine, task), retries=retries)


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
            headers["X-Webhook-Timestamp"] = stamp
            headers["X-Webhook-Signature"] = signature("forged" if forged else secret, str(task.id), stamp=stamp)
        return Message(headers, dump(told))

    url = str(task.facts.get("callback") or "")
    shared: Facts = {
        "task": task,
        "url": url,
        "retries": retries,
        "accepted": lambda status, _: status == HTTPStatus.OK,
    }
    return [
        Callback(stage=stage, due=task.created + begins, compose=partial(compose, stage), **shared)
        for begins, stage in (stages if url else ())
    ]


def signature(secret: str, task: str, *, stamp: str) -> str:
    """Sign as Kie does: over ``taskId.timestamp``."""
    return hmac_sha256(secret, f"{task}.{stamp}".encode())
