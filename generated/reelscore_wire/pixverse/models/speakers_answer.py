from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.speaker_page import SpeakerPage


T = TypeVar("T", bound="SpeakersAnswer")


@_attrs_define
class SpeakersAnswer:
    """
    Attributes:
        err_code (int):
        err_msg (str): success or Success when it went well
        resp (SpeakerPage):
    """

    err_code: int
    err_msg: str
    resp: SpeakerPage
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        err_code = self.err_code

        err_msg = self.err_msg

        resp = self.resp.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "ErrCode": err_code,
                "ErrMsg": err_msg,
                "Resp": resp,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.speaker_page import SpeakerPage  # noqa: PLC0415

        d = dict(src_dict)
        err_code = d.pop("ErrCode")

        err_msg = d.pop("ErrMsg")

        resp = SpeakerPage.from_dict(d.pop("Resp"))

        speakers_answer = cls(
            err_code=err_code,
            err_msg=err_msg,
            resp=resp,
        )

        speakers_answer.additional_properties = d
        return speakers_answer

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
