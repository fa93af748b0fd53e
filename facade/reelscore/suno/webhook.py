"""Webhooks of Kie and sunoapi.org: whose task, which callback, and Kie's signature over task id and time."""

from __future__ import annotations

from collections.abc import Mapping

from reelscore.errors import BadSignature, ConfigurationError, WebhookError
from reelscore.suno import status
from reelscore.vendors.coercion import parsed
from reelscore.vendors.envelope import CallContext
from reelscore.vendors.family import Delivery
from reelscore.vendors.signatures import header, hmac_sha256, matches

SIGNATURE_HEADER = "x-webhook-signature"
TIME_HEADER = "x-webhook-timestamp"


def read(
    headers: Mapping[str, str], body: bytes, *, context: CallContext, secret: str | None, is_signed: bool
) -> Delivery:
    """Read a callback.

    Args:
        headers: in any case of letters.
        body: as it came.
        context: names the host.
        secret: the webhookHmacKey; None leaves the delivery unverified.
        is_signed: whether the vendor signs at all.

    Raises:
        WebhookError: the body is no JSON object.
        BadSignature: a secret is given and the signature is missing or does not fit.
        ConfigurationError: a secret is given and this vendor signs nothing.
    """
    payload = parsed(body)
    if not isinstance(payload, Mapping):
        raise WebhookError("the delivery is no JSON object")
    envelope = status.ENVELOPE.read(payload)
    task_id = status.ENVELOPE.task_id_of(envelope.data, envelope.fields)
    if secret is not None and not is_signed:
        raise ConfigurationError(
            f"{context.host} signs no callbacks: leave the secret out and confirm with task.refresh()"
        )
    if secret is not None:
        verify(headers, task_id, secret=secret)
    return Delivery(
        task_id=task_id,
        stage=status.stage_of(payload),
        progress=status.delivered(payload, context=context),
        verified=secret is not None,
        raw=payload,
    )


def verify(headers: Mapping[str, str], task_id: str, *, secret: str) -> None:
    """Raise BadSignature unless the signature over task id and time fits; the body itself is not signed by Kie."""
    time, given = header(headers, TIME_HEADER), header(headers, SIGNATURE_HEADER)
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
