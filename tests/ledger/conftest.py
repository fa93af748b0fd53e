"""The databases over which the tests of the ledger run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reelscore.ledger import Ledger
from tests.ledgers import Watch


@pytest.fixture(params=["file", "memory"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path, clock: Watch) -> Iterator[Ledger]:
    """Open an empty ledger in each of the databases."""
    path = tmp_path / "ledger.sqlite" if request.param == "file" else ":memory:"
    found = Ledger(path, synchronous="NORMAL", clock=clock)
    yield found
    found.close()
