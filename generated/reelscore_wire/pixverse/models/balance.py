from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Balance")


@_attrs_define
class Balance:
    """
    Attributes:
        account_id (int):
        credit_monthly (int | Unset): Left of the plan
        credit_package (int | Unset): Left of bought packs
    """

    account_id: int
    credit_monthly: int | Unset = UNSET
    credit_package: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        account_id = self.account_id

        credit_monthly = self.credit_monthly

        credit_package = self.credit_package

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "account_id": account_id,
            }
        )
        if credit_monthly is not UNSET:
            field_dict["credit_monthly"] = credit_monthly
        if credit_package is not UNSET:
            field_dict["credit_package"] = credit_package

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        account_id = d.pop("account_id")

        credit_monthly = d.pop("credit_monthly", UNSET)

        credit_package = d.pop("credit_package", UNSET)

        balance = cls(
            account_id=account_id,
            credit_monthly=credit_monthly,
            credit_package=credit_package,
        )

        balance.additional_properties = d
        return balance

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
