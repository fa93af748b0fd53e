from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.agent_aspect_ratio import AgentAspectRatio
from ..models.high_quality import HighQuality
from ..models.recreate_agent import RecreateAgent
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.agent_image_reference import AgentImageReference
    from ..models.video_reference import VideoReference


T = TypeVar("T", bound="RecreateRequest")


@_attrs_define
class RecreateRequest:
    """
    Attributes:
        agent_id (RecreateAgent):
        prompt (str):
        img_references (list[AgentImageReference]): Each at most 20 MB, 10000 px
        video_references (list[VideoReference]): mp4, mov, webm; 100 MB; 2 to 30 s; 640 to 1920 px a side
        quality (HighQuality | Unset):
        aspect_ratio (AgentAspectRatio | Unset):
    """

    agent_id: RecreateAgent
    prompt: str
    img_references: list[AgentImageReference]
    video_references: list[VideoReference]
    quality: HighQuality | Unset = UNSET
    aspect_ratio: AgentAspectRatio | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        agent_id = self.agent_id.value

        prompt = self.prompt

        img_references = []
        for img_references_item_data in self.img_references:
            img_references_item = img_references_item_data.to_dict()
            img_references.append(img_references_item)

        video_references = []
        for video_references_item_data in self.video_references:
            video_references_item = video_references_item_data.to_dict()
            video_references.append(video_references_item)

        quality: str | Unset = UNSET
        if not isinstance(self.quality, Unset):
            quality = self.quality.value

        aspect_ratio: str | Unset = UNSET
        if not isinstance(self.aspect_ratio, Unset):
            aspect_ratio = self.aspect_ratio.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "agent_id": agent_id,
                "prompt": prompt,
                "img_references": img_references,
                "video_references": video_references,
            }
        )
        if quality is not UNSET:
            field_dict["quality"] = quality
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.agent_image_reference import AgentImageReference  # noqa: PLC0415
        from ..models.video_reference import VideoReference  # noqa: PLC0415

        d = dict(src_dict)
        agent_id = RecreateAgent(d.pop("agent_id"))

        prompt = d.pop("prompt")

        img_references = []
        _img_references = d.pop("img_references")
        for img_references_item_data in _img_references:
            img_references_item = AgentImageReference.from_dict(img_references_item_data)

            img_references.append(img_references_item)

        video_references = []
        _video_references = d.pop("video_references")
        for video_references_item_data in _video_references:
            video_references_item = VideoReference.from_dict(video_references_item_data)

            video_references.append(video_references_item)

        _quality = d.pop("quality", UNSET)
        quality: HighQuality | Unset
        if isinstance(_quality, Unset):
            quality = UNSET
        else:
            quality = HighQuality(_quality)

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: AgentAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = AgentAspectRatio(_aspect_ratio)

        recreate_request = cls(
            agent_id=agent_id,
            prompt=prompt,
            img_references=img_references,
            video_references=video_references,
            quality=quality,
            aspect_ratio=aspect_ratio,
        )

        recreate_request.additional_properties = d
        return recreate_request

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
