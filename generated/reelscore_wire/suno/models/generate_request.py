from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.persona_model import PersonaModel
from ..models.vocal_gender import VocalGender
from ..types import UNSET, Unset

T = TypeVar("T", bound="GenerateRequest")


@_attrs_define
class GenerateRequest:
    """
    Attributes:
        custom_mode (bool): true: style, title and, when sung, prompt are needed.
        instrumental (bool):
        model (str):
        call_back_url (str): Where the vendor posts the result.
        vocal_gender (VocalGender | Unset): Raises the likelihood only; in custom mode.
        style_weight (float | Unset): 0 to 1 in steps of 0.01.
        weirdness_constraint (float | Unset): 0 to 1 in steps of 0.01.
        audio_weight (float | Unset): 0 to 1 in steps of 0.01.
        persona_id (str | Unset): A persona's or a voice's id; custom mode only.
        persona_model (PersonaModel | Unset): voice_persona takes a voice id and needs V5, V5_5 or the V6 family;
            default style_persona.
        prompt (str | Unset): Lyrics in custom mode, otherwise the idea.
        style (str | Unset):
        title (str | Unset):
        negative_tags (str | Unset):
        duration (float | Unset): Seconds; custom mode with V5_5 or the V6 family; default 20.
        lyrics (str | Unset): Wins over prompt.
        variety (int | Unset): 0 off to 4 most, default 1.
        image_urls (list[str] | Unset): Not in custom mode; jpeg, png, webp, bmp up to 10 MB each.
        video_urls (list[str] | Unset): Not in custom mode; mp4, mov, webm up to 100 MB and 241 s.
        audio_urls (list[str] | Unset): Not in custom mode; 6 s to 30 min, up to 500 MB each.
    """

    custom_mode: bool
    instrumental: bool
    model: str
    call_back_url: str
    vocal_gender: VocalGender | Unset = UNSET
    style_weight: float | Unset = UNSET
    weirdness_constraint: float | Unset = UNSET
    audio_weight: float | Unset = UNSET
    persona_id: str | Unset = UNSET
    persona_model: PersonaModel | Unset = UNSET
    prompt: str | Unset = UNSET
    style: str | Unset = UNSET
    title: str | Unset = UNSET
    negative_tags: str | Unset = UNSET
    duration: float | Unset = UNSET
    lyrics: str | Unset = UNSET
    variety: int | Unset = UNSET
    image_urls: list[str] | Unset = UNSET
    video_urls: list[str] | Unset = UNSET
    audio_urls: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        custom_mode = self.custom_mode

        instrumental = self.instrumental

        model = self.model

        call_back_url = self.call_back_url

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

        prompt = self.prompt

        style = self.style

        title = self.title

        negative_tags = self.negative_tags

        duration = self.duration

        lyrics = self.lyrics

        variety = self.variety

        image_urls: list[str] | Unset = UNSET
        if not isinstance(self.image_urls, Unset):
            image_urls = self.image_urls

        video_urls: list[str] | Unset = UNSET
        if not isinstance(self.video_urls, Unset):
            video_urls = self.video_urls

        audio_urls: list[str] | Unset = UNSET
        if not isinstance(self.audio_urls, Unset):
            audio_urls = self.audio_urls

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "customMode": custom_mode,
                "instrumental": instrumental,
                "model": model,
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
        if persona_id is not UNSET:
            field_dict["personaId"] = persona_id
        if persona_model is not UNSET:
            field_dict["personaModel"] = persona_model
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if style is not UNSET:
            field_dict["style"] = style
        if title is not UNSET:
            field_dict["title"] = title
        if negative_tags is not UNSET:
            field_dict["negativeTags"] = negative_tags
        if duration is not UNSET:
            field_dict["duration"] = duration
        if lyrics is not UNSET:
            field_dict["lyrics"] = lyrics
        if variety is not UNSET:
            field_dict["variety"] = variety
        if image_urls is not UNSET:
            field_dict["imageUrls"] = image_urls
        if video_urls is not UNSET:
            field_dict["videoUrls"] = video_urls
        if audio_urls is not UNSET:
            field_dict["audioUrls"] = audio_urls

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        custom_mode = d.pop("customMode")

        instrumental = d.pop("instrumental")

        model = d.pop("model")

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

        persona_id = d.pop("personaId", UNSET)

        _persona_model = d.pop("personaModel", UNSET)
        persona_model: PersonaModel | Unset
        if isinstance(_persona_model, Unset):
            persona_model = UNSET
        else:
            persona_model = PersonaModel(_persona_model)

        prompt = d.pop("prompt", UNSET)

        style = d.pop("style", UNSET)

        title = d.pop("title", UNSET)

        negative_tags = d.pop("negativeTags", UNSET)

        duration = d.pop("duration", UNSET)

        lyrics = d.pop("lyrics", UNSET)

        variety = d.pop("variety", UNSET)

        image_urls = cast(list[str], d.pop("imageUrls", UNSET))

        video_urls = cast(list[str], d.pop("videoUrls", UNSET))

        audio_urls = cast(list[str], d.pop("audioUrls", UNSET))

        generate_request = cls(
            custom_mode=custom_mode,
            instrumental=instrumental,
            model=model,
            call_back_url=call_back_url,
            vocal_gender=vocal_gender,
            style_weight=style_weight,
            weirdness_constraint=weirdness_constraint,
            audio_weight=audio_weight,
            persona_id=persona_id,
            persona_model=persona_model,
            prompt=prompt,
            style=style,
            title=title,
            negative_tags=negative_tags,
            duration=duration,
            lyrics=lyrics,
            variety=variety,
            image_urls=image_urls,
            video_urls=video_urls,
            audio_urls=audio_urls,
        )

        generate_request.additional_properties = d
        return generate_request

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
