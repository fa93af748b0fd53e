import pytest

from reelscore.errors import BadSignature, ReplayedDelivery
from reelscore.vendors.signatures import SignatureHeaders
from tests.webhooks.posting import NOW, signed

WITH_NONCE = SignatureHeaders(signature="webhook-signature", time="webhook-timestamp", nonce="webhook-nonce")
WITHOUT_NONCE = SignatureHeaders(signature="x-webhook-signature", time="x-webhook-timestamp")
SIGNED = {"webhook-timestamp": str(int(NOW)), "webhook-nonce": "a" * 32, "webhook-signature": "c2ln"}


def test_a_fresh_delivery_gives_its_nonce() -> None:
    assert WITH_NONCE.check_timestamp(SIGNED, now=NOW + 300) == "a" * 32


def test_a_vendor_may_send_no_nonce() -> None:
    assert WITHOUT_NONCE.check_timestamp(signed(), now=NOW - 300) == ""


def test_a_signature_without_a_time_is_left_to_its_verification() -> None:
    assert SignatureHeaders(signature="sign").check_timestamp({"sign": "c2ln"}, now=NOW) == ""


@pytest.mark.parametrize("seconds", [-301.0, 301.0, 3_600.0])
def test_a_delivery_from_another_time_is_a_replay(seconds: float) -> None:
    with pytest.raises(ReplayedDelivery, match=f"{abs(seconds):.0f} s away"):
        WITHOUT_NONCE.check_timestamp(signed(), now=NOW + seconds)


@pytest.mark.parametrize("stamp", ["", "soon", "-1", "1e9", "١٢٣", "9" * 13, " 1769670760"])
def test_a_time_that_is_no_number_of_seconds_is_no_signature(stamp: str) -> None:
    with pytest.raises(BadSignature):
        WITH_NONCE.check_timestamp({**SIGNED, "webhook-timestamp": stamp}, now=NOW)


@pytest.mark.parametrize("header", ["webhook-nonce", "webhook-signature"])
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_header_is_no_signature(header: str, value: str | None) -> None:
    headers = {name: text for name, text in {**SIGNED, header: value}.items() if text is not None}

    with pytest.raises(BadSignature):
        WITH_NONCE.check_timestamp(headers, now=NOW)


def test_a_nonce_of_any_length_is_not_remembered() -> None:
    with pytest.raises(BadSignature):
        WITH_NONCE.check_timestamp({**SIGNED, "webhook-nonce": "a" * 129}, now=NOW)
