"""Every code of the fact sheet has its class, and both envelopes are read."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from reelscore import errors
from reelscore.pixverse.reading import ENVELOPE
from reelscore.results import State
from reelscore.vendors.family import Accepted, Indeterminate, Rejected, hosts
from tests.families import family
from tests.rows import each

SPEC = yaml.safe_load((Path(__file__).resolve().parent.parent.parent / "specs" / "pixverse.yaml").read_text("utf-8"))
HOST = family("pixverse.ai")
CODES = {row.code: row for row in ENVELOPE.codes.rows if row.code is not None and not row.where}
DOUBTFUL = {99999, 500069, 500100}
RETRYABLE = {500031, 500041, 500044, *DOUBTFUL}


def refusal(code: int, message: str = "no") -> dict[str, Any]:
    return {"ErrCode": code, "ErrMsg": message, "Resp": None}


def test_the_table_has_the_codes_of_the_specification() -> None:
    assert set(CODES) == {int(code) for code in SPEC["x-code-meanings"] if code != "0"}


@each("code", sorted(CODES))
def test_a_code_has_its_error(code: int) -> None:
    verdict = HOST.verdict("text_to_video", 200, refusal(code))

    assert type(verdict) is (Indeterminate if code in DOUBTFUL else Rejected)
    assert verdict.error is not None
    assert type(verdict.error) is CODES[code].error
    assert (verdict.error.code, verdict.error.retryable) == (code, code in RETRYABLE)
    assert verdict.error.charged is (None if code in DOUBTFUL else False)


@pytest.mark.parametrize("payload", [{"err_code": 500052, "err_msg": "no", "resp": ""}, refusal(500052)])
def test_both_spellings_of_the_envelope_are_read(payload: dict[str, Any]) -> None:
    error = HOST.verdict("upload_image", 500, payload).error

    assert isinstance(error, errors.ContentRejected)
    assert (error.message, error.raw) == ("no", payload)


@each("payload", [refusal(1, "Invalid API-KEY"), {"message": "Invalid API-KEY"}, b"Invalid API-KEY"])
@each("name", ["pixverse.ai", "pixverseai.cn"])
def test_a_wrong_key_says_where_keys_are_reset(payload: Any, name: str) -> None:
    verdict = family(name).verdict("balance", 401, payload)

    assert isinstance(verdict, Rejected)
    assert isinstance(verdict.error, errors.AuthenticationError)
    assert hosts[name].key_page in str(verdict.error)


def test_a_task_that_has_no_record_yet_is_queued_and_looked_at_again() -> None:
    payload = refusal(500008, "record not found")
    verdict = HOST.verdict("text_to_video-details", 200, payload)

    assert HOST.progress("text_to_video", payload).state is State.QUEUED
    assert isinstance(verdict.error, errors.NotFound)
    assert verdict.error.retryable


def test_what_is_not_there_is_not_found_on_a_look_and_a_wrong_field_on_a_call() -> None:
    assert isinstance(HOST.verdict("fusion-details", 200, refusal(500008)).error, errors.NotFound)
    assert isinstance(HOST.verdict("fusion", 200, refusal(500008)).error, errors.RejectedRequest)


def test_an_unknown_code_is_no_guess() -> None:
    verdict = HOST.verdict("fusion", 200, refusal(123456))

    assert isinstance(verdict, Indeterminate)
    assert type(verdict.error) is errors.UnknownApiError
    assert verdict.error.charged is None


def test_success_without_a_task_is_in_doubt() -> None:
    assert isinstance(HOST.verdict("fusion", 200, {"ErrCode": 0, "ErrMsg": "success", "Resp": {}}), Indeterminate)


@pytest.mark.parametrize("key", ["credits", "credit"])
def test_the_charge_has_two_names(key: str) -> None:
    verdict = HOST.verdict("swap", 200, {"ErrCode": 0, "ErrMsg": "Success", "Resp": {"video_id": 1, key: 72}})

    assert isinstance(verdict, Accepted)
    assert verdict.charge == 72


@each(
    "status, state",
    [
        (1, State.SUCCEEDED),
        (2, State.UNKNOWN),
        (5, State.RUNNING),
        (6, State.DELETED),
        (7, State.MODERATED),
        (8, State.FAILED),
        (9, State.QUEUED),
        (10, State.RUNNING),
        (11, State.UNKNOWN),
        ("GENERATING", State.UNKNOWN),
    ],
)
def test_a_status_number_is_a_state(status: Any, state: State) -> None:
    payload = {"ErrCode": 0, "ErrMsg": "success", "Resp": {"id": 1, "status": status, "url": ""}}

    assert HOST.progress("text_to_video", payload).state is state


@pytest.mark.parametrize(("status", "refunded"), [(6, None), (7, True), (8, True)])
def test_what_fails_is_refunded_and_what_was_deleted_is_not(status: int, refunded: bool | None) -> None:  # noqa: FBT001
    progress = HOST.progress("fusion", {"ErrCode": 0, "ErrMsg": "success", "Resp": {"id": 1, "status": status}})

    assert progress.refunded is refunded
    assert progress.error is not None
    assert progress.result is None
