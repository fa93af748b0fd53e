"""Add sound to a video of your own: 10 credits for each started 5 seconds."""

from pathlib import Path

import reelscore as rs
from reelscore.pixverse import PixVerse, SoundEffect


def main(client: PixVerse, folder: Path) -> Path:
    """Let the sea be heard."""
    sound = SoundEffect(video_media_id=folder / "fox.mp4", sound_effect_content="sea waves", source_seconds=5)
    print(f"{sound.quote().credits} credits")  # noqa: T201
    return client.run(sound).save(folder / "sounding.mp4")


if __name__ == "__main__":
    with rs.PixVerse("pixverseai.cn") as px:
        main(px, Path())
