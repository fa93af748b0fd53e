"""Where a client finds its host's key: the environment, the ``.env`` file of the working folder, the user's keyring."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import attrs

from reelscore._attrs import frozen
from reelscore.vendors.host import Host

Place: TypeAlias = Literal["environment", ".env", "keyring", ""]


@frozen(kw_only=True)
class Found:
    """A host's key and where it was found; the key itself is never shown."""

    place: Place = ""
    key: str = attrs.field(default="", repr=False)
    problem: str = ""
    """Why the keyring could not be asked."""


def service() -> str:
    """Return the name under which the keyring keeps keys; each ``REELSCORE_PROFILE`` has keys of its own.

    The user name of an entry is the host's environment variable.
    """
    profile = os.environ.get("REELSCORE_PROFILE", "").strip()
    return f"reelscore:{profile}" if profile else "reelscore"


@cache
def dotenv(folder: str) -> Mapping[str, str]:
    """Read the ``.env`` file of a folder, once; nothing where the extra ``cli`` is not installed."""
    try:
        from dotenv import dotenv_values
    except ImportError:
        return {}
    try:
        values = dotenv_values(Path(folder) / ".env")
    except (OSError, UnicodeDecodeError):
        return {}
    return {name: value for name, value in values.items() if value}


def find_key(host: Host, environment: Mapping[str, str] | None = None) -> Found:
    """Find a host's key: environment first, then ``.env``, then the keyring."""
    known = os.environ if environment is None else environment
    for place, values in (("environment", known), (".env", dotenv(str(Path.cwd())))):
        key = values.get(host.key_variable, "").strip()
        if key:
            return Found(place=place, key=key)  # type: ignore[arg-type]
    return from_keyring(host.key_variable)


def from_keyring(variable: str) -> Found:
    """Ask the keyring for a key; a computer without one has none."""
    try:
        import keyring.errors
    except ImportError:
        return Found()
    try:
        key = keyring.get_password(service(), variable)
    except keyring.errors.KeyringError as error:
        return Found(problem=str(error).partition("\n")[0])
    except Exception as error:  # noqa: BLE001 - backends raise what they like
        return Found(problem=f"{type(error).__name__}: {error}")
    return Found(place="keyring", key=key) if key else Found()


def environment_for(host: Host) -> dict[str, str]:
    """Return the environment that a client of *host* reads, with the key that was found.

    A base URL of ``.env`` counts only together with a key of the same file: a folder that somebody else made must not
    send a key of the environment or keyring elsewhere.
    """
    found = find_key(host)
    known = dict(os.environ)
    if found.place == ".env":
        file = dotenv(str(Path.cwd()))
        names = (host.base_url_variable, "REELSCORE_CALLBACK_URL")
        known = {**{name: file[name] for name in names if name in file}, **known}
    return {**known, host.key_variable: found.key} if found.key else known
