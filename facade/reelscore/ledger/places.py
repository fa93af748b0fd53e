"""Where a ledger is: a file, memory, or a PostgreSQL server, whose password is never shown."""

from __future__ import annotations

import re
from typing import TypeGuard
from urllib.parse import parse_qsl, unquote

from reelscore.errors import ConfigurationError

_SERVERS = ("postgresql://", "postgres://", "service=")
_URL = re.compile(
    r"postgres(?:ql)?://(?:[^/?#@:\s]*(?::(?P<password>[^/?#@\s]*))?@)?"
    r"(?P<hosts>(?:[\w.%-]*|\[[\da-fA-F:.]+\])(?::\d+)?(?:,(?:[\w.%-]+|\[[\da-fA-F:.]+\])(?::\d+)?)*)"
    r"(?P<database>/[^/?#@\s]*)?(?:\?(?P<query>[^\s?#=&]+=[^\s#&]*(?:&[^\s?#=&]+=[^\s#&]*)*))?"
)


def is_server(place: object) -> TypeGuard[str]:
    """Return whether a place is the URL of a server, or names a service of PostgreSQL's configuration."""
    return isinstance(place, str) and place.startswith(_SERVERS)


def display_url(url: str) -> str:
    """Name a server's ledger for people: hosts and database, no user, no password, no options.

    Raises:
        ConfigurationError: it is no URL of PostgreSQL; nothing of it is shown, for a password may stand anywhere in it.
    """
    if re.fullmatch(r"service=[\w.-]+", url):
        return url
    found = _URL.fullmatch(url)
    if found is None:
        raise ConfigurationError(
            "the ledger's URL is not one of PostgreSQL (it is not shown, for it may hold a password); it looks like "
            "postgresql://user:password@host:5432/database, or service=NAME of the file pg_service.conf; "
            "in a password / ? # @ and % are written as %2F %3F %23 %40 and %25"
        )
    return f"postgresql://{found['hosts']}{found['database'] or ''}"


def without_secrets(text: object, url: str) -> str:
    """Take the passwords of a URL out of a text, and its line breaks."""
    words, found = " ".join(str(text).split()), _URL.fullmatch(url)
    if found is not None:
        options = parse_qsl(found["query"] or "")
        given = [found["password"] or "", *(value for name, value in options if "password" in name)]
        for secret in sorted({*given, *map(unquote, given)} - {""}, key=len, reverse=True):
            words = words.replace(secret, "***")
    return words
