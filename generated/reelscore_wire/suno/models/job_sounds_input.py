from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sound_key import SoundKey
from ..types import UNSET, Unset

T = TypeVar("T", bound="JobSoundsInput")


@_attrs_define
class JobSoundsInput:
    """
    Attributes:
        prompt (str):
        model (str):
        sound_loop (bool | Unset):
        sound_tempo (int | Unset):
        sound_key (SoundKey | Unset): Key of the sound, default Any.
        grab_lyrics (bool | Unset):
    """

    prompt: str
    model: str
    sound_loop: bool | Unset = UNSET
    sound_tempo: int | Unset = UNSET
    sound_key: SoundKey | Unset = UNSET
    grab_lyrics: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        prompt = self.prompt

        model = self.model

        sound_loop = self.sound_loop

        sound_tempo = self.sound_tempo

        sound_key: str | Unset = UNSET
        if not isinstance(self.sound_key, Unset):
            sound_key = self.sound_key.value

        grab_lyrics = self.grab_lyrics

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "prompt": prompt,
                "model": model,
            }
        )
        if sound_loop is not UNSET:
            field_dict["sound_loop"] = sound_loop
        if sound_tempo is not UNSET:
            field_dict["sound_tempo"] = sound_tempo
        if sound_key is not UNSET:
            field_dict["sound_key"] = sound_key
        if grab_lyrics is not UNSET:
            field_dict["grab_lyrics"] = grab_lyrics

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        prompt = d.pop("prompt")

        model = d.pop("model")

        sound_loop = d.pop("sound_loop", UNSET)

        sound_tempo = d.pop("sound_tempo", UNSET)

        _sound_key = d.pop("sound_key", UNSET)
        sound_key: SoundKey | Unset
        if isinstance(_sound_key, Unset):
            sound_key = UNSET
        else:
            sound_key = SoundKey(_sound_key)

        grab_lyrics = d.pop("grab_lyrics", UNSET)

        job_sounds_input = cls(
            prompt=prompt,
            model=model,
            sound_loop=sound_loop,
            sound_tempo=sound_tempo,
            sound_key=sound_key,
            grab_lyrics=grab_lyrics,
        )

        job_sounds_input.additional_properties = d
        return job_sounds_input

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
