from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.quality import Quality
from ..types import UNSET, Unset

T = TypeVar("T", bound="AvatarRequest")


@_attrs_define
class AvatarRequest:
    """
    Attributes:
        img_id (int): 64-bit id
        quality (Quality): 360p is the Turbo tier
        audio_media_id (int | Unset): 64-bit id
        lip_sync_tts_speaker_id (str | Unset):
        lip_sync_tts_content (str | Unset): An integrator takes 30 to 200 characters
        prompt (str | Unset):
        model (str | Unset): Open; no list is published
    """

    img_id: int
    quality: Quality
    audio_media_id: int | Unset = UNSET
    lip_sync_tts_speaker_id: str | Unset = UNSET
    lip_sync_tts_content: str | Unset = UNSET
    prompt: str | Unset = UNSET
    model: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        img_id = self.img_id

        quality = self.quality.value

        audio_media_id = self.audio_media_id

        lip_sync_tts_speaker_id = self.lip_sync_tts_speaker_id

        lip_sync_tts_content = self.lip_sync_tts_content

        prompt = self.prompt

        model = self.model

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "img_id": img_id,
                "quality": quality,
            }
        )
        if audio_media_id is not UNSET:
            field_dict["audio_media_id"] = audio_media_id
        if lip_sync_tts_speaker_id is not UNSET:
            field_dict["lip_sync_tts_speaker_id"] = lip_sync_tts_speaker_id
        if lip_sync_tts_content is not UNSET:
            field_dict["lip_sync_tts_content"] = lip_sync_tts_content
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if model is not UNSET:
            field_dict["model"] = model

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        img_id = d.pop("img_id")

        quality = Quality(d.pop("quality"))

        audio_media_id = d.pop("audio_media_id", UNSET)

        lip_sync_tts_speaker_id = d.pop("lip_sync_tts_speaker_id", UNSET)

        lip_sync_tts_content = d.pop("lip_sync_tts_content", UNSET)

        prompt = d.pop("prompt", UNSET)

        model = d.pop("model", UNSET)

        avatar_request = cls(
            img_id=img_id,
            quality=quality,
            audio_media_id=audio_media_id,
            lip_sync_tts_speaker_id=lip_sync_tts_speaker_id,
            lip_sync_tts_content=lip_sync_tts_content,
            prompt=prompt,
            model=model,
        )

        avatar_request.additional_properties = d
        return avatar_request

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
