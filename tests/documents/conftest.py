"""Sandboxes that the calls of the documents are made against."""

from collections.abc import Iterator

import pytest

from reelscore.sandbox import Sandbox, running
from tests.pixverse.stage import Stage, set_stage


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running(speed=0) as found:
        for host in ("kie.ai", "sunoapi.org"):
            found.set_balance(host, credits=100_000)
        yield found


@pytest.fixture(scope="module")
def stage(sandbox: Sandbox) -> Stage:
    """Return things of an account on the host of the PixVerse documents."""
    return set_stage(sandbox, "pixverseai.cn")
