from reelscore.errors import BadSignature, ReplayedDelivery
from reelscore.vendors.signatures import SignatureHeaders
from tests.rows import each
from tests.webhooks.posting import NOW, signed

WITH_NONCE = SignatureHeaders(signature="webhook-signature", time="webhook-timestamp", nonce="webhook-nonce")
WITHOUT_NONCE = SignatureHeaders(signature="x-webhook-signature", time="x-webhook-timestamp")
TIMELESS = SignatureHeaders(signature="sign")
SIGNED = {"webhook-timestamp": str(int(NOW)), "webhook-nonce": "a" * 32, "webhook-signature": "c2ln"}
STAMPS = ["", "soon", "-1", "1e9", "١٢٣", "9" * 13, " 1769670760"]


@each(
    "names, headers, late, told",
    [
        (WITH_NONCE, SIGNED, 300, "a" * 32),
        (WITHOUT_NONCE, signed(), -300, ""),
        (TIMELESS, {"sign": "c2ln"}, 0, ""),
        *[(WITHOUT_NONCE, signed(), late, ReplayedDelivery) for late in (-301, 301, 3_600)],
        *[(WITH_NONCE, {**SIGNED, "webhook-timestamp": stamp}, 0, BadSignature) for stamp in STAMPS],
        *[(WITH_NONCE, {**SIGNED, "webhook-nonce": nonce}, 0, BadSignature) for nonce in ("", "a" * 129)],
        *[(WITH_NONCE, {k: v for k, v in SIGNED.items() if k != name}, 0, BadSignature) for name in SIGNED],
        (WITH_NONCE, {**SIGNED, "webhook-signature": ""}, 0, BadSignature),
    ],
)
def test_a_delivery_is_signed_and_fresh_and_tells_its_nonce_or_is_refused(
    names: SignatureHeaders, headers: dict[str, str], late: float, told: str | type[Exception]
) -> None:
    found: str | type[Exception]
    try:
        found = names.check_timestamp(headers, now=NOW + late)
    except (BadSignature, ReplayedDelivery) as error:
        found = type(error)

    assert found == told
