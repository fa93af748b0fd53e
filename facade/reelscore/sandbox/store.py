"""Keep a sandbox's state in an SQLite file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from reelscore.sandbox.engine import Engine


class Store:
    """The state file of a sandbox."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self._path, self._engine = path, engine

    def close(self) -> None:
        """Write everything."""
