from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.midi_data import MidiData


T = TypeVar("T", bound="MidiStatus")


@_attrs_define
class MidiStatus:
    """
    Attributes:
        task_id (None | str | Unset):
        record_task_id (int | None | Unset):
        audio_id (None | str | Unset):
        callback_url (None | str | Unset):
        complete_time (int | None | str | Unset): Text, ISO text or epoch milliseconds.
        midi_data (MidiData | None | Unset):
        success_flag (int | None | str | Unset): A word or a digit; the meaning differs by operation.
        create_time (int | None | str | Unset): Text, ISO text or epoch milliseconds.
        error_code (int | None | str | Unset):
        error_message (None | str | Unset):
    """

    task_id: None | str | Unset = UNSET
    record_task_id: int | None | Unset = UNSET
    audio_id: None | str | Unset = UNSET
    callback_url: None | str | Unset = UNSET
    complete_time: int | None | str | Unset = UNSET
    midi_data: MidiData | None | Unset = UNSET
    success_flag: int | None | str | Unset = UNSET
    create_time: int | None | str | Unset = UNSET
    error_code: int | None | str | Unset = UNSET
    error_message: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.midi_data import MidiData  # noqa: PLC0415

        task_id: None | str | Unset
        if isinstance(self.task_id, Unset):
            task_id = UNSET
        else:
            task_id = self.task_id

        record_task_id: int | None | Unset
        if isinstance(self.record_task_id, Unset):
            record_task_id = UNSET
        else:
            record_task_id = self.record_task_id

        audio_id: None | str | Unset
        if isinstance(self.audio_id, Unset):
            audio_id = UNSET
        else:
            audio_id = self.audio_id

        callback_url: None | str | Unset
        if isinstance(self.callback_url, Unset):
            callback_url = UNSET
        else:
            callback_url = self.callback_url

        complete_time: int | None | str | Unset
        if isinstance(self.complete_time, Unset):
            complete_time = UNSET
        else:
            complete_time = self.complete_time

        midi_data: dict[str, Any] | None | Unset
        if isinstance(self.midi_data, Unset):
            midi_data = UNSET
        elif isinstance(self.midi_data, MidiData):
            midi_data = self.midi_data.to_dict()
        else:
            midi_data = self.midi_data

        success_flag: int | None | str | Unset
        if isinstance(self.success_flag, Unset):
            success_flag = UNSET
        else:
            success_flag = self.success_flag

        create_time: int | None | str | Unset
        if isinstance(self.create_time, Unset):
            create_time = UNSET
        else:
            create_time = self.create_time

        error_code: int | None | str | Unset
        if isinstance(self.error_code, Unset):
            error_code = UNSET
        else:
            error_code = self.error_code

        error_message: None | str | Unset
        if isinstance(self.error_message, Unset):
            error_message = UNSET
        else:
            error_message = self.error_message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if task_id is not UNSET:
            field_dict["taskId"] = task_id
        if record_task_id is not UNSET:
            field_dict["recordTaskId"] = record_task_id
        if audio_id is not UNSET:
            field_dict["audioId"] = audio_id
        if callback_url is not UNSET:
            field_dict["callbackUrl"] = callback_url
        if complete_time is not UNSET:
            field_dict["completeTime"] = complete_time
        if midi_data is not UNSET:
            field_dict["midiData"] = midi_data
        if success_flag is not UNSET:
            field_dict["successFlag"] = success_flag
        if create_time is not UNSET:
            field_dict["createTime"] = create_time
        if error_code is not UNSET:
            field_dict["errorCode"] = error_code
        if error_message is not UNSET:
            field_dict["errorMessage"] = error_message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.midi_data import MidiData  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_task_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        task_id = _parse_task_id(d.pop("taskId", UNSET))

        def _parse_record_task_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        record_task_id = _parse_record_task_id(d.pop("recordTaskId", UNSET))

        def _parse_audio_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        audio_id = _parse_audio_id(d.pop("audioId", UNSET))

        def _parse_callback_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        callback_url = _parse_callback_url(d.pop("callbackUrl", UNSET))

        def _parse_complete_time(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        complete_time = _parse_complete_time(d.pop("completeTime", UNSET))

        def _parse_midi_data(data: object) -> MidiData | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                midi_data_type_0 = MidiData.from_dict(data)

                return midi_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MidiData | None | Unset, data)

        midi_data = _parse_midi_data(d.pop("midiData", UNSET))

        def _parse_success_flag(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        success_flag = _parse_success_flag(d.pop("successFlag", UNSET))

        def _parse_create_time(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        create_time = _parse_create_time(d.pop("createTime", UNSET))

        def _parse_error_code(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        error_code = _parse_error_code(d.pop("errorCode", UNSET))

        def _parse_error_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        error_message = _parse_error_message(d.pop("errorMessage", UNSET))

        midi_status = cls(
            task_id=task_id,
            record_task_id=record_task_id,
            audio_id=audio_id,
            callback_url=callback_url,
            complete_time=complete_time,
            midi_data=midi_data,
            success_flag=success_flag,
            create_time=create_time,
            error_code=error_code,
            error_message=error_message,
        )

        midi_status.additional_properties = d
        return midi_status

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
