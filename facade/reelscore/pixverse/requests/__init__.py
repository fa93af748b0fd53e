"""The requests of PixVerse, one class per operation, and the parts of their lists; a class is made when it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reelscore.vendors.wire import WireClient

CLIENT = WireClient("reelscore_wire.pixverse")
_PARTS = ("ImageReference", "Keyframe", "LyricTimestamp", "LyricWord", "PictureReference", "VideoReference")

if TYPE_CHECKING:
    from reelscore.pixverse.requests.account import *  # noqa: F403
    from reelscore.pixverse.requests.compose import *  # noqa: F403
    from reelscore.pixverse.requests.edit import *  # noqa: F403
    from reelscore.pixverse.requests.video import *  # noqa: F403
    from reelscore.requests.request import Request
    from reelscore_wire.pixverse.models import ImageReference as ImageReference
    from reelscore_wire.pixverse.models import Keyframe as Keyframe
    from reelscore_wire.pixverse.models import LyricTimestamp as LyricTimestamp
    from reelscore_wire.pixverse.models import LyricWord as LyricWord
    from reelscore_wire.pixverse.models import PictureReference as PictureReference
    from reelscore_wire.pixverse.models import VideoReference as VideoReference

    REQUESTS: tuple[type[Request[Any]], ...]
    """Every request class."""
else:
    __getattr__, __dir__ = CLIENT.lazy_requests(__name__, "video", "compose", "edit", "account", parts=_PARTS)
