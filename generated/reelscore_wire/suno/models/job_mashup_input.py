from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.persona_model import PersonaModel
from ..models.vocal_gender import VocalGender
from ..types import UNSET, Unset

T = TypeVar("T", bound="JobMashupInput")


@_attrs_define
class JobMashupInput:
    """
    Attributes:
        upload_url_list (list[str]): The first two are used.
        model (str):
        style (str):
        title (str):
        vocal_gender (VocalGender | Unset): Raises the likelihood only; in custom mode.
        style_weight (float | Unset): 0 to 1 in steps of 0.01.
        weirdness_constraint (float | Unset): 0 to 1 in steps of 0.01.
        audio_weight (float | Unset): 0 to 1 in steps of 0.01.
        variety (int | Unset): 0 off to 4 most, default 1.
        persona_id (str | Unset):
        persona_model (PersonaModel | Unset): voice_persona takes a voice id and needs V5, V5_5 or the V6 family;
            default style_persona.
        negative_tags (str | Unset):
        prompt (str | Unset):
        lyrics (str | Unset):
        duration (int | Unset): Custom mode with V5_5 or the V6 family; default 20.
    """

    upload_url_list: list[str]
    model: str
    style: str
    title: str
    vocal_gender: VocalGender | Unset = UNSET
    style_weight: float | Unset = UNSET
    weirdness_constraint: float | Unset = UNSET
    audio_weight: float | Unset = UNSET
    variety: int | Unset = UNSET
    persona_id: str | Unset = UNSET
    persona_model: PersonaModel | Unset = UNSET
    negative_tags: str | Unset = UNSET
    prompt: str | Unset = UNSET
    lyrics: str | Unset = UNSET
    duration: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        upload_url_list = self.upload_url_list

        model = self.model

        style = self.style

        title = self.title

        vocal_gender: str | Unset = UNSET
        if not isinstance(self.vocal_gender, Unset):
            vocal_gender = self.vocal_gender.value

        style_weight = self.style_weight

        weirdness_constraint = self.weirdness_constraint

        audio_weight = self.audio_weight

        variety = self.variety

        persona_id = self.persona_id

        persona_model: str | Unset = UNSET
        if not isinstance(self.persona_model, Unset):
            persona_model = self.persona_model.value

        negative_tags = self.negative_tags

        prompt = self.prompt

        lyrics = self.lyrics

        duration = self.duration

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "upload_url_list": upload_url_list,
                "model": model,
                "style": style,
                "title": title,
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
        if persona_id is not UNSET:
            field_dict["persona_id"] = persona_id
        if persona_model is not UNSET:
            field_dict["persona_model"] = persona_model
        if negative_tags is not UNSET:
            field_dict["negative_tags"] = negative_tags
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if lyrics is not UNSET:
            field_dict["lyrics"] = lyrics
        if duration is not UNSET:
            field_dict["duration"] = duration

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        upload_url_list = cast(list[str], d.pop("upload_url_list"))

        model = d.pop("model")

        style = d.pop("style")

        title = d.pop("title")

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

        persona_id = d.pop("persona_id", UNSET)

        _persona_model = d.pop("persona_model", UNSET)
        persona_model: PersonaModel | Unset
        if isinstance(_persona_model, Unset):
            persona_model = UNSET
        else:
            persona_model = PersonaModel(_persona_model)

        negative_tags = d.pop("negative_tags", UNSET)

        prompt = d.pop("prompt", UNSET)

        lyrics = d.pop("lyrics", UNSET)

        duration = d.pop("duration", UNSET)

        job_mashup_input = cls(
            upload_url_list=upload_url_list,
            model=model,
            style=style,
            title=title,
            vocal_gender=vocal_gender,
            style_weight=style_weight,
            weirdness_constraint=weirdness_constraint,
            audio_weight=audio_weight,
            variety=variety,
            persona_id=persona_id,
            persona_model=persona_model,
            negative_tags=negative_tags,
            prompt=prompt,
            lyrics=lyrics,
            duration=duration,
        )

        job_mashup_input.additional_properties = d
        return job_mashup_input

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
