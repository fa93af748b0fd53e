"""Post callbacks to their receivers at the time of the sandbox clock, and turn the clock past them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reelscore.sandbox.engine import Engine


class Post:
    """The post office of a sandbox."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def attach(self) -> None:
        """Start listening to the engine."""

    async def run(self) -> None:
        """Deliver for ever."""
        await asyncio.Event().wait()
