"""The requests of Suno, one class per operation; a class is made when it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reelscore.vendors.wire import WireClient

CLIENT = WireClient("reelscore_wire.suno")

if TYPE_CHECKING:
    from reelscore.requests.request import Request
    from reelscore.suno.requests.account import *  # noqa: F403
    from reelscore.suno.requests.files import *  # noqa: F403
    from reelscore.suno.requests.parts import *  # noqa: F403
    from reelscore.suno.requests.songs import *  # noqa: F403
    from reelscore.suno.requests.voices import *  # noqa: F403
    from reelscore.suno.requests.words import *  # noqa: F403

    REQUESTS: tuple[type[Request[Any]], ...]
    """Every request class."""
else:
    __getattr__, __dir__ = CLIENT.lazy_requests(__name__, "songs", "parts", "words", "files", "voices", "account")
