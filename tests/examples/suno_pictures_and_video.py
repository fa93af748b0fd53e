"""A song gets its cover pictures and a video with a name on it."""

from __future__ import annotations

from pathlib import Path

from reelscore.suno import CoverImage, Generate, MusicVideo, Suno


def make(suno: Suno, folder: Path) -> list[Path]:
    """Make a song, its pictures and its video, and save the last two."""
    request = Generate(prompt="[Verse] Snow on the hill", style="folk", title="Fox", model="V5")
    request.check(suno.host)
    song = suno.run(request)
    pictures = suno.run(song.next(CoverImage))
    video = suno.run(song.next(MusicVideo, track=1, author="DJ Fox", domain_name="fox.example.com"))
    return [*suno.save_all(pictures, folder), suno.save(video, folder / "fox.mp4")]
