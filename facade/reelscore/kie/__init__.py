"""The host kie.ai, and its videos and images: Veo 3.1, 4o Image, Flux Kontext, Runway, Aleph, Luma.

Its songs are ``reelscore.suno``.
"""

from typing import TYPE_CHECKING

from reelscore.requests.hosts import register_hosts
from reelscore.vendors.names import lazy_names

register_hosts("kie", "reelscore.kie.family", {"kie.ai": "ON_KIE_AI"}, client="Kie")

if TYPE_CHECKING:
    from reelscore.kie.client import *  # noqa: F403
    from reelscore.kie.family import *  # noqa: F403
    from reelscore.kie.hosts import *  # noqa: F403
    from reelscore.kie.market.catalog import *  # noqa: F403
    from reelscore.kie.market.results import *  # noqa: F403
    from reelscore.kie.requests import *  # noqa: F403
    from reelscore.kie.results import *  # noqa: F403
else:
    __getattr__, __dir__ = lazy_names(
        __name__,
        "results",
        "market.results",
        "market.catalog",
        "requests",
        "hosts",
        "family",
        "client",
        skip=("REQUESTS",),
    )
