from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="JobPersonaInput")


@_attrs_define
class JobPersonaInput:
    """
    Attributes:
        task_id (str):
        audio_id (str):
        name (str):
        description (str):
        vocal_start (float | Unset):
        vocal_end (float | Unset):
        style (str | Unset):
    """

    task_id: str
    audio_id: str
    name: str
    description: str
    vocal_start: float | Unset = UNSET
    vocal_end: float | Unset = UNSET
    style: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        task_id = self.task_id

        audio_id = self.audio_id

        name = self.name

        description = self.description

        vocal_start = self.vocal_start

        vocal_end = self.vocal_end

        style = self.style

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "task_id": task_id,
                "audio_id": audio_id,
                "name": name,
                "description": description,
            }
        )
        if vocal_start is not UNSET:
            field_dict["vocal_start"] = vocal_start
        if vocal_end is not UNSET:
            field_dict["vocal_end"] = vocal_end
        if style is not UNSET:
            field_dict["style"] = style

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        task_id = d.pop("task_id")

        audio_id = d.pop("audio_id")

        name = d.pop("name")

        description = d.pop("description")

        vocal_start = d.pop("vocal_start", UNSET)

        vocal_end = d.pop("vocal_end", UNSET)

        style = d.pop("style", UNSET)

        job_persona_input = cls(
            task_id=task_id,
            audio_id=audio_id,
            name=name,
            description=description,
            vocal_start=vocal_start,
            vocal_end=vocal_end,
            style=style,
        )

        job_persona_input.additional_properties = d
        return job_persona_input

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
