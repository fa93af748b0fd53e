"""How much of PixVerse is here: operations, rules, price cells and codes, counted from the tables themselves.

``python -m reelscore.pixverse.figures`` prints them.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from reelscore.pixverse.codes import CODES
from reelscore.pixverse.plans import AI_PLANS, CN_PLANS
from reelscore.pixverse.prices import tables
from reelscore.pixverse.requests import REQUESTS
from reelscore.pixverse.rules import ROWS

_OLD_MODELS = 3
_FAST_SECONDS = 5
_SWITCHES_OF_V55 = 4
"""Sound or not, one shot or several."""


def _count(table: object) -> int:
    if isinstance(table, Mapping):
        return sum(_count(cell) for cell in table.values())
    return len(table) if isinstance(table, tuple) else 1


def price_cells() -> int:
    """Count the published figures: each cell of a table, each rate of a formula."""
    fast = sum(_FAST_SECONDS in row for quality, row in tables.OLD.items() if quality != "1080p")
    whole = (tables.PER_SECOND, tables.V56, tables.V5, tables.MIMIC, tables.SWAP, tables.MODIFY, tables.MUSIC)
    single = (tables.INLINE_SPEECH, tables.SOUND_EFFECT, tables.SPEECH_AUDIO, tables.SPEECH_TEXT, tables.RESTYLE)
    return (
        sum(_count(table) for table in whole)
        + len(tables.V56_FUSION)
        + _SWITCHES_OF_V55 * _count(tables.V55)
        + _OLD_MODELS * (_count(tables.OLD) + fast)
        + len((*single, tables.UPSCALE, tables.MASK))
        + 2 * len(tables.MULTI_TRANSITION) * len(tables.V5)
    )


def figures() -> dict[str, int]:
    """Count everything."""
    return {
        "operations": len(REQUESTS),
        "routes": len({str(cls.route) for cls in REQUESTS}) + 2,  # and the two of status
        "rules": len({row.id for row in ROWS}),
        "price cells": price_cells(),
        "codes": len(CODES),
        "plans and packs": len(AI_PLANS) + len(CN_PLANS),
    }


if __name__ == "__main__":
    sys.stdout.writelines(f"{name}: {number}\n" for name, number in figures().items())
