"""Callbacks of the sandbox: stages, signatures, retry ladders and their faults."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from reelscore.sandbox import Sandbox, running
from tests.field.vendor import Vendor
from tests.rows import each
from tests.sandbox.callers import SECTION, PixVerse, Suno


def _bodies(receiver: Vendor) -> list[dict[str, Any]]:
    return [json.loads(delivery.body) for delivery in receiver.asked]


def _stages(receiver: Vendor) -> list[str]:
    return [body["data"]["callbackType"] for body in _bodies(receiver)]


def _mac(secret: str, text: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()


def test_a_song_calls_back_three_times_in_snake_case(sandbox: Sandbox, suno: Suno, receiver: Vendor) -> None:
    task = suno.start(callBackUrl=receiver.url)
    sandbox.advance(200)
    complete = _bodies(receiver)[-1]["data"]

    assert _stages(receiver) == ["text", "first", "complete"]
    assert (complete["task_id"], len(complete["data"])) == (task, 2)
    assert {"audio_url", "stream_audio_url", "image_url", "model_name", "duration"} <= set(complete["data"][0])
    assert ("source_audio_url" in complete["data"][0]) == (suno.host == "sunoapi.org")


def test_a_failed_song_says_so_once(sandbox: Sandbox, suno: Suno, receiver: Vendor) -> None:
    suno.start(callBackUrl=receiver.url, prompt="sandbox:moderate")
    sandbox.advance(200)
    body = _bodies(receiver)[-1]

    assert (body["code"], body["data"]["callbackType"], body["data"]["data"]) == (400, "error", None)


def test_ids_are_spelled_as_each_page_spells_them(sandbox: Sandbox, suno: Suno, receiver: Vendor) -> None:
    suno.post("/lyrics", prompt="foxes", callBackUrl=receiver.url)
    sandbox.advance(100)
    key = {"kie.ai": "task_id", "sunoapi.org": "taskId"}[suno.host]

    assert set(_bodies(receiver)[0]["data"]) == {"callbackType", key, "data"}


def test_kie_signs_only_for_accounts_with_a_secret(sandbox: Sandbox, kie: Suno, receiver: Vendor) -> None:
    kie.post("/lyrics", prompt="a", callBackUrl=receiver.url)
    sandbox.advance(100)
    sandbox.set_webhook(key="sandbox-key", secret="hush")
    task = kie.start("/lyrics", prompt="b", callBackUrl=receiver.url)
    sandbox.advance(100)
    bare, signed = (delivery.headers for delivery in receiver.asked)

    assert "x-webhook-signature" not in bare
    assert signed["x-webhook-signature"] == _mac("hush", f"{task}.{signed['x-webhook-timestamp']}")


@pytest.mark.parametrize("variant", ["sorted", "body-order"])
def test_pixverse_signs_timestamp_nonce_and_form(receiver: Vendor, variant: str) -> None:
    with (
        running(speed=0, webhook_variant=variant, webhook_urls={"77": receiver.url}) as sandbox,
        PixVerse(sandbox) as pixverse,
    ):
        video = pixverse.submit(webhook_id="77")
        sandbox.advance(300)
    headers, body = receiver.asked[0].headers, json.loads(receiver.asked[0].body)
    payload = urlencode({name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()})
    text = f"{headers['webhook-timestamp']}\n{headers['webhook-nonce']}\n{payload}"

    assert headers["webhook-signature"] == _mac("sandbox-webhook-secret", text)
    assert (body["id"], body["status"], body["credits"], len(headers["webhook-nonce"])) == (str(video), 1, 90, 32)


def test_pixverse_tries_eight_more_times_unless_the_answer_is_exactly_ok(
    sandbox: Sandbox, pixverse: PixVerse, receiver: Vendor
) -> None:
    for path in ("/bad", "/other", "/good"):
        pixverse.submit(webhook_id=f"{receiver.url}{path}")
    sandbox.advance(10 * 3_600)
    tried = [delivery for delivery in sandbox.deliveries() if delivery["url"].endswith("/other")]
    pauses = [round(late["at"] - early["at"]) for early, late in pairwise(tried)]

    assert pauses == [2, 10, 30, 60, 300, 900, 3_600, 14_400]
    assert len(receiver.asked) == 9 + 9 + 1


def test_suno_gives_up_after_three_more_tries_and_the_task_still_succeeds(
    sandbox: Sandbox, suno: Suno, receiver: Vendor
) -> None:
    task = suno.start("/lyrics", prompt="foxes", callBackUrl=f"{receiver.url}/bad")
    sandbox.advance(1_000)

    assert len(receiver.asked) == 4
    assert suno.record("/lyrics", task)["status"] == "SUCCESS"


def test_a_replaced_section_calls_back_at_its_end_only_and_is_tried_twice_more(
    sandbox: Sandbox, suno: Suno, receiver: Vendor
) -> None:
    suno.start("/generate/replace-section", **SECTION, callBackUrl=f"{receiver.url}/bad")
    sandbox.advance(1_000)

    assert _stages(receiver) == ["complete"] * 3


def test_a_reserved_name_is_never_called(sandbox: Sandbox, suno: Suno) -> None:
    suno.start()
    sandbox.advance(500)

    assert {delivery["answer"] for delivery in sandbox.deliveries()} == {"a reserved name: not sent"}


@each("url", ["http://127.0.0.1:99999/", "http://xn--/", "http://127.0.0.1:x/"])
def test_an_address_that_nothing_can_be_sent_to_ends_no_other_callback(
    sandbox: Sandbox, kie: Suno, receiver: Vendor, url: str
) -> None:
    receiver.asked.clear()
    task = kie.start(callBackUrl=url)
    kie.start(callBackUrl=receiver.url)
    sandbox.advance(200)

    assert _stages(receiver) == ["text", "first", "complete"]
    assert {entry["status"] for entry in sandbox.deliveries() if entry["task"] == task} == {None}


@pytest.mark.parametrize(
    ("fault", "stages"),
    [
        ("callback-skipped", ["first", "complete"]),
        ("callback-duplicate", ["text", "text", "first", "complete"]),
        ("callback-reordered", ["first", "text", "complete"]),
        ("callback-unreachable", ["text", "first", "complete"]),
    ],
)
def test_a_callback_fault_changes_what_arrives_and_when(
    sandbox: Sandbox, kie: Suno, receiver: Vendor, *, fault: str, stages: list[str]
) -> None:
    sandbox.fault(fault)
    kie.start(callBackUrl=receiver.url)
    sandbox.advance(500)

    assert _stages(receiver) == stages


def test_callbacks_that_are_always_put_behind_the_next_one_arrive(
    sandbox: Sandbox, kie: Suno, receiver: Vendor
) -> None:
    sandbox.fault("callback-reordered", times=0)
    kie.start(callBackUrl=receiver.url)
    sandbox.advance(500)

    assert sorted(_stages(receiver)) == ["complete", "first", "text"]


def test_a_forged_callback_claims_success_under_a_wrong_signature(
    sandbox: Sandbox, kie: Suno, receiver: Vendor
) -> None:
    sandbox.set_webhook(key="sandbox-key", secret="hush")
    sandbox.fault("callback-forged")
    task = kie.start("/lyrics", prompt="sandbox:fail", callBackUrl=receiver.url)
    sandbox.advance(100)
    forged, true = receiver.asked
    genuine = [_mac("hush", f"{task}.{delivery.headers['x-webhook-timestamp']}") for delivery in (forged, true)]

    assert [json.loads(delivery.body)["code"] for delivery in (forged, true)] == [200, 501]
    assert [
        delivery.headers["x-webhook-signature"] == mac for delivery, mac in zip((forged, true), genuine, strict=True)
    ] == [False, True]


def test_a_stale_callback_is_an_hour_old_and_garbage_is_no_json(
    sandbox: Sandbox, pixverse: PixVerse, receiver: Vendor
) -> None:
    for fault in ("callback-stale", "callback-garbage"):
        sandbox.fault(fault)
        pixverse.submit(webhook_id=receiver.url)
        sandbox.advance(300)
    stale, garbage = receiver.asked
    age = sandbox.deliveries()[0]["at"] - int(stale.headers["webhook-timestamp"])

    assert 3_600 <= age < 3_602
    assert garbage.body.startswith(b"<html>")


def test_the_second_route_posts_its_record(sandbox: Sandbox, kie: Suno, receiver: Vendor) -> None:
    kie.post(
        "/jobs/createTask", model="ai-music-api/generate-lyrics", input={"prompt": "foxes"}, callBackUrl=receiver.url
    )
    sandbox.advance(100)
    body = _bodies(receiver)[0]

    assert (body["code"], body["msg"], body["data"]["state"]) == (
        200,
        "Playground task completed successfully.",
        "success",
    )


def test_callbacks_that_were_not_due_are_posted_after_a_restart(tmp_path: Path, receiver: Vendor) -> None:
    state = tmp_path / "sandbox.sqlite"
    with running(speed=0, state=state) as first, Suno(first, "kie.ai") as kie:
        task = kie.start(callBackUrl=f"{receiver.url}/song")
        first.advance(20)
    before = _stages(receiver)
    with running(speed=0, state=state) as second:
        second.advance(300)
        told = [(entry["task"], entry["stage"], entry["accepted"]) for entry in second.deliveries()]

    assert before == ["text"]
    assert told == [(task, "first", True), (task, "complete", True)]
