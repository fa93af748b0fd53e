from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Mask")


@_attrs_define
class Mask:
    """
    Attributes:
        mask_id (str):
        mask_name (None | str | Unset): For example person, object, background
        mask_url (None | str | Unset):
    """

    mask_id: str
    mask_name: None | str | Unset = UNSET
    mask_url: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        mask_id = self.mask_id

        mask_name: None | str | Unset
        if isinstance(self.mask_name, Unset):
            mask_name = UNSET
        else:
            mask_name = self.mask_name

        mask_url: None | str | Unset
        if isinstance(self.mask_url, Unset):
            mask_url = UNSET
        else:
            mask_url = self.mask_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "mask_id": mask_id,
            }
        )
        if mask_name is not UNSET:
            field_dict["mask_name"] = mask_name
        if mask_url is not UNSET:
            field_dict["mask_url"] = mask_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        mask_id = d.pop("mask_id")

        def _parse_mask_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        mask_name = _parse_mask_name(d.pop("mask_name", UNSET))

        def _parse_mask_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        mask_url = _parse_mask_url(d.pop("mask_url", UNSET))

        mask = cls(
            mask_id=mask_id,
            mask_name=mask_name,
            mask_url=mask_url,
        )

        mask.additional_properties = d
        return mask

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
