"""What Suno tasks result in: tracks, lyrics, pictures, stems, notes, and the links to them.

Everything can be found again from an id alone: a task's id ends in two zeros; the id of a part begins with the part's
number instead (first track 1, first stem 32, first picture 128): clients name files by the first digits.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any, Final

from reelscore.sandbox.clock import written
from reelscore.sandbox.engine import Engine
from reelscore.sandbox.suno.table import KIE, SUNOAPI
from reelscore.sandbox.values import File, FileKind, Task

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
