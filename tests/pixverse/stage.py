"""A sandbox per host with uploaded files and one finished video, and clients that turn its clock."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs

import reelscore as rs
from reelscore.pixverse import AsyncPixVerse, PixVerse, TextToVideo
from reelscore.sandbox import Sandbox
from reelscore.sandbox.media import mp3, png, video
from tests.turned import moving

SHOT = TextToVideo(prompt="a red fox in snow", model="v5", duration=5, quality="540p", aspect_ratio="16:9")
USUAL: dict[str, Any] = {"ledger": None, "api_key": "sandbox-scale"}
PNG = png(64, 64)
CLIP = {"prompt": "it runs", "model": "v5", "duration": 5, "quality": "540p"}
SPOKEN = {"lip_sync_tts_speaker_id": "auto", "lip_sync_tts_content": "Hello, this is a fox."}
MP4 = video(5, width=320, height=180, sound=True)
MP3 = mp3(12)


@attrs.frozen(kw_only=True)
class Stage:
    """What requests on one host can refer to."""

    host: str
    sandbox: Sandbox
    image: int
    video: int
    media: int
    audio: int

    def client(self, **options: Any) -> PixVerse:
        return rs.PixVerse(self.host, sandbox=self.sandbox, clock=moving(self.sandbox), **{**USUAL, **options})

    def awaiting(self, **options: Any) -> AsyncPixVerse:
        return rs.AsyncPixVerse(self.host, sandbox=self.sandbox, clock=moving(self.sandbox), **{**USUAL, **options})

    def fields(self) -> Mapping[str, Mapping[str, Any]]:
        """Give a legal request of each operation."""
        return {**self._made(), **self._edited(), **self._by_agents(), **self._around()}

    def _made(self) -> Mapping[str, Mapping[str, Any]]:
        picture, clip = {"img_id": self.image}, CLIP
        frames = [{**picture, "duration": 5}, picture]
        reference = [{**picture, "type": "subject", "ref_name": "fox"}]
        return {
            "text_to_video": {**clip, "aspect_ratio": "16:9"},
            "image_to_video": {**clip, **picture},
            "template_video": {**clip, **picture, "template_id": 308621408717184},
            "transition": {**clip, "first_frame_img": self.image, "last_frame_img": self.image},
            "multi_transition": {"multi_transition": frames, "model": "v5", "quality": "540p"},
            "extend": {**clip, "source_video_id": self.video},
            "fusion": {**clip, "prompt": "@fox runs", "image_references": reference, "aspect_ratio": "16:9"},
            "avatar": {**picture, "quality": "720p", **SPOKEN},
        }

    def _edited(self) -> Mapping[str, Mapping[str, Any]]:
        made, picture, edit = {"source_video_id": self.video}, {"img_id": self.image}, {"quality": "540p"}
        return {
            "lip_sync": {**made, **SPOKEN},
            "sound_effect": {**made, "sound_effect_content": "sea waves"},
            "restyle": {**made, "restyle_prompt": "anime"},
            "mask_selection": made,
            "mimic": {**made, **picture, **edit},
            "modify": {**made, **edit, "prompt": "Change the sky to a sunset."},
            "upscale": made,
        }

    def _by_agents(self) -> Mapping[str, Mapping[str, Any]]:
        picture = {"img_id": self.image}
        return {
            "recreate": {
                "prompt": "Recreate it.",
                "quality": "720p",
                "aspect_ratio": "9:16",
                "img_references": [picture],
                "video_references": [{"video_url": "https://example.com/a.mp4"}],
            },
            "real_estate": {"model": "fast", "prompt": "A calm tour.", "img_references": [picture] * 5},
            "music_video": {
                "mv_agent_type": "vibe_mv",
                "audio_media_id": self.audio,
                "aspect_ratio": "16:9",
                "quality": "720p",
            },
        }

    def _day(self, days: int) -> str:
        """Write the sandbox's time, *days* from now, as the vendor does."""
        moment = datetime.fromtimestamp(self.sandbox.now(), UTC) + timedelta(days=days)
        return f"{moment:%Y-%m-%d %H:%M:%S}"

    def _around(self) -> Mapping[str, Mapping[str, Any]]:
        return {
            "image_template": {"img_ids": [self.image], "template_id": 384268229671680},
            "balance": {},
            "usage": {"start_time": self._day(-20), "end_time": self._day(1)},
            "upload_image": {"image": PNG},
            "upload_media": {"file": MP4},
            "tts_speakers": {},
            "speakers": {},
            "create_voice": {"name": "fox", "audio_media_id": self.audio},
            "restyles": {},
            "templates": {},
            "verify_audio": {"audio_media_id": self.audio},
        }


def set_stage(sandbox: Sandbox, host: str) -> Stage:
    """Upload a picture, a film and a sound, and make one video."""
    with rs.PixVerse(host, sandbox=sandbox, clock=moving(sandbox), **USUAL) as client:
        image = client.upload_image(image=PNG).id
        media = client.upload_media(file=MP4).id
        audio = client.upload_media(file=MP3).id
        client.verify_audio(audio_media_id=audio)
        return Stage(host=host, sandbox=sandbox, image=image, media=media, audio=audio, video=client.run(SHOT).id)
