"""PixVerse: clients, requests, results and hosts; names load on first use."""

from typing import TYPE_CHECKING

from reelscore.vendors.names import lazy_names

if TYPE_CHECKING:
    from reelscore.pixverse.clients import *  # noqa: F403
    from reelscore.pixverse.hosts import *  # noqa: F403
    from reelscore.pixverse.requests import *  # noqa: F403
    from reelscore.pixverse.results import *  # noqa: F403
else:
    __getattr__, __dir__ = lazy_names(__name__, "results", "requests", "hosts", "clients", skip=("REQUESTS",))
