from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.job_lyrics_texts import JobLyricsTexts


T = TypeVar("T", bound="JobLyricsResult")


@_attrs_define
class JobLyricsResult:
    """
    Attributes:
        result_object (JobLyricsTexts | None | Unset):
    """

    result_object: JobLyricsTexts | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.job_lyrics_texts import JobLyricsTexts  # noqa: PLC0415

        result_object: dict[str, Any] | None | Unset
        if isinstance(self.result_object, Unset):
            result_object = UNSET
        elif isinstance(self.result_object, JobLyricsTexts):
            result_object = self.result_object.to_dict()
        else:
            result_object = self.result_object

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if result_object is not UNSET:
            field_dict["resultObject"] = result_object

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.job_lyrics_texts import JobLyricsTexts  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_result_object(data: object) -> JobLyricsTexts | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                result_object_type_0 = JobLyricsTexts.from_dict(data)

                return result_object_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JobLyricsTexts | None | Unset, data)

        result_object = _parse_result_object(d.pop("resultObject", UNSET))

        job_lyrics_result = cls(
            result_object=result_object,
        )

        job_lyrics_result.additional_properties = d
        return job_lyrics_result

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
