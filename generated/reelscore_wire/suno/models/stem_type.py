from enum import StrEnum
from typing import Self


class StemType(StrEnum):
    SEPARATE_VOCAL = "separate_vocal"
    SPLIT_STEM = "split_stem"
    SPLIT_STEM_ADVANCED = "split_stem_advanced"

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
