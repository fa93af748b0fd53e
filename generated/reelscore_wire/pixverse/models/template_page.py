from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.template import Template


T = TypeVar("T", bound="TemplatePage")


@_attrs_define
class TemplatePage:
    """
    Attributes:
        effect_items (list[Template] | Unset):
    """

    effect_items: list[Template] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        effect_items: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.effect_items, Unset):
            effect_items = []
            for effect_items_item_data in self.effect_items:
                effect_items_item = effect_items_item_data.to_dict()
                effect_items.append(effect_items_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if effect_items is not UNSET:
            field_dict["effect_items"] = effect_items

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.template import Template  # noqa: PLC0415

        d = dict(src_dict)
        _effect_items = d.pop("effect_items", UNSET)
        effect_items: list[Template] | Unset = UNSET
        if _effect_items is not UNSET:
            effect_items = []
            for effect_items_item_data in _effect_items:
                effect_items_item = Template.from_dict(effect_items_item_data)

                effect_items.append(effect_items_item)

        template_page = cls(
            effect_items=effect_items,
        )

        template_page.additional_properties = d
        return template_page

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
