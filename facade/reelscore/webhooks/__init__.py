"""Webhooks that can be trusted: receive, verify and keep deliveries, and wake whoever waits for a task.

    inbox = rs.webhooks.Inbox(client.ledger)
    app = rs.webhooks.asgi(client, secrets={"pixverse.ai": "..."}, inbox=inbox)    # mount it anywhere
    client = client.with_options(callback_url=app.callback_url("https://me.example/hooks"))
    client.submit(request).wait(webhooks=inbox)

A delivery is never believed: it wakes the wait, which looks at the task once.
"""

from reelscore.webhooks.addresses import callback_url
from reelscore.webhooks.inbox import DeliverySubscription, Inbox
from reelscore.webhooks.letters import WebhookDelivery
from reelscore.webhooks.matching import match
from reelscore.webhooks.receiver import Receiver, asgi
from reelscore.webhooks.serving import running, serve
from reelscore.webhooks.store import DeliveryStatus, Store, StoredDelivery

__all__ = [
    "DeliveryStatus",
    "DeliverySubscription",
    "Inbox",
    "Receiver",
    "Store",
    "StoredDelivery",
    "WebhookDelivery",
    "asgi",
    "callback_url",
    "match",
    "running",
    "serve",
]
