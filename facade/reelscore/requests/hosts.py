"""The hosts that requests are judged and priced on, by name; vendor packages register theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from importlib import import_module
from typing import Protocol

from reelscore.errors import ConfigurationError
from reelscore.pricing import Plan


class HostInfo(Protocol):
    """What requests need of a host."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def vendor(self) -> str:
        """The vendor whose requests it takes."""
        ...

    @property
    def plans(self) -> Mapping[str, Plan]:
        """Plans and packs by name: credits and money."""
        ...


_LOADERS: dict[str, Callable[[], HostInfo]] = {}
_HOSTS: dict[str, HostInfo] = {}
_DEFAULTS: dict[str, str] = {}
_UNLISTED: set[str] = set()


def register_host(
    name: str, load: Callable[[], HostInfo], *, default_of: str | None = None, listed: bool = True
) -> None:
    """Make a host known by name.

    Args:
        name: the host's name.
        load: returns the host; called when it is first asked for.
        default_of: the vendor whose requests are judged by this host when none is named.
        listed: whether errors name it among the known hosts.
    """
    _LOADERS[name] = load
    _ = _HOSTS.pop(name, None)
    if default_of is not None:
        _DEFAULTS[default_of] = name
    (_UNLISTED.discard if listed else _UNLISTED.add)(name)


def register_hosts(module: str, hosts: Mapping[str, str], *, default_of: str, unlisted: Collection[str] = ()) -> None:
    """Make the hosts of a vendor package known; the package calls this when it is imported.

    Args:
        module: where the hosts are values; imported when one is asked for.
        hosts: name of the value by name of the host, the default one first.
        default_of: the vendor whose requests are judged by the first of them when no host is named.
        unlisted: second routes of a host, which errors do not name.
    """
    for number, (name, value) in enumerate(hosts.items()):
        load = partial(_load, module, value)
        register_host(name, load, default_of=None if number else default_of, listed=name not in unlisted)


def _load(module: str, value: str) -> HostInfo:
    found: HostInfo = getattr(import_module(module), value)
    return found


def is_registered(name: str) -> bool:
    """Return whether a vendor package has registered a host of that name."""
    return name in _LOADERS


def find_host(host: str | HostInfo) -> HostInfo:
    """The host of a name; a host passes through.

    Raises:
        ConfigurationError: no host of that name is registered.
    """
    if not isinstance(host, str):
        return host
    found = _HOSTS.get(host)
    if found is None:
        if host not in _LOADERS:
            raise ConfigurationError(f"host is {host!r}; {_known()}")
        found = _HOSTS[host] = _LOADERS[host]()
    return found


def default_host(vendor: str) -> HostInfo:
    """The host that a vendor's requests are judged by when none is named.

    Raises:
        ConfigurationError: the vendor has registered no default.
    """
    if vendor not in _DEFAULTS:
        raise ConfigurationError(f"vendor {vendor!r} has no default host; {_known()}")
    return find_host(_DEFAULTS[vendor])


def _known() -> str:
    known = [name for name in _LOADERS if name not in _UNLISTED]
    return f"it is one of {', '.join(known)}" if known else "no vendor package is imported yet"
