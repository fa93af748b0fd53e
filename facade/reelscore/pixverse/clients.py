"""The clients of PixVerse, blocking and awaiting."""

from __future__ import annotations

from typing import ClassVar

from reelscore._attrs import frozen
from reelscore.client import AsyncClient, Client
from reelscore.pixverse.operations import Operations

__all__ = ["AsyncPixVerse", "PixVerse"]


@frozen(kw_only=True, eq=False, repr=False)
class PixVerse(Operations, Client):
    """Runs PixVerse requests on this thread; share one freely between threads."""

    vendor: ClassVar[str] = "pixverse"


@frozen(kw_only=True, eq=False, repr=False)
class AsyncPixVerse(Operations, AsyncClient):
    """Runs PixVerse requests on the running event loop; share one freely between tasks."""

    vendor: ClassVar[str] = "pixverse"
