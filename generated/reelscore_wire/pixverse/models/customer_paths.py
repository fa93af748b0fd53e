from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="CustomerPaths")


@_attrs_define
class CustomerPaths:
    """The vendor's notes on a task; loosely documented.

    Attributes:
        ext_info (Any | Unset):
        agent_info (Any | Unset):
        cameo_id_list (Any | Unset):
        duration_type (Any | Unset):
        fusion_id_list (Any | Unset):
        model_evaluator (Any | Unset):
        customer_img_paths (Any | Unset):
        gen_img_req_img_ids (Any | Unset):
    """

    ext_info: Any | Unset = UNSET
    agent_info: Any | Unset = UNSET
    cameo_id_list: Any | Unset = UNSET
    duration_type: Any | Unset = UNSET
    fusion_id_list: Any | Unset = UNSET
    model_evaluator: Any | Unset = UNSET
    customer_img_paths: Any | Unset = UNSET
    gen_img_req_img_ids: Any | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        ext_info = self.ext_info

        agent_info = self.agent_info

        cameo_id_list = self.cameo_id_list

        duration_type = self.duration_type

        fusion_id_list = self.fusion_id_list

        model_evaluator = self.model_evaluator

        customer_img_paths = self.customer_img_paths

        gen_img_req_img_ids = self.gen_img_req_img_ids

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if ext_info is not UNSET:
            field_dict["ext_info"] = ext_info
        if agent_info is not UNSET:
            field_dict["agent_info"] = agent_info
        if cameo_id_list is not UNSET:
            field_dict["cameo_id_list"] = cameo_id_list
        if duration_type is not UNSET:
            field_dict["duration_type"] = duration_type
        if fusion_id_list is not UNSET:
            field_dict["fusion_id_list"] = fusion_id_list
        if model_evaluator is not UNSET:
            field_dict["model_evaluator"] = model_evaluator
        if customer_img_paths is not UNSET:
            field_dict["customer_img_paths"] = customer_img_paths
        if gen_img_req_img_ids is not UNSET:
            field_dict["gen_img_req_img_ids"] = gen_img_req_img_ids

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ext_info = d.pop("ext_info", UNSET)

        agent_info = d.pop("agent_info", UNSET)

        cameo_id_list = d.pop("cameo_id_list", UNSET)

        duration_type = d.pop("duration_type", UNSET)

        fusion_id_list = d.pop("fusion_id_list", UNSET)

        model_evaluator = d.pop("model_evaluator", UNSET)

        customer_img_paths = d.pop("customer_img_paths", UNSET)

        gen_img_req_img_ids = d.pop("gen_img_req_img_ids", UNSET)

        customer_paths = cls(
            ext_info=ext_info,
            agent_info=agent_info,
            cameo_id_list=cameo_id_list,
            duration_type=duration_type,
            fusion_id_list=fusion_id_list,
            model_evaluator=model_evaluator,
            customer_img_paths=customer_img_paths,
            gen_img_req_img_ids=gen_img_req_img_ids,
        )

        customer_paths.additional_properties = d
        return customer_paths

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
