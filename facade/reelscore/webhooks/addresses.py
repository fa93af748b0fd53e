"""Addresses that vendors call: how they are made, and what a path of one says; no I/O."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence
from typing import Protocol

import attrs

from reelscore.errors import ConfigurationError
from reelscore.vendors.host import Delivery

PLACEHOLDER = "{intent}"
"""Stands for the ledger row in a client's ``callback_url``; the client puts the name of the row in before it sends."""
_INTENT = re.compile(r"[\w.-]{1,64}")
_LEAST_TOKEN = 16
_MOST_PARTS = 3


class Source(Protocol):
    """What the receiver asks of a host."""

    @property
    def name(self) -> str:
        """The host's name, also the part of the path that stands for it."""
        ...

    @property
    def vendor(self) -> str:
        """Whose answer is due."""
        ...

    def delivery(self, headers: Mapping[str, str], body: bytes, secret: str | None = None) -> Delivery:
        """Verify and read one delivery."""
        ...


@attrs.frozen(kw_only=True)
class Door:
    """Where one host's deliveries come in."""

    source: Source
    secrets: Sequence[str] = attrs.field(default=(), repr=False)
    """Any of them may have signed; none: only the token in the path protects it."""


@attrs.frozen(kw_only=True)
class Way:
    """What a path says."""

    door: Door
    intent: str = ""


def callback_url(base: str, host: str, *, token: str, intents: bool = True) -> str:
    """Give the address that a vendor is told to call.

    Args:
        base: https address under which the receiver is mounted.
        host: name of the vendor's host, such as "kie.ai".
        token: the receiver's path token.
        intents: whether the client adds the name of its ledger row, so that a lost submission is recognised by its
            callback. Right for ``callback_url=`` of a client; wrong for an address that is typed into a console.
    """
    checked_token(token)
    end = f"/{PLACEHOLDER}" if intents and not host.startswith("pixverse") else ""
    return f"{base.rstrip('/')}/{host}/{token}{end}"


def checked_token(token: str) -> str:
    """Give a path token back.

    Raises:
        ConfigurationError: it could be guessed, or has no place in a path.
    """
    if len(token) < _LEAST_TOKEN or not re.fullmatch(r"[\w.~-]+", token, re.ASCII):
        raise ConfigurationError(
            f"a path token needs at least {_LEAST_TOKEN} letters, digits, '-' or '_'; secrets.token_urlsafe(24) makes one"
        )
    return token


def find_way(path: str, doors: Mapping[str, Door], *, token: str) -> Way | None:
    """Read a path below any mount point: ``…/<host>``, ``…/<host>/<token>`` or ``…/<host>/<token>/<intent>``.

    Returns:
        None for a path that is nobody's: an unknown host, a wrong token, or none where no secret protects the host.
    """
    parts = path.strip("/").split("/")
    place = next((index for index in range(len(parts) - 1, -1, -1) if parts[index] in doors), None)
    if place is None or len(parts) - place > _MOST_PARTS:
        return None
    door, rest = doors[parts[place]], parts[place + 1 :]
    if not rest:
        return Way(door=door) if door.secrets else None
    if not hmac.compare_digest(rest[0].encode("utf-8", "replace"), token.encode()):
        return None
    intent = rest[1] if len(rest) > 1 and _INTENT.fullmatch(rest[1]) else ""
    return Way(door=door, intent=intent)
