"""What Suno tasks result in: tracks, lyrics, pictures, stems, notes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from reelscore.sandbox.suno.tracks import COVER, STEM, link, part_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.tasks import Task

MODEL_NAMES: Final[Mapping[str, str]] = {
    "V3_5": "chirp-v3-5",
    "V4": "chirp-v4",
    "V4_5": "chirp-v4-5",
    "V4_5PLUS": "chirp-bluejay",
    "V4_5ALL": "chirp-v4-5-all",
    "V5": "chirp-crow",
    "V5_5": "chirp-fenix",
}
"""What a result calls the model; only the first three are seen in samples, the rest stand for names nobody asked for."""
STEMS: Final = (
    "Vocals",
    "Backing Vocals",
    "Drums",
    "Bass",
    "Guitar",
    "Keyboard",
    "Strings",
    "Brass",
    "Woodwinds",
    "Percussion",
    "Synth",
    "FX",
)
STEM_KEYS: Final = (
    "vocal",
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
    "fx",
)
"""Keys of `STEMS`, in the same order; the record adds ``Url``."""


def tracks_of(engine: Engine, task: Task) -> list[dict[str, Any]]:
    """Return the tracks as far as they are done: words and stream first, the file when it is there."""
    stage = task.stage(engine.now())
    done = {"text": 0, "first": 1, "succeeded": len(task.facts["tracks"])}.get(stage)
    if done is None:
        return []
    return [_track(engine, task, index=index, done=index <= done) for index in range(1, len(task.facts["tracks"]) + 1)]


def written(at: float) -> str:
    """Write a time as ``YYYY-MM-DD hh:mm:ss``."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _track(engine: Engine, task: Task, *, index: int, done: bool) -> dict[str, Any]:
    facts = task.facts["tracks"][index - 1]
    return {
        "id": part_id(task, index),
        "audioUrl": link(task, "r", offset=index, ending=".mp3")
        if done and engine.now() >= _ready(task, index)
        else "",
        "streamAudioUrl": link(task, "stream", offset=index, ending=""),
        "imageUrl": link(task, "s", offset=index, ending=".png"),
        "prompt": facts["prompt"],
        "modelName": MODEL_NAMES.get(facts["model"], f"chirp-{facts['model'].lower()}"),
        "title": facts["title"],
        "tags": facts["tags"],
        "createTime": written(task.created),
        "duration": facts["seconds"] if done else None,
    }


def _ready(task: Task, index: int) -> float:
    """Return when a track's file is there: the first one comes before the others."""
    begins = {name: begin for begin, name in task.stages}
    return task.created + (begins.get("first", task.stages[-1][0]) if index == 1 else task.stages[-1][0])


def lyrics_of(task: Task) -> list[dict[str, Any]]:
    """Return two texts."""
    theme = str(task.body.get("prompt") or task.body.get("input", {}).get("prompt") or "")
    verses = ("[Verse]\nThe river keeps its light\n[Chorus]\n{}", "[Verse]\nSlow bells over snow\n[Chorus]\n{}")
    return [
        {
            "text": verse.replace("{}", theme),
            "title": f"Sandbox Song {number}",
            "status": "complete",
            "errorMessage": "",
        }
        for number, verse in enumerate(verses, 1)
    ]


def pictures(task: Task) -> list[str]:
    """Return the links of two pictures."""
    return [link(task, "s", offset=COVER + number, ending=".png") for number in range(2)]


def _parts(task: Task) -> list[tuple[str, str]]:
    match task.facts["type"]:
        case "separate_vocal":
            return [("vocal", "Vocals"), ("instrumental", "Instrumental")]
        case "split_stem":
            return list(zip(STEM_KEYS, STEMS, strict=True))
        case _:
            return [("", task.facts["stem"])]


def stem_links(task: Task) -> dict[str, str | None]:
    """Return the links by the record's keys; null for stems that were not made."""
    keys = ("instrumental", *STEM_KEYS, *(("piano",) if task.host == "kie.ai" else ()))
    made = {
        key: link(task, "p", offset=STEM + number, ending=".mp3") for number, (key, _) in enumerate(_parts(task)) if key
    }
    return {"originUrl": None, **{f"{key}Url": made.get(key) for key in keys}}


def stem_list(task: Task) -> list[dict[str, Any]]:
    """Return the stems as a list; their ids feed MIDI."""
    return [
        {
            "duration": task.facts["seconds"],
            "audio_url": link(task, "p", offset=STEM + number, ending=".mp3"),
            "stem_type_group_name": name,
            "id": part_id(task, STEM + number),
        }
        for number, (_, name) in enumerate(_parts(task))
    ]


def midi_data(task: Task) -> dict[str, Any]:
    """Return a few notes for two instruments."""
    beats = range(min(32, int(task.facts["seconds"] * 2)))
    return {
        "state": "complete",
        "instruments": [
            {
                "name": name,
                "notes": [
                    {
                        "pitch": base + (task.seed + beat * step) % 12,
                        "start": beat / 2,
                        "end": beat / 2 + 0.25,
                        "velocity": 1,
                    }
                    for beat in beats
                ],
            }
            for name, base, step in (("Drums", 36, 5), ("Bass", 40, 7))
        ],
    }
