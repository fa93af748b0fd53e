"""A client library for accessing Suno music on kie.ai and sunoapi.org"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)
