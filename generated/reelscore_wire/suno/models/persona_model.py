from enum import StrEnum
from typing import Self


class PersonaModel(StrEnum):
    STYLE_PERSONA = "style_persona"
    VOICE_PERSONA = "voice_persona"

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
