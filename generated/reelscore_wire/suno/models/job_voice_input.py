from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.singer_skill_level import SingerSkillLevel
from ..types import UNSET, Unset

T = TypeVar("T", bound="JobVoiceInput")


@_attrs_define
class JobVoiceInput:
    """
    Attributes:
        task_id (str):
        verify_url (str):
        voice_name (str | Unset):
        description (str | Unset):
        style (str | Unset):
        singer_skill_level (SingerSkillLevel | Unset): Default beginner.
    """

    task_id: str
    verify_url: str
    voice_name: str | Unset = UNSET
    description: str | Unset = UNSET
    style: str | Unset = UNSET
    singer_skill_level: SingerSkillLevel | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        task_id = self.task_id

        verify_url = self.verify_url

        voice_name = self.voice_name

        description = self.description

        style = self.style

        singer_skill_level: str | Unset = UNSET
        if not isinstance(self.singer_skill_level, Unset):
            singer_skill_level = self.singer_skill_level.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "task_id": task_id,
                "verify_url": verify_url,
            }
        )
        if voice_name is not UNSET:
            field_dict["voice_name"] = voice_name
        if description is not UNSET:
            field_dict["description"] = description
        if style is not UNSET:
            field_dict["style"] = style
        if singer_skill_level is not UNSET:
            field_dict["singer_skill_level"] = singer_skill_level

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        task_id = d.pop("task_id")

        verify_url = d.pop("verify_url")

        voice_name = d.pop("voice_name", UNSET)

        description = d.pop("description", UNSET)

        style = d.pop("style", UNSET)

        _singer_skill_level = d.pop("singer_skill_level", UNSET)
        singer_skill_level: SingerSkillLevel | Unset
        if isinstance(_singer_skill_level, Unset):
            singer_skill_level = UNSET
        else:
            singer_skill_level = SingerSkillLevel(_singer_skill_level)

        job_voice_input = cls(
            task_id=task_id,
            verify_url=verify_url,
            voice_name=voice_name,
            description=description,
            style=style,
            singer_skill_level=singer_skill_level,
        )

        job_voice_input.additional_properties = d
        return job_voice_input

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
