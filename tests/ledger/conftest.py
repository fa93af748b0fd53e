"""The databases over which the tests of the ledger run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reelscore.ledger import Ledger
from tests.ledgers import Watch


@pytest.fixture(params=["file", "memory", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Name an empty ledger in each of the databases."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return tmp_path / "ledger.sqlite" if request.param == "file" else ":memory:"


@pytest.fixture
def ledger(place: Path | str, clock: Watch) -> Iterator[Ledger]:
    """Open an empty ledger in each of the databases."""
    found = Ledger(place, synchronous="NORMAL", clock=clock)
    yield found
    found.close()
