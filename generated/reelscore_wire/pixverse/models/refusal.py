from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Refusal")


@_attrs_define
class Refusal:
    """ErrCode is not 0; Resp is null, empty or absent.

    Attributes:
        err_code (int):
        err_msg (None | str | Unset):
        resp (Any | Unset):
    """

    err_code: int
    err_msg: None | str | Unset = UNSET
    resp: Any | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        err_code = self.err_code

        err_msg: None | str | Unset
        if isinstance(self.err_msg, Unset):
            err_msg = UNSET
        else:
            err_msg = self.err_msg

        resp = self.resp

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "ErrCode": err_code,
            }
        )
        if err_msg is not UNSET:
            field_dict["ErrMsg"] = err_msg
        if resp is not UNSET:
            field_dict["Resp"] = resp

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        err_code = d.pop("ErrCode")

        def _parse_err_msg(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        err_msg = _parse_err_msg(d.pop("ErrMsg", UNSET))

        resp = d.pop("Resp", UNSET)

        refusal = cls(
            err_code=err_code,
            err_msg=err_msg,
            resp=resp,
        )

        refusal.additional_properties = d
        return refusal

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
