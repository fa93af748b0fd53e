from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.motion_mode import MotionMode
from ..models.quality import Quality
from ..models.style import Style
from ..types import UNSET, Unset

T = TypeVar("T", bound="ExtendRequest")


@_attrs_define
class ExtendRequest:
    """
    Attributes:
        prompt (str):
        model (str): v3.5, v4, v4.5, v5, v5.5, v6; neither v5.6 nor c1
        duration (int): seconds
        quality (Quality): 360p is the Turbo tier
        source_video_id (int | Unset): 64-bit id
        video_media_id (int | Unset): 64-bit id
        seed (int | Unset): Random when left out
        motion_mode (MotionMode | Unset): normal when left out; fast costs double
        style (Style | Unset): The source document prints day where the schema of pixverse.ai has clay; both are taken.
        generate_audio_switch (bool | Unset): v6
        template_id (int | Unset): 64-bit id
        img_id (int | Unset): 64-bit id
        negative_prompt (str | Unset): In an older guide only
        water_mark (bool | Unset): Listed as required there; examples send false
    """

    prompt: str
    model: str
    duration: int
    quality: Quality
    source_video_id: int | Unset = UNSET
    video_media_id: int | Unset = UNSET
    seed: int | Unset = UNSET
    motion_mode: MotionMode | Unset = UNSET
    style: Style | Unset = UNSET
    generate_audio_switch: bool | Unset = UNSET
    template_id: int | Unset = UNSET
    img_id: int | Unset = UNSET
    negative_prompt: str | Unset = UNSET
    water_mark: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        prompt = self.prompt

        model = self.model

        duration = self.duration

        quality = self.quality.value

        source_video_id = self.source_video_id

        video_media_id = self.video_media_id

        seed = self.seed

        motion_mode: str | Unset = UNSET
        if not isinstance(self.motion_mode, Unset):
            motion_mode = self.motion_mode.value

        style: str | Unset = UNSET
        if not isinstance(self.style, Unset):
            style = self.style.value

        generate_audio_switch = self.generate_audio_switch

        template_id = self.template_id

        img_id = self.img_id

        negative_prompt = self.negative_prompt

        water_mark = self.water_mark

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "prompt": prompt,
                "model": model,
                "duration": duration,
                "quality": quality,
            }
        )
        if source_video_id is not UNSET:
            field_dict["source_video_id"] = source_video_id
        if video_media_id is not UNSET:
            field_dict["video_media_id"] = video_media_id
        if seed is not UNSET:
            field_dict["seed"] = seed
        if motion_mode is not UNSET:
            field_dict["motion_mode"] = motion_mode
        if style is not UNSET:
            field_dict["style"] = style
        if generate_audio_switch is not UNSET:
            field_dict["generate_audio_switch"] = generate_audio_switch
        if template_id is not UNSET:
            field_dict["template_id"] = template_id
        if img_id is not UNSET:
            field_dict["img_id"] = img_id
        if negative_prompt is not UNSET:
            field_dict["negative_prompt"] = negative_prompt
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

        source_video_id = d.pop("source_video_id", UNSET)

        video_media_id = d.pop("video_media_id", UNSET)

        seed = d.pop("seed", UNSET)

        _motion_mode = d.pop("motion_mode", UNSET)
        motion_mode: MotionMode | Unset
        if isinstance(_motion_mode, Unset):
            motion_mode = UNSET
        else:
            motion_mode = MotionMode(_motion_mode)

        _style = d.pop("style", UNSET)
        style: Style | Unset
        if isinstance(_style, Unset):
            style = UNSET
        else:
            style = Style(_style)

        generate_audio_switch = d.pop("generate_audio_switch", UNSET)

        template_id = d.pop("template_id", UNSET)

        img_id = d.pop("img_id", UNSET)

        negative_prompt = d.pop("negative_prompt", UNSET)

        water_mark = d.pop("water_mark", UNSET)

        extend_request = cls(
            prompt=prompt,
            model=model,
            duration=duration,
            quality=quality,
            source_video_id=source_video_id,
            video_media_id=video_media_id,
            seed=seed,
            motion_mode=motion_mode,
            style=style,
            generate_audio_switch=generate_audio_switch,
            template_id=template_id,
            img_id=img_id,
            negative_prompt=negative_prompt,
            water_mark=water_mark,
        )

        extend_request.additional_properties = d
        return extend_request

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
