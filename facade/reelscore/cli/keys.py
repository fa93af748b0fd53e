"""Where keys and addresses come from: environment, ``.env`` file, the computer's keyring; never from arguments."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import attrs

from reelscore.vendors.host import Host, hosts

SERVICE = "reelscore"
"""Name under which the keyring keeps keys; the user name is the host's environment variable."""
Place: TypeAlias = Literal["environment", ".env", "keyring", ""]


@attrs.frozen(kw_only=True)
class Found:
    """A host's key and where it was found; the key itself is never shown."""

    place: Place = ""
    key: str = attrs.field(default="", repr=False)
    problem: str = ""
    """Why the keyring could not be asked."""


@cache
def dotenv(folder: str) -> Mapping[str, str]:
    """Read the ``.env`` file of a folder, once; other variables of it are not used."""
    from dotenv import dotenv_values

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
    import keyring
    from keyring.errors import KeyringError

    try:
        key = keyring.get_password(SERVICE, variable)
    except KeyringError as error:
        return Found(problem=str(error).partition("\n")[0])
    except Exception as error:  # noqa: BLE001 - backends raise what they like
        return Found(problem=f"{type(error).__name__}: {error}")
    return Found(place="keyring", key=key) if key else Found()


def environment_for(host: Host) -> dict[str, str]:
    """The environment that a client of *host* reads.

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


def client_class(host: Host, *, awaiting: bool) -> Any:
    if host.vendor == "pixverse":
        from reelscore.pixverse import AsyncPixVerse, PixVerse

        return AsyncPixVerse if awaiting else PixVerse
    from reelscore.suno import AsyncSuno, Suno

    return AsyncSuno if awaiting else Suno


def client(host: Host | str, *, awaiting: bool = False, **options: Any) -> Any:
    """Make a client with the key that was found.

    Args:
        host: by name or value.
        awaiting: whether it is the async one.
        options: of the client, such as ``budget``.
    """
    chosen = hosts[host] if isinstance(host, str) else host
    known = environment_for(chosen)
    upload_url = known.get(upload_variable(chosen))
    return client_class(chosen, awaiting=awaiting)(chosen, environment=known, upload_url=upload_url, **options)


def upload_variable(host: Host) -> str:
    """Name the environment variable of a host's upload address, which only a sandbox needs."""
    return host.base_url_variable.replace("_BASE_URL", "_UPLOAD_URL")
