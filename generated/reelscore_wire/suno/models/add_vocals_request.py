from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.vocal_gender import VocalGender
from ..types import UNSET, Unset

T = TypeVar("T", bound="AddVocalsRequest")


@_attrs_define
class AddVocalsRequest:
    """
    Attributes:
        upload_url (str):
        prompt (str):
        title (str):
        negative_tags (str):
        style (str):
        call_back_url (str): Where the vendor posts the result.
        vocal_gender (VocalGender | Unset): Raises the likelihood only; in custom mode.
        style_weight (float | Unset): 0 to 1 in steps of 0.01.
        weirdness_constraint (float | Unset): 0 to 1 in steps of 0.01.
        audio_weight (float | Unset): 0 to 1 in steps of 0.01.
        model (str | Unset): Default V4_5PLUS; V6 on the newest pages of sunoapi.org.
        lyrics (str | Unset):
        variety (int | Unset): 0 off to 4 most, default 1.
    """

    upload_url: str
    prompt: str
    title: str
    negative_tags: str
    style: str
    call_back_url: str
    vocal_gender: VocalGender | Unset = UNSET
    style_weight: float | Unset = UNSET
    weirdness_constraint: float | Unset = UNSET
    audio_weight: float | Unset = UNSET
    model: str | Unset = UNSET
    lyrics: str | Unset = UNSET
    variety: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        upload_url = self.upload_url

        prompt = self.prompt

        title = self.title

        negative_tags = self.negative_tags

        style = self.style

        call_back_url = self.call_back_url

        vocal_gender: str | Unset = UNSET
        if not isinstance(self.vocal_gender, Unset):
            vocal_gender = self.vocal_gender.value

        style_weight = self.style_weight

        weirdness_constraint = self.weirdness_constraint

        audio_weight = self.audio_weight

        model = self.model

        lyrics = self.lyrics

        variety = self.variety

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "uploadUrl": upload_url,
                "prompt": prompt,
                "title": title,
                "negativeTags": negative_tags,
                "style": style,
                "callBackUrl": call_back_url,
            }
        )
        if vocal_gender is not UNSET:
            field_dict["vocalGender"] = vocal_gender
        if style_weight is not UNSET:
            field_dict["styleWeight"] = style_weight
        if weirdness_constraint is not UNSET:
            field_dict["weirdnessConstraint"] = weirdness_constraint
        if audio_weight is not UNSET:
            field_dict["audioWeight"] = audio_weight
        if model is not UNSET:
            field_dict["model"] = model
        if lyrics is not UNSET:
            field_dict["lyrics"] = lyrics
        if variety is not UNSET:
            field_dict["variety"] = variety

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        upload_url = d.pop("uploadUrl")

        prompt = d.pop("prompt")

        title = d.pop("title")

        negative_tags = d.pop("negativeTags")

        style = d.pop("style")

        call_back_url = d.pop("callBackUrl")

        _vocal_gender = d.pop("vocalGender", UNSET)
        vocal_gender: VocalGender | Unset
        if isinstance(_vocal_gender, Unset):
            vocal_gender = UNSET
        else:
            vocal_gender = VocalGender(_vocal_gender)

        style_weight = d.pop("styleWeight", UNSET)

        weirdness_constraint = d.pop("weirdnessConstraint", UNSET)

        audio_weight = d.pop("audioWeight", UNSET)

        model = d.pop("model", UNSET)

        lyrics = d.pop("lyrics", UNSET)

        variety = d.pop("variety", UNSET)

        add_vocals_request = cls(
            upload_url=upload_url,
            prompt=prompt,
            title=title,
            negative_tags=negative_tags,
            style=style,
            call_back_url=call_back_url,
            vocal_gender=vocal_gender,
            style_weight=style_weight,
            weirdness_constraint=weirdness_constraint,
            audio_weight=audio_weight,
            model=model,
            lyrics=lyrics,
            variety=variety,
        )

        add_vocals_request.additional_properties = d
        return add_vocals_request

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
