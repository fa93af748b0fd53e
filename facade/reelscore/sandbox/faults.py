"""Faults: what can go wrong between a client and a vendor, on demand: by name, or by a word in a request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import attrs

from reelscore.sandbox.values import NEVER, Refusal, Role, Task

if TYPE_CHECKING:
    import random

When: TypeAlias = Literal["before", "after", "answer", "task", "download", "callback"]


@attrs.frozen
class Kind:
    """One fault that can be asked for."""

    when: When
    """The moment at which it strikes."""
    roles: tuple[Role, ...]
    """Calls that it strikes unless ``role`` says otherwise; empty for downloads and callbacks."""
    text: str


_ANY: tuple[Role, ...] = ("submit", "status", "read", "upload")
_SUBMIT: tuple[Role, ...] = ("submit",)
_STATUS: tuple[Role, ...] = ("status",)

FAULTS: Mapping[str, Kind] = {
    "answer-lost": Kind("after", _SUBMIT, "the task is made and charged, the connection closes without an answer"),
    "request-lost": Kind("before", _SUBMIT, "the connection closes without an answer, nothing was made"),
    "connection-reset": Kind("before", _ANY, "the connection is reset (RST), nothing was made"),
    "reset-mid-answer": Kind("answer", _ANY, "the answer is cut in its middle by a reset"),
    "slow": Kind("answer", _ANY, "the answer takes `value` real seconds longer (default 1)"),
    "hang": Kind("answer", _ANY, "no answer ever comes; the connection stays open"),
    "server-error": Kind("before", _ANY, "the vendor's own server error, HTTP 500, nothing was made"),
    "error-after-acceptance": Kind(
        "after", _SUBMIT, "the task is made and charged, the answer is the vendor's server error"
    ),
    "bad-gateway": Kind("before", _ANY, "HTTP 502 with a page of HTML from the CDN, nothing was made"),
    "bad-gateway-after-acceptance": Kind(
        "after", _SUBMIT, "the task is made and charged, the answer is HTTP 502 with HTML"
    ),
    "forbidden-by-cdn": Kind("before", _ANY, "HTTP 403 with the CDN's text 'error code: 1010'"),
    "malformed-json": Kind("answer", _ANY, "the answer is cut JSON with a correct length"),
    "empty-body": Kind("answer", _ANY, "HTTP 200 without a body"),
    "wrong-shape": Kind("answer", _ANY, "JSON of another shape: a list"),
    "redirect": Kind("before", _SUBMIT, "HTTP 307 to the address in `value` (default: the same path)"),
    "throttle": Kind("before", _ANY, "the vendor's throttle code"),
    "throttle-http": Kind("before", _ANY, "HTTP 429 with Retry-After of `value` seconds (default 1)"),
    "maintenance": Kind("before", _ANY, "the vendor's maintenance code"),
    "concurrency": Kind("before", _SUBMIT, "PixVerse 500044; elsewhere the throttle code"),
    "no-credits": Kind("before", _SUBMIT, "the vendor's code for too few credits"),
    "code": Kind("before", _ANY, "a refusal with the code in `value`"),
    "record-late": Kind(
        "before", _STATUS, "the status call does not know the task yet (Suno, `value` null: data is null)"
    ),
    "stuck": Kind("task", _SUBMIT, "the task never finishes (PixVerse: refunded after 2 h)"),
    "slow-task": Kind("task", _SUBMIT, "the task takes `value` times as long (default 10)"),
    "task-fails": Kind("task", _SUBMIT, "the task fails half-way and is refunded"),
    "moderated": Kind("task", _SUBMIT, "the task is stopped by moderation and refunded"),
    "unknown-status": Kind("task", _SUBMIT, "the task shows the status word in `value` until it is finished"),
    "unknown-status-forever": Kind("task", _SUBMIT, "the task shows the status word in `value` for ever"),
    "callback-exception": Kind("task", _SUBMIT, "Suno: the task ends as CALLBACK_EXCEPTION, its files exist"),
    "deleted": Kind("task", _SUBMIT, "PixVerse: the task ends as deleted (status 6)"),
    "download-truncated": Kind("download", (), "the file is cut after half of the promised bytes"),
    "download-without-range": Kind("download", (), "Range is ignored: the whole file comes with 200"),
    "download-missing": Kind("download", (), "HTTP 404"),
    "download-html": Kind("download", (), "HTTP 200 with a page of HTML instead of the file"),
    "download-error": Kind("download", (), "HTTP 503"),
    "download-changed": Kind("download", (), "the file has another ETag and other bytes than before"),
    "callback-unreachable": Kind("callback", (), "the delivery fails; every further try is counted on its own"),
    "callback-duplicate": Kind("callback", (), "the delivery is made twice"),
    "callback-reordered": Kind("callback", (), "the delivery comes after the next one of its task"),
    "callback-skipped": Kind("callback", (), "the delivery is never made"),
    "callback-forged": Kind("callback", (), "a delivery with a wrong signature comes first and claims success"),
    "callback-stale": Kind("callback", (), "the delivery's timestamp is an hour old, correctly signed"),
    "callback-garbage": Kind("callback", (), "the body is not JSON"),
}
ALIASES: Mapping[str, str] = {
    "500": "server-error", "502": "bad-gateway", "html": "bad-gateway", "lost": "answer-lost", "reset": "connection-reset",
    "answer-lost-after-acceptance": "answer-lost", "lost-before-acceptance": "request-lost", "malformed": "malformed-json",
    "empty": "empty-body", "failed": "task-fails", "task-failing": "task-fails", "moderation": "moderated", "stuck-task": "stuck",
    "truncated-download": "download-truncated", "download-no-range": "download-without-range",
}  # fmt: skip


WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "sandbox:reject": ("reject", "refused at submission by moderation"),
    "sandbox:moderate": ("moderated", "stopped by moderation half-way, and refunded"),
    "sandbox:fail": ("task-fails", "fails half-way, and is refunded"),
    "sandbox:stuck": ("stuck", "never finishes"),
}
"""Words anywhere in a text of a request: the fault that they stand for, and what happens."""
UNWANTED: Final = ("gore", "beheading", "nude", "naked", "torture", "terrorist attack")
"""Words that any moderation would stop; the vendors publish no list."""
NAMES: Final[Mapping[str, str]] = {
    "unreachable": "in a link: it cannot be read",
    "sandbox-moderate": "in an image's name or link: refused by moderation",
    "sandbox-no-subject": "in an image's name or link: mimic finds no subject in it (701002)",
    "sandbox-no-person": "in a video's name or link: mimic finds no person in it (701003)",
    "sandbox-matches": "in a link to audio: it matches an existing work",
    "sandbox-wrong-phrase": "in the link of a voice: not the phrase that was to be sung",
    "sandbox:lyrics": "in lyric_text of a music video: invalid lyrics (400080)",
}
"""Words in names, links and lyrics that one vendor's operations look for."""
_UNWANTED = re.compile(rf"\b(?:{'|'.join(map(re.escape, UNWANTED))})\b", re.IGNORECASE)


def steered(body: Mapping[str, Any]) -> str:
    """Return the fault that a word in a text of *body* asks for, or nothing.

    Raises:
        Refusal: the word asks to be refused at once.
    """
    text = "\n".join(_texts(body))
    fault = next((fault for word, (fault, _) in WORDS.items() if word in text), "")
    if fault == "reject":
        raise Refusal("moderated")
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
        """The row of the table."""
        return FAULTS[self.name]

    def fits(self, when: When, host: str, *, operation: str, role: Role | None) -> bool:
        """Tell whether this moment of this call is the fault's."""
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
        """Forget all faults."""
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
