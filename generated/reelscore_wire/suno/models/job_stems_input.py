from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.stem_name import StemName
from ..models.stem_type import StemType
from ..types import UNSET, Unset

T = TypeVar("T", bound="JobStemsInput")


@_attrs_define
class JobStemsInput:
    """Either task_id with audio_id, or audio_url.

    Attributes:
        task_id (str | Unset):
        audio_id (str | Unset):
        audio_url (str | Unset): At most 20 MB.
        type_ (StemType | Unset): Two stems, up to twelve, or the one in stemName; default separate_vocal.
        stem_name (StemName | Unset): For split_stem_advanced only.
    """

    task_id: str | Unset = UNSET
    audio_id: str | Unset = UNSET
    audio_url: str | Unset = UNSET
    type_: StemType | Unset = UNSET
    stem_name: StemName | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
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
        field_dict.update({})
        if task_id is not UNSET:
            field_dict["task_id"] = task_id
        if audio_id is not UNSET:
            field_dict["audio_id"] = audio_id
        if audio_url is not UNSET:
            field_dict["audio_url"] = audio_url
        if type_ is not UNSET:
            field_dict["type"] = type_
        if stem_name is not UNSET:
            field_dict["stem_name"] = stem_name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        task_id = d.pop("task_id", UNSET)

        audio_id = d.pop("audio_id", UNSET)

        audio_url = d.pop("audio_url", UNSET)

        _type_ = d.pop("type", UNSET)
        type_: StemType | Unset
        if isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = StemType(_type_)

        _stem_name = d.pop("stem_name", UNSET)
        stem_name: StemName | Unset
        if isinstance(_stem_name, Unset):
            stem_name = UNSET
        else:
            stem_name = StemName(_stem_name)

        job_stems_input = cls(
            task_id=task_id,
            audio_id=audio_id,
            audio_url=audio_url,
            type_=type_,
            stem_name=stem_name,
        )

        job_stems_input.additional_properties = d
        return job_stems_input

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
