from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.mask import Mask


T = TypeVar("T", bound="MaskSelection")


@_attrs_define
class MaskSelection:
    """
    Attributes:
        keyframe_id (int):
        keyframe_url (None | str | Unset):
        credits_ (int | None | Unset):
        credit (int | None | Unset):
        mask_info (list[Mask] | Unset):
    """

    keyframe_id: int
    keyframe_url: None | str | Unset = UNSET
    credits_: int | None | Unset = UNSET
    credit: int | None | Unset = UNSET
    mask_info: list[Mask] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        keyframe_id = self.keyframe_id

        keyframe_url: None | str | Unset
        if isinstance(self.keyframe_url, Unset):
            keyframe_url = UNSET
        else:
            keyframe_url = self.keyframe_url

        credits_: int | None | Unset
        if isinstance(self.credits_, Unset):
            credits_ = UNSET
        else:
            credits_ = self.credits_

        credit: int | None | Unset
        if isinstance(self.credit, Unset):
            credit = UNSET
        else:
            credit = self.credit

        mask_info: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.mask_info, Unset):
            mask_info = []
            for mask_info_item_data in self.mask_info:
                mask_info_item = mask_info_item_data.to_dict()
                mask_info.append(mask_info_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "keyframe_id": keyframe_id,
            }
        )
        if keyframe_url is not UNSET:
            field_dict["keyframe_url"] = keyframe_url
        if credits_ is not UNSET:
            field_dict["credits"] = credits_
        if credit is not UNSET:
            field_dict["credit"] = credit
        if mask_info is not UNSET:
            field_dict["mask_info"] = mask_info

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.mask import Mask  # noqa: PLC0415

        d = dict(src_dict)
        keyframe_id = d.pop("keyframe_id")

        def _parse_keyframe_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        keyframe_url = _parse_keyframe_url(d.pop("keyframe_url", UNSET))

        def _parse_credits_(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        credits_ = _parse_credits_(d.pop("credits", UNSET))

        def _parse_credit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        credit = _parse_credit(d.pop("credit", UNSET))

        _mask_info = d.pop("mask_info", UNSET)
        mask_info: list[Mask] | Unset = UNSET
        if _mask_info is not UNSET:
            mask_info = []
            for mask_info_item_data in _mask_info:
                mask_info_item = Mask.from_dict(mask_info_item_data)

                mask_info.append(mask_info_item)

        mask_selection = cls(
            keyframe_id=keyframe_id,
            keyframe_url=keyframe_url,
            credits_=credits_,
            credit=credit,
            mask_info=mask_info,
        )

        mask_selection.additional_properties = d
        return mask_selection

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
