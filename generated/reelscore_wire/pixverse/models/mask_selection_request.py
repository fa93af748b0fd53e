from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="MaskSelectionRequest")


@_attrs_define
class MaskSelectionRequest:
    """
    Attributes:
        source_video_id (int | Unset): 64-bit id
        video_media_id (int | Unset): 64-bit id
        keyframe_id (int | Unset): Number of the frame, 1 when left out
    """

    source_video_id: int | Unset = UNSET
    video_media_id: int | Unset = UNSET
    keyframe_id: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        source_video_id = self.source_video_id

        video_media_id = self.video_media_id

        keyframe_id = self.keyframe_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if source_video_id is not UNSET:
            field_dict["source_video_id"] = source_video_id
        if video_media_id is not UNSET:
            field_dict["video_media_id"] = video_media_id
        if keyframe_id is not UNSET:
            field_dict["keyframe_id"] = keyframe_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        source_video_id = d.pop("source_video_id", UNSET)

        video_media_id = d.pop("video_media_id", UNSET)

        keyframe_id = d.pop("keyframe_id", UNSET)

        mask_selection_request = cls(
            source_video_id=source_video_id,
            video_media_id=video_media_id,
            keyframe_id=keyframe_id,
        )

        mask_selection_request.additional_properties = d
        return mask_selection_request

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
