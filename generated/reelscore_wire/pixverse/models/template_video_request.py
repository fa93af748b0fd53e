from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Media, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class TemplateVideoRequest(JsonObject):
    """Image to video with a template, which makes an effect video."""

    operation: ClassVar[str] = "template_video"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "cn-image-to-video 2026-04"
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "a red fox in snow",
        "model": "v5.5",
        "duration": 5,
        "quality": "540p",
        "img_id": 1,
        "template_id": 308621408717184,
    }

    template_id: int = attrs.field(metadata=field_info("an effect activated in the console", minimum=1))
    prompt: str = attrs.field(
        metadata=field_info("what to show; limits depend on operation and host", maxLength=5000, minLength=0)
    )
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
    img_id: Media | None = attrs.field(
        default=None, metadata=field_info("an image: its id, or a path, bytes, file or URL to upload", media="image")
    )
    img_ids: Sequence[Media] | None = attrs.field(
        default=None, metadata=field_info("images, for a template that takes several", media="image", minItems=1)
    )
    motion_mode: Literal["normal", "fast"] | str | None = attrs.field(
        default=None, metadata=field_info("fast: up to v4.5, 5 s, below 1080p, at twice the price", enum=True)
    )
    camera_movement: (
        Literal[
            "horizontal_left",
            "horizontal_right",
            "vertical_up",
            "vertical_down",
            "zoom_in",
            "zoom_out",
            "crane_up",
            "quickly_zoom_in",
            "quickly_zoom_out",
            "smooth_zoom_in",
            "camera_rotation",
            "robo_arm",
            "super_dolly_out",
            "whip_pan",
            "hitchcock",
            "left_follow",
            "right_follow",
            "pan_left",
            "pan_right",
            "fix_bg",
        ]
        | str
        | None
    ) = attrs.field(default=None, metadata=field_info("v4 and v4.5, without a template", enum=True))
    style: Literal["anime", "3d_animation", "day", "clay", "cyberpunk", "comic"] | str | None = attrs.field(
        default=None, metadata=field_info("documented to work with v3.5", enum=True)
    )
    seed: int | None = attrs.field(
        default=None, metadata=field_info("0 to 2147483647; random when left out", minimum=0, maximum=2147483647)
    )
    generate_audio_switch: bool | None = attrs.field(
        default=None, metadata=field_info("with sound: v5.5, v5.6, v6, c1")
    )
    generate_multi_clip_switch: bool | None = attrs.field(
        default=None, metadata=field_info("several shots: v5.5 and v6")
    )
    thinking_type: Literal["enabled", "disabled", "auto"] | str | None = attrs.field(
        default=None,
        metadata=field_info("let the vendor improve the prompt: v5.5, v5.6, v6; auto when left out", enum=True),
    )
    negative_prompt: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "what not to show; gone from newer pages, still taken", maxLength=2048, hosts=["pixverse.ai"]
        ),
    )
    webhook_id: str | None = attrs.field(
        default=None, metadata=field_info("id of a webhook made in the console", hosts=["pixverse.ai"])
    )
    water_mark: bool | None = attrs.field(
        default=None, metadata=field_info("on pages of 2025 only", hosts=["pixverse.ai"])
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
