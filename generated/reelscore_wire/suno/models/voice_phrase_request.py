from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.voice_language import VoiceLanguage
from ..types import UNSET, Unset

T = TypeVar("T", bound="VoicePhraseRequest")


@_attrs_define
class VoicePhraseRequest:
    """
    Attributes:
        voice_url (str):
        vocal_start_s (int):
        vocal_end_s (int): Greater than vocalStartS.
        language (VoiceLanguage | Unset):
        call_back_url (str | Unset): Where the vendor posts the result.
    """

    voice_url: str
    vocal_start_s: int
    vocal_end_s: int
    language: VoiceLanguage | Unset = UNSET
    call_back_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        voice_url = self.voice_url

        vocal_start_s = self.vocal_start_s

        vocal_end_s = self.vocal_end_s

        language: str | Unset = UNSET
        if not isinstance(self.language, Unset):
            language = self.language.value

        call_back_url = self.call_back_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "voiceUrl": voice_url,
                "vocalStartS": vocal_start_s,
                "vocalEndS": vocal_end_s,
            }
        )
        if language is not UNSET:
            field_dict["language"] = language
        if call_back_url is not UNSET:
            field_dict["callBackUrl"] = call_back_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        voice_url = d.pop("voiceUrl")

        vocal_start_s = d.pop("vocalStartS")

        vocal_end_s = d.pop("vocalEndS")

        _language = d.pop("language", UNSET)
        language: VoiceLanguage | Unset
        if isinstance(_language, Unset):
            language = UNSET
        else:
            language = VoiceLanguage(_language)

        call_back_url = d.pop("callBackUrl", UNSET)

        voice_phrase_request = cls(
            voice_url=voice_url,
            vocal_start_s=vocal_start_s,
            vocal_end_s=vocal_end_s,
            language=language,
            call_back_url=call_back_url,
        )

        voice_phrase_request.additional_properties = d
        return voice_phrase_request

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
