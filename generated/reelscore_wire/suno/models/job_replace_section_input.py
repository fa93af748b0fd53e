from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.persona_model import PersonaModel
from ..models.vocal_gender import VocalGender
from ..types import UNSET, Unset

T = TypeVar("T", bound="JobReplaceSectionInput")


@_attrs_define
class JobReplaceSectionInput:
    """
    Attributes:
        prompt (str):
        tags (str):
        title (str):
        full_lyrics (str):
        infill_start_s (float):
        infill_end_s (float): At least 10 s after the start.
        vocal_gender (VocalGender | Unset): Raises the likelihood only; in custom mode.
        style_weight (float | Unset): 0 to 1 in steps of 0.01.
        weirdness_constraint (float | Unset): 0 to 1 in steps of 0.01.
        audio_weight (float | Unset): 0 to 1 in steps of 0.01.
        variety (int | Unset): 0 off to 4 most, default 1.
        persona_id (str | Unset):
        persona_model (PersonaModel | Unset): voice_persona takes a voice id and needs V5, V5_5 or the V6 family;
            default style_persona.
        negative_tags (str | Unset):
        task_id (str | Unset):
        audio_id (str | Unset):
        upload_url (str | Unset):
        model (str | Unset):
        lyrics (str | Unset):
    """

    prompt: str
    tags: str
    title: str
    full_lyrics: str
    infill_start_s: float
    infill_end_s: float
    vocal_gender: VocalGender | Unset = UNSET
    style_weight: float | Unset = UNSET
    weirdness_constraint: float | Unset = UNSET
    audio_weight: float | Unset = UNSET
    variety: int | Unset = UNSET
    persona_id: str | Unset = UNSET
    persona_model: PersonaModel | Unset = UNSET
    negative_tags: str | Unset = UNSET
    task_id: str | Unset = UNSET
    audio_id: str | Unset = UNSET
    upload_url: str | Unset = UNSET
    model: str | Unset = UNSET
    lyrics: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        prompt = self.prompt

        tags = self.tags

        title = self.title

        full_lyrics = self.full_lyrics

        infill_start_s = self.infill_start_s

        infill_end_s = self.infill_end_s

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

        task_id = self.task_id

        audio_id = self.audio_id

        upload_url = self.upload_url

        model = self.model

        lyrics = self.lyrics

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "prompt": prompt,
                "tags": tags,
                "title": title,
                "full_lyrics": full_lyrics,
                "infill_start_s": infill_start_s,
                "infill_end_s": infill_end_s,
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
        if task_id is not UNSET:
            field_dict["task_id"] = task_id
        if audio_id is not UNSET:
            field_dict["audio_id"] = audio_id
        if upload_url is not UNSET:
            field_dict["upload_url"] = upload_url
        if model is not UNSET:
            field_dict["model"] = model
        if lyrics is not UNSET:
            field_dict["lyrics"] = lyrics

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        prompt = d.pop("prompt")

        tags = d.pop("tags")

        title = d.pop("title")

        full_lyrics = d.pop("full_lyrics")

        infill_start_s = d.pop("infill_start_s")

        infill_end_s = d.pop("infill_end_s")

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

        task_id = d.pop("task_id", UNSET)

        audio_id = d.pop("audio_id", UNSET)

        upload_url = d.pop("upload_url", UNSET)

        model = d.pop("model", UNSET)

        lyrics = d.pop("lyrics", UNSET)

        job_replace_section_input = cls(
            prompt=prompt,
            tags=tags,
            title=title,
            full_lyrics=full_lyrics,
            infill_start_s=infill_start_s,
            infill_end_s=infill_end_s,
            vocal_gender=vocal_gender,
            style_weight=style_weight,
            weirdness_constraint=weirdness_constraint,
            audio_weight=audio_weight,
            variety=variety,
            persona_id=persona_id,
            persona_model=persona_model,
            negative_tags=negative_tags,
            task_id=task_id,
            audio_id=audio_id,
            upload_url=upload_url,
            model=model,
            lyrics=lyrics,
        )

        job_replace_section_input.additional_properties = d
        return job_replace_section_input

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
