"""The user's defaults: ``config.toml``, with a table for each profile; a flag beats them."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from reelscore.catalog.operations import VENDORS, Misuse, near, operations
from reelscore.catalog.prices import allowed, choices
from reelscore.client.keys import from_keyring
from reelscore.requests.request import Request
from reelscore.rules.schema import fields_of
from reelscore.vendors.family import Family, hosts

FIELDS = ("model", "quality", "aspect_ratio")
"""Settings that fill fields of requests; each is one value, or a list of which the first that fits is taken."""
SETTINGS = (*FIELDS, "out", "plan", "budget")
"""The last three fill options of these names."""
PROFILE = "REELSCORE_PROFILE"
_FILE = "REELSCORE_CONFIG"


def path() -> Path:
    """Where the file is, whether there is one or not."""
    import platformdirs

    named = os.environ.get(_FILE, "").strip()
    return Path(named) if named else Path(platformdirs.user_config_dir("reelscore", appauthor=False)) / "config.toml"


@cache
def _file() -> tuple[Mapping[str, Any], Mapping[str, Mapping[str, Any]]]:
    """The settings above all tables, and those of each profile; empty without a file.

    Raises:
        Misuse: the file cannot be read, or names what is no setting.
    """
    try:
        told = tomllib.loads(path().read_text("utf-8"))
    except FileNotFoundError:
        return {}, {}
    except (OSError, ValueError) as error:
        raise Misuse(f"{path()}: {error}", next="mend the file, or remove it") from error
    profiles = told.pop("profile", {})
    if not isinstance(profiles, dict) or not all(isinstance(table, dict) for table in profiles.values()):
        raise Misuse(f"{path()}: profile is no table", next="write [profile.NAME] above the settings of a profile")
    for place, table in (("", told), *((f"[profile.{name}] ", table) for name, table in profiles.items())):
        for name, value in table.items():
            _check(f"{path()}: {place}", name, value)
    return told, profiles


def settings() -> Mapping[str, Any]:
    """The defaults of the chosen profile, which beat those above all tables."""
    told, profiles = _file()
    return {**told, **profiles.get(profile(), {})}


def profile() -> str:
    return os.environ.get(PROFILE, "").strip()


def check_profile() -> None:
    """Raise Misuse where a profile is named that has neither settings nor a key in the keyring."""
    name, known = profile(), _file()[1]
    if name in {"", *known}:
        return
    found = [from_keyring(host.key_variable) for host in hosts.values()]
    if not any(each.key for each in found):
        why = next((f" (the keyring cannot be asked: {each.problem})" for each in found if each.problem), "")
        step = f"{path()} has {', '.join(known) or 'none'}; reelscore init --profile {name} keeps keys for another"
        raise Misuse(f"there is no profile {name!r}{near(name, known)}{why}", next=step)


def _check(place: str, name: str, value: Any) -> None:
    if name not in SETTINGS:
        step = f"its settings are {', '.join(SETTINGS)}, and a profile's stand under [profile.NAME]"
        raise Misuse(f"{place}there is no setting {name!r}{near(name, (*SETTINGS, 'profile'))}", next=step)
    values = value if isinstance(value, list) and name in FIELDS else [value]
    if not all(isinstance(each, str) or (name == "budget" and type(each) in (int, float)) for each in values):
        raise Misuse(f"{place}{name} is {value!r}", next=f'write {name} = "..."')
    known = _known(name)
    for each in values if known else ():
        if each not in known:
            raise Misuse(f"{place}{name} is {each!r}, which nothing takes{near(str(each), known, cutoff=0.4, most=3)}")


@cache
def _known(name: str) -> frozenset[str]:
    """Every value of a setting that some operation or host takes; empty where any text will do."""
    if name == "plan":
        return frozenset(plan for host in hosts.values() for plan in host.plans)
    if name not in FIELDS:
        return frozenset()
    classes = chain.from_iterable(operations(vendor).values() for vendor in VENDORS)
    found = ((cls, field) for cls in classes for field in fields_of(cls) if field.name == name)
    return frozenset(str(value) for cls, field in found for value in choices(cls, field))


def defaults_of(cls: type[Request[Any]], family: Family, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that the settings fill: those that *values* leave out, where the rules take the setting."""
    names = {field.name for field in fields_of(cls)}
    found: dict[str, Any] = {}
    for name in FIELDS:
        if name in names and values.get(name) is None and name in settings():
            wanted = settings()[name]
            legal = allowed(cls, family, name=name, values={**values, **found})
            fitting = [value for value in (wanted if isinstance(wanted, list) else [wanted]) if value in legal]
            found |= {name: fitting[0]} if fitting else {}
    return found
