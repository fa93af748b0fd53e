"""Whether a finished task has given what was paid for; one rule for all vendors and families."""

from __future__ import annotations

from typing import Any

from reelscore.results import Progress, State
from reelscore.vendors.coercion import is_address


def is_complete(result: Any, *, files: int = 1) -> bool:
    """Return whether a result holds what its task promises.

    Args:
        result: of a finished task; a class whose content is no file says so in a property ``has_content``.
        files: how many are promised, such as the two tracks of a song.
    """
    if result is None:
        return False
    told = getattr(result, "has_content", None)
    return told if isinstance(told, bool) else sum(is_address(asset.url) for asset in result.assets) >= files


def has_content(result: Any) -> bool:
    """Return whether there is anything to keep."""
    return is_complete(result, files=1)


def succeeded(result: Any, *, files: int = 1, **details: Any) -> Progress[Any]:
    """Make the progress of a task that the vendor calls done.

    While something promised is missing it is ``provisional``: the state is SUCCEEDED, and the task is worth polling
    again, since files often appear after the word. ``result`` is what is there so far.
    """
    return Progress(state=State.SUCCEEDED, result=result, provisional=not is_complete(result, files=files), **details)
