"""Words in a prompt that decide how a task ends.

The vendors publish no list. These are the sandbox's own: words with a colon to steer a test, and a few
plain ones that any moderation would stop.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from reelscore.sandbox.values import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Verdict: TypeAlias = Literal["reject", "moderate", "fail", "stuck"]

STEERING: Mapping[str, Verdict] = {
    "sandbox:reject": "reject",
    "sandbox:moderate": "moderate",
    "sandbox:fail": "fail",
    "sandbox:stuck": "stuck",
}
"""Anywhere in a text of the request: refused at submission, stopped by moderation, failed, never finished."""

PLAIN = ("gore", "beheading", "nude", "naked", "torture", "terrorist attack")
"""As whole words, in any case: stopped by moderation after the task was accepted."""

_PLAIN = re.compile(rf"\b(?:{'|'.join(map(re.escape, PLAIN))})\b", re.IGNORECASE)


def judge(body: Mapping[str, Any]) -> Verdict | None:
    """Return what moderation does with the texts of *body*, or None."""
    text = "\n".join(_texts(body))
    for word, verdict in STEERING.items():
        if word in text:
            return verdict
    return "moderate" if _PLAIN.search(text) else None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def course(seconds: float, verdict: Verdict | None, *, queue: float = 0.1) -> tuple[tuple[float, str], ...]:
    """Return the stages of a plain task: queued, running, and how it ends.

    Args:
        seconds: until it ends.
        verdict: what moderation decided.
        queue: share of the time that it waits.
    """
    begin = ((0.0, "queued"), (seconds * queue, "running"))
    match verdict:
        case "moderate":
            return (*begin, (seconds * 0.5, "moderated"))
        case "fail":
            return (*begin, (seconds * 0.8, "failed"))
        case "stuck":
            return (*begin, (NEVER, "failed"))
        case _:
            return (*begin, (seconds, "succeeded"))
