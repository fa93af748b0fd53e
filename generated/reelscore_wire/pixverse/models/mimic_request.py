from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.edit_quality import EditQuality
from ..types import UNSET, Unset

T = TypeVar("T", bound="MimicRequest")


@_attrs_define
class MimicRequest:
    """
    Attributes:
        img_id (int): 64-bit id
        quality (EditQuality):
        source_video_id (int | Unset): 64-bit id
        video_media_id (int | Unset): 64-bit id
    """

    img_id: int
    quality: EditQuality
    source_video_id: int | Unset = UNSET
    video_media_id: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        img_id = self.img_id

        quality = self.quality.value

        source_video_id = self.source_video_id

        video_media_id = self.video_media_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "img_id": img_id,
                "quality": quality,
            }
        )
        if source_video_id is not UNSET:
            field_dict["source_video_id"] = source_video_id
        if video_media_id is not UNSET:
            field_dict["video_media_id"] = video_media_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        img_id = d.pop("img_id")

        quality = EditQuality(d.pop("quality"))

        source_video_id = d.pop("source_video_id", UNSET)

        video_media_id = d.pop("video_media_id", UNSET)

        mimic_request = cls(
            img_id=img_id,
            quality=quality,
            source_video_id=source_video_id,
            video_media_id=video_media_id,
        )

        mimic_request.additional_properties = d
        return mimic_request

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
