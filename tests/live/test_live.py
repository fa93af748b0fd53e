"""The real hosts answer as the documents say; skipped without a key, paid calls only within --spend."""

from decimal import Decimal
from typing import Any

import pytest

from reelscore.requests.request import Request
from reelscore.vendors.family import hosts
from tests.families import family

pytestmark = pytest.mark.live
FREE = ("balance", "tts_speakers", "speakers", "restyles", "templates")
"""Reads that need no id of the account."""
CHEAP: dict[str, tuple[str, dict[str, Any]]] = {
    "pixverse": (
        "text_to_video",
        {"model": "v4.5", "quality": "360p", "duration": 5, "aspect_ratio": "16:9", "prompt": "a red fox in snow"},
    ),
    "suno": ("lyrics", {"prompt": "a song about a fox"}),
}
READS = [
    pytest.param(host, name, id=f"{host}-{name}") for host in hosts for name in FREE if name in family(host).operations
]


def request_of(host: str, name: str, **fields: Any) -> Request[Any]:
    kind = family(host).operation(name).request
    return kind.build(fields or kind.sample)


@pytest.mark.parametrize(("host", "name"), READS)
def test_a_free_read_is_answered(client: Any, host: str, name: str) -> None:
    assert client.run(request_of(host, name)) is not None


@pytest.mark.parametrize("host", list(hosts))
def test_the_cheapest_task_ends_with_a_result_within_its_budget(client: Any, host: str, spend: Decimal) -> None:
    name, fields = CHEAP[family(host).vendor]
    request = request_of(host, name, **fields)
    price = request.quote(host).credits
    if price is None or price > spend:
        pytest.skip(f"costs {price} credits, --spend is {spend}")

    assert client.run(request).raw is not None
