"""Let a video of your own speak: words by a speaker, or an audio file."""

from pathlib import Path

import reelscore as rs
from reelscore.pixverse import PixVerse


def main(client: PixVerse, folder: Path) -> Path:
    """Let the fox say hello."""
    speaker = next(client.all_tts_speakers())
    task = client.lip_sync(
        video_media_id=folder / "fox.mp4",
        lip_sync_tts_speaker_id=speaker.id,
        lip_sync_tts_content="Hello, I am a fox.",
    )
    return task.wait().save(folder / "speaking.mp4")


if __name__ == "__main__":
    with rs.PixVerse() as px:
        main(px, Path())
