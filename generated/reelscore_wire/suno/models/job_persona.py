from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.persona_model import PersonaModel
from ..types import UNSET, Unset

T = TypeVar("T", bound="JobPersona")


@_attrs_define
class JobPersona:
    """
    Attributes:
        persona_id (str | Unset):
        persona_model (PersonaModel | Unset): voice_persona takes a voice id and needs V5, V5_5 or the V6 family;
            default style_persona.
        negative_tags (str | Unset):
    """

    persona_id: str | Unset = UNSET
    persona_model: PersonaModel | Unset = UNSET
    negative_tags: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        persona_id = self.persona_id

        persona_model: str | Unset = UNSET
        if not isinstance(self.persona_model, Unset):
            persona_model = self.persona_model.value

        negative_tags = self.negative_tags

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if persona_id is not UNSET:
            field_dict["persona_id"] = persona_id
        if persona_model is not UNSET:
            field_dict["persona_model"] = persona_model
        if negative_tags is not UNSET:
            field_dict["negative_tags"] = negative_tags

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        persona_id = d.pop("persona_id", UNSET)

        _persona_model = d.pop("persona_model", UNSET)
        persona_model: PersonaModel | Unset
        if isinstance(_persona_model, Unset):
            persona_model = UNSET
        else:
            persona_model = PersonaModel(_persona_model)

        negative_tags = d.pop("negative_tags", UNSET)

        job_persona = cls(
            persona_id=persona_id,
            persona_model=persona_model,
            negative_tags=negative_tags,
        )

        job_persona.additional_properties = d
        return job_persona

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
