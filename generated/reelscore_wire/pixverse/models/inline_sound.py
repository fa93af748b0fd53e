from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="InlineSound")


@_attrs_define
class InlineSound:
    """Sound and speech asked for together with a video.

    Attributes:
        sound_effect_switch (bool | Unset): false when left out; v5 and older, or any model with a template
        sound_effect_content (str | Unset): What to hear; chosen from the picture when empty or left out
        lip_sync_tts_switch (bool | Unset): false when left out; v5 and older
        lip_sync_tts_content (str | Unset): About 140 characters; cut at the end of the video
        lip_sync_tts_speaker_id (str | Unset): Id from the list of speakers or auto
        lip_sync_switch (bool | Unset): Spelling of the pixverse.ai schema; examples and guides use the other
    """

    sound_effect_switch: bool | Unset = UNSET
    sound_effect_content: str | Unset = UNSET
    lip_sync_tts_switch: bool | Unset = UNSET
    lip_sync_tts_content: str | Unset = UNSET
    lip_sync_tts_speaker_id: str | Unset = UNSET
    lip_sync_switch: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        sound_effect_switch = self.sound_effect_switch

        sound_effect_content = self.sound_effect_content

        lip_sync_tts_switch = self.lip_sync_tts_switch

        lip_sync_tts_content = self.lip_sync_tts_content

        lip_sync_tts_speaker_id = self.lip_sync_tts_speaker_id

        lip_sync_switch = self.lip_sync_switch

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
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

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        sound_effect_switch = d.pop("sound_effect_switch", UNSET)

        sound_effect_content = d.pop("sound_effect_content", UNSET)

        lip_sync_tts_switch = d.pop("lip_sync_tts_switch", UNSET)

        lip_sync_tts_content = d.pop("lip_sync_tts_content", UNSET)

        lip_sync_tts_speaker_id = d.pop("lip_sync_tts_speaker_id", UNSET)

        lip_sync_switch = d.pop("lip_sync_switch", UNSET)

        inline_sound = cls(
            sound_effect_switch=sound_effect_switch,
            sound_effect_content=sound_effect_content,
            lip_sync_tts_switch=lip_sync_tts_switch,
            lip_sync_tts_content=lip_sync_tts_content,
            lip_sync_tts_speaker_id=lip_sync_tts_speaker_id,
            lip_sync_switch=lip_sync_switch,
        )

        inline_sound.additional_properties = d
        return inline_sound

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
