"""A stage per host, set once."""

from collections.abc import Iterator

import pytest

from reelscore.sandbox import Sandbox, running
from tests.pixverse.stage import Stage, set_stage


@pytest.fixture(scope="session")
def pixverse_sandbox() -> Iterator[Sandbox]:
    with running(speed=0) as sandbox:
        yield sandbox


@pytest.fixture(scope="session", params=["pixverse.ai", "pixverseai.cn"])
def stage(request: pytest.FixtureRequest, pixverse_sandbox: Sandbox) -> Stage:
    return set_stage(pixverse_sandbox, request.param)
