from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.edit_quality import EditQuality
from ..types import UNSET, Unset

T = TypeVar("T", bound="ModifyRequest")


@_attrs_define
class ModifyRequest:
    """
    Attributes:
        prompt (str):
        quality (EditQuality):
        source_video_id (int | Unset): 64-bit id
        video_media_id (int | Unset): 64-bit id
        img_ids (list[int] | Unset):
        mask_ids (list[str] | Unset): From mask selection
        mask_urls (list[str] | Unset):
        keyframe_ids (int | list[int] | Unset): An integer in the digest of pixverseai.cn; one client sends an array.
    """

    prompt: str
    quality: EditQuality
    source_video_id: int | Unset = UNSET
    video_media_id: int | Unset = UNSET
    img_ids: list[int] | Unset = UNSET
    mask_ids: list[str] | Unset = UNSET
    mask_urls: list[str] | Unset = UNSET
    keyframe_ids: int | list[int] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        prompt = self.prompt

        quality = self.quality.value

        source_video_id = self.source_video_id

        video_media_id = self.video_media_id

        img_ids: list[int] | Unset = UNSET
        if not isinstance(self.img_ids, Unset):
            img_ids = self.img_ids

        mask_ids: list[str] | Unset = UNSET
        if not isinstance(self.mask_ids, Unset):
            mask_ids = self.mask_ids

        mask_urls: list[str] | Unset = UNSET
        if not isinstance(self.mask_urls, Unset):
            mask_urls = self.mask_urls

        keyframe_ids: int | list[int] | Unset
        if isinstance(self.keyframe_ids, Unset):
            keyframe_ids = UNSET
        elif isinstance(self.keyframe_ids, list):
            keyframe_ids = self.keyframe_ids

        else:
            keyframe_ids = self.keyframe_ids

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "prompt": prompt,
                "quality": quality,
            }
        )
        if source_video_id is not UNSET:
            field_dict["source_video_id"] = source_video_id
        if video_media_id is not UNSET:
            field_dict["video_media_id"] = video_media_id
        if img_ids is not UNSET:
            field_dict["img_ids"] = img_ids
        if mask_ids is not UNSET:
            field_dict["mask_ids"] = mask_ids
        if mask_urls is not UNSET:
            field_dict["mask_urls"] = mask_urls
        if keyframe_ids is not UNSET:
            field_dict["keyframe_ids"] = keyframe_ids

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        prompt = d.pop("prompt")

        quality = EditQuality(d.pop("quality"))

        source_video_id = d.pop("source_video_id", UNSET)

        video_media_id = d.pop("video_media_id", UNSET)

        img_ids = cast(list[int], d.pop("img_ids", UNSET))

        mask_ids = cast(list[str], d.pop("mask_ids", UNSET))

        mask_urls = cast(list[str], d.pop("mask_urls", UNSET))

        def _parse_keyframe_ids(data: object) -> int | list[int] | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                keyframe_ids_type_1 = cast(list[int], data)

                return keyframe_ids_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(int | list[int] | Unset, data)

        keyframe_ids = _parse_keyframe_ids(d.pop("keyframe_ids", UNSET))

        modify_request = cls(
            prompt=prompt,
            quality=quality,
            source_video_id=source_video_id,
            video_media_id=video_media_id,
            img_ids=img_ids,
            mask_ids=mask_ids,
            mask_urls=mask_urls,
            keyframe_ids=keyframe_ids,
        )

        modify_request.additional_properties = d
        return modify_request

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
