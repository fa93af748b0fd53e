from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.motion_mode import MotionMode
from ..models.quality import Quality
from ..types import UNSET, Unset

T = TypeVar("T", bound="TransitionRequest")


@_attrs_define
class TransitionRequest:
    """First and last frame to video.

    Attributes:
        first_frame_img (int): 64-bit id
        last_frame_img (int): 64-bit id
        prompt (str):
        model (str): v3.5, v4, v4.5, v5, v5.5, v5.6, v6, c1
        duration (int): seconds
        quality (Quality): 360p is the Turbo tier
        sound_effect_switch (bool | Unset): false when left out; v5 and older, or any model with a template
        sound_effect_content (str | Unset): What to hear; chosen from the picture when empty or left out
        lip_sync_tts_switch (bool | Unset): false when left out; v5 and older
        lip_sync_tts_content (str | Unset): About 140 characters; cut at the end of the video
        lip_sync_tts_speaker_id (str | Unset): Id from the list of speakers or auto
        lip_sync_switch (bool | Unset): Spelling of the pixverse.ai schema; examples and guides use the other
        motion_mode (MotionMode | Unset): normal when left out; fast costs double
        seed (int | Unset): Random when left out
        generate_audio_switch (bool | Unset): v5.5, v5.6, v6, c1
        template_id (int | Unset): 64-bit id
    """

    first_frame_img: int
    last_frame_img: int
    prompt: str
    model: str
    duration: int
    quality: Quality
    sound_effect_switch: bool | Unset = UNSET
    sound_effect_content: str | Unset = UNSET
    lip_sync_tts_switch: bool | Unset = UNSET
    lip_sync_tts_content: str | Unset = UNSET
    lip_sync_tts_speaker_id: str | Unset = UNSET
    lip_sync_switch: bool | Unset = UNSET
    motion_mode: MotionMode | Unset = UNSET
    seed: int | Unset = UNSET
    generate_audio_switch: bool | Unset = UNSET
    template_id: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        first_frame_img = self.first_frame_img

        last_frame_img = self.last_frame_img

        prompt = self.prompt

        model = self.model

        duration = self.duration

        quality = self.quality.value

        sound_effect_switch = self.sound_effect_switch

        sound_effect_content = self.sound_effect_content

        lip_sync_tts_switch = self.lip_sync_tts_switch

        lip_sync_tts_content = self.lip_sync_tts_content

        lip_sync_tts_speaker_id = self.lip_sync_tts_speaker_id

        lip_sync_switch = self.lip_sync_switch

        motion_mode: str | Unset = UNSET
        if not isinstance(self.motion_mode, Unset):
            motion_mode = self.motion_mode.value

        seed = self.seed

        generate_audio_switch = self.generate_audio_switch

        template_id = self.template_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "first_frame_img": first_frame_img,
                "last_frame_img": last_frame_img,
                "prompt": prompt,
                "model": model,
                "duration": duration,
                "quality": quality,
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
        if seed is not UNSET:
            field_dict["seed"] = seed
        if generate_audio_switch is not UNSET:
            field_dict["generate_audio_switch"] = generate_audio_switch
        if template_id is not UNSET:
            field_dict["template_id"] = template_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        first_frame_img = d.pop("first_frame_img")

        last_frame_img = d.pop("last_frame_img")

        prompt = d.pop("prompt")

        model = d.pop("model")

        duration = d.pop("duration")

        quality = Quality(d.pop("quality"))

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

        seed = d.pop("seed", UNSET)

        generate_audio_switch = d.pop("generate_audio_switch", UNSET)

        template_id = d.pop("template_id", UNSET)

        transition_request = cls(
            first_frame_img=first_frame_img,
            last_frame_img=last_frame_img,
            prompt=prompt,
            model=model,
            duration=duration,
            quality=quality,
            sound_effect_switch=sound_effect_switch,
            sound_effect_content=sound_effect_content,
            lip_sync_tts_switch=lip_sync_tts_switch,
            lip_sync_tts_content=lip_sync_tts_content,
            lip_sync_tts_speaker_id=lip_sync_tts_speaker_id,
            lip_sync_switch=lip_sync_switch,
            motion_mode=motion_mode,
            seed=seed,
            generate_audio_switch=generate_audio_switch,
            template_id=template_id,
        )

        transition_request.additional_properties = d
        return transition_request

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
