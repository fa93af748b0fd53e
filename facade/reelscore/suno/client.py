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
        for name, url in zip(("base_url", "upload_url"), _simulated(self), strict=True):
            object.__setattr__(self, name, url)
        super().__attrs_post_init__()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class AsyncSuno(SunoOperations, AsyncClient):
    """Suno through kie.ai or sunoapi.org, in tasks of asyncio."""

    vendor: ClassVar[str] = "suno"

    _route: Route | None = attrs.field(default=None, alias="route")
    """kie.ai has two: "dedicated" (the default) and "jobs", with the V6 family and the same key."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "host", routed(self.host, self._route))
        for name, url in zip(("base_url", "upload_url"), _simulated(self), strict=True):
            object.__setattr__(self, name, url)
        super().__attrs_post_init__()


def _simulated(client: Suno | AsyncSuno) -> tuple[str | None, str | None]:
    """Return the URLs of a client: both routes of a host stand on one base, and a sandbox names it by the host alone."""
    host, _, route = client.host.name.partition("#")
    if not route or client.sandbox is None:
        return client.base_url, client.upload_url
    return client.base_url or client.sandbox.base_url(host), client.upload_url or client.sandbox.upload_url(host)


def routed(host: Host, route: str | None) -> Host:
    """Return the host by one of its routes.

    Raises:
        ConfigurationError: the host is none of Suno's, or has no such route.
    """
    if not isinstance(host, SunoHost):
        raise ConfigurationError(f"{host.name} is no host of Suno; these are kie.ai and sunoapi.org")
    if route is None:
        return host
    found = ROUTES.get((host.name.partition("#")[0], route))
    if found is None:
        raise ConfigurationError(f'{host.name} has no route {route!r}; kie.ai has "dedicated" and "jobs"')
    return found
