from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="JobMusicVideoInput")


@_attrs_define
class JobMusicVideoInput:
    """
    Attributes:
        task_id (str):
        audio_id (str):
        author (str | Unset):
        domain_name (str | Unset):
    """

    task_id: str
    audio_id: str
    author: str | Unset = UNSET
    domain_name: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        task_id = self.task_id

        audio_id = self.audio_id

        author = self.author

        domain_name = self.domain_name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "task_id": task_id,
                "audio_id": audio_id,
            }
        )
        if author is not UNSET:
            field_dict["author"] = author
        if domain_name is not UNSET:
            field_dict["domain_name"] = domain_name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        task_id = d.pop("task_id")

        audio_id = d.pop("audio_id")

        author = d.pop("author", UNSET)

        domain_name = d.pop("domain_name", UNSET)

        job_music_video_input = cls(
            task_id=task_id,
            audio_id=audio_id,
            author=author,
            domain_name=domain_name,
        )

        job_music_video_input.additional_properties = d
        return job_music_video_input

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
