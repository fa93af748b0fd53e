"""The pytest plugin: a sandbox and clients that talk to it, as fixtures.

    def test_a_fox_is_saved(reelscore_client, tmp_path):
        client = reelscore_client(rs.PixVerse)
        video = client.run(TextToVideo(prompt="a fox", model="v5", duration=5, quality="540p", aspect_ratio="16:9"))
        assert video.save(tmp_path / "fox.mp4").exists()

The sandbox is new for each test and its clock stands still: it moves when a client waits, so waiting takes no time.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reelscore.sandbox import Sandbox

C = TypeVar("C")


class MakeClient(Protocol):
    """What the fixture ``reelscore_client`` is."""

    def __call__(self, client: Callable[..., C], **options: Any) -> C:
        """Make a client against the test's sandbox; a blocking one is closed after the test."""
        ...


@pytest.fixture
def reelscore_sandbox() -> Iterator[Sandbox]:
    """Run a sandbox for one test; its clock is turned by `Sandbox.advance` and by waiting clients."""
    from reelscore.sandbox import running

    with running(speed=0) as sandbox:
        yield sandbox


@pytest.fixture
def reelscore_client(reelscore_sandbox: Sandbox, tmp_path: Path) -> Iterator[MakeClient]:
    """Make clients against the test's sandbox, such as ``reelscore_client(rs.Suno, host="sunoapi.org")``.

    Options are the client's own. Its ledger is a file of the test, its environment empty.
    """
    made: list[Any] = []

    def make(client: Callable[..., C], **options: Any) -> C:
        usual = {"ledger": tmp_path / "reelscore.sqlite", "environment": {}}
        found = client(sandbox=reelscore_sandbox, **{**usual, **options})
        made.append(found)
        return found

    yield make
    for client in made:
        if not inspect.iscoroutinefunction(client.close):  # an async client is closed by its own loop
            client.close()
