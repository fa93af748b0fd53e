"""Continue a video that was made here."""

from pathlib import Path

import reelscore as rs
from reelscore.pixverse import PixVerse, Video


def main(client: PixVerse, folder: Path) -> Path:
    """Let the fox go on running."""
    fox: Video = client.text_to_video(
        prompt="a red fox in snow", model="v5", duration=5, quality="540p", aspect_ratio="16:9"
    ).wait()
    task = client.extend(source_video_id=fox.id, prompt="it runs on", model="v5", duration=5, quality="540p")
    return task.wait().save(folder / "longer.mp4")


if __name__ == "__main__":
    with rs.PixVerse() as px:
        main(px, Path())
