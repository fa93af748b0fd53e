"""The pytest plugin: a sandbox and clients that talk to it, as fixtures.

    def test_a_video_is_saved(reelscore_client, tmp_path):
        client = reelscore_client(rs.PixVerse)
        video = client.run(TextToVideo(prompt="a fox", model="v5.6", duration=5, quality="540p", aspect_ratio="16:9"))
        assert video.save(tmp_path / "fox.mp4").exists()

The sandbox is new for each test; its clock runs 600 times as fast as the real one.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reelscore.sandbox import Sandbox

SPEED = 600.0
"""Sandbox seconds per real second."""


C = TypeVar("C")


class MakeClient(Protocol):
    """What the fixture ``reelscore_client`` is."""

    def __call__(self, client: Callable[..., C], **options: Any) -> C:
        """Make a client against the test's sandbox; it is closed after the test."""
        ...


@pytest.fixture
def reelscore_sandbox() -> Iterator[Sandbox]:
    """Run a sandbox for one test."""
    from reelscore.sandbox import running  # pytest loads this plugin in every project

    with running(speed=SPEED) as sandbox:
        yield sandbox


@pytest.fixture
def reelscore_client(reelscore_sandbox: Sandbox) -> Iterator[MakeClient]:
    """Make clients against the test's sandbox: ``reelscore_client(rs.Suno, host="sunoapi.org")``."""
    with ExitStack() as closing:

        def make(client: Callable[..., C], **options: Any) -> C:
            made = client(sandbox=reelscore_sandbox, **options)
            close = getattr(made, "close", None)
            if close is not None:
                closing.callback(close)
            return made

        yield make
