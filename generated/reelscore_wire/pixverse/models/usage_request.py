from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.creation_type import CreationType
from ..models.credits_status import CreditsStatus
from ..types import UNSET, Unset

T = TypeVar("T", bound="UsageRequest")


@_attrs_define
class UsageRequest:
    """
    Attributes:
        start_time (str | Unset): UTC
        end_time (str | Unset): UTC, at most 30 days later
        cursor (str | Unset):
        limit (int | Unset):
        credits_status (CreditsStatus | Unset):
        creation_type (list[CreationType] | Unset):
    """

    start_time: str | Unset = UNSET
    end_time: str | Unset = UNSET
    cursor: str | Unset = UNSET
    limit: int | Unset = UNSET
    credits_status: CreditsStatus | Unset = UNSET
    creation_type: list[CreationType] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        start_time = self.start_time

        end_time = self.end_time

        cursor = self.cursor

        limit = self.limit

        credits_status: str | Unset = UNSET
        if not isinstance(self.credits_status, Unset):
            credits_status = self.credits_status.value

        creation_type: list[str] | Unset = UNSET
        if not isinstance(self.creation_type, Unset):
            creation_type = []
            for creation_type_item_data in self.creation_type:
                creation_type_item = creation_type_item_data.value
                creation_type.append(creation_type_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if start_time is not UNSET:
            field_dict["start_time"] = start_time
        if end_time is not UNSET:
            field_dict["end_time"] = end_time
        if cursor is not UNSET:
            field_dict["cursor"] = cursor
        if limit is not UNSET:
            field_dict["limit"] = limit
        if credits_status is not UNSET:
            field_dict["credits_status"] = credits_status
        if creation_type is not UNSET:
            field_dict["creation_type"] = creation_type

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        start_time = d.pop("start_time", UNSET)

        end_time = d.pop("end_time", UNSET)

        cursor = d.pop("cursor", UNSET)

        limit = d.pop("limit", UNSET)

        _credits_status = d.pop("credits_status", UNSET)
        credits_status: CreditsStatus | Unset
        if isinstance(_credits_status, Unset):
            credits_status = UNSET
        else:
            credits_status = CreditsStatus(_credits_status)

        _creation_type = d.pop("creation_type", UNSET)
        creation_type: list[CreationType] | Unset = UNSET
        if _creation_type is not UNSET:
            creation_type = []
            for creation_type_item_data in _creation_type:
                creation_type_item = CreationType(creation_type_item_data)

                creation_type.append(creation_type_item)

        usage_request = cls(
            start_time=start_time,
            end_time=end_time,
            cursor=cursor,
            limit=limit,
            credits_status=credits_status,
            creation_type=creation_type,
        )

        usage_request.additional_properties = d
        return usage_request

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
