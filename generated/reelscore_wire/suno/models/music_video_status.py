from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.video_file import VideoFile


T = TypeVar("T", bound="MusicVideoStatus")


@_attrs_define
class MusicVideoStatus:
    """
    Attributes:
        task_id (None | str | Unset):
        music_id (None | str | Unset):
        callback_url (None | str | Unset):
        music_index (int | None | Unset):
        complete_time (int | None | str | Unset): Text, ISO text or epoch milliseconds.
        create_time (int | None | str | Unset): Text, ISO text or epoch milliseconds.
        error_code (int | None | str | Unset):
        error_message (None | str | Unset):
        response (None | Unset | VideoFile):
        success_flag (int | None | str | Unset): A word or a digit; the meaning differs by operation.
    """

    task_id: None | str | Unset = UNSET
    music_id: None | str | Unset = UNSET
    callback_url: None | str | Unset = UNSET
    music_index: int | None | Unset = UNSET
    complete_time: int | None | str | Unset = UNSET
    create_time: int | None | str | Unset = UNSET
    error_code: int | None | str | Unset = UNSET
    error_message: None | str | Unset = UNSET
    response: None | Unset | VideoFile = UNSET
    success_flag: int | None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.video_file import VideoFile  # noqa: PLC0415

        task_id: None | str | Unset
        if isinstance(self.task_id, Unset):
            task_id = UNSET
        else:
            task_id = self.task_id

        music_id: None | str | Unset
        if isinstance(self.music_id, Unset):
            music_id = UNSET
        else:
            music_id = self.music_id

        callback_url: None | str | Unset
        if isinstance(self.callback_url, Unset):
            callback_url = UNSET
        else:
            callback_url = self.callback_url

        music_index: int | None | Unset
        if isinstance(self.music_index, Unset):
            music_index = UNSET
        else:
            music_index = self.music_index

        complete_time: int | None | str | Unset
        if isinstance(self.complete_time, Unset):
            complete_time = UNSET
        else:
            complete_time = self.complete_time

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

        response: dict[str, Any] | None | Unset
        if isinstance(self.response, Unset):
            response = UNSET
        elif isinstance(self.response, VideoFile):
            response = self.response.to_dict()
        else:
            response = self.response

        success_flag: int | None | str | Unset
        if isinstance(self.success_flag, Unset):
            success_flag = UNSET
        else:
            success_flag = self.success_flag

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if task_id is not UNSET:
            field_dict["taskId"] = task_id
        if music_id is not UNSET:
            field_dict["musicId"] = music_id
        if callback_url is not UNSET:
            field_dict["callbackUrl"] = callback_url
        if music_index is not UNSET:
            field_dict["musicIndex"] = music_index
        if complete_time is not UNSET:
            field_dict["completeTime"] = complete_time
        if create_time is not UNSET:
            field_dict["createTime"] = create_time
        if error_code is not UNSET:
            field_dict["errorCode"] = error_code
        if error_message is not UNSET:
            field_dict["errorMessage"] = error_message
        if response is not UNSET:
            field_dict["response"] = response
        if success_flag is not UNSET:
            field_dict["successFlag"] = success_flag

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.video_file import VideoFile  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_task_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        task_id = _parse_task_id(d.pop("taskId", UNSET))

        def _parse_music_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        music_id = _parse_music_id(d.pop("musicId", UNSET))

        def _parse_callback_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        callback_url = _parse_callback_url(d.pop("callbackUrl", UNSET))

        def _parse_music_index(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        music_index = _parse_music_index(d.pop("musicIndex", UNSET))

        def _parse_complete_time(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        complete_time = _parse_complete_time(d.pop("completeTime", UNSET))

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

        def _parse_response(data: object) -> None | Unset | VideoFile:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_type_0 = VideoFile.from_dict(data)

                return response_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | VideoFile, data)

        response = _parse_response(d.pop("response", UNSET))

        def _parse_success_flag(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        success_flag = _parse_success_flag(d.pop("successFlag", UNSET))

        music_video_status = cls(
            task_id=task_id,
            music_id=music_id,
            callback_url=callback_url,
            music_index=music_index,
            complete_time=complete_time,
            create_time=create_time,
            error_code=error_code,
            error_message=error_message,
            response=response,
            success_flag=success_flag,
        )

        music_video_status.additional_properties = d
        return music_video_status

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
