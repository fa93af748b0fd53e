"""Where requests are judged and priced: a vendor's operations on a host, by name; vendor packages register theirs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
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


_PLACES: dict[tuple[str, str], tuple[str, str]] = {}
"""Module and name of the value, by host name and vendor, in the order of registration."""
_CLIENTS: dict[str, tuple[str, str]] = {}
"""Package and name of the blocking client, by vendor."""


def register_hosts(vendor: str, module: str, hosts: Mapping[str, str], *, client: str) -> None:
    """Make the hosts and clients of a vendor package known; the package calls this when it is imported.

    Args:
        vendor: whose requests they take.
        module: of the package, where hosts are values; imported when one is asked for.
        hosts: name of the value by name of the host, the default one first; behind a ``#`` another route of a host.
        client: name of the blocking client in the package; the awaiting one's begins with "Async".
    """
    _CLIENTS[vendor] = (module.rpartition(".")[0], client)
    _PLACES.update({(name, vendor): (module, value) for name, value in hosts.items()})


def registered() -> tuple[tuple[str, str], ...]:
    """Return name and vendor of all that is registered."""
    return tuple(_PLACES)


def client_class(vendor: str, *, awaiting: bool) -> Any:
    """Return a vendor's blocking or awaiting client."""
    package, name = _CLIENTS[vendor]
    return getattr(import_module(package), f"Async{name}" if awaiting else name)


def find_host(host: str | Named | None, vendor: str) -> HostInfo:
    """Return a vendor's operations on a host, or on its first one; a value that has a vendor passes through.

    Raises:
        ConfigurationError: the vendor has registered no host of that name, or none at all.
    """
    if hasattr(host, "vendor"):
        return host  # type: ignore[return-value]
    names = [name for name, of in _PLACES if of == vendor]
    if not names:
        raise ConfigurationError(f"no host is registered for {vendor!r}: import its package")
    name = names[0] if host is None else host if isinstance(host, str) else host.name
    if name not in names:
        told = ", ".join(name for name in names if "#" not in name)
        raise ConfigurationError(f"host is {name!r}; for {vendor} it is one of {told}")
    return _load(*_PLACES[name, vendor])


@cache
def _load(module: str, value: str) -> HostInfo:
    found: HostInfo = getattr(import_module(module), value)
    return found
