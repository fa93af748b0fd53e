from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.persona_model import PersonaModel
from ..models.vocal_gender import VocalGender
from ..types import UNSET, Unset

T = TypeVar("T", bound="UploadExtendRequest")


@_attrs_define
class UploadExtendRequest:
    """
    Attributes:
        upload_url (str): Public audio of at most 8 minutes; one text of the page says 2.
        default_param_flag (bool): true needs style, title, continueAt and, when sung, prompt; false only uploadUrl.
        model (str): That of the source music.
        call_back_url (str): Where the vendor posts the result.
        vocal_gender (VocalGender | Unset): Raises the likelihood only; in custom mode.
        style_weight (float | Unset): 0 to 1 in steps of 0.01.
        weirdness_constraint (float | Unset): 0 to 1 in steps of 0.01.
        audio_weight (float | Unset): 0 to 1 in steps of 0.01.
        persona_id (str | Unset): A persona's or a voice's id; custom mode only.
        persona_model (PersonaModel | Unset): voice_persona takes a voice id and needs V5, V5_5 or the V6 family;
            default style_persona.
        instrumental (bool | Unset): Default false.
        prompt (str | Unset):
        style (str | Unset):
        title (str | Unset):
        continue_at (float | Unset): Seconds, less than the upload's length.
        negative_tags (str | Unset):
    """

    upload_url: str
    default_param_flag: bool
    model: str
    call_back_url: str
    vocal_gender: VocalGender | Unset = UNSET
    style_weight: float | Unset = UNSET
    weirdness_constraint: float | Unset = UNSET
    audio_weight: float | Unset = UNSET
    persona_id: str | Unset = UNSET
    persona_model: PersonaModel | Unset = UNSET
    instrumental: bool | Unset = UNSET
    prompt: str | Unset = UNSET
    style: str | Unset = UNSET
    title: str | Unset = UNSET
    continue_at: float | Unset = UNSET
    negative_tags: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        upload_url = self.upload_url

        default_param_flag = self.default_param_flag

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

        instrumental = self.instrumental

        prompt = self.prompt

        style = self.style

        title = self.title

        continue_at = self.continue_at

        negative_tags = self.negative_tags

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "uploadUrl": upload_url,
                "defaultParamFlag": default_param_flag,
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
        if instrumental is not UNSET:
            field_dict["instrumental"] = instrumental
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if style is not UNSET:
            field_dict["style"] = style
        if title is not UNSET:
            field_dict["title"] = title
        if continue_at is not UNSET:
            field_dict["continueAt"] = continue_at
        if negative_tags is not UNSET:
            field_dict["negativeTags"] = negative_tags

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        upload_url = d.pop("uploadUrl")

        default_param_flag = d.pop("defaultParamFlag")

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

        instrumental = d.pop("instrumental", UNSET)

        prompt = d.pop("prompt", UNSET)

        style = d.pop("style", UNSET)

        title = d.pop("title", UNSET)

        continue_at = d.pop("continueAt", UNSET)

        negative_tags = d.pop("negativeTags", UNSET)

        upload_extend_request = cls(
            upload_url=upload_url,
            default_param_flag=default_param_flag,
            model=model,
            call_back_url=call_back_url,
            vocal_gender=vocal_gender,
            style_weight=style_weight,
            weirdness_constraint=weirdness_constraint,
            audio_weight=audio_weight,
            persona_id=persona_id,
            persona_model=persona_model,
            instrumental=instrumental,
            prompt=prompt,
            style=style,
            title=title,
            continue_at=continue_at,
            negative_tags=negative_tags,
        )

        upload_extend_request.additional_properties = d
        return upload_extend_request

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
