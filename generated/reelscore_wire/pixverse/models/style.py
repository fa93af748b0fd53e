from enum import StrEnum
from typing import Self


class Style(StrEnum):
    ANIMATION_3D = "3d_animation"
    ANIME = "anime"
    CLAY = "clay"
    COMIC = "comic"
    CYBERPUNK = "cyberpunk"
    DAY = "day"

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
