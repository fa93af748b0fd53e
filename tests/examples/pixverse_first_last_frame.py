"""Make a video between a first and a last picture."""

from pathlib import Path

import reelscore as rs
from reelscore.pixverse import PixVerse


def main(client: PixVerse, folder: Path) -> Path:
    """Turn a fox into a dog."""
    task = client.transition(
        first_frame_img=folder / "fox.png",
        last_frame_img=folder / "dog.png",
        prompt="the fox becomes a dog",
        model="v5",
        duration=5,
        quality="540p",
    )
    return task.wait().save(folder / "change.mp4")


if __name__ == "__main__":
    with rs.PixVerse() as px:
        main(px, Path())
