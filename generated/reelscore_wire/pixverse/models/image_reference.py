from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.reference_type import ReferenceType
from ..types import UNSET, Unset

T = TypeVar("T", bound="ImageReference")


@_attrs_define
class ImageReference:
    """
    Attributes:
        img_id (int): 64-bit id
        type_ (ReferenceType | Unset):
        ref_name (str | Unset): Unique, named in the prompt as @ref_name; about 30 bytes of UTF-8
    """

    img_id: int
    type_: ReferenceType | Unset = UNSET
    ref_name: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        img_id = self.img_id

        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        ref_name = self.ref_name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "img_id": img_id,
            }
        )
        if type_ is not UNSET:
            field_dict["type"] = type_
        if ref_name is not UNSET:
            field_dict["ref_name"] = ref_name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        img_id = d.pop("img_id")

        _type_ = d.pop("type", UNSET)
        type_: ReferenceType | Unset
        if isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = ReferenceType(_type_)

        ref_name = d.pop("ref_name", UNSET)

        image_reference = cls(
            img_id=img_id,
            type_=type_,
            ref_name=ref_name,
        )

        image_reference.additional_properties = d
        return image_reference

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
