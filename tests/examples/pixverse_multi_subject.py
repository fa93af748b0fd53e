"""Put several subjects into one video; the prompt names each as @name."""

from pathlib import Path

import reelscore as rs
from reelscore.pixverse import ImageReference, PixVerse


def main(client: PixVerse, folder: Path) -> Path:
    """Let fox and dog meet."""
    task = client.fusion(
        image_references=(
            ImageReference(img_id=folder / "fox.png", type="subject", ref_name="fox"),
            ImageReference(img_id=folder / "dog.png", type="subject", ref_name="dog"),
        ),
        prompt="@fox meets @dog in the snow",
        model="v5",
        duration=5,
        quality="540p",
        aspect_ratio="16:9",
    )
    return task.wait().save(folder / "meeting.mp4")


if __name__ == "__main__":
    with rs.PixVerse() as px:
        main(px, Path())
