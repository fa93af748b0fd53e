"""The tree of errors: what each says, and that it survives a trip to another process."""

from __future__ import annotations

import pickle

from reelscore import errors
from reelscore.errors import ApiError, RateLimited, ReelscoreError, SubmissionUnknown, TaskTimeout
from tests.rows import each

ALL = [cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, ReelscoreError)]


@each("cls", ALL)
def test_every_error_is_drawn_in_the_tree(cls: type[Exception]) -> None:
    assert cls.__name__ in (errors.__doc__ or "")


def test_an_api_error_says_host_operation_code_words_and_what_to_do() -> None:
    error = RateLimited(message="too many", code=429, host="kie.ai", operation="generate", hint="wait 10 s")

    assert str(error) == "kie.ai generate (code 429): too many; wait 10 s"


def test_an_api_error_survives_pickling() -> None:
    error = RateLimited(message="too many", code=429, retryable=True, retry_after=2.0)

    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes

    assert (type(again), again.code, again.retryable, again.retry_after) == (RateLimited, 429, True, 2.0)


def test_a_refusal_is_not_charged_unless_somebody_says_so() -> None:
    assert ApiError(message="no").charged is False


def test_an_unknown_submission_has_left_the_machine_and_names_its_row() -> None:
    error = SubmissionUnknown("no answer", intent="row")

    assert (error.sent, error.intent) == (True, "row")


def test_a_timeout_is_resumable() -> None:
    assert TaskTimeout("still running").resumable
