"""The two clients; a vendor's own are these with one line per operation."""

from reelscore.client.async_ import AsyncClient
from reelscore.client.sync import Client

__all__ = ["AsyncClient", "Client"]
