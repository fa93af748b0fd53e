"""Every exception of the package, in one tree; nothing here does I/O.

ReelscoreError
├── ConfigurationError              a key, URL or option is missing or wrong; nothing was sent
├── InvalidRequest (ValueError)     .violations: every broken rule at once; nothing was sent
├── BudgetExceeded                  a cap of yours would be passed; nothing was sent
├── TransportError                  no readable answer; .sent says whether a byte had left
│   └── SubmissionUnknown           a paid call may have been accepted: .intent names its ledger row
├── ApiError                        the vendor refused: .code .message .retryable .charged ...
│   ├── AuthenticationError   PermissionDenied    InsufficientCredits   RateLimited
│   ├── ConcurrencyLimited    RejectedRequest     ContentRejected       NotFound
│   └── Conflict              Maintenance         ServerError           UnknownApiError
├── TaskFailed                      the vendor took the task and it failed: .task
│   └── TaskModerated               ... because of its content
├── TaskTimeout                     you stopped waiting; the task goes on: .task, .resumable
├── DownloadError                   a file could not be brought whole; the part file stays
└── WebhookError
    ├── BadSignature                the delivery is not the vendor's
    └── ReplayedDelivery            the delivery was seen before, or its time is too far off
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Protocol

import attrs


class BrokenRule(Protocol):
    """What InvalidRequest tells of each broken rule; ``rules.violations.Violation`` is one and describes each field."""

    @property
    def rule(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def given(self) -> Any: ...
    @property
    def allowed(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def suggestion(self) -> Any: ...
    @property
    def example(self) -> Any: ...
    @property
    def remove(self) -> bool: ...
    @property
    def also(self) -> Mapping[str, Any]: ...
    @property
    def severity(self) -> Literal["error", "warning"]: ...
    @property
    def code(self) -> int | None: ...
    @property
    def source(self) -> str: ...


class ReelscoreError(Exception):
    """Anything that this package raises on purpose."""

    exit_code: ClassVar[int] = 1
    """What the command line exits with."""


class ConfigurationError(ReelscoreError):
    """A key, URL or option is missing or wrong; nothing was sent."""

    exit_code = 3


class InvalidRequest(ReelscoreError, ValueError):
    """The request breaks rules of the vendor; nothing was sent and nothing was paid."""

    exit_code = 6

    def __init__(self, violations: Sequence[BrokenRule]) -> None:
        self.violations = tuple(violations)
        super().__init__("; ".join(violation.message for violation in self.violations))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.violations,)


class BudgetExceeded(ReelscoreError):
    """The quote does not fit in what a budget has left; nothing was sent."""

    exit_code = 4


class TransportError(ReelscoreError):
    """No readable answer came back."""

    exit_code = 10

    def __init__(self, message: str, *, sent: bool = False) -> None:
        super().__init__(message)
        self.sent = sent
        """Whether a byte of the request may have left this machine."""


class SubmissionUnknown(TransportError):
    """A paid call left and no verdict came back: it may have been accepted and charged.

    It is never repeated by itself. ``intent`` names the ledger row; ``client.recover()`` settles it.
    """

    exit_code = 9

    def __init__(self, message: str, *, intent: str = "") -> None:
        super().__init__(message, sent=True)
        self.intent = intent


@attrs.define(eq=False, kw_only=True, repr=False, str=False)
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

    def __str__(self) -> str:
        where = f"{self.host} {self.operation}".strip()
        code = "" if self.code is None else f" (code {self.code})"
        words = " ".join(part for part in (self.message, self.hint) if part)
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


class PermissionDenied(ApiError):
    """The account may not do this."""

    exit_code = 3


class InsufficientCredits(ApiError):
    """The account, or the cap of its key, has too few credits."""

    exit_code = 4


class RateLimited(ApiError):
    """Too many calls in too short a time."""

    exit_code = 7


class ConcurrencyLimited(ApiError):
    """Too many tasks are running on the account's plan."""

    exit_code = 7


class RejectedRequest(ApiError):
    """The vendor finds a field wrong."""

    exit_code = 6


class ContentRejected(ApiError):
    """Moderation refused the words, the picture or the sound."""

    exit_code = 5


class NotFound(ApiError):
    """There is no such path, task or file."""

    exit_code = 6


class Conflict(ApiError):
    """It exists already; ``existing_id`` is its id when the vendor says it."""

    exit_code = 6


class Maintenance(ApiError):
    """The vendor is down on purpose."""

    exit_code = 10


class ServerError(ApiError):
    """The vendor failed."""

    exit_code = 10


class UnknownApiError(ApiError):
    """A code that no document names, or an answer of another shape."""

    exit_code = 10


class TaskFailed(ReelscoreError):
    """The vendor took the task and could not finish it."""

    exit_code = 5

    def __init__(self, message: str, *, task: Any = None, error: ApiError | None = None) -> None:
        super().__init__(message)
        self.task = task
        self.error = error


class TaskModerated(TaskFailed):
    """Moderation stopped the task."""


class TaskTimeout(ReelscoreError):
    """You stopped waiting; the task goes on at the vendor and stays in the ledger."""

    exit_code = 8
    resumable: ClassVar[bool] = True

    def __init__(self, message: str, *, task: Any = None) -> None:
        super().__init__(message)
        self.task = task


class DownloadError(ReelscoreError):
    """A file could not be brought whole; what came stays in its part file and is resumed next time."""

    exit_code = 10


class WebhookError(ReelscoreError):
    """A delivery cannot be believed."""


class BadSignature(WebhookError):
    """The signature is missing or does not fit."""


class ReplayedDelivery(WebhookError):
    """The delivery's nonce was seen before, or its time is out of the window."""
