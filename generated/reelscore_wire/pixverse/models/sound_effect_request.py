from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="SoundEffectRequest")


@_attrs_define
class SoundEffectRequest:
    """
    Attributes:
        source_video_id (int | Unset): 64-bit id
        video_media_id (int | Unset): 64-bit id
        original_sound_switch (bool | Unset): Keep the original sound; false when left out
        sound_effect_content (str | Unset): What to hear; chosen from the picture when left out
        model (str | Unset): Reserved; leave it out
        prompt (str | Unset): Name used by a client of 2026-09; the source document wins
    """

    source_video_id: int | Unset = UNSET
    video_media_id: int | Unset = UNSET
    original_sound_switch: bool | Unset = UNSET
    sound_effect_content: str | Unset = UNSET
    model: str | Unset = UNSET
    prompt: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        source_video_id = self.source_video_id

        video_media_id = self.video_media_id

        original_sound_switch = self.original_sound_switch

        sound_effect_content = self.sound_effect_content

        model = self.model

        prompt = self.prompt

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if source_video_id is not UNSET:
            field_dict["source_video_id"] = source_video_id
        if video_media_id is not UNSET:
            field_dict["video_media_id"] = video_media_id
        if original_sound_switch is not UNSET:
            field_dict["original_sound_switch"] = original_sound_switch
        if sound_effect_content is not UNSET:
            field_dict["sound_effect_content"] = sound_effect_content
        if model is not UNSET:
            field_dict["model"] = model
        if prompt is not UNSET:
            field_dict["prompt"] = prompt

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        source_video_id = d.pop("source_video_id", UNSET)

        video_media_id = d.pop("video_media_id", UNSET)

        original_sound_switch = d.pop("original_sound_switch", UNSET)

        sound_effect_content = d.pop("sound_effect_content", UNSET)

        model = d.pop("model", UNSET)

        prompt = d.pop("prompt", UNSET)

        sound_effect_request = cls(
            source_video_id=source_video_id,
            video_media_id=video_media_id,
            original_sound_switch=original_sound_switch,
            sound_effect_content=sound_effect_content,
            model=model,
            prompt=prompt,
        )

        sound_effect_request.additional_properties = d
        return sound_effect_request

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
