import pytest

from reelscore.errors import BadSignature, ReplayedDelivery
from reelscore.webhooks.freshness import check_marks
from tests.webhooks.posting import NOW, signed

PIXVERSE = {"webhook-timestamp": str(int(NOW)), "webhook-nonce": "a" * 32, "webhook-signature": "c2ln"}


def test_a_fresh_delivery_of_pixverse_gives_its_nonce() -> None:
    assert check_marks("pixverse.ai", PIXVERSE, now=NOW + 300) == "a" * 32


def test_kie_sends_no_nonce() -> None:
    assert check_marks("kie.ai", signed(), now=NOW - 300) == ""


def test_a_host_without_such_headers_is_left_to_its_verification() -> None:
    assert check_marks("elsewhere", {}, now=NOW) == ""


@pytest.mark.parametrize("seconds", [-301.0, 301.0, 3_600.0])
def test_a_delivery_from_another_time_is_a_replay(seconds: float) -> None:
    with pytest.raises(ReplayedDelivery, match=f"{abs(seconds):.0f} s away"):
        check_marks("kie.ai", signed(), now=NOW + seconds)


@pytest.mark.parametrize("stamp", ["", "soon", "-1", "1e9", "١٢٣", "9" * 13, " 1769670760"])
def test_a_time_that_is_no_number_of_seconds_is_no_signature(stamp: str) -> None:
    with pytest.raises(BadSignature):
        check_marks("pixverse.ai", {**PIXVERSE, "webhook-timestamp": stamp}, now=NOW)


@pytest.mark.parametrize("header", ["webhook-nonce", "webhook-signature"])
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_header_is_no_signature(header: str, value: str | None) -> None:
    headers = {name: text for name, text in {**PIXVERSE, header: value}.items() if text is not None}

    with pytest.raises(BadSignature):
        check_marks("pixverse.ai", headers, now=NOW)


def test_a_nonce_of_any_length_is_not_remembered() -> None:
    with pytest.raises(BadSignature):
        check_marks("pixverse.ai", {**PIXVERSE, "webhook-nonce": "a" * 129}, now=NOW)
