from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Restyle")


@_attrs_define
class Restyle:
    """
    Attributes:
        restyle_id (int | str):
        restyle_name (None | str | Unset):
        restyle_prompt (None | str | Unset):
        cover_url (None | str | Unset):
    """

    restyle_id: int | str
    restyle_name: None | str | Unset = UNSET
    restyle_prompt: None | str | Unset = UNSET
    cover_url: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        restyle_id: int | str
        restyle_id = self.restyle_id

        restyle_name: None | str | Unset
        if isinstance(self.restyle_name, Unset):
            restyle_name = UNSET
        else:
            restyle_name = self.restyle_name

        restyle_prompt: None | str | Unset
        if isinstance(self.restyle_prompt, Unset):
            restyle_prompt = UNSET
        else:
            restyle_prompt = self.restyle_prompt

        cover_url: None | str | Unset
        if isinstance(self.cover_url, Unset):
            cover_url = UNSET
        else:
            cover_url = self.cover_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "restyle_id": restyle_id,
            }
        )
        if restyle_name is not UNSET:
            field_dict["restyle_name"] = restyle_name
        if restyle_prompt is not UNSET:
            field_dict["restyle_prompt"] = restyle_prompt
        if cover_url is not UNSET:
            field_dict["cover_url"] = cover_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_restyle_id(data: object) -> int | str:
            return cast(int | str, data)

        restyle_id = _parse_restyle_id(d.pop("restyle_id"))

        def _parse_restyle_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        restyle_name = _parse_restyle_name(d.pop("restyle_name", UNSET))

        def _parse_restyle_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        restyle_prompt = _parse_restyle_prompt(d.pop("restyle_prompt", UNSET))

        def _parse_cover_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cover_url = _parse_cover_url(d.pop("cover_url", UNSET))

        restyle = cls(
            restyle_id=restyle_id,
            restyle_name=restyle_name,
            restyle_prompt=restyle_prompt,
            cover_url=cover_url,
        )

        restyle.additional_properties = d
        return restyle

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
