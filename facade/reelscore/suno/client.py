"""The two clients of Suno; what they can do is in ``operations.py``, how is the core's."""

from __future__ import annotations

from typing import ClassVar, Literal, TypeAlias

import attrs

from reelscore.client import AsyncClient, Client
from reelscore.errors import ConfigurationError
from reelscore.suno.hosts import ROUTES, SunoHost
from reelscore.suno.operations import SunoOperations
from reelscore.vendors.host import Host

__all__ = [
    "AsyncSuno",
    "Suno",
]
Route: TypeAlias = Literal["dedicated", "jobs"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Suno(SunoOperations, Client):
    """Suno through kie.ai or sunoapi.org, on this thread."""

    vendor: ClassVar[str] = "suno"

    _route: Route | None = attrs.field(default=None, alias="route")
    """kie.ai has two: "dedicated" (the default) and "jobs", with the V6 family and the same key."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "host", routed(self.host, self._route))
        object.__setattr__(self, "_route", None)  # the host says it from here on, in copies too
        super().__attrs_post_init__()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class AsyncSuno(SunoOperations, AsyncClient):
    """Suno through kie.ai or sunoapi.org, in tasks of asyncio."""

    vendor: ClassVar[str] = "suno"

    _route: Route | None = attrs.field(default=None, alias="route")
    """kie.ai has two: "dedicated" (the default) and "jobs", with the V6 family and the same key."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "host", routed(self.host, self._route))
        object.__setattr__(self, "_route", None)  # the host says it from here on, in copies too
        super().__attrs_post_init__()


def routed(host: Host, route: str | None) -> Host:
    """Return the host by one of its routes.

    Raises:
        ConfigurationError: the host is none of Suno's, or has no such route.
    """
    if not isinstance(host, SunoHost):
        raise ConfigurationError(f"{host.name} is no host of Suno; these are kie.ai and sunoapi.org")
    if route is None:
        return host
    found = ROUTES.get((host.address, route))
    if found is None:
        raise ConfigurationError(f'{host.name} has no route {route!r}; kie.ai has "dedicated" and "jobs"')
    return found
