from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class TransitionRequest(JsonObject):
    """First and last frame to video."""

    operation: ClassVar[str] = "transition"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "cn-digest 2026-04"
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "a red fox in snow",
        "model": "v5.5",
        "duration": 5,
        "quality": "540p",
        "first_frame_img": 1,
        "last_frame_img": 2,
    }

    first_frame_img: Media = attrs.field(
        metadata=field_info("the first image: its id, or what to upload", media="image")
    )
    last_frame_img: Media = attrs.field(metadata=field_info("the last image: its id, or what to upload", media="image"))
    prompt: str = attrs.field(metadata=field_info("what to show; limits depend on operation and host", maxLength=2048))
    model: Literal["v3.5", "v4", "v4.5", "v5", "v5.5", "v5.6", "v6", "c1"] | str = attrs.field(
        metadata=field_info("newer models cost more per second and can do more")
    )
    duration: int = attrs.field(
        metadata=field_info(
            "seconds: 5 or 8 up to v5; 5, 8 or 10 on v5.5 and v5.6; 1 to 15 on v6 and c1", minimum=1, maximum=15
        )
    )
    quality: Literal["360p", "540p", "720p", "1080p"] | str = attrs.field(
        metadata=field_info("360p is the Turbo tier", enum=True)
    )
    motion_mode: Literal["normal", "fast"] | str | None = attrs.field(
        default=None, metadata=field_info("fast: up to v4.5, 5 s, below 1080p, at twice the price", enum=True)
    )
    seed: int | None = attrs.field(
        default=None, metadata=field_info("0 to 2147483647; random when left out", minimum=0, maximum=2147483647)
    )
    generate_audio_switch: bool | None = attrs.field(
        default=None, metadata=field_info("with sound: v5.5, v5.6, v6, c1")
    )
    template_id: int | None = attrs.field(
        default=None, metadata=field_info("an effect activated in the console; 0 means none", minimum=0)
    )
    sound_effect_switch: bool | None = attrs.field(
        default=None,
        metadata=field_info("add a sound effect: v5 and older, or any model with a template (then it is free)"),
    )
    sound_effect_content: str | None = attrs.field(
        default=None, metadata=field_info("what to hear; made from the picture when left out or empty")
    )
    lip_sync_tts_switch: bool | None = attrs.field(
        default=None, metadata=field_info("let it speak: v5 and older", aliases=["lip_sync_switch"])
    )
    lip_sync_tts_content: str | None = attrs.field(
        default=None, metadata=field_info("what is said, about 140 characters; cut at the end of the video")
    )
    lip_sync_tts_speaker_id: str | None = attrs.field(
        default=None, metadata=field_info("id from the list of speakers, or auto")
    )
