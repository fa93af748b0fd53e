from enum import StrEnum
from typing import Self


class AgentAspectRatio(StrEnum):
    R16X9 = "16:9"
    R1X1 = "1:1"
    R21X9 = "21:9"
    R3X4 = "3:4"
    R4X3 = "4:3"
    R9X16 = "9:16"

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
