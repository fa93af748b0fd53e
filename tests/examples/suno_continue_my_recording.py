"""A recording of yours is uploaded and continued, and the new part goes on once more."""

from __future__ import annotations

from pathlib import Path

from reelscore.suno import Extend, Song, Suno, UploadExtend


def make(suno: Suno, recording: Path) -> Song:
    """Continue a recording twice."""
    first = suno.run(
        UploadExtend(
            upload_url=recording,  # uploaded first; refused here when it is no sound or longer than 8 minutes
            model="V5",
            continue_at=15,
            style="folk",
            title="Fox, part two",
            prompt="[Verse] And then it ran",
        )
    )
    return suno.run(
        first.next(Extend, model="V5", continue_at=20, style="folk", title="Fox, part three", prompt="[Outro] Home")
    )
