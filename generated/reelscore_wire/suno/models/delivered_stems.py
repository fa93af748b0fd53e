from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.delivered_stem_files import DeliveredStemFiles


T = TypeVar("T", bound="DeliveredStems")


@_attrs_define
class DeliveredStems:
    """
    Attributes:
        task_id (None | str | Unset):
        taskId (None | str | Unset):
        vocal_separation_info (DeliveredStemFiles | None | Unset): Key of kie.ai's pages.
        vocal_removal_info (DeliveredStemFiles | None | Unset): Key of sunoapi.org's pages.
    """

    task_id: None | str | Unset = UNSET
    taskId: None | str | Unset = UNSET
    vocal_separation_info: DeliveredStemFiles | None | Unset = UNSET
    vocal_removal_info: DeliveredStemFiles | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.delivered_stem_files import DeliveredStemFiles  # noqa: PLC0415

        task_id: None | str | Unset
        if isinstance(self.task_id, Unset):
            task_id = UNSET
        else:
            task_id = self.task_id

        taskId: None | str | Unset
        if isinstance(self.taskId, Unset):
            taskId = UNSET
        else:
            taskId = self.taskId

        vocal_separation_info: dict[str, Any] | None | Unset
        if isinstance(self.vocal_separation_info, Unset):
            vocal_separation_info = UNSET
        elif isinstance(self.vocal_separation_info, DeliveredStemFiles):
            vocal_separation_info = self.vocal_separation_info.to_dict()
        else:
            vocal_separation_info = self.vocal_separation_info

        vocal_removal_info: dict[str, Any] | None | Unset
        if isinstance(self.vocal_removal_info, Unset):
            vocal_removal_info = UNSET
        elif isinstance(self.vocal_removal_info, DeliveredStemFiles):
            vocal_removal_info = self.vocal_removal_info.to_dict()
        else:
            vocal_removal_info = self.vocal_removal_info

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if task_id is not UNSET:
            field_dict["task_id"] = task_id
        if taskId is not UNSET:
            field_dict["taskId"] = taskId
        if vocal_separation_info is not UNSET:
            field_dict["vocal_separation_info"] = vocal_separation_info
        if vocal_removal_info is not UNSET:
            field_dict["vocal_removal_info"] = vocal_removal_info

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.delivered_stem_files import DeliveredStemFiles  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_task_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        task_id = _parse_task_id(d.pop("task_id", UNSET))

        def _parse_taskId(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        taskId = _parse_taskId(d.pop("taskId", UNSET))

        def _parse_vocal_separation_info(data: object) -> DeliveredStemFiles | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                vocal_separation_info_type_0 = DeliveredStemFiles.from_dict(data)

                return vocal_separation_info_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeliveredStemFiles | None | Unset, data)

        vocal_separation_info = _parse_vocal_separation_info(d.pop("vocal_separation_info", UNSET))

        def _parse_vocal_removal_info(data: object) -> DeliveredStemFiles | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                vocal_removal_info_type_0 = DeliveredStemFiles.from_dict(data)

                return vocal_removal_info_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeliveredStemFiles | None | Unset, data)

        vocal_removal_info = _parse_vocal_removal_info(d.pop("vocal_removal_info", UNSET))

        delivered_stems = cls(
            task_id=task_id,
            taskId=taskId,
            vocal_separation_info=vocal_separation_info,
            vocal_removal_info=vocal_removal_info,
        )

        delivered_stems.additional_properties = d
        return delivered_stems

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
