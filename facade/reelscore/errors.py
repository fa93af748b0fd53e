"""Every exception of the package, in one tree; each says what it cost and what to do next.

ReelscoreError
├── ConfigurationError              a key, URL or option is missing or wrong; nothing was sent
├── InvalidRequest (ValueError)     .violations: every broken rule at once; nothing was sent
├── BudgetExceeded                  a cap of yours would be passed; nothing was sent
├── TransportError                  no readable answer; .sent says whether a byte had left
│   └── SubmissionUnknown           a paid call may have been accepted: .intent names its ledger row
├── ApiError                        the vendor refused: .code .message .retryable .charged ...
│   ├── AuthenticationError   PermissionDenied    InsufficientCredits   RateLimited
│   ├── ConcurrencyLimited    RejectedRequest     ContentRejected       NotFound
│   ├── Conflict              NotReady            Maintenance           ServerError
│   └── UnknownApiError
├── TaskError                       what became of a task that the vendor took: .task
│   ├── TaskFailed                  it failed
│   │   └── TaskModerated           ... because of its content
│   ├── TaskIncomplete              it is called done and shows no content
│   └── TaskTimeout                 you stopped waiting; it goes on: .resumable
├── DownloadError                   a file could not be brought whole; the part file stays
└── WebhookError
    ├── BadSignature                the delivery is not the vendor's
    └── ReplayedDelivery            the delivery was seen before, or its time is too far off
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, TypeAlias

import attrs

from reelscore._attrs import define, frozen

Severity: TypeAlias = Literal["error", "warning"]


@frozen(kw_only=True)
class Violation:
    """One broken rule."""

    rule: str
    """Id of the rule."""
    field: str
    """Facade name, with a path inside lists, such as ``multi_transition[0].duration``."""
    given: Any = None
    allowed: str = ""
    message: str = ""
    """A whole sentence: field, given, allowed, what to do."""
    suggestion: Any = None
    """A legal value next to the given one; None with ``remove`` means: leave it out."""
    example: Any = None
    """A legal value from the operation's sample, where only the user can know what to give; no repair uses it."""
    remove: bool = False
    """Whether the suggestion is to leave the field out."""
    also: Mapping[str, Any] = attrs.field(factory=dict)
    """What else must change with the suggestions though it breaks no rule by itself; told by the first violation."""
    severity: Severity = "error"
    code: int | None = None
    """The vendor's code for it."""
    source: str = ""


NOTHING_SENT = "nothing was sent, nothing was charged"
NOT_CHARGED = "nothing was charged"


class ReelscoreError(Exception):
    """Anything that this package raises on purpose."""

    exit_code: ClassVar[int] = 1
    """What the command line exits with."""
    _cost: str = "unknown: reelscore tasks shows what was sent"
    _next: str = "--debug shows where it happened"

    @property
    def cost(self) -> str:
        """What the call cost, in words."""
        return self._cost

    @property
    def next(self) -> str:
        """What to do next, in words."""
        return self._next.format(self)


class ConfigurationError(ReelscoreError):
    """A key, URL or option is missing or wrong; nothing was sent."""

    exit_code = 3
    _cost = NOTHING_SENT
    _next = "correct what is named; reelscore doctor checks keys and settings, reelscore init keeps keys"


class InvalidRequest(ReelscoreError, ValueError):
    """The request breaks rules of the vendor; nothing was sent and nothing was paid."""

    exit_code = 6

    def __init__(self, violations: Sequence[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__("; ".join(violation.message for violation in self.violations))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.violations,)

    _cost = NOTHING_SENT
    _next = "take what is allowed; reelscore rules OP shows all rules"


class BudgetExceeded(ReelscoreError):
    """The quote does not fit in what a budget has left; nothing was sent."""

    exit_code = 4
    _cost = NOTHING_SENT
    _next = "raise the budget, or quote a cheaper request"


class TransportError(ReelscoreError):
    """No readable answer came back."""

    exit_code = 10

    def __init__(self, message: str, *, sent: bool = False) -> None:
        super().__init__(message)
        self.sent = sent
        """Whether a byte of the request may have left this machine."""

    @property
    def cost(self) -> str:
        return "a byte may have left, but not of a paid call that is unaccounted for" if self.sent else NOTHING_SENT

    _next = "run it again; reelscore doctor looks for the cause"


class SubmissionUnknown(TransportError):
    """A paid call left and no verdict came back: it may have been accepted and charged.

    It is never repeated by itself. ``intent`` names the ledger row; ``client.recover()`` settles it.
    """

    exit_code = 9
    _next = "reelscore recover lists it and settles it; do not send it again before that"

    def __init__(self, message: str, *, intent: str = "") -> None:
        super().__init__(message, sent=True)
        self.intent = intent

    @property
    def cost(self) -> str:
        row = self.intent or "unknown"
        return f"perhaps charged: the request was sent and no usable response arrived (ledger row {row})"


@define(eq=False, kw_only=True, repr=False, str=False)
class ApiError(ReelscoreError):
    """The vendor answered with a refusal."""

    message: str = ""
    """The vendor's own words."""
    code: int | str | None = None
    """The vendor's code, read from the body."""
    host: str = ""
    operation: str = ""
    retryable: bool = False
    """Whether the same request may pass later."""
    retry_after: float | None = None
    """Seconds that the vendor asks to wait, when it says so."""
    charged: bool | None = False
    """Whether money went; None where the vendor does not say."""
    http_status: int | None = None
    trace_id: str | None = None
    request: Any = None
    field: str | None = None
    """The facade's name of the field that the refusal is about, when known."""
    existing_id: str | None = None
    """On a conflict: the id of what exists already, when the vendor says it."""
    hint: str = ""
    """What to do next."""
    raw: Any = None
    """The answer as it came."""
    _next = "try again later; reelscore -vv shows the call and its trace id"
    _heeds_hint: ClassVar[bool] = True
    """Whether the vendor's advice says more than ours."""

    @property
    def cost(self) -> str:
        return NOT_CHARGED if self.charged is False else "the vendor does not say whether it charged"

    @property
    def next(self) -> str:
        return (self._heeds_hint and self.hint) or super().next

    @property
    def pause(self) -> str:
        """How long the vendor asks to wait, in words."""
        return "a while" if self.retry_after is None else f"{self.retry_after:g} s"

    def __str__(self) -> str:
        where = f"{self.host} {self.operation}".strip()
        code = "" if self.code is None else f" (code {self.code})"
        words, hint = self.message.rstrip(), self.hint
        if words and hint:
            words += "" if words[-1] in ".!?:;" else "." if hint[0].isupper() else ";"
        words = f"{words} {hint}".strip()
        return f"{where}{code}: {words}" if where else f"{words}{code}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}(code={self.code!r}, message={self.message!r}, host={self.host!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), attrs.asdict(self, recurse=False))


def _rebuild(kind: type[ApiError], fields: dict[str, Any]) -> ApiError:
    return kind(**fields)


class AuthenticationError(ApiError):
    """The key is missing, wrong or has no access."""

    exit_code = 3
    _next = "reelscore init keeps a new key, reelscore doctor checks it"
    _heeds_hint = False


class PermissionDenied(ApiError):
    """The account may not do this."""

    exit_code = 3
    _next = "ask the vendor for access, or use another host with --host"


class InsufficientCredits(ApiError):
    """The account, or the cap of its key, has too few credits."""

    exit_code = 4
    _next = "reelscore balance shows what is left; buy credits at the vendor"
    _heeds_hint = False


class RateLimited(ApiError):
    """Too many calls in too short a time."""

    exit_code = 7
    _next = "wait {0.pause} and run it again"
    _heeds_hint = False


class ConcurrencyLimited(ApiError):
    """Too many tasks are running on the account's plan."""

    exit_code = 7
    _next = "wait {0.pause} and run it again"
    _heeds_hint = False


class RejectedRequest(ApiError):
    """The vendor finds a field wrong."""

    exit_code = 6
    _next = "change the field that the vendor names; reelscore check OP helps"


class ContentRejected(ApiError):
    """Moderation refused the words, the picture or the sound."""

    exit_code = 5
    _next = "change the words or the picture"
    _heeds_hint = False


class NotFound(ApiError):
    """There is no such path, task or file."""

    exit_code = 6
    _next = "check the id and the host"


class Conflict(ApiError):
    """It exists already; ``existing_id`` is its id when the vendor says it."""

    exit_code = 6

    @property
    def next(self) -> str:
        return f"it exists already: {self.existing_id or 'reelscore tasks lists it'}"


class NotReady(ApiError):
    """What was asked for is still being made; asking again later costs nothing but the time."""

    exit_code = 7
    _next = "wait half a minute and run it again"


class Maintenance(ApiError):
    """The vendor is down on purpose."""

    exit_code = 10
    _next = "try again later"
    _heeds_hint = False


class ServerError(ApiError):
    """The vendor failed."""

    exit_code = 10


class UnknownApiError(ApiError):
    """A code that no document names, or an answer of another shape."""

    exit_code = 10


class TaskError(ReelscoreError):
    """What became of a task that the vendor took; ``task`` is its handle."""

    exit_code = 5
    _next = "reelscore show {0.ref}"

    def __init__(self, message: str, *, task: Any = None) -> None:
        super().__init__(message)
        self.task = task

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild_task_error, (type(self), str(self), dict(self.__dict__))

    @property
    def ref(self) -> str:
        """The task's reference, as ``client.task`` and the command line take it."""
        return str(getattr(self.task, "ref", "") or "ID")

    @property
    def cost(self) -> str:
        progress = getattr(self.task, "progress", None)
        if getattr(progress, "refunded", None):
            return "the vendor gave the credits back"
        charge = getattr(progress, "charge", None)
        return "the vendor does not say whether it charged" if charge is None else f"{charge:f} credits were charged"


def _rebuild_task_error(kind: type[TaskError], message: str, fields: dict[str, Any]) -> TaskError:
    error = kind(message)
    error.__dict__.update(fields)
    return error


class TaskFailed(TaskError):
    """The vendor took the task and could not finish it."""

    def __init__(self, message: str, *, task: Any = None, error: ApiError | None = None) -> None:
        super().__init__(message, task=task)
        self.error = error


class TaskModerated(TaskFailed):
    """Moderation stopped the task."""


class TaskIncomplete(TaskError):
    """The vendor calls the task done, but shows no file or text; it stays in the ledger and in ``recover()``."""

    _next = "reelscore wait {0.ref}"


class TaskTimeout(TaskError):
    """You stopped waiting; the task goes on at the vendor and stays in the ledger."""

    exit_code = 8
    resumable: ClassVar[bool] = True

    _cost = "the quoted price, if it succeeds: the task goes on at the vendor, and the ledger knows it"
    _next = "reelscore wait {0.ref}"


class DownloadError(ReelscoreError):
    """A file could not be brought whole; what came stays in its part file and is resumed next time."""

    exit_code = 10
    _cost = "nothing more: a download is free"
    _next = "reelscore save ID goes on where it stopped"


class WebhookError(ReelscoreError):
    """A delivery cannot be believed."""

    _cost = NOT_CHARGED
    _next = "check the secret that you set at the vendor"


class BadSignature(WebhookError):
    """The signature is missing or does not fit."""


class ReplayedDelivery(WebhookError):
    """The delivery's nonce was seen before, or its time is out of the window."""
