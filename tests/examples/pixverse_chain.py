"""A chain as in the guides: picture, video, extension, sound, speech, larger."""

from decimal import Decimal
from pathlib import Path

import reelscore as rs
from reelscore.pixverse import Extend, ImageToVideo, LipSync, PixVerse, SoundEffect, Upscale

HELLO = "Hello, I am a fox."


def main(client: PixVerse, folder: Path) -> Path:
    """Take one picture through six operations, and count the credits."""
    before = client.balance().total or Decimal(0)
    video = client.run(
        ImageToVideo(img_id=folder / "fox.png", prompt="it runs", model="v5", duration=5, quality="540p")
    )
    video = client.run(Extend(source_video_id=video.id, prompt="it stops", model="v5", duration=5, quality="540p"))
    sound = SoundEffect(source_video_id=video.id, sound_effect_content="snow under paws", source_seconds=10)
    video = client.run(sound)
    video = client.run(LipSync(source_video_id=video.id, lip_sync_tts_speaker_id="auto", lip_sync_tts_content=HELLO))
    video = client.run(Upscale(source_video_id=video.id, source_seconds=10))
    spent: Decimal = before - (client.balance().total or Decimal(0))
    print(f"{spent} credits")  # noqa: T201
    return video.save(folder / "chain.mp4")


if __name__ == "__main__":
    with rs.PixVerse() as px:
        main(px, Path())
