import inspect

from reelscore import errors
from reelscore.cli.reports import explain
from reelscore.errors import ReelscoreError

CODES: dict[type[ReelscoreError], int] = {
    errors.ConfigurationError: 3, errors.InvalidRequest: 6, errors.BudgetExceeded: 4, errors.TransportError: 10,
    errors.SubmissionUnknown: 9, errors.AuthenticationError: 3, errors.InsufficientCredits: 4, errors.RateLimited: 7,
    errors.ConcurrencyLimited: 7, errors.RejectedRequest: 6, errors.ContentRejected: 5, errors.TaskFailed: 5,
    errors.TaskModerated: 5, errors.TaskTimeout: 8, errors.DownloadError: 10,
}  # fmt: skip
EVERY = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, ReelscoreError)]


def made(kind: type[ReelscoreError]) -> ReelscoreError:
    if issubclass(kind, errors.ApiError):
        return kind(message="no", host="kie.ai", operation="generate")
    return kind([]) if issubclass(kind, errors.InvalidRequest) else kind("no")


def test_every_error_says_what_it_cost_and_what_to_do_next() -> None:
    told = {kind: explain(made(kind)) for kind in EVERY}

    assert [kind for kind, each in told.items() if not (each.cost and each.next)] == []
    assert {kind: told[kind].exit_code for kind in CODES} == CODES


def test_a_defect_is_called_one() -> None:
    told = explain(ZeroDivisionError("x"))

    assert (told.exit_code, told.what) == (1, "ZeroDivisionError: x")
    assert "--debug" in told.next


def test_a_full_disk_has_a_next_step() -> None:
    assert (
        explain(OSError(28, "No space left on device", "fox.mp4")).next == "free some space and run the command again"
    )


def test_only_a_submission_in_doubt_may_have_been_charged() -> None:
    perhaps = [kind.__name__ for kind in EVERY if "perhaps charged" in explain(made(kind)).cost]

    assert perhaps == ["SubmissionUnknown"]
