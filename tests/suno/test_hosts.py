"""Hosts: codes by family, deliveries and their signatures, callbacks that are filled in, what another host has."""

from __future__ import annotations

import json
from typing import Any

import pytest

import reelscore as rs
from reelscore import errors
from reelscore.results import State
from reelscore.suno.family import ON_KIE_AI, ON_KIE_AI_JOBS, ON_SUNOAPI_ORG, SunoFamily
from reelscore.suno.literals import PLACEHOLDER_CALLBACK
from reelscore.suno.requests import BoostStyle, Generate, VoicePhraseAgain
from reelscore.vendors.family import Accepted, Indeterminate, Rejected
from tests.families import family
from tests.rows import each


def refusal(host: SunoFamily, op: str, code: int, *, msg: str = "error", data: Any = None) -> Any:
    return host.verdict(op, 200, {"code": code, "msg": msg, "data": data})


@each("host, op, code, kind", [
        (ON_SUNOAPI_ORG, "generate", 429, errors.InsufficientCredits),
        (ON_SUNOAPI_ORG, "persona", 429, errors.RateLimited),
        (ON_KIE_AI, "generate", 429, errors.RateLimited),
        (ON_SUNOAPI_ORG, "generate", 405, errors.RateLimited),
        (ON_KIE_AI, "lyrics", 405, errors.RateLimited),
        (ON_SUNOAPI_ORG, "file-url-upload", 405, errors.NotFound),
        (ON_SUNOAPI_ORG, "wav", 430, errors.RateLimited),
        (ON_SUNOAPI_ORG, "mashup", 402, errors.InsufficientCredits),
        (ON_KIE_AI, "sounds", 433, errors.InsufficientCredits),
        (ON_KIE_AI, "upload-cover", 451, errors.RejectedRequest),
        (ON_KIE_AI, "generate", 455, errors.Maintenance),
        (ON_KIE_AI, "generate", 505, errors.PermissionDenied),
    ])  # fmt: skip
def test_a_code_means_what_its_family_says(host: SunoFamily, op: str, code: int, kind: type[errors.ApiError]) -> None:
    assert type(refusal(host, op, code).error) is kind


@each("msg, kind", [("积分不足", errors.InsufficientCredits), ("Insufficient credits", errors.InsufficientCredits),
     ("您的调用频率过高", errors.RateLimited), ("Your call frequency is too high", errors.RateLimited)])  # fmt: skip
@each("host", [ON_KIE_AI, ON_SUNOAPI_ORG])
def test_on_429_the_words_decide(host: SunoFamily, msg: str, kind: type[errors.ApiError]) -> None:
    assert type(refusal(host, "generate", 429, msg=msg).error) is kind


def test_a_conflict_names_what_exists() -> None:
    for code, msg in ((409, "Conflict"), (400, "Cover already generated for this task")):
        assert refusal(ON_KIE_AI, "cover-image", code, msg=msg, data={"taskId": "21ae"}).error.existing_id == "21ae"


def test_a_prompt_that_is_too_long_is_a_field_of_the_request() -> None:
    error = refusal(ON_SUNOAPI_ORG, "lyrics", 413, msg="Theme or prompt too long").error

    assert (type(error), error.field) == (errors.RejectedRequest, "prompt")


@pytest.mark.parametrize("code", [408, 500, 501])
def test_a_server_fault_is_a_doubt(code: int) -> None:
    verdict = refusal(ON_KIE_AI, "generate", code)

    assert isinstance(verdict, Indeterminate)
    assert verdict.error.charged is None


def test_a_fault_with_a_refund_is_none() -> None:
    verdict = refusal(ON_KIE_AI, "generate", 531)

    assert isinstance(verdict, Rejected)
    assert verdict.error.charged is False


@each("payload", [b"<html>502</html>", "", [], None, {"detail": "x"}, {"code": "x"}, 7, {"code": 999}])
def test_what_is_no_envelope_is_a_doubt(payload: Any) -> None:
    assert isinstance(ON_KIE_AI.verdict("generate", 200, payload), Indeterminate)


def test_the_gate_of_the_cdn_is_a_refusal() -> None:
    verdict = ON_KIE_AI.verdict("generate", 403, b"error code: 1010")

    assert isinstance(verdict, Rejected)
    assert type(verdict.error) is errors.PermissionDenied


def test_a_task_without_an_id_is_a_doubt_and_a_direct_answer_is_none() -> None:
    assert isinstance(ON_KIE_AI.verdict("generate", 200, {"code": 200, "data": None}), Indeterminate)
    assert isinstance(ON_KIE_AI.verdict("boost_style", 200, {"code": 200, "data": {}}), Accepted)
    assert isinstance(ON_KIE_AI.verdict("generate-details", 200, {"code": 200, "data": None}), Accepted)


def test_a_style_that_could_not_be_boosted_is_an_error() -> None:
    verdict = ON_KIE_AI.verdict("boost_style", 200, {"code": 200, "data": {"successFlag": "2", "errorMessage": "no"}})

    assert isinstance(verdict, Rejected)
    assert verdict.error.charged is None


def test_a_placeholder_is_no_success_unless_it_names_a_task() -> None:
    assert isinstance(
        ON_KIE_AI.verdict("music_video", 200, {"code": 0, "msg": "", "data": {"taskId": ""}}), Indeterminate
    )
    made: Any = ON_KIE_AI.verdict("music_video", 200, {"code": 0, "data": {"taskId": "5c79"}})
    assert made.task_id == "5c79"


def test_a_midi_request_for_a_music_task_explains_itself() -> None:
    error = refusal(ON_KIE_AI, "midi", 422, msg="Music does not exist").error

    assert "stems task" in str(error)


def test_a_refused_key_names_the_page_where_it_is_reset() -> None:
    assert "https://sunoapi.org/api-key" in str(refusal(ON_SUNOAPI_ORG, "generate", 401).error)


@pytest.mark.parametrize(
    ("task_id", "signature"),
    [("5c79be8e", "bjd+4QDLSc0/wGT5i/rOUERUZEVht5G43BHl8K5PUs8="),
     ("ee9c2715375b7837f8bb51d641ff5863", "ZSz3IIsRnzzqwW4sS0laO7mc3nIpiLgCwWT++NgKmX4=")],
)  # fmt: skip
def test_kie_signs_as_the_vectors_say(task_id: str, signature: str) -> None:
    headers = {"x-webhook-timestamp": "1769670760", "X-Webhook-Signature": signature}
    body = json.dumps({"code": 200, "data": {"callbackType": "text", "task_id": task_id, "data": []}}).encode()

    assert ON_KIE_AI.delivery(headers, body, "test-webhook-key").verified is True
    with pytest.raises(errors.BadSignature):
        ON_KIE_AI.delivery(headers, body, "another-key")
    with pytest.raises(errors.BadSignature, match="carries no signature"):
        ON_KIE_AI.delivery({}, body, "test-webhook-key")


@pytest.mark.parametrize(
    "envelope",
    [
        {"taskId": "c", "data": {"task_id": "a", "taskId": "b"}},
        {"taskId": "c", "data": {"taskId": "a"}},
        {"taskId": "a"},
    ],
)
def test_the_task_id_of_a_delivery_is_looked_up_in_order(envelope: dict[str, Any]) -> None:
    assert ON_KIE_AI.delivery({}, json.dumps(envelope).encode()).task_id == "a"


def test_sunoapi_signs_nothing() -> None:
    with pytest.raises(errors.ConfigurationError, match="signs no callbacks"):
        ON_SUNOAPI_ORG.delivery({}, b"{}", "secret")


@pytest.mark.parametrize("body", [b"", b"[]", b"not json", b"\xff"])
def test_a_delivery_that_is_no_object_is_an_error(body: bytes) -> None:
    with pytest.raises(errors.WebhookError):
        ON_KIE_AI.delivery({}, body)


def test_the_address_for_callbacks_is_filled_in() -> None:
    request = Generate(prompt="a", model="V5")

    assert (
        ON_KIE_AI.complete(request, callback_url="https://me.example/cb").to_wire()["callBackUrl"]
        == "https://me.example/cb"
    )
    assert ON_KIE_AI.complete(request, callback_url=None).to_wire()["callBackUrl"] == PLACEHOLDER_CALLBACK
    assert "callBackUrl" not in ON_KIE_AI_JOBS.complete(request, callback_url=None).to_wire()
    assert (
        ON_KIE_AI.complete(VoicePhraseAgain(task_id="5"), callback_url=None).to_wire()["calBackUrl"]
        == PLACEHOLDER_CALLBACK
    )
    assert ON_KIE_AI.complete(BoostStyle(content="a"), callback_url="https://me.example/cb").to_wire() == {
        "content": "a"
    }


@pytest.mark.parametrize(("told", "provisional"), [(PLACEHOLDER_CALLBACK, True), ("https://me.example/cb", False)])
def test_a_delivery_that_nobody_took_is_provisional_after_our_placeholder(told: str, *, provisional: bool) -> None:
    data = {"taskId": "5", "status": "CALLBACK_EXCEPTION", "param": json.dumps({"callBackUrl": told}), "response": None}
    progress = ON_KIE_AI.progress("generate", {"code": 200, "data": data})

    assert (progress.state, progress.provisional) == (State.FAILED, provisional)


def test_words_that_moderation_stops_say_so() -> None:
    data = {"taskId": "5", "status": "SENSITIVE_WORD_ERROR", "errorCode": None}

    assert type(ON_KIE_AI.progress("generate", {"code": 200, "data": data}).error) is errors.ContentRejected


def test_credits_that_came_back_after_moderation_are_told() -> None:
    data = {"taskId": "5", "status": "SENSITIVE_WORD_ERROR", "errorCode": 531}
    progress = ON_KIE_AI.progress("generate", {"code": 200, "data": data})

    assert isinstance(progress.error, errors.ContentRejected)
    assert (progress.refunded, progress.error.charged, progress.error.retryable) == (True, False, False)


@pytest.mark.parametrize(
    ("message", "kind"),
    [("", errors.ContentRejected), ("Parameter validation failed", errors.RejectedRequest),
     ("Lyrics contained copyrighted material", errors.ContentRejected)],
)  # fmt: skip
def test_a_task_of_kie_that_failed_with_400_is_about_its_words(message: str, kind: type[errors.ApiError]) -> None:
    data = {"taskId": "5", "status": "GENERATE_AUDIO_FAILED", "errorCode": 400, "errorMessage": message}

    assert type(ON_KIE_AI.progress("generate", {"code": 200, "data": data}).error) is kind


def test_a_recovery_that_brought_nothing_is_no_fault_of_the_call() -> None:
    answer = {"code": 500, "msg": "failed", "task_id": "9", "data": None}

    assert isinstance(ON_SUNOAPI_ORG.verdict("recover_audio-details", 200, answer), Accepted)
    assert ON_SUNOAPI_ORG.progress("recover_audio", answer).state == State.FAILED
    assert isinstance(ON_SUNOAPI_ORG.verdict("recover_audio", 200, answer), Indeterminate)


def test_asking_a_host_for_what_it_lacks_says_which_host_has_it() -> None:
    with pytest.raises(errors.ConfigurationError, match=r"sunoapi\.org has it"):
        ON_KIE_AI.operation("recover_audio")
    with pytest.raises(errors.ConfigurationError, match=r"kie\.ai has it"):
        ON_SUNOAPI_ORG.operation("download_url")


def test_the_second_route_is_found_by_name_but_is_no_host_of_its_own() -> None:
    assert family("kie.ai#jobs") is ON_KIE_AI_JOBS
    assert set(rs.hosts) == {"pixverse.ai", "pixverseai.cn", "kie.ai", "sunoapi.org"}


def test_music_is_looked_at_every_30_seconds() -> None:
    assert [ON_KIE_AI.schedule("generate").pause(look) for look in range(3)] == [30, 30, 30]
