from enum import StrEnum
from typing import Self


class CreationType(StrEnum):
    AGENT = "agent"
    AVATAR = "avatar"
    EXTEND = "extend"
    FUSION = "fusion"
    IMAGE_TO_IMAGE = "image_to_image"
    IMAGE_TO_VIDEO = "image_to_video"
    LIP_SYNC = "lip_sync"
    MIMIC = "mimic"
    MODIFY = "modify"
    MULTI_TRANSITION = "multi_transition"
    RESTYLE = "restyle"
    SOUND_EFFECT = "sound_effect"
    SWAP = "swap"
    SWAP_MASK = "swap_mask"
    TEXT_TO_VIDEO = "text_to_video"
    TRANSITION = "transition"
    UPSCALE = "upscale"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member

    def __str__(self) -> str:
        return str(self.value)
