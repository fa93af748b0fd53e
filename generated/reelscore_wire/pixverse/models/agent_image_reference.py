from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="AgentImageReference")


@_attrs_define
class AgentImageReference:
    """
    Attributes:
        img_id (int | Unset): 64-bit id
        img_url (str | Unset):
        ref_name (str | Unset):
    """

    img_id: int | Unset = UNSET
    img_url: str | Unset = UNSET
    ref_name: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        img_id = self.img_id

        img_url = self.img_url

        ref_name = self.ref_name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if img_id is not UNSET:
            field_dict["img_id"] = img_id
        if img_url is not UNSET:
            field_dict["img_url"] = img_url
        if ref_name is not UNSET:
            field_dict["ref_name"] = ref_name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        img_id = d.pop("img_id", UNSET)

        img_url = d.pop("img_url", UNSET)

        ref_name = d.pop("ref_name", UNSET)

        agent_image_reference = cls(
            img_id=img_id,
            img_url=img_url,
            ref_name=ref_name,
        )

        agent_image_reference.additional_properties = d
        return agent_image_reference

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
