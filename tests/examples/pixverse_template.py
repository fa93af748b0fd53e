"""Make an effect video; its template is activated in the console first. Music comes with it for nothing."""

from pathlib import Path

import reelscore as rs
from reelscore.pixverse import PixVerse, TemplateVideo


def main(client: PixVerse, folder: Path) -> Path:
    """Give the fox muscles."""
    shot = TemplateVideo(
        template_id=308621408717184,
        img_id=folder / "fox.png",
        prompt="Muscle Surge",
        model="v4.5",
        duration=5,
        quality="360p",
        sound_effect_switch=True,
    )
    print(f"{shot.quote().credits} credits, {shot.quote().basis}")  # noqa: T201
    return client.run(shot).save(folder / "strong.mp4")


if __name__ == "__main__":
    with rs.PixVerse() as px:
        main(px, Path())
