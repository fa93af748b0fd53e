"""Webhooks: receive, verify and store deliveries, and wake whoever waits for a task.

    inbox = rs.webhooks.Inbox(client.ledger)
    app = rs.webhooks.asgi(client, secrets={"pixverse.ai": "..."}, inbox=inbox)    # an ASGI app; mount it anywhere
    client = client.with_options(callback_url=app.callback_url("https://me.example/hooks"))
    client.submit(request).wait(webhooks=inbox)

A delivery is never believed: it wakes the wait, which polls the task once. The app and the server need the extra
``webhooks`` (Starlette, uvicorn); the inbox does not.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from reelscore.errors import ConfigurationError
from reelscore.webhooks.deliveries import WebhookDelivery, match
from reelscore.webhooks.inbox import DeliverySubscription, Inbox
from reelscore.webhooks.store import DeliveryStatus
from reelscore.webhooks.urls import callback_url

if TYPE_CHECKING:
    from reelscore.webhooks.app import Receiver, asgi
    from reelscore.webhooks.server import running, serve

__all__ = [
    "DeliveryStatus",
    "DeliverySubscription",
    "Inbox",
    "Receiver",
    "WebhookDelivery",
    "asgi",
    "callback_url",
    "match",
    "running",
    "serve",
]
_NEED_THE_EXTRA = {"Receiver": "app", "asgi": "app", "running": "server", "serve": "server"}


def __getattr__(name: str) -> Any:
    if name not in _NEED_THE_EXTRA:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        module = importlib.import_module(f"{__name__}.{_NEED_THE_EXTRA[name]}")
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        raise ConfigurationError(
            f"webhooks.{name} needs {package}, which is not installed: pip install 'reelscore[webhooks]'"
        ) from missing
    return getattr(module, name)
