"""The two clients of Suno; what they can do is in ``operations.py``, how is the core's."""

from __future__ import annotations

from typing import ClassVar, Literal, TypeAlias

import attrs

from reelscore._attrs import frozen
from reelscore.client import AsyncClient, Client
from reelscore.client.config import ClientConfig
from reelscore.errors import ConfigurationError
from reelscore.suno.operations import SunoOperations
from reelscore.vendors.family import Family, families_of

__all__ = [
    "AsyncSuno",
    "Suno",
]
Route: TypeAlias = Literal["dedicated", "jobs"]


@frozen(kw_only=True, eq=False, repr=False)
class Suno(SunoOperations, Client):
    """Suno through kie.ai or sunoapi.org, on this thread."""

    vendor: ClassVar[str] = "suno"
    of_one_host: ClassVar[tuple[str, ...]] = (*ClientConfig.of_one_host, "route")

    _route: Route | None = attrs.field(default=None, alias="route")
    """kie.ai has two: "dedicated" (the default) and "jobs", with the V6 family and the same key."""

    def _find_family(self) -> Family:
        return routed(super()._find_family(), self._route)


@frozen(kw_only=True, eq=False, repr=False)
class AsyncSuno(SunoOperations, AsyncClient):
    """Suno through kie.ai or sunoapi.org, in tasks of asyncio."""

    vendor: ClassVar[str] = "suno"
    of_one_host: ClassVar[tuple[str, ...]] = (*ClientConfig.of_one_host, "route")

    _route: Route | None = attrs.field(default=None, alias="route")
    """kie.ai has two: "dedicated" (the default) and "jobs", with the V6 family and the same key."""

    def _find_family(self) -> Family:
        return routed(super()._find_family(), self._route)


def routed(family: Family, route: str | None) -> Family:
    """Return the family by one of its host's routes.

    Raises:
        ConfigurationError: the host has no such route.
    """
    if route is None:
        return family
    found = families_of(family.host.name if route == "dedicated" else f"{family.host.name}#{route}")
    if not found:
        raise ConfigurationError(f'{family.host.name} has no route {route!r}; kie.ai has "dedicated" and "jobs"')
    return next(each for each in found if each.vendor == family.vendor)
