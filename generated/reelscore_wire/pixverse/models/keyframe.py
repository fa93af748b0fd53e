from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Keyframe")


@_attrs_define
class Keyframe:
    """
    Attributes:
        img_id (int): 64-bit id
        duration (int | Unset): Seconds to the next frame; last item 0 or left out
        prompt (str | Unset):
    """

    img_id: int
    duration: int | Unset = UNSET
    prompt: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        img_id = self.img_id

        duration = self.duration

        prompt = self.prompt

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "img_id": img_id,
            }
        )
        if duration is not UNSET:
            field_dict["duration"] = duration
        if prompt is not UNSET:
            field_dict["prompt"] = prompt

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        img_id = d.pop("img_id")

        duration = d.pop("duration", UNSET)

        prompt = d.pop("prompt", UNSET)

        keyframe = cls(
            img_id=img_id,
            duration=duration,
            prompt=prompt,
        )

        keyframe.additional_properties = d
        return keyframe

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
