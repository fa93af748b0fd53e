"""Watch a task, leave it, and come back to it by its reference."""

from pathlib import Path

import reelscore as rs
from reelscore.pixverse import PixVerse, Video


def main(client: PixVerse, folder: Path) -> Path:
    """Start a fox and look after it."""
    started = client.text_to_video(
        prompt="a red fox in snow", model="v6", duration=5, quality="540p", aspect_ratio="16:9"
    )
    task = client.task(started.ref)
    for progress in task.watch():
        print(progress.state, f"{progress.waited:.0f} s")  # noqa: T201
    video: Video = task.wait()
    return video.save(folder / "watched.mp4")


if __name__ == "__main__":
    with rs.PixVerse() as px:
        main(px, Path())
