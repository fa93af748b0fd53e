"""A chain as in the guides: picture, clip, extension, sound, speech, larger; priced whole before its first step."""

from pathlib import Path

import reelscore as rs
from reelscore.pixverse import Extend, ImageToVideo, LipSync, PixVerse, SoundEffect, Upscale

HELLO = "Hello, I am a fox."
LATER = 1
"""Stands in for the video of the step before, which is not made yet: no price depends on it."""


def main(client: PixVerse, folder: Path, name: str = "fox") -> Path:
    """Take one picture through five operations; run again under the same name, it goes on where it stopped."""
    clip = ImageToVideo(img_id=folder / "fox.png", prompt="it runs", model="v5", duration=5, quality="540p")
    steps = (
        Extend(source_video_id=LATER, prompt="it stops", model="v5", duration=5, quality="540p"),
        SoundEffect(source_video_id=LATER, sound_effect_content="snow under paws", source_seconds=10),
        LipSync(source_video_id=LATER, lip_sync_tts_speaker_id="auto", lip_sync_tts_content=HELLO, source_seconds=10),
        Upscale(source_video_id=LATER, source_seconds=10),
    )
    print(rs.total(client.quote(step) for step in (clip, *steps)))  # noqa: T201
    for step in steps:
        step.check(client.host)
    video = client.run(clip, key=f"{name}/clip")  # the picture is looked at and uploaded first
    for step in steps:
        video = client.run(step.replace(source_video_id=video.id), key=f"{name}/{step.operation}")
    return video.save(folder / "chain.mp4")


if __name__ == "__main__":
    with rs.PixVerse() as px:
        main(px, Path())
