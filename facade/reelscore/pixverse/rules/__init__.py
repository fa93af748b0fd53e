"""Every rule of PixVerse as one table; which operations and hosts a row is for stands in the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reelscore.pixverse.rules.account import ACCOUNT
from reelscore.pixverse.rules.agents import AGENTS
from reelscore.pixverse.rules.compose import COMPOSE
from reelscore.pixverse.rules.edit import EDIT
from reelscore.pixverse.rules.video import VIDEO

if TYPE_CHECKING:
    from reelscore.rules.kinds import Rule

ROWS: tuple[Rule, ...] = (*VIDEO, *COMPOSE, *EDIT, *AGENTS, *ACCOUNT)

__all__ = ["ROWS"]
