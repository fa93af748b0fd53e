from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.persona_model import PersonaModel
from ..models.vocal_gender import VocalGender
from ..types import UNSET, Unset

T = TypeVar("T", bound="ReplaceSectionRequest")


@_attrs_define
class ReplaceSectionRequest:
    """
    Attributes:
        prompt (str): Lyrics of the new section.
        tags (str):
        title (str):
        infill_start_s (float): Seconds, two decimals.
        infill_end_s (float): The window is 6 to 60 s and at most half of the song; newer pages say at least 10 s.
        full_lyrics (str): The whole song's lyrics after the change.
        task_id (str | Unset):
        audio_id (str | Unset):
        upload_url (str | Unset):
        model (str | Unset): With uploadUrl only.
        negative_tags (str | Unset):
        call_back_url (str | Unset): Where the vendor posts the result.
        lyrics (str | Unset):
        variety (int | Unset): 0 off to 4 most, default 1.
        vocal_gender (VocalGender | Unset): Raises the likelihood only; in custom mode.
        style_weight (float | Unset): 0 to 1 in steps of 0.01.
        weirdness_constraint (float | Unset): 0 to 1 in steps of 0.01.
        audio_weight (float | Unset): 0 to 1 in steps of 0.01.
        persona_id (str | Unset):
        persona_model (PersonaModel | Unset): voice_persona takes a voice id and needs V5, V5_5 or the V6 family;
            default style_persona.
    """

    prompt: str
    tags: str
    title: str
    infill_start_s: float
    infill_end_s: float
    full_lyrics: str
    task_id: str | Unset = UNSET
    audio_id: str | Unset = UNSET
    upload_url: str | Unset = UNSET
    model: str | Unset = UNSET
    negative_tags: str | Unset = UNSET
    call_back_url: str | Unset = UNSET
    lyrics: str | Unset = UNSET
    variety: int | Unset = UNSET
    vocal_gender: VocalGender | Unset = UNSET
    style_weight: float | Unset = UNSET
    weirdness_constraint: float | Unset = UNSET
    audio_weight: float | Unset = UNSET
    persona_id: str | Unset = UNSET
    persona_model: PersonaModel | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        prompt = self.prompt

        tags = self.tags

        title = self.title

        infill_start_s = self.infill_start_s

        infill_end_s = self.infill_end_s

        full_lyrics = self.full_lyrics

        task_id = self.task_id

        audio_id = self.audio_id

        upload_url = self.upload_url

        model = self.model

        negative_tags = self.negative_tags

        call_back_url = self.call_back_url

        lyrics = self.lyrics

        variety = self.variety

        vocal_gender: str | Unset = UNSET
        if not isinstance(self.vocal_gender, Unset):
            vocal_gender = self.vocal_gender.value

        style_weight = self.style_weight

        weirdness_constraint = self.weirdness_constraint

        audio_weight = self.audio_weight

        persona_id = self.persona_id

        persona_model: str | Unset = UNSET
        if not isinstance(self.persona_model, Unset):
            persona_model = self.persona_model.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "prompt": prompt,
                "tags": tags,
                "title": title,
                "infillStartS": infill_start_s,
                "infillEndS": infill_end_s,
                "fullLyrics": full_lyrics,
            }
        )
        if task_id is not UNSET:
            field_dict["taskId"] = task_id
        if audio_id is not UNSET:
            field_dict["audioId"] = audio_id
        if upload_url is not UNSET:
            field_dict["uploadUrl"] = upload_url
        if model is not UNSET:
            field_dict["model"] = model
        if negative_tags is not UNSET:
            field_dict["negativeTags"] = negative_tags
        if call_back_url is not UNSET:
            field_dict["callBackUrl"] = call_back_url
        if lyrics is not UNSET:
            field_dict["lyrics"] = lyrics
        if variety is not UNSET:
            field_dict["variety"] = variety
        if vocal_gender is not UNSET:
            field_dict["vocalGender"] = vocal_gender
        if style_weight is not UNSET:
            field_dict["styleWeight"] = style_weight
        if weirdness_constraint is not UNSET:
            field_dict["weirdnessConstraint"] = weirdness_constraint
        if audio_weight is not UNSET:
            field_dict["audioWeight"] = audio_weight
        if persona_id is not UNSET:
            field_dict["personaId"] = persona_id
        if persona_model is not UNSET:
            field_dict["personaModel"] = persona_model

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        prompt = d.pop("prompt")

        tags = d.pop("tags")

        title = d.pop("title")

        infill_start_s = d.pop("infillStartS")

        infill_end_s = d.pop("infillEndS")

        full_lyrics = d.pop("fullLyrics")

        task_id = d.pop("taskId", UNSET)

        audio_id = d.pop("audioId", UNSET)

        upload_url = d.pop("uploadUrl", UNSET)

        model = d.pop("model", UNSET)

        negative_tags = d.pop("negativeTags", UNSET)

        call_back_url = d.pop("callBackUrl", UNSET)

        lyrics = d.pop("lyrics", UNSET)

        variety = d.pop("variety", UNSET)

        _vocal_gender = d.pop("vocalGender", UNSET)
        vocal_gender: VocalGender | Unset
        if isinstance(_vocal_gender, Unset):
            vocal_gender = UNSET
        else:
            vocal_gender = VocalGender(_vocal_gender)

        style_weight = d.pop("styleWeight", UNSET)

        weirdness_constraint = d.pop("weirdnessConstraint", UNSET)

        audio_weight = d.pop("audioWeight", UNSET)

        persona_id = d.pop("personaId", UNSET)

        _persona_model = d.pop("personaModel", UNSET)
        persona_model: PersonaModel | Unset
        if isinstance(_persona_model, Unset):
            persona_model = UNSET
        else:
            persona_model = PersonaModel(_persona_model)

        replace_section_request = cls(
            prompt=prompt,
            tags=tags,
            title=title,
            infill_start_s=infill_start_s,
            infill_end_s=infill_end_s,
            full_lyrics=full_lyrics,
            task_id=task_id,
            audio_id=audio_id,
            upload_url=upload_url,
            model=model,
            negative_tags=negative_tags,
            call_back_url=call_back_url,
            lyrics=lyrics,
            variety=variety,
            vocal_gender=vocal_gender,
            style_weight=style_weight,
            weirdness_constraint=weirdness_constraint,
            audio_weight=audio_weight,
            persona_id=persona_id,
            persona_model=persona_model,
        )

        replace_section_request.additional_properties = d
        return replace_section_request

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
