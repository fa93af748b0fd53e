from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.job_input import JobInput


T = TypeVar("T", bound="JobsCreateRequest")


@_attrs_define
class JobsCreateRequest:
    """
    Attributes:
        model (str): One of the keys of x-inputs; Kie.ai sells other models here too.
        input_ (JobInput): Free; x-inputs of JobsCreateRequest names the schema per model.
        call_back_url (str | Unset): Where the vendor posts the result.
    """

    model: str
    input_: JobInput
    call_back_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        model = self.model

        input_ = self.input_.to_dict()

        call_back_url = self.call_back_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
                "input": input_,
            }
        )
        if call_back_url is not UNSET:
            field_dict["callBackUrl"] = call_back_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.job_input import JobInput  # noqa: PLC0415

        d = dict(src_dict)
        model = d.pop("model")

        input_ = JobInput.from_dict(d.pop("input"))

        call_back_url = d.pop("callBackUrl", UNSET)

        jobs_create_request = cls(
            model=model,
            input_=input_,
            call_back_url=call_back_url,
        )

        jobs_create_request.additional_properties = d
        return jobs_create_request

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
