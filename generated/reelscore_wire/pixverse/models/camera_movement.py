from enum import StrEnum
from typing import Self


class CameraMovement(StrEnum):
    CAMERA_ROTATION = "camera_rotation"
    CRANE_UP = "crane_up"
    FIX_BG = "fix_bg"
    HITCHCOCK = "hitchcock"
    HORIZONTAL_LEFT = "horizontal_left"
    HORIZONTAL_RIGHT = "horizontal_right"
    LEFT_FOLLOW = "left_follow"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    QUICKLY_ZOOM_IN = "quickly_zoom_in"
    QUICKLY_ZOOM_OUT = "quickly_zoom_out"
    RIGHT_FOLLOW = "right_follow"
    ROBO_ARM = "robo_arm"
    SMOOTH_ZOOM_IN = "smooth_zoom_in"
    SUPER_DOLLY_OUT = "super_dolly_out"
    VERTICAL_DOWN = "vertical_down"
    VERTICAL_UP = "vertical_up"
    WHIP_PAN = "whip_pan"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"

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
