"""A song and two clips on kie.ai: one begins with its cover, one with a picture; priced before the first step."""

from __future__ import annotations

from pathlib import Path

import reelscore as rs
from reelscore.kie import FluxKontext, Kie, Runway, Veo
from reelscore.suno import Generate, Suno

LATER = "https://example.com/later.png"
"""Stands in for a picture that is not made yet: no price depends on it."""


def make(suno: Suno, kie: Kie, folder: Path, name: str = "fox") -> list[Path]:
    """Make and save all four; run again under the same name, it goes on where it stopped."""
    song = Generate(prompt="[Verse] Snow on the hill", style="folk", title="Fox", model="V5")
    picture = FluxKontext(prompt="a red fox in snow, oil painting", aspect_ratio="16:9")
    cover_moves = Veo(prompt="snow begins to fall", image_urls=[LATER], model="veo3_fast", aspect_ratio="16:9")
    picture_moves = Runway(prompt="the fox looks up", image_url=LATER, duration=5, quality="720p")
    paid = (song, picture, cover_moves, picture_moves)
    for step in paid:
        step.check()
    print(rs.total(step.quote() for step in paid))  # noqa: T201
    tune = suno.run(song, key=f"{name}/song")
    cover = tune.tracks[0].image_url
    first = kie.run(cover_moves.replace(image_urls=[cover]), key=f"{name}/cover moves")
    painted = kie.run(picture, key=f"{name}/picture")
    second = kie.run(picture_moves.replace(image_url=painted.url), key=f"{name}/picture moves")
    saved = [kie.save(clip, folder / f"{name}-{number}.mp4") for number, clip in enumerate((first, second), 1)]
    return [*suno.save_all(tune, folder), *kie.save_all(painted, folder), *saved]
