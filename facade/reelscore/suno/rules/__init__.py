"""The rule rows of Suno, for all operations and hosts; kinds of row are in ``kinds.py``."""

from __future__ import annotations

from reelscore.rules import Row
from reelscore.suno.rules import others, shared, songs

RULES: tuple[Row, ...] = (*shared.ROWS, *songs.ROWS, *others.ROWS)

__all__ = ["RULES"]
