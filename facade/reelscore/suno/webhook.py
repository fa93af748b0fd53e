"""Webhooks of Kie and sunoapi.org: whose task, and which callback."""

from __future__ import annotations

from collections.abc import Mapping

from reelscore.errors import ConfigurationError, WebhookError
from reelscore.kie.webhook import verify
from reelscore.suno import status
from reelscore.vendors.coercion import parsed
from reelscore.vendors.envelope import CallContext
from reelscore.vendors.family import Delivery


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
