from enum import StrEnum
from typing import Self


class RealEstateMode(StrEnum):
    AD_HOUSE_TOUR = "ad_house_tour"
    PROPERTY_TOUR = "property_tour"

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
