from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.agent_aspect_ratio import AgentAspectRatio
from ..models.agent_quality import AgentQuality
from ..models.avatar_presence import AvatarPresence
from ..models.language_code import LanguageCode
from ..models.real_estate_agent import RealEstateAgent
from ..models.real_estate_duration import RealEstateDuration
from ..models.real_estate_mode import RealEstateMode
from ..models.real_estate_model import RealEstateModel
from ..models.real_estate_style import RealEstateStyle
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.agent_image_reference import AgentImageReference


T = TypeVar("T", bound="RealEstateRequest")


@_attrs_define
class RealEstateRequest:
    """
    Attributes:
        agent_id (RealEstateAgent):
        model (RealEstateModel):
        product_url (str | Unset):
        prompt (str | Unset):
        img_references (list[AgentImageReference] | Unset): 20 on fast
        mode (RealEstateMode | Unset): pro only
        language_code (LanguageCode | Unset):
        avatar_presence_level (AvatarPresence | Unset):
        duration (RealEstateDuration | Unset): seconds, ad_house_tour only
        video_style (RealEstateStyle | Unset): ad_house_tour only
        aspect_ratio (AgentAspectRatio | Unset):
        quality (AgentQuality | Unset):
    """

    agent_id: RealEstateAgent
    model: RealEstateModel
    product_url: str | Unset = UNSET
    prompt: str | Unset = UNSET
    img_references: list[AgentImageReference] | Unset = UNSET
    mode: RealEstateMode | Unset = UNSET
    language_code: LanguageCode | Unset = UNSET
    avatar_presence_level: AvatarPresence | Unset = UNSET
    duration: RealEstateDuration | Unset = UNSET
    video_style: RealEstateStyle | Unset = UNSET
    aspect_ratio: AgentAspectRatio | Unset = UNSET
    quality: AgentQuality | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        agent_id = self.agent_id.value

        model = self.model.value

        product_url = self.product_url

        prompt = self.prompt

        img_references: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.img_references, Unset):
            img_references = []
            for img_references_item_data in self.img_references:
                img_references_item = img_references_item_data.to_dict()
                img_references.append(img_references_item)

        mode: str | Unset = UNSET
        if not isinstance(self.mode, Unset):
            mode = self.mode.value

        language_code: str | Unset = UNSET
        if not isinstance(self.language_code, Unset):
            language_code = self.language_code.value

        avatar_presence_level: str | Unset = UNSET
        if not isinstance(self.avatar_presence_level, Unset):
            avatar_presence_level = self.avatar_presence_level.value

        duration: int | Unset = UNSET
        if not isinstance(self.duration, Unset):
            duration = self.duration.value

        video_style: str | Unset = UNSET
        if not isinstance(self.video_style, Unset):
            video_style = self.video_style.value

        aspect_ratio: str | Unset = UNSET
        if not isinstance(self.aspect_ratio, Unset):
            aspect_ratio = self.aspect_ratio.value

        quality: str | Unset = UNSET
        if not isinstance(self.quality, Unset):
            quality = self.quality.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "agent_id": agent_id,
                "model": model,
            }
        )
        if product_url is not UNSET:
            field_dict["product_url"] = product_url
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if img_references is not UNSET:
            field_dict["img_references"] = img_references
        if mode is not UNSET:
            field_dict["mode"] = mode
        if language_code is not UNSET:
            field_dict["language_code"] = language_code
        if avatar_presence_level is not UNSET:
            field_dict["avatar_presence_level"] = avatar_presence_level
        if duration is not UNSET:
            field_dict["duration"] = duration
        if video_style is not UNSET:
            field_dict["video_style"] = video_style
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if quality is not UNSET:
            field_dict["quality"] = quality

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.agent_image_reference import AgentImageReference  # noqa: PLC0415

        d = dict(src_dict)
        agent_id = RealEstateAgent(d.pop("agent_id"))

        model = RealEstateModel(d.pop("model"))

        product_url = d.pop("product_url", UNSET)

        prompt = d.pop("prompt", UNSET)

        _img_references = d.pop("img_references", UNSET)
        img_references: list[AgentImageReference] | Unset = UNSET
        if _img_references is not UNSET:
            img_references = []
            for img_references_item_data in _img_references:
                img_references_item = AgentImageReference.from_dict(img_references_item_data)

                img_references.append(img_references_item)

        _mode = d.pop("mode", UNSET)
        mode: RealEstateMode | Unset
        if isinstance(_mode, Unset):
            mode = UNSET
        else:
            mode = RealEstateMode(_mode)

        _language_code = d.pop("language_code", UNSET)
        language_code: LanguageCode | Unset
        if isinstance(_language_code, Unset):
            language_code = UNSET
        else:
            language_code = LanguageCode(_language_code)

        _avatar_presence_level = d.pop("avatar_presence_level", UNSET)
        avatar_presence_level: AvatarPresence | Unset
        if isinstance(_avatar_presence_level, Unset):
            avatar_presence_level = UNSET
        else:
            avatar_presence_level = AvatarPresence(_avatar_presence_level)

        _duration = d.pop("duration", UNSET)
        duration: RealEstateDuration | Unset
        if isinstance(_duration, Unset):
            duration = UNSET
        else:
            duration = RealEstateDuration(_duration)

        _video_style = d.pop("video_style", UNSET)
        video_style: RealEstateStyle | Unset
        if isinstance(_video_style, Unset):
            video_style = UNSET
        else:
            video_style = RealEstateStyle(_video_style)

        _aspect_ratio = d.pop("aspect_ratio", UNSET)
        aspect_ratio: AgentAspectRatio | Unset
        if isinstance(_aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = AgentAspectRatio(_aspect_ratio)

        _quality = d.pop("quality", UNSET)
        quality: AgentQuality | Unset
        if isinstance(_quality, Unset):
            quality = UNSET
        else:
            quality = AgentQuality(_quality)

        real_estate_request = cls(
            agent_id=agent_id,
            model=model,
            product_url=product_url,
            prompt=prompt,
            img_references=img_references,
            mode=mode,
            language_code=language_code,
            avatar_presence_level=avatar_presence_level,
            duration=duration,
            video_style=video_style,
            aspect_ratio=aspect_ratio,
            quality=quality,
        )

        real_estate_request.additional_properties = d
        return real_estate_request

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
