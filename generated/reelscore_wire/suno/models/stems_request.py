from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.stem_name import StemName
from ..models.stem_type import StemType
from ..types import UNSET, Unset

T = TypeVar("T", bound="StemsRequest")


@_attrs_define
class StemsRequest:
    """
    Attributes:
        call_back_url (str): Where the vendor posts the result.
        task_id (str | Unset):
        audio_id (str | Unset):
        audio_url (str | Unset): Own audio of at most 20 MB.
        type_ (StemType | Unset): Two stems, up to twelve, or the one in stemName; default separate_vocal.
        stem_name (StemName | Unset): For split_stem_advanced only.
    """

    call_back_url: str
    task_id: str | Unset = UNSET
    audio_id: str | Unset = UNSET
    audio_url: str | Unset = UNSET
    type_: StemType | Unset = UNSET
    stem_name: StemName | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        call_back_url = self.call_back_url

        task_id = self.task_id

        audio_id = self.audio_id

        audio_url = self.audio_url

        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        stem_name: str | Unset = UNSET
        if not isinstance(self.stem_name, Unset):
            stem_name = self.stem_name.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "callBackUrl": call_back_url,
            }
        )
        if task_id is not UNSET:
            field_dict["taskId"] = task_id
        if audio_id is not UNSET:
            field_dict["audioId"] = audio_id
        if audio_url is not UNSET:
            field_dict["audioUrl"] = audio_url
        if type_ is not UNSET:
            field_dict["type"] = type_
        if stem_name is not UNSET:
            field_dict["stemName"] = stem_name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        call_back_url = d.pop("callBackUrl")

        task_id = d.pop("taskId", UNSET)

        audio_id = d.pop("audioId", UNSET)

        audio_url = d.pop("audioUrl", UNSET)

        _type_ = d.pop("type", UNSET)
        type_: StemType | Unset
        if isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = StemType(_type_)

        _stem_name = d.pop("stemName", UNSET)
        stem_name: StemName | Unset
        if isinstance(_stem_name, Unset):
            stem_name = UNSET
        else:
            stem_name = StemName(_stem_name)

        stems_request = cls(
            call_back_url=call_back_url,
            task_id=task_id,
            audio_id=audio_id,
            audio_url=audio_url,
            type_=type_,
            stem_name=stem_name,
        )

        stems_request.additional_properties = d
        return stems_request

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
