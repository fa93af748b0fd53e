from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.restyle import Restyle
    from ..models.restyle_page import RestylePage


T = TypeVar("T", bound="RestylesAnswer")


@_attrs_define
class RestylesAnswer:
    """
    Attributes:
        err_code (int):
        err_msg (str): success or Success when it went well
        resp (list[Restyle] | RestylePage):
    """

    err_code: int
    err_msg: str
    resp: list[Restyle] | RestylePage
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        err_code = self.err_code

        err_msg = self.err_msg

        resp: dict[str, Any] | list[dict[str, Any]]
        if isinstance(self.resp, list):
            resp = []
            for resp_type_0_item_data in self.resp:
                resp_type_0_item = resp_type_0_item_data.to_dict()
                resp.append(resp_type_0_item)

        else:
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
        from ..models.restyle import Restyle  # noqa: PLC0415
        from ..models.restyle_page import RestylePage  # noqa: PLC0415

        d = dict(src_dict)
        err_code = d.pop("ErrCode")

        err_msg = d.pop("ErrMsg")

        def _parse_resp(data: object) -> list[Restyle] | RestylePage:
            try:
                if not isinstance(data, list):
                    raise TypeError()
                resp_type_0 = []
                _resp_type_0 = data
                for resp_type_0_item_data in _resp_type_0:
                    resp_type_0_item = Restyle.from_dict(resp_type_0_item_data)

                    resp_type_0.append(resp_type_0_item)

                return resp_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            resp_type_1 = RestylePage.from_dict(data)

            return resp_type_1

        resp = _parse_resp(d.pop("Resp"))

        restyles_answer = cls(
            err_code=err_code,
            err_msg=err_msg,
            resp=resp,
        )

        restyles_answer.additional_properties = d
        return restyles_answer

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
