"""Ids and files of Suno tasks: everything can be found again from the id alone.

A task's id ends in two zeros; its first track is that number plus one, its first stem that number plus 32.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any, Final

from reelscore.sandbox.files import File

if TYPE_CHECKING:
    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.files import FileKind
    from reelscore.sandbox.tasks import Task

STEM: Final = 0x20
"""Offset of a task's first stem."""
COVER: Final = 0x80
"""Offset of a task's first picture."""


def new_task_id(engine: Engine, prefix: str = "") -> str:
    """Make the id of a task: 32 hexadecimal digits, the last two are zeros."""
    return f"{prefix}{engine.random.getrandbits(120):030x}00"


def part_hex(task: Task, offset: int) -> str:
    """Return the 32 digits of a part of *task*."""
    return f"{int(str(task.id).removeprefix('task_'), 16) + offset:032x}"


def part_id(task: Task, offset: int) -> str:
    """Return the id of a part of *task*, as a UUID."""
    return str(uuid.UUID(hex=part_hex(task, offset)))


def task_of_part(engine: Engine, host: str, *, part: str) -> tuple[Task | None, int]:
    """Find the task that a track, stem or picture belongs to, and the part's offset."""
    digits = part.replace("-", "").lower()
    if not re.fullmatch(r"[0-9a-f]{32}", digits):
        return None, 0
    offset = int(digits[-2:], 16)
    number = digits[:-2] + "00"
    return engine.tasks.get((host, number)) or engine.tasks.get((host, f"task_{number}")), offset


def track(task: Task, offset: int) -> dict[str, Any] | None:
    """Return the facts of a track of a music task."""
    tracks: list[dict[str, Any]] = task.facts.get("tracks", [])
    return tracks[offset - 1] if 1 <= offset <= len(tracks) else None


def link(task: Task, folder: str, *, offset: int, ending: str) -> str:
    """Return the link of a part's file."""
    return f"{task.origin}/media/{folder}/{part_hex(task, offset)}{ending}"


KINDS: Final[dict[str, FileKind]] = {
    "r": "mp3",
    "stream": "mp3",
    "m": "mp3",
    "s": "png",
    "w": "wav",
    "v": "mp4",
    "p": "mp3",
}
"""Folder of a link to the kind of file behind it."""
_NAME = re.compile(r"(r|stream|m|s|w|v|p)/([0-9a-f]{32})(?:\.\w+)?")


def find_file(engine: Engine, name: str) -> File | None:
    """Return what a link stands for, or None when it is not one of Suno's."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    folder, digits = match.groups()
    for host in ("kie.ai", "sunoapi.org"):
        task, offset = task_of_part(engine, host, part=digits)
        if task is not None:
            return _file(engine, task, folder=folder, offset=offset)
    return None


def _file(engine: Engine, task: Task, *, folder: str, offset: int) -> File:
    found = track(task, offset)
    seconds = float(found["seconds"] if found else task.facts.get("seconds", 30))
    begins = {name: begin for begin, name in task.stages}
    early = begins.get("text", begins.get("first", 0.0)) if folder in {"stream", "s"} else task.stages[-1][0]
    expires = task.facts.get("revived_until") if folder == "m" else task.finishes + engine.settings.retention
    return File(
        kind=KINDS[folder],
        owner=str(task.id),
        seconds=seconds,
        width=1280 if folder == "v" else 720,
        height=720,
        seed=(task.seed + offset) % 2**31,
        ready_at=task.created + early,
        expires_at=expires or 0,
    )
