"""What all parts of the sandbox share: tasks, files, answers, callbacks, and the tables that ship with the package."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, Literal, NamedTuple, TypeAlias

import attrs

DAY: Final = 86_400.0
NEVER: Final = 10 * 365 * DAY
"""Seconds until the end of a task that never ends."""
Role: TypeAlias = Literal["submit", "status", "read", "upload"]
FileKind: TypeAlias = Literal["mp4", "mp3", "wav", "png"]
Facts: TypeAlias = dict[str, Any]
"""Plain JSON values; each vendor keeps in it what its answers need."""
Stages: TypeAlias = tuple[tuple[float, str], ...]
"""Seconds after creation and name of the stage that begins then, in order; the last one is final."""


@attrs.define(eq=False, kw_only=True)
class Task:
    """One task. Nothing ticks: what it is now follows from the clock and its stages."""

    id: int | str
    host: str
    key: str
    operation: str
    created: float
    """Unix seconds of the sandbox clock."""
    stages: Stages
    """The last one is ``succeeded``, ``failed``, ``moderated`` or ``deleted``."""
    credits: Decimal = Decimal(0)
    seed: int = 0
    weight: int = 1
    """Concurrency slots that it takes."""
    body: Facts = attrs.field(factory=dict[str, Any])
    """The request as it was sent."""
    facts: Facts = attrs.field(factory=dict[str, Any])
    """What the result is made of: seconds, pixels, parents, tracks."""
    error: tuple[int, str] | None = None
    """The vendor's code and text, for a task that fails."""
    origin: str = ""
    """Scheme and authority under which the client reached the sandbox, for links."""
    word: str | None = None
    """Status word that the fault *unknown-status* shows instead of the true one."""
    settled: bool = False

    @property
    def finishes(self) -> float:
        """When the last stage begins, in Unix seconds of the sandbox clock."""
        return self.created + self.stages[-1][0]

    @property
    def outcome(self) -> str:
        return self.stages[-1][1]

    @property
    def is_refunded(self) -> bool:
        """Whether the credits come back at its end."""
        return self.outcome in {"failed", "moderated"}

    def stage(self, now: float) -> str:
        begun = [name for begins, name in self.stages if self.created + begins <= now]
        return begun[-1] if begun else self.stages[0][1]

    def done(self, now: float) -> bool:
        return now >= self.finishes

    def strange_word(self, now: float) -> str | None:
        """Return the status word of the fault *unknown-status*, as long as it is shown."""
        return self.word if self.facts.get("word_for_ever") or not self.done(now) else None


@attrs.frozen(kw_only=True)
class File:
    """What a link stands for."""

    kind: FileKind
    seconds: float = 0
    width: int = 0
    height: int = 0
    sound: bool = True
    seed: int = 0
    expires_at: float = float("inf")
    """Unix seconds of the sandbox clock until which the link answers."""


@attrs.frozen
class Upload:
    name: str
    content_type: str
    data: bytes
    size: int
    """Bytes of the whole file; `data` is all of it up to the sandbox's limit."""


@attrs.frozen
class Answer:
    """What goes back: a JSON value and an HTTP status."""

    payload: Any
    status: int = 200


class Refusal(Exception):
    """The vendor says no.

    Args:
        kind: row of the vendor's table of refusals (``auth``, ``credits``, ``missing`` …).
        text: fills ``{}`` in the row's message, or a whole message for rows that have none.
        data: what the envelope carries beside the code.
    """

    def __init__(self, kind: str, text: str = "", *, data: Any = None) -> None:
        super().__init__(kind, text)
        self.kind, self.text, self.data = kind, text, data


def refuse_if(is_wrong: bool, kind: str, text: str = "") -> None:  # noqa: FBT001 - the condition comes first
    """Raise the refusal of a request where it is wrong."""
    if is_wrong:
        raise Refusal(kind, text)


Check: TypeAlias = tuple[bool, str, str]
"""Whether a rule is broken, and kind and text of the refusal."""


def broken(checks: Iterable[Check]) -> Iterator[Refusal]:
    return (Refusal(kind, text) for is_broken, kind, text in checks if is_broken)


@attrs.frozen
class Message:
    headers: Mapping[str, str]
    body: bytes


@attrs.frozen(kw_only=True)
class Callback:
    """One callback that is due at some time."""

    task: Task
    stage: str
    """What the receiver will read: ``text``, ``first``, ``complete``, ``error`` or ``single``."""
    due: float
    """Unix seconds of the sandbox clock."""
    url: str
    compose: Callable[..., Message]
    """Writes headers and body, signed with the time *now*; *forged* claims success with a wrong signature."""
    retries: tuple[float, ...]
    """Seconds until each further try."""
    accepted: Callable[[int, bytes], bool]
    """Whether status and body of the receiver's answer end the tries."""
    attempt: int = 0
    held: bool = False
    """Put behind the next callback of its task once."""


_DATA = files("reelscore.sandbox").joinpath("data")


def vendor_rows(vendor: str, table: str) -> list[dict[str, str]]:
    """Read ``codes``, ``plans`` or ``prices`` of a vendor package: one dict for each row."""
    return _rows(files("reelscore").joinpath(vendor, f"{table}.csv"))


def own_rows(name: str) -> list[dict[str, str]]:
    """Read a table of the sandbox's own: its faults, or how long a vendor's tasks take and what they answer."""
    return _rows(_DATA.joinpath(f"{name}.csv"))


class RefusalRow(NamedTuple):
    """How a vendor says no: one row of `data/refusals.csv`."""

    code: int
    status: int
    text: str
    """``{}`` is filled with what was wrong."""


def refusal_rows(*tables: str) -> Mapping[str, RefusalRow]:
    """Return the rows of *tables* by kind; a later table wins over those before it."""
    found: dict[str, RefusalRow] = {}
    for table in tables:
        rows = (row for row in _rows(_DATA.joinpath("refusals.csv")) if row["table"] == table)
        found |= {row["kind"]: RefusalRow(int(row["code"]), int(row["status"]), row["text"]) for row in rows}
    return found


def told(rows: Mapping[str, RefusalRow], refusal: Refusal, *, code: int = 500) -> RefusalRow:
    """Return what is said to *refusal*; kind ``code`` takes the number in its text, or *code*."""
    if refusal.kind == "code":
        return RefusalRow(int(refusal.text or code), 200, "as the fault says")
    return rows[refusal.kind]._replace(text=rows[refusal.kind].text.replace("{}", refusal.text))


def _rows(file: Traversable) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
