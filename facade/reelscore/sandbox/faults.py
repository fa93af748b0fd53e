"""Faults: what can go wrong between a client and a vendor, on demand: by name, or by a word in a request."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias, cast

import attrs

from reelscore.sandbox.values import NEVER, Role, Task, own_rows, refuse_if

When: TypeAlias = Literal["before", "after", "answer", "task", "download", "callback"]


@attrs.frozen
class Kind:
    """One fault that can be asked for."""

    when: When
    """The moment at which it strikes."""
    roles: tuple[Role, ...]
    """Calls that it strikes unless ``role`` says otherwise; empty for downloads and callbacks."""
    refusal: str
    """Row of the vendor's table of refusals that answers instead; empty for what happens on the wire or to a task."""
    text: str


_ROWS: Final = own_rows("faults")
FAULTS: Final[Mapping[str, Kind]] = {
    row["name"]: Kind(
        cast("When", row["when"]), cast("tuple[Role, ...]", tuple(row["roles"].split())), row["refusal"], row["text"]
    )
    for row in _ROWS
}
ALIASES: Final[Mapping[str, str]] = {alias: row["name"] for row in _ROWS for alias in row["aliases"].split()}


WORDS: Final[Mapping[str, tuple[str, str]]] = {
    row["word"]: (row["fault"], row["text"]) for row in own_rows("words") if row["fault"]
}
"""Words anywhere in a text of a request: the fault that they stand for, and what happens."""
NAMES: Final[Mapping[str, str]] = {row["word"]: row["text"] for row in own_rows("words") if not row["fault"]}
"""Words in names, links and lyrics that one vendor's operations look for."""
UNWANTED: Final = ("gore", "beheading", "nude", "naked", "torture", "terrorist attack")
"""Words that any moderation would stop; the vendors publish no list."""
_UNWANTED = re.compile(rf"\b(?:{'|'.join(map(re.escape, UNWANTED))})\b", re.IGNORECASE)


def steered(body: Mapping[str, Any]) -> str:
    """Return the fault that a word in a text of *body* asks for, or nothing; refuse where it asks for that."""
    text = "\n".join(_texts(body))
    fault = next((fault for word, (fault, _) in WORDS.items() if word in text), "")
    refuse_if(fault == "reject", "moderated")
    return fault or ("moderated" if _UNWANTED.search(text) else "")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def fault_name(name: str) -> str:
    """Return the table's name for *name*; underscores and aliases are understood.

    Raises:
        ValueError: no fault is called so; the message lists all.
    """
    plain = name.strip().lower().replace("_", "-").replace(" ", "-")
    plain = ALIASES.get(plain, plain)
    if plain not in FAULTS:
        raise ValueError(f"no fault is called {name!r}; there are {', '.join(FAULTS)}")
    return plain


@attrs.define(kw_only=True)
class Fault:
    """A fault that was asked for."""

    name: str
    times: int | None = 1
    """How often it strikes; None is for ever."""
    rate: float | None = None
    """Chance per matching call, 0 to 1; None strikes every matching call."""
    operation: str | None = None
    host: str | None = None
    role: Role | None = None
    value: str | float | None = None
    skip: int = 0
    """Matching calls to let pass first."""
    struck: int = 0

    @property
    def kind(self) -> Kind:
        return FAULTS[self.name]

    def fits(self, when: When, host: str, *, operation: str, role: Role | None) -> bool:
        """Return whether this moment of this call is the fault's."""
        return (
            self.kind.when == when
            and self.host in {None, host}
            and self.operation in {None, operation}
            and (role is None or (role == self.role if self.role else role in self.kind.roles))
        )


class Faults:
    """The faults that wait to strike, in the order in which they were asked for."""

    def __init__(self, random: random.Random) -> None:
        self._random = random
        self.waiting: list[Fault] = []
        self.spent: list[Fault] = []

    def clear(self) -> None:
        self.waiting.clear()
        self.spent.clear()

    def take(self, when: When, *, host: str, operation: str = "", role: Role | None = None) -> Fault | None:
        """Return the fault that strikes now, and count it."""
        fitting = (fault for fault in list(self.waiting) if fault.fits(when, host, operation=operation, role=role))
        return next((fault for fault in fitting if self._strikes(fault)), None)

    def _strikes(self, fault: Fault) -> bool:
        if fault.skip > 0:
            fault.skip -= 1
            return False
        if fault.rate is not None and self._random.random() >= fault.rate:
            return False
        fault.struck += 1
        if fault.times is not None and fault.struck >= fault.times:
            self.waiting.remove(fault)
            self.spent.append(fault)
        return True


STUCK_REFUND = 7_200.0
"""PixVerse refunds a task that is not finished after 2 h. Source: docs.platform.pixverse.ai."""


def bend(task: Task, fault: Fault) -> None:
    """Change the course of *task* as *fault* says."""
    half = task.stages[-1][0] / 2
    early = tuple(stage for stage in task.stages[:-1] if stage[0] <= half)
    match fault.name:
        case "stuck":
            end = (STUCK_REFUND, "failed") if task.host.startswith("pixverse") else (NEVER, "failed")
            task.stages = (*early, end)
            task.error = task.error or (408, "Timeout")
        case "slow-task":
            factor = float(fault.value or 10)
            task.stages = tuple((begins * factor, name) for begins, name in task.stages)
        case "task-fails":
            task.stages = (*early, (half, "failed"))
        case "moderated":
            task.stages = (*early, (half, "moderated"))
        case "deleted" if not task.host.startswith("pixverse"):
            pass  # Suno has no word for it
        case "deleted":
            task.stages = (*task.stages[:-1], (task.stages[-1][0], "deleted"))
        case "callback-exception":
            task.facts["callback_exception"] = True
        case "unknown-status" | "unknown-status-forever":
            task.word = str(fault.value or "99")
            task.facts["word_for_ever"] = fault.name.endswith("forever")
        case _:
            raise ValueError(f"{fault.name} is no fault of a task")
