"""Deliveries are believed when one of the documented signatures fits."""

import json

import pytest

from reelscore.errors import BadSignature, WebhookError
from reelscore.results import State
from reelscore.vendors.signatures import hmac_sha256
from tests.families import family

SECRET = "your_secret_key_here"
BODY = json.dumps({"id": "123456789", "status": 1, "url": "https://example.com/v.mp4", "size": 10.5}).encode()
HEADERS = {"Webhook-Timestamp": "1767225600", "Webhook-Nonce": "abcdefghijklmnopqrstuvwxyz012345"}
HOST = family("pixverse.ai")


def signed(body: bytes) -> list[str]:
    """Sign in each documented way."""
    headers = {name.lower(): value for name, value in HEADERS.items()}
    return [hmac_sha256(SECRET, text.encode()) for text in HOST.host.signed_texts(headers, body, "")]


@pytest.mark.parametrize("way", [0, 1, 2], ids=["body order", "sorted", "raw body"])
def test_each_documented_signature_is_taken(way: int) -> None:
    signature = signed(BODY)[way]
    delivery = HOST.delivery({**HEADERS, "webhook-signature": signature}, BODY, SECRET)

    assert delivery.verified
    assert (delivery.task_id, delivery.stage, delivery.progress.state) == ("123456789", "single", State.SUCCEEDED)


@pytest.mark.parametrize("change", ["secret", "body", "time", "nonce", "missing"])
def test_anything_changed_is_refused(change: str) -> None:
    signature = signed(BODY)[0]
    headers = {**HEADERS, "Webhook-Signature": signature}
    headers = {**headers, **({"Webhook-Timestamp": "1767225601"} if change == "time" else {})}
    headers = {**headers, **({"Webhook-Nonce": "x" * 32} if change == "nonce" else {})}
    headers = {**headers, **({"Webhook-Signature": ""} if change == "missing" else {})}
    body = BODY.replace(b"v.mp4", b"w.mp4") if change == "body" else BODY

    with pytest.raises(BadSignature):
        HOST.delivery(headers, body, "other" if change == "secret" else SECRET)


def test_without_a_secret_nothing_is_verified() -> None:
    assert HOST.delivery({}, BODY).verified is False


def test_numbers_and_truth_values_are_signed_as_they_are_written() -> None:
    body = b'{"size": 10.50, "has_audio": true, "id": 627410861853514292}'

    assert [text.partition("\n\n")[2] for text in HOST.host.signed_texts({}, body, "")[:2]] == [
        "size=10.50&has_audio=true&id=627410861853514292",
        "has_audio=true&id=627410861853514292&size=10.50",
    ]


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"null", b'"ok"'])
def test_a_body_that_is_no_object_is_an_error_not_a_crash(body: bytes) -> None:
    with pytest.raises(WebhookError):
        HOST.delivery({}, body)
    with pytest.raises(BadSignature):
        HOST.delivery(HEADERS, body, SECRET)
