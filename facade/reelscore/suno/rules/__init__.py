"""The rule rows of Suno, for all operations and hosts; kinds of row are in ``kinds.py``."""

from __future__ import annotations

from reelscore.rules.kinds import Rule
from reelscore.suno.rules import others, shared, songs

RULES: tuple[Rule, ...] = (*shared.ROWS, *songs.ROWS, *others.ROWS)

__all__ = ["RULES"]
