"""Fixtures of batches."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.durable.shop import skip_without_engine


@pytest.fixture
def shared(shared: Path | str) -> Path | str:
    """Name an empty ledger, in each of the databases that the engine can stand beside."""
    skip_without_engine(shared)
    return shared
