from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.high_quality import HighQuality
from ..models.music_video_aspect_ratio import MusicVideoAspectRatio
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.agent_image_reference import AgentImageReference
    from ..models.lyric_timestamp import LyricTimestamp


T = TypeVar("T", bound="MusicVideoRequest")


@_attrs_define
class MusicVideoRequest:
    """
    Attributes:
        mv_agent_type (str): vibe_mv_v3_custom, vibe_mv
        audio_media_id (int): 64-bit id
        aspect_ratio (MusicVideoAspectRatio):
        quality (HighQuality):
        music_style (str | Unset): Case does not matter.
        mv_style (str | Unset): Case does not matter. Custom needs an image or a style reference.
        img_references (list[AgentImageReference] | Unset):
        style_img_references (list[AgentImageReference] | Unset):
        caption_switch (bool | Unset):
        lip_sync_switch (bool | Unset):
        instrumental_switch (bool | Unset):
        seed (int | Unset): Random when left out
        lyric_text (str | Unset): Fewer than 5000 characters
        lyric_timestamp (LyricTimestamp | Unset):
    """

    mv_agent_type: str
    audio_media_id: int
    aspect_ratio: MusicVideoAspectRatio
    quality: HighQuality
    music_style: str | Unset = UNSET
    mv_style: str | Unset = UNSET
    img_references: list[AgentImageReference] | Unset = UNSET
    style_img_references: list[AgentImageReference] | Unset = UNSET
    caption_switch: bool | Unset = UNSET
    lip_sync_switch: bool | Unset = UNSET
    instrumental_switch: bool | Unset = UNSET
    seed: int | Unset = UNSET
    lyric_text: str | Unset = UNSET
    lyric_timestamp: LyricTimestamp | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        mv_agent_type = self.mv_agent_type

        audio_media_id = self.audio_media_id

        aspect_ratio = self.aspect_ratio.value

        quality = self.quality.value

        music_style = self.music_style

        mv_style = self.mv_style

        img_references: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.img_references, Unset):
            img_references = []
            for img_references_item_data in self.img_references:
                img_references_item = img_references_item_data.to_dict()
                img_references.append(img_references_item)

        style_img_references: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.style_img_references, Unset):
            style_img_references = []
            for style_img_references_item_data in self.style_img_references:
                style_img_references_item = style_img_references_item_data.to_dict()
                style_img_references.append(style_img_references_item)

        caption_switch = self.caption_switch

        lip_sync_switch = self.lip_sync_switch

        instrumental_switch = self.instrumental_switch

        seed = self.seed

        lyric_text = self.lyric_text

        lyric_timestamp: dict[str, Any] | Unset = UNSET
        if not isinstance(self.lyric_timestamp, Unset):
            lyric_timestamp = self.lyric_timestamp.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "mv_agent_type": mv_agent_type,
                "audio_media_id": audio_media_id,
                "aspect_ratio": aspect_ratio,
                "quality": quality,
            }
        )
        if music_style is not UNSET:
            field_dict["music_style"] = music_style
        if mv_style is not UNSET:
            field_dict["mv_style"] = mv_style
        if img_references is not UNSET:
            field_dict["img_references"] = img_references
        if style_img_references is not UNSET:
            field_dict["style_img_references"] = style_img_references
        if caption_switch is not UNSET:
            field_dict["caption_switch"] = caption_switch
        if lip_sync_switch is not UNSET:
            field_dict["lip_sync_switch"] = lip_sync_switch
        if instrumental_switch is not UNSET:
            field_dict["instrumental_switch"] = instrumental_switch
        if seed is not UNSET:
            field_dict["seed"] = seed
        if lyric_text is not UNSET:
            field_dict["lyric_text"] = lyric_text
        if lyric_timestamp is not UNSET:
            field_dict["lyric_timestamp"] = lyric_timestamp

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.agent_image_reference import AgentImageReference  # noqa: PLC0415
        from ..models.lyric_timestamp import LyricTimestamp  # noqa: PLC0415

        d = dict(src_dict)
        mv_agent_type = d.pop("mv_agent_type")

        audio_media_id = d.pop("audio_media_id")

        aspect_ratio = MusicVideoAspectRatio(d.pop("aspect_ratio"))

        quality = HighQuality(d.pop("quality"))

        music_style = d.pop("music_style", UNSET)

        mv_style = d.pop("mv_style", UNSET)

        _img_references = d.pop("img_references", UNSET)
        img_references: list[AgentImageReference] | Unset = UNSET
        if _img_references is not UNSET:
            img_references = []
            for img_references_item_data in _img_references:
                img_references_item = AgentImageReference.from_dict(img_references_item_data)

                img_references.append(img_references_item)

        _style_img_references = d.pop("style_img_references", UNSET)
        style_img_references: list[AgentImageReference] | Unset = UNSET
        if _style_img_references is not UNSET:
            style_img_references = []
            for style_img_references_item_data in _style_img_references:
                style_img_references_item = AgentImageReference.from_dict(
                    style_img_references_item_data
                )

                style_img_references.append(style_img_references_item)

        caption_switch = d.pop("caption_switch", UNSET)

        lip_sync_switch = d.pop("lip_sync_switch", UNSET)

        instrumental_switch = d.pop("instrumental_switch", UNSET)

        seed = d.pop("seed", UNSET)

        lyric_text = d.pop("lyric_text", UNSET)

        _lyric_timestamp = d.pop("lyric_timestamp", UNSET)
        lyric_timestamp: LyricTimestamp | Unset
        if isinstance(_lyric_timestamp, Unset):
            lyric_timestamp = UNSET
        else:
            lyric_timestamp = LyricTimestamp.from_dict(_lyric_timestamp)

        music_video_request = cls(
            mv_agent_type=mv_agent_type,
            audio_media_id=audio_media_id,
            aspect_ratio=aspect_ratio,
            quality=quality,
            music_style=music_style,
            mv_style=mv_style,
            img_references=img_references,
            style_img_references=style_img_references,
            caption_switch=caption_switch,
            lip_sync_switch=lip_sync_switch,
            instrumental_switch=instrumental_switch,
            seed=seed,
            lyric_text=lyric_text,
            lyric_timestamp=lyric_timestamp,
        )

        music_video_request.additional_properties = d
        return music_video_request

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
