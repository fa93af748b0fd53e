"""Where requests are judged and priced: a vendor's operations on a host, by name; vendor packages register theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any, Protocol

from reelscore.errors import ConfigurationError
from reelscore.pricing import PricedHost


class Named(Protocol):
    """A host, or a vendor's operations on one."""

    @property
    def name(self) -> str:
        """Name of the host, with its route where it is not the first: "example.com", "example.com#jobs"."""
        ...


class HostInfo(Named, Protocol):
    """What requests need of a host: a ``Family`` of ``reelscore.vendors``."""

    @property
    def vendor(self) -> str:
        """The vendor whose requests it takes."""
        ...

    @property
    def host(self) -> PricedHost:
        """Whose credits it costs."""
        ...


_LOADERS: dict[tuple[str, str], Callable[[], HostInfo]] = {}
"""By host name and vendor, in the order of registration."""
_LOADED: dict[tuple[str, str], HostInfo] = {}
_CLIENTS: dict[str, tuple[str, str]] = {}
"""Package and name of the blocking client, by vendor."""


def register_host(vendor: str, name: str, load: Callable[[], HostInfo]) -> None:
    """Make a vendor's operations on a host known; the first host of a vendor is its default.

    Args:
        vendor: whose requests it takes.
        name: the host's name; behind a ``#`` that of another route of the same host.
        load: returns it; called when it is first asked for.
    """
    _LOADERS[name, vendor] = load
    _ = _LOADED.pop((name, vendor), None)


def register_hosts(vendor: str, module: str, hosts: Mapping[str, str], *, client: str) -> None:
    """Make the hosts and clients of a vendor package known; the package calls this when it is imported.

    Args:
        vendor: whose requests they take.
        module: of the package, where hosts are values; imported when one is asked for.
        hosts: name of the value by name of the host, the default one first.
        client: name of the blocking client in the package; the awaiting one's begins with "Async".
    """
    _CLIENTS[vendor] = (module.rpartition(".")[0], client)
    for name, value in hosts.items():
        register_host(vendor, name, partial(_load, module, value))


def _load(module: str, value: str) -> HostInfo:
    found: HostInfo = getattr(import_module(module), value)
    return found


def client_class(vendor: str, *, awaiting: bool) -> Any:
    """Return a vendor's blocking or awaiting client."""
    package, name = _CLIENTS[vendor]
    return getattr(import_module(package), f"Async{name}" if awaiting else name)


def registered() -> tuple[tuple[str, str], ...]:
    """Return name and vendor of all that is registered."""
    return tuple(_LOADERS)


def find_host(host: str | Named, vendor: str) -> HostInfo:
    """Return a vendor's operations on a host; a value that has a vendor passes through.

    Raises:
        ConfigurationError: the vendor has registered no host of that name.
    """
    if not isinstance(host, str) and hasattr(host, "vendor"):
        return host  # type: ignore[return-value]
    name = host if isinstance(host, str) else host.name
    known = (name, vendor)
    if known not in _LOADERS:
        names = [name for name, of in _LOADERS if of == vendor and "#" not in name]
        told = f"for {vendor} it is one of {', '.join(names)}" if names else "no vendor package is imported yet"
        raise ConfigurationError(f"host is {name!r}; {told}")
    if known not in _LOADED:
        _LOADED[known] = _LOADERS[known]()
    return _LOADED[known]


def default_host(vendor: str) -> HostInfo:
    """Return the host that a vendor's requests are judged by when none is named: the first that it registered.

    Raises:
        ConfigurationError: the vendor has registered none.
    """
    first = next((name for name, of in _LOADERS if of == vendor), None)
    if first is None:
        raise ConfigurationError(f"no host is registered for {vendor!r}: import its package")
    return find_host(first, vendor)
