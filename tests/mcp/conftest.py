"""A sandbox for all tests of the server for agents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reelscore.sandbox import Sandbox, running


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running(speed=600) as server:
        yield server
