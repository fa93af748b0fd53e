from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.aspect_ratio import AspectRatio
from ..models.camera_movement import CameraMovement
from ..models.motion_mode import MotionMode
from ..models.quality import Quality
from ..models.style import Style
from ..models.thinking_type import ThinkingType
from ..types import UNSET, Unset

T = TypeVar("T", bound="TextToVideoRequest")


@_attrs_define
class TextToVideoRequest:
    """Text to video.

    Attributes:
        prompt (str): 2048 on pages before v6
        model (str): v3.5, v4, v4.5, v5, v5.5, v5.6, v6, c1
        duration (int): Seconds. 5, 8 to v5; 5, 8, 10 on v5.5 and v5.6; 1 to 15 on v6 and c1
        quality (Quality): 360p is the Turbo tier
        aspect_ratio (AspectRatio): 2:3, 3:2 and 21:9 came with v6 and c1. A page of pixverseai.cn prints 9.16, a
            misprint.
        sound_effect_switch (bool | Unset): false when left out; v5 and older, or any model with a template
        sound_effect_content (str | Unset): What to hear; chosen from the picture when empty or left out
        lip_sync_tts_switch (bool | Unset): false when left out; v5 and older
        lip_sync_tts_content (str | Unset): About 140 characters; cut at the end of the video
        lip_sync_tts_speaker_id (str | Unset): Id from the list of speakers or auto
        lip_sync_switch (bool | Unset): Spelling of the pixverse.ai schema; examples and guides use the other
        motion_mode (MotionMode | Unset): normal when left out; fast costs double
        camera_movement (CameraMovement | Unset):
        style (Style | Unset): The source document prints day where the schema of pixverse.ai has clay; both are taken.
        template_id (int | Unset): 64-bit id
        seed (int | Unset): Random when left out
        generate_audio_switch (bool | Unset): false when left out; v5.5, v5.6, v6, c1
        generate_multi_clip_switch (bool | Unset): false when left out; v5.5, v6
        thinking_type (ThinkingType | Unset): auto when left out
        negative_prompt (str | Unset): Gone from pages of mid-2026
        webhook_id (str | Unset): Id from the console's webhook page
        water_mark (bool | Unset): On pages of 2025 only
    """

    prompt: str
    model: str
    duration: int
    quality: Quality
    aspect_ratio: AspectRatio
    sound_effect_switch: bool | Unset = UNSET
    sound_effect_content: str | Unset = UNSET
    lip_sync_tts_switch: bool | Unset = UNSET
    lip_sync_tts_content: str | Unset = UNSET
    lip_sync_tts_speaker_id: str | Unset = UNSET
    lip_sync_switch: bool | Unset = UNSET
    motion_mode: MotionMode | Unset = UNSET
    camera_movement: CameraMovement | Unset = UNSET
    style: Style | Unset = UNSET
    template_id: int | Unset = UNSET
    seed: int | Unset = UNSET
    generate_audio_switch: bool | Unset = UNSET
    generate_multi_clip_switch: bool | Unset = UNSET
    thinking_type: ThinkingType | Unset = UNSET
    negative_prompt: str | Unset = UNSET
    webhook_id: str | Unset = UNSET
    water_mark: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        prompt = self.prompt

        model = self.model

        duration = self.duration

        quality = self.quality.value

        aspect_ratio = self.aspect_ratio.value

        sound_effect_switch = self.sound_effect_switch

        sound_effect_content = self.sound_effect_content

        lip_sync_tts_switch = self.lip_sync_tts_switch

        lip_sync_tts_content = self.lip_sync_tts_content

        lip_sync_tts_speaker_id = self.lip_sync_tts_speaker_id

        lip_sync_switch = self.lip_sync_switch

        motion_mode: str | Unset = UNSET
        if not isinstance(self.motion_mode, Unset):
            motion_mode = self.motion_mode.value

        camera_movement: str | Unset = UNSET
        if not isinstance(self.camera_movement, Unset):
            camera_movement = self.camera_movement.value

        style: str | Unset = UNSET
        if not isinstance(self.style, Unset):
            style = self.style.value

        template_id = self.template_id

        seed = self.seed

        generate_audio_switch = self.generate_audio_switch

        generate_multi_clip_switch = self.generate_multi_clip_switch

        thinking_type: str | Unset = UNSET
        if not isinstance(self.thinking_type, Unset):
            thinking_type = self.thinking_type.value

        negative_prompt = self.negative_prompt

        webhook_id = self.webhook_id

        water_mark = self.water_mark

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "prompt": prompt,
                "model": model,
                "duration": duration,
                "quality": quality,
                "aspect_ratio": aspect_ratio,
            }
        )
        if sound_effect_switch is not UNSET:
            field_dict["sound_effect_switch"] = sound_effect_switch
        if sound_effect_content is not UNSET:
            field_dict["sound_effect_content"] = sound_effect_content
        if lip_sync_tts_switch is not UNSET:
            field_dict["lip_sync_tts_switch"] = lip_sync_tts_switch
        if lip_sync_tts_content is not UNSET:
            field_dict["lip_sync_tts_content"] = lip_sync_tts_content
        if lip_sync_tts_speaker_id is not UNSET:
            field_dict["lip_sync_tts_speaker_id"] = lip_sync_tts_speaker_id
        if lip_sync_switch is not UNSET:
            field_dict["lip_sync_switch"] = lip_sync_switch
        if motion_mode is not UNSET:
            field_dict["motion_mode"] = motion_mode
        if camera_movement is not UNSET:
            field_dict["camera_movement"] = camera_movement
        if style is not UNSET:
            field_dict["style"] = style
        if template_id is not UNSET:
            field_dict["template_id"] = template_id
        if seed is not UNSET:
            field_dict["seed"] = seed
        if generate_audio_switch is not UNSET:
            field_dict["generate_audio_switch"] = generate_audio_switch
        if generate_multi_clip_switch is not UNSET:
            field_dict["generate_multi_clip_switch"] = generate_multi_clip_switch
        if thinking_type is not UNSET:
            field_dict["thinking_type"] = thinking_type
        if negative_prompt is not UNSET:
            field_dict["negative_prompt"] = negative_prompt
        if webhook_id is not UNSET:
            field_dict["webhook_id"] = webhook_id
        if water_mark is not UNSET:
            field_dict["water_mark"] = water_mark

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        prompt = d.pop("prompt")

        model = d.pop("model")

        duration = d.pop("duration")

        quality = Quality(d.pop("quality"))

        aspect_ratio = AspectRatio(d.pop("aspect_ratio"))

        sound_effect_switch = d.pop("sound_effect_switch", UNSET)

        sound_effect_content = d.pop("sound_effect_content", UNSET)

        lip_sync_tts_switch = d.pop("lip_sync_tts_switch", UNSET)

        lip_sync_tts_content = d.pop("lip_sync_tts_content", UNSET)

        lip_sync_tts_speaker_id = d.pop("lip_sync_tts_speaker_id", UNSET)

        lip_sync_switch = d.pop("lip_sync_switch", UNSET)

        _motion_mode = d.pop("motion_mode", UNSET)
        motion_mode: MotionMode | Unset
        if isinstance(_motion_mode, Unset):
            motion_mode = UNSET
        else:
            motion_mode = MotionMode(_motion_mode)

        _camera_movement = d.pop("camera_movement", UNSET)
        camera_movement: CameraMovement | Unset
        if isinstance(_camera_movement, Unset):
            camera_movement = UNSET
        else:
            camera_movement = CameraMovement(_camera_movement)

        _style = d.pop("style", UNSET)
        style: Style | Unset
        if isinstance(_style, Unset):
            style = UNSET
        else:
            style = Style(_style)

        template_id = d.pop("template_id", UNSET)

        seed = d.pop("seed", UNSET)

        generate_audio_switch = d.pop("generate_audio_switch", UNSET)

        generate_multi_clip_switch = d.pop("generate_multi_clip_switch", UNSET)

        _thinking_type = d.pop("thinking_type", UNSET)
        thinking_type: ThinkingType | Unset
        if isinstance(_thinking_type, Unset):
            thinking_type = UNSET
        else:
            thinking_type = ThinkingType(_thinking_type)

        negative_prompt = d.pop("negative_prompt", UNSET)

        webhook_id = d.pop("webhook_id", UNSET)

        water_mark = d.pop("water_mark", UNSET)

        text_to_video_request = cls(
            prompt=prompt,
            model=model,
            duration=duration,
            quality=quality,
            aspect_ratio=aspect_ratio,
            sound_effect_switch=sound_effect_switch,
            sound_effect_content=sound_effect_content,
            lip_sync_tts_switch=lip_sync_tts_switch,
            lip_sync_tts_content=lip_sync_tts_content,
            lip_sync_tts_speaker_id=lip_sync_tts_speaker_id,
            lip_sync_switch=lip_sync_switch,
            motion_mode=motion_mode,
            camera_movement=camera_movement,
            style=style,
            template_id=template_id,
            seed=seed,
            generate_audio_switch=generate_audio_switch,
            generate_multi_clip_switch=generate_multi_clip_switch,
            thinking_type=thinking_type,
            negative_prompt=negative_prompt,
            webhook_id=webhook_id,
            water_mark=water_mark,
        )

        text_to_video_request.additional_properties = d
        return text_to_video_request

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
