"""PixVerse: clients, requests, results and hosts; names load on first use."""

from typing import TYPE_CHECKING

from reelscore.requests.hosts import register_hosts
from reelscore.vendors.names import lazy_names

register_hosts(
    "pixverse",
    "reelscore.pixverse.family",
    {"pixverse.ai": "ON_PIXVERSE_AI", "pixverseai.cn": "ON_PIXVERSEAI_CN"},
    client="PixVerse",
)

if TYPE_CHECKING:
    from reelscore.pixverse.answers import *  # noqa: F403
    from reelscore.pixverse.clients import *  # noqa: F403
    from reelscore.pixverse.family import *  # noqa: F403
    from reelscore.pixverse.hosts import *  # noqa: F403
    from reelscore.pixverse.requests import *  # noqa: F403
    from reelscore.pixverse.results import *  # noqa: F403
else:
    __getattr__, __dir__ = lazy_names(
        __name__, "results", "requests", "hosts", "family", "clients", "answers", skip=("REQUESTS",)
    )
