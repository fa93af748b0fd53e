"""The signature of kie.ai's webhooks: over task id and time, not over the body, which a look confirms."""

from __future__ import annotations

from collections.abc import Mapping

from reelscore.errors import BadSignature
from reelscore.kie.hosts import KIE_AI
from reelscore.vendors.signatures import SignatureHeaders, header, hmac_sha256, matches

_HEADERS = KIE_AI.webhook_headers or SignatureHeaders(signature="")


def verify(headers: Mapping[str, str], task_id: str, *, secret: str) -> None:
    """Check the signature of a delivery.

    Args:
        headers: in any case of letters.
        task_id: of the delivery's body.
        secret: the webhookHmacKey.

    Raises:
        BadSignature: it is missing or does not fit.
    """
    time, given = header(headers, _HEADERS.time), header(headers, _HEADERS.signature)
    if not time or not given:
        raise BadSignature("the delivery carries no signature; make a webhookHmacKey at https://kie.ai/settings")
    if not matches(given, [sign(task_id, time, secret=secret)]):
        raise BadSignature("the signature does not fit task id and time")


def sign(task_id: str, time: str, *, secret: str) -> str:
    """Sign as Kie does: HMAC-SHA256 over the task id, a dot and the time as sent.

    >>> sign("5c79be8e", "1769670760", secret="test-webhook-key")
    'bjd+4QDLSc0/wGT5i/rOUERUZEVht5G43BHl8K5PUs8='
    """
    return hmac_sha256(secret, f"{task_id}.{time}".encode("utf-8", "replace"))
