"""The two clients; a vendor's own are these with one line per operation."""

from reelscore.client_async import AsyncClient
from reelscore.client_sync import Client

__all__ = ["AsyncClient", "Client"]
