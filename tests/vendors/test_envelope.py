"""An answer is a verdict only where the vendor says so; gates before the vendor are read by one table for all hosts."""

from typing import Any

import pytest

from reelscore import errors
from reelscore.vendors.envelope import gates
from reelscore.vendors.family import Accepted, Indeterminate, Rejected
from tests.families import family
from tests.rows import each
from tests.vendors.test_coercion import numbered

HOSTS = ["pixverse.ai", "pixverseai.cn", "kie.ai", "kie.ai#jobs", "sunoapi.org"]
PAID = {"pixverse": "text_to_video", "suno": "generate"}
PAGE = (
    "<!DOCTYPE html><html><head><title>Access denied</title><style>p{}</style></head>"
    "<body><h1>Error 1020</h1></body></html>"
)
SPAN = '<span class="cf-error-type">Error</span> <span class="cf-error-code">1010</span>'


def outcome(name: str, status: int, payload: Any, *, op: str = "") -> Any:
    host = family(name)
    return host.verdict(op or PAID[host.vendor], status, payload)


@each("name", HOSTS)
@each("payload", numbered(b"error code: 1010", "error code: 1020", b"Error 1006", PAGE, SPAN,
     {"title": "Error 1009", "error_code": 1009}))  # fmt: skip
def test_a_refusal_of_the_gate_was_not_charged(name: str, payload: Any) -> None:
    found = outcome(name, 403, payload)

    assert isinstance(found, Rejected)
    assert type(found.error) is errors.PermissionDenied
    assert (found.error.charged, found.error.retryable) == (False, False)


@pytest.mark.parametrize("name", HOSTS)
def test_a_throttle_of_the_gate_may_pass_later(name: str) -> None:
    found = outcome(name, 429, b"error code: 1015")

    assert isinstance(found, Rejected)
    assert type(found.error) is errors.RateLimited
    assert found.error.retryable


@each("name", HOSTS)
@each("status, payload", numbered((530, b"error code: 1033"), (530, b"error code: 1016"), (530, b""),
     *((code, b"<html>") for code in range(520, 528)), (502, b"<html><h1>502 Bad Gateway</h1></html>"),
     (504, "")))  # fmt: skip
def test_an_outage_leaves_open_whether_a_paid_call_was_taken(name: str, status: int, payload: Any) -> None:
    found = outcome(name, status, payload)

    assert isinstance(found, Indeterminate)
    assert (type(found.error), found.error.charged, found.error.retryable) == (errors.ServerError, None, True)
    assert str(status) in str(found.error)


@each("name", HOSTS)
@each("payload, words", numbered((b"404 page not found", "404 page not found"),
     ({"message": "Unauthorized"}, "Unauthorized"),
     ("<html><head><title>Sign in</title></head><body><p>to the  hotel</p></body>",
      "Sign in to the hotel")))  # fmt: skip
def test_a_page_instead_of_json_is_told_with_its_status_and_first_words(name: str, payload: Any, words: str) -> None:
    found = outcome(name, 404, payload)

    assert isinstance(found, Indeterminate)
    assert f"HTTP 404 without the vendor's envelope: {words}" in str(found.error)


def test_a_long_page_is_cut_and_control_characters_do_not_reach_a_terminal() -> None:
    message = str(outcome("kie.ai", 404, "\x1b]0;x\x07" + "word " * 10_000).error)

    assert len(message) < 300
    assert message.isprintable()


@each("name", HOSTS)
@each("status", [200, 500, 502, 530])
def test_the_envelope_decides_and_not_the_status(name: str, status: int) -> None:
    payload = {"ErrCode": 500063, "ErrMsg": "no"} if family(name).vendor == "pixverse" else {"code": 402, "msg": "no"}

    assert isinstance(outcome(name, status, payload), Rejected)


@pytest.mark.parametrize(
    ("name", "codes"), [("pixverse.ai", (99999, 500069, 500100, 123)), ("kie.ai", (408, 500, 501, 999))]
)
def test_a_fault_of_the_server_is_no_refusal(name: str, codes: tuple[int, ...]) -> None:
    for code in codes:
        found = outcome(name, 200, {"ErrCode": code, "code": code, "ErrMsg": "no", "msg": "no"})

        assert isinstance(found, Indeterminate)
        assert found.error.charged is None


def accepted(name: str, task_id: Any, charge: Any = None) -> Any:
    if family(name).vendor == "pixverse":
        return {"ErrCode": 0, "ErrMsg": "success", "Resp": {"video_id": task_id, "credits": charge}}
    return {"code": 200, "msg": "success", "data": {"taskId": task_id, "creditsConsumed": charge}}


@each("name", HOSTS)
@each("task_id", numbered(281474976710657001, "281474976710657001"))
def test_a_task_id_is_a_number_or_a_text(name: str, task_id: Any) -> None:
    found = outcome(name, 200, accepted(name, task_id))

    assert isinstance(found, Accepted)
    assert found.task_id == "281474976710657001"


@each("name", HOSTS)
@each("task_id", numbered("\ud800", None, "", [], {}, True, 1e30))
def test_success_without_a_usable_id_is_in_doubt(name: str, task_id: Any) -> None:
    found = outcome(name, 200, accepted(name, task_id))

    assert isinstance(found, Indeterminate)
    assert found.error.raw == accepted(name, task_id)


@each("name", HOSTS)
@each("charge", numbered(float("inf"), 1e300, 2**53, 2**63, -1, "many", True))
def test_a_charge_that_cannot_be_does_not_lose_the_task(name: str, charge: Any) -> None:
    found = outcome(name, 200, accepted(name, 7, charge))

    assert isinstance(found, Accepted)
    assert (found.task_id, found.charge) == ("7", None)


@each("name", HOSTS)
@each("charge", numbered("12", 12, 12.0))
def test_digits_of_a_charge_are_read(name: str, charge: Any) -> None:
    assert outcome(name, 200, accepted(name, 7, charge)).charge == 12


def test_a_reader_that_fails_makes_a_doubt_with_the_answer_kept() -> None:
    class Trap(dict[str, Any]):
        def items(self) -> Any:
            raise RecursionError

    found = outcome("kie.ai", 200, Trap(code=200))

    assert isinstance(found, Indeterminate)
    assert (found.error.charged, found.error.raw) == (None, {"code": 200})


def test_every_gate_code_names_its_source() -> None:
    assert [row.code for row in gates().rows if not row.source] == []
