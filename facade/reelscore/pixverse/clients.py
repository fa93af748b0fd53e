"""The clients of PixVerse, blocking and awaiting."""

from __future__ import annotations

from typing import ClassVar

from reelscore.client import AsyncClient, Client
from reelscore.pixverse.operations import Operations

__all__ = ["AsyncPixVerse", "PixVerse"]


class PixVerse(Operations, Client):
    """Runs PixVerse requests on this thread; share one freely between threads."""

    vendor: ClassVar[str] = "pixverse"


class AsyncPixVerse(Operations, AsyncClient):
    """Runs PixVerse requests on the running event loop; share one freely between tasks."""

    vendor: ClassVar[str] = "pixverse"
