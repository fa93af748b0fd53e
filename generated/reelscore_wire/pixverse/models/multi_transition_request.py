from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.motion_mode import MotionMode
from ..models.quality import Quality
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.keyframe import Keyframe


T = TypeVar("T", bound="MultiTransitionRequest")


@_attrs_define
class MultiTransitionRequest:
    """
    Attributes:
        multi_transition (list[Keyframe]):
        model (str): v3.5, v4, v4.5, v5
        quality (Quality): 360p is the Turbo tier
        motion_mode (MotionMode | Unset): normal when left out; fast costs double
        seed (int | Unset): Random when left out
    """

    multi_transition: list[Keyframe]
    model: str
    quality: Quality
    motion_mode: MotionMode | Unset = UNSET
    seed: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        multi_transition = []
        for multi_transition_item_data in self.multi_transition:
            multi_transition_item = multi_transition_item_data.to_dict()
            multi_transition.append(multi_transition_item)

        model = self.model

        quality = self.quality.value

        motion_mode: str | Unset = UNSET
        if not isinstance(self.motion_mode, Unset):
            motion_mode = self.motion_mode.value

        seed = self.seed

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "multi_transition": multi_transition,
                "model": model,
                "quality": quality,
            }
        )
        if motion_mode is not UNSET:
            field_dict["motion_mode"] = motion_mode
        if seed is not UNSET:
            field_dict["seed"] = seed

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.keyframe import Keyframe  # noqa: PLC0415

        d = dict(src_dict)
        multi_transition = []
        _multi_transition = d.pop("multi_transition")
        for multi_transition_item_data in _multi_transition:
            multi_transition_item = Keyframe.from_dict(multi_transition_item_data)

            multi_transition.append(multi_transition_item)

        model = d.pop("model")

        quality = Quality(d.pop("quality"))

        _motion_mode = d.pop("motion_mode", UNSET)
        motion_mode: MotionMode | Unset
        if isinstance(_motion_mode, Unset):
            motion_mode = UNSET
        else:
            motion_mode = MotionMode(_motion_mode)

        seed = d.pop("seed", UNSET)

        multi_transition_request = cls(
            multi_transition=multi_transition,
            model=model,
            quality=quality,
            motion_mode=motion_mode,
            seed=seed,
        )

        multi_transition_request.additional_properties = d
        return multi_transition_request

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
