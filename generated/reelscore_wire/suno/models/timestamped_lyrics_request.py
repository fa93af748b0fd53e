from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.music_index import MusicIndex
from ..types import UNSET, Unset

T = TypeVar("T", bound="TimestampedLyricsRequest")


@_attrs_define
class TimestampedLyricsRequest:
    """
    Attributes:
        task_id (str):
        audio_id (str | Unset):
        music_index (MusicIndex | Unset): Deprecated by audioId.
    """

    task_id: str
    audio_id: str | Unset = UNSET
    music_index: MusicIndex | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        task_id = self.task_id

        audio_id = self.audio_id

        music_index: int | Unset = UNSET
        if not isinstance(self.music_index, Unset):
            music_index = self.music_index.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "taskId": task_id,
            }
        )
        if audio_id is not UNSET:
            field_dict["audioId"] = audio_id
        if music_index is not UNSET:
            field_dict["musicIndex"] = music_index

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        task_id = d.pop("taskId")

        audio_id = d.pop("audioId", UNSET)

        _music_index = d.pop("musicIndex", UNSET)
        music_index: MusicIndex | Unset
        if isinstance(_music_index, Unset):
            music_index = UNSET
        else:
            music_index = MusicIndex(_music_index)

        timestamped_lyrics_request = cls(
            task_id=task_id,
            audio_id=audio_id,
            music_index=music_index,
        )

        timestamped_lyrics_request.additional_properties = d
        return timestamped_lyrics_request

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
