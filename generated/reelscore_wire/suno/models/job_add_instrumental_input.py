from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.vocal_gender import VocalGender
from ..types import UNSET, Unset

T = TypeVar("T", bound="JobAddInstrumentalInput")


@_attrs_define
class JobAddInstrumentalInput:
    """
    Attributes:
        upload_url (str):
        title (str):
        tags (str):
        negative_tags (str):
        vocal_gender (VocalGender | Unset): Raises the likelihood only; in custom mode.
        style_weight (float | Unset): 0 to 1 in steps of 0.01.
        weirdness_constraint (float | Unset): 0 to 1 in steps of 0.01.
        audio_weight (float | Unset): 0 to 1 in steps of 0.01.
        variety (int | Unset): 0 off to 4 most, default 1.
        model (str | Unset):
        lyrics (str | Unset):
    """

    upload_url: str
    title: str
    tags: str
    negative_tags: str
    vocal_gender: VocalGender | Unset = UNSET
    style_weight: float | Unset = UNSET
    weirdness_constraint: float | Unset = UNSET
    audio_weight: float | Unset = UNSET
    variety: int | Unset = UNSET
    model: str | Unset = UNSET
    lyrics: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        upload_url = self.upload_url

        title = self.title

        tags = self.tags

        negative_tags = self.negative_tags

        vocal_gender: str | Unset = UNSET
        if not isinstance(self.vocal_gender, Unset):
            vocal_gender = self.vocal_gender.value

        style_weight = self.style_weight

        weirdness_constraint = self.weirdness_constraint

        audio_weight = self.audio_weight

        variety = self.variety

        model = self.model

        lyrics = self.lyrics

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "upload_url": upload_url,
                "title": title,
                "tags": tags,
                "negative_tags": negative_tags,
            }
        )
        if vocal_gender is not UNSET:
            field_dict["vocal_gender"] = vocal_gender
        if style_weight is not UNSET:
            field_dict["style_weight"] = style_weight
        if weirdness_constraint is not UNSET:
            field_dict["weirdness_constraint"] = weirdness_constraint
        if audio_weight is not UNSET:
            field_dict["audio_weight"] = audio_weight
        if variety is not UNSET:
            field_dict["variety"] = variety
        if model is not UNSET:
            field_dict["model"] = model
        if lyrics is not UNSET:
            field_dict["lyrics"] = lyrics

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        upload_url = d.pop("upload_url")

        title = d.pop("title")

        tags = d.pop("tags")

        negative_tags = d.pop("negative_tags")

        _vocal_gender = d.pop("vocal_gender", UNSET)
        vocal_gender: VocalGender | Unset
        if isinstance(_vocal_gender, Unset):
            vocal_gender = UNSET
        else:
            vocal_gender = VocalGender(_vocal_gender)

        style_weight = d.pop("style_weight", UNSET)

        weirdness_constraint = d.pop("weirdness_constraint", UNSET)

        audio_weight = d.pop("audio_weight", UNSET)

        variety = d.pop("variety", UNSET)

        model = d.pop("model", UNSET)

        lyrics = d.pop("lyrics", UNSET)

        job_add_instrumental_input = cls(
            upload_url=upload_url,
            title=title,
            tags=tags,
            negative_tags=negative_tags,
            vocal_gender=vocal_gender,
            style_weight=style_weight,
            weirdness_constraint=weirdness_constraint,
            audio_weight=audio_weight,
            variety=variety,
            model=model,
            lyrics=lyrics,
        )

        job_add_instrumental_input.additional_properties = d
        return job_add_instrumental_input

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
