"""Make a video from words: quote it, run it, save it. Run with PIXVERSE_API_KEY set."""

from pathlib import Path

import reelscore as rs
from reelscore.pixverse import PixVerse, TextToVideo


def main(client: PixVerse, folder: Path) -> Path:
    """Make a fox."""
    shot = TextToVideo(prompt="a red fox in snow", model="v5.6", duration=8, quality="720p", aspect_ratio="16:9")
    print(f"{shot.quote().credits} credits")  # noqa: T201
    return client.run(shot).save(folder / "snow.mp4")


if __name__ == "__main__":
    with rs.PixVerse() as px:
        main(px, Path())
