"""Animate a picture: the file is uploaded first. Run with PIXVERSE_API_KEY set and fox.png beside you."""

from pathlib import Path

import reelscore as rs
from reelscore.pixverse import PixVerse


def main(client: PixVerse, folder: Path) -> Path:
    """Let the fox run."""
    task = client.image_to_video(img_id=folder / "fox.png", prompt="it runs", model="v6", duration=5, quality="720p")
    return task.wait().save(folder / "running.mp4")


if __name__ == "__main__":
    with rs.PixVerse() as px:
        main(px, Path())
