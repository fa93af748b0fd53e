from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.aspect_ratio import AspectRatio
from ..models.quality import Quality
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.image_reference import ImageReference
    from ..models.video_reference import VideoReference


T = TypeVar("T", bound="FusionRequest")


@_attrs_define
class FusionRequest:
    """
    Attributes:
        image_references (list[ImageReference]): 3 on v4.5 and v5, 7 on newer models, 10 in omni mode
        prompt (str):
        model (str): v4.5, v5, v5.5, v5.6, v6, c1
        duration (int): Seconds; 0 with video_references
        quality (Quality): 360p is the Turbo tier
        aspect_ratio (AspectRatio): 2:3, 3:2 and 21:9 came with v6 and c1. A page of pixverseai.cn prints 9.16, a
            misprint.
        generate_audio_switch (bool | Unset): v5.6, v6, c1
        seed (int | Unset): Random when left out
        reference_mode (str | Unset): omni, v6 only
        video_references (list[VideoReference] | Unset): In omni mode
    """

    image_references: list[ImageReference]
    prompt: str
    model: str
    duration: int
    quality: Quality
    aspect_ratio: AspectRatio
    generate_audio_switch: bool | Unset = UNSET
    seed: int | Unset = UNSET
    reference_mode: str | Unset = UNSET
    video_references: list[VideoReference] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        image_references = []
        for image_references_item_data in self.image_references:
            image_references_item = image_references_item_data.to_dict()
            image_references.append(image_references_item)

        prompt = self.prompt

        model = self.model

        duration = self.duration

        quality = self.quality.value

        aspect_ratio = self.aspect_ratio.value

        generate_audio_switch = self.generate_audio_switch

        seed = self.seed

        reference_mode = self.reference_mode

        video_references: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.video_references, Unset):
            video_references = []
            for video_references_item_data in self.video_references:
                video_references_item = video_references_item_data.to_dict()
                video_references.append(video_references_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "image_references": image_references,
                "prompt": prompt,
                "model": model,
                "duration": duration,
                "quality": quality,
                "aspect_ratio": aspect_ratio,
            }
        )
        if generate_audio_switch is not UNSET:
            field_dict["generate_audio_switch"] = generate_audio_switch
        if seed is not UNSET:
            field_dict["seed"] = seed
        if reference_mode is not UNSET:
            field_dict["reference_mode"] = reference_mode
        if video_references is not UNSET:
            field_dict["video_references"] = video_references

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.image_reference import ImageReference  # noqa: PLC0415
        from ..models.video_reference import VideoReference  # noqa: PLC0415

        d = dict(src_dict)
        image_references = []
        _image_references = d.pop("image_references")
        for image_references_item_data in _image_references:
            image_references_item = ImageReference.from_dict(image_references_item_data)

            image_references.append(image_references_item)

        prompt = d.pop("prompt")

        model = d.pop("model")

        duration = d.pop("duration")

        quality = Quality(d.pop("quality"))

        aspect_ratio = AspectRatio(d.pop("aspect_ratio"))

        generate_audio_switch = d.pop("generate_audio_switch", UNSET)

        seed = d.pop("seed", UNSET)

        reference_mode = d.pop("reference_mode", UNSET)

        _video_references = d.pop("video_references", UNSET)
        video_references: list[VideoReference] | Unset = UNSET
        if _video_references is not UNSET:
            video_references = []
            for video_references_item_data in _video_references:
                video_references_item = VideoReference.from_dict(video_references_item_data)

                video_references.append(video_references_item)

        fusion_request = cls(
            image_references=image_references,
            prompt=prompt,
            model=model,
            duration=duration,
            quality=quality,
            aspect_ratio=aspect_ratio,
            generate_audio_switch=generate_audio_switch,
            seed=seed,
            reference_mode=reference_mode,
            video_references=video_references,
        )

        fusion_request.additional_properties = d
        return fusion_request

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
