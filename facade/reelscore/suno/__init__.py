"""Suno through kie.ai and sunoapi.org: clients, requests and results; names load on first use."""

from typing import TYPE_CHECKING

from reelscore.requests.hosts import register_hosts
from reelscore.vendors.names import lazy_names

register_hosts(
    "suno",
    "reelscore.suno.family",
    {"kie.ai": "ON_KIE_AI", "sunoapi.org": "ON_SUNOAPI_ORG", "kie.ai#jobs": "ON_KIE_AI_JOBS"},
    client="Suno",
)

if TYPE_CHECKING:
    from reelscore.suno.client import *  # noqa: F403
    from reelscore.suno.family import *  # noqa: F403
    from reelscore.suno.file_results import *  # noqa: F403
    from reelscore.suno.hosts import *  # noqa: F403
    from reelscore.suno.midi import *  # noqa: F403
    from reelscore.suno.requests import *  # noqa: F403
    from reelscore.suno.results import *  # noqa: F403
else:
    __getattr__, __dir__ = lazy_names(
        __name__, "results", "file_results", "midi", "requests", "hosts", "family", "client", skip=("REQUESTS",)
    )
