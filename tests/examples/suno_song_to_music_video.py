"""From an idea to a song, its music video and its WAV file, priced as a whole before the first step."""

from __future__ import annotations

from pathlib import Path

import reelscore as rs
from reelscore.suno import Generate, MusicVideo, Suno, Wav

LATER = "later"
"""Stands in for the ids of the song, which is not made yet: no price depends on it."""


def make(suno: Suno, folder: Path, name: str = "fox") -> list[Path]:
    """Make and save all three; run again under the same name, it goes on where it stopped."""
    song = Generate(prompt="[Verse] Snow on the hill", style="folk", title="Fox", model="V5")
    song.check(suno.host)
    paid = (song, MusicVideo(task_id=LATER, audio_id=LATER), Wav(task_id=LATER, audio_id=LATER))
    print(rs.total(suno.quote(step) for step in paid))  # noqa: T201
    made = suno.run(song, key=f"{name}/song")
    video = suno.run(made.next(MusicVideo, author="DJ Fox"), key=f"{name}/video")
    wav = suno.run(made.next(Wav), key=f"{name}/wav")
    return [
        *suno.save_all(made, folder),
        suno.save(video, folder / f"{name}.mp4"),
        suno.save(wav, folder / f"{name}.wav"),
    ]
