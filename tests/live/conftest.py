"""Keys from the environment, what may be spent, and where the answers are kept.

pytest tests/live -m live                  # free reads, for each host that has a key
pytest tests/live -m live --spend 50       # and the cheapest task of each host, within 50 credits
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

import reelscore as rs
from tests.families import family
from tests.live.cassettes import Recorder

KEPT = Path(__file__).with_name("cassettes")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what a live run may cost, and where it is kept."""
    parser.addoption("--spend", default="0", help="credits that paid live tests may cost together, per host")
    parser.addoption("--cassettes", default=str(KEPT), help="folder for recorded answers, secrets removed")


@pytest.fixture
def spend(request: pytest.FixtureRequest) -> Decimal:
    """Return how many credits may be spent on a host."""
    return Decimal(str(request.config.getoption("--spend", "0")))


@pytest.fixture
def client(request: pytest.FixtureRequest, host: str, spend: Decimal, tmp_path: Path) -> Iterator[Any]:
    """Make a client with the environment's key that records every answer; skip where there is no key."""
    where = family(host)
    key = os.environ.get(where.host.key_variable)
    if not key:
        pytest.skip(f"{where.host.key_variable} is not set")
    kind = rs.PixVerse if where.vendor == "pixverse" else rs.Suno
    recorder = Recorder(host=where, key=key, folder=Path(str(request.config.getoption("--cassettes", str(KEPT)))))
    budget = rs.Budget(spend, per="run")
    with (
        httpx.Client(event_hooks={"response": [recorder.hear]}, timeout=60) as http,
        kind(host=host, http_client=http, ledger=tmp_path / "ledger.db", budget=budget) as made,
    ):
        yield made
