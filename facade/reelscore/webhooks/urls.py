"""Callback URLs: how they are built, and which endpoint a path belongs to; no I/O."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence

import attrs

from reelscore._attrs import frozen
from reelscore.errors import ConfigurationError
from reelscore.vendors.family import Family, find_host
from reelscore.vendors.host import Host

PLACEHOLDER = "{intent}"
"""Stands for the ledger row in a client's ``callback_url``; the client fills it in before it sends."""
_INTENT = re.compile(r"[\w.-]{1,64}")
_MIN_TOKEN = 16
_MAX_PARTS = 3


@frozen(kw_only=True)
class WebhookEndpoint:
    """Where one host's deliveries arrive."""

    host: Host
    families: Sequence[Family] = ()
    """Whose callbacks they are."""
    secrets: Sequence[str] = attrs.field(default=(), repr=False)
    """Any of them may have signed; without one only the token in the path protects the endpoint."""


def callback_url(base: str, host: Host | str, *, token: str, intents: bool = True) -> str:
    """Build the callback URL of a host.

    Args:
        base: https address under which the receiver is mounted.
        host: the host, by value or name.
        token: the receiver's path token.
        intents: whether the client adds the name of its ledger row, by which a lost submission is recognised. True for
            ``callback_url=`` of a client; False for an address that is typed into a vendor's console.
    """
    found = find_host(host)
    end = f"/{PLACEHOLDER}" if intents and found.callback_in_url else ""
    return f"{base.rstrip('/')}/{found.name}/{validate_token(token)}{end}"


def validate_token(token: str) -> str:
    """Return a path token.

    Raises:
        ConfigurationError: it can be guessed, or has no place in a path.
    """
    if len(token) < _MIN_TOKEN or not re.fullmatch(r"[\w.~-]+", token, re.ASCII):
        raise ConfigurationError(
            f"a path token needs at least {_MIN_TOKEN} letters, digits, '-' or '_'; secrets.token_urlsafe(24) makes one"
        )
    return token


def match_route(
    path: str, endpoints: Mapping[str, WebhookEndpoint], *, token: str
) -> tuple[WebhookEndpoint, str] | None:
    """Match a path below any mount point: ``…/<host>``, ``…/<host>/<token>`` or ``…/<host>/<token>/<intent>``.

    Returns:
        The endpoint, and the ledger row that the path names; None for an unknown host, a wrong token, or no token where
        no secret protects the host.
    """
    parts = path.strip("/").split("/")
    place = next((index for index in range(len(parts) - 1, -1, -1) if parts[index] in endpoints), None)
    if place is None or len(parts) - place > _MAX_PARTS:
        return None
    endpoint, rest = endpoints[parts[place]], parts[place + 1 :]
    if not rest:
        return (endpoint, "") if endpoint.secrets else None
    if not hmac.compare_digest(rest[0].encode("utf-8", "replace"), token.encode()):
        return None
    return endpoint, rest[1] if len(rest) > 1 and _INTENT.fullmatch(rest[1]) else ""
