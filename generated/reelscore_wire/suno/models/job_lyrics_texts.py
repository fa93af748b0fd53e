from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.delivered_text import DeliveredText


T = TypeVar("T", bound="JobLyricsTexts")


@_attrs_define
class JobLyricsTexts:
    """
    Attributes:
        lyrics_data (list[DeliveredText] | None | Unset):
    """

    lyrics_data: list[DeliveredText] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        lyrics_data: list[dict[str, Any]] | None | Unset
        if isinstance(self.lyrics_data, Unset):
            lyrics_data = UNSET
        elif isinstance(self.lyrics_data, list):
            lyrics_data = []
            for lyrics_data_type_0_item_data in self.lyrics_data:
                lyrics_data_type_0_item = lyrics_data_type_0_item_data.to_dict()
                lyrics_data.append(lyrics_data_type_0_item)

        else:
            lyrics_data = self.lyrics_data

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if lyrics_data is not UNSET:
            field_dict["lyricsData"] = lyrics_data

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.delivered_text import DeliveredText  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_lyrics_data(data: object) -> list[DeliveredText] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                lyrics_data_type_0 = []
                _lyrics_data_type_0 = data
                for lyrics_data_type_0_item_data in _lyrics_data_type_0:
                    lyrics_data_type_0_item = DeliveredText.from_dict(lyrics_data_type_0_item_data)

                    lyrics_data_type_0.append(lyrics_data_type_0_item)

                return lyrics_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[DeliveredText] | None | Unset, data)

        lyrics_data = _parse_lyrics_data(d.pop("lyricsData", UNSET))

        job_lyrics_texts = cls(
            lyrics_data=lyrics_data,
        )

        job_lyrics_texts.additional_properties = d
        return job_lyrics_texts

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
