"""The two clients of kie.ai and their operations, one line each; fields and documents are the request's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reelscore.client import AsyncClient, Client
from reelscore.client.descriptor import LazyRequests, operation
from reelscore.kie.market.cache import cached

if TYPE_CHECKING:
    from reelscore.kie import requests
else:
    requests = LazyRequests("reelscore.kie.requests")

__all__ = ["AsyncKie", "Kie"]


class KieOperations:
    """One method per operation."""

    veo = operation(requests.Veo)
    veo_extend = operation(requests.VeoExtend)
    veo_1080p = operation(requests.Veo1080p)
    veo_4k = operation(requests.Veo4k)
    image_4o = operation(requests.Image4o)
    image_4o_download_url = operation(requests.Image4oDownloadUrl)
    flux_kontext = operation(requests.FluxKontext)
    runway = operation(requests.Runway)
    runway_extend = operation(requests.RunwayExtend)
    aleph = operation(requests.Aleph)
    luma_modify = operation(requests.LumaModify)
    market = operation(requests.Market)
    models = cached(requests.Models)
    model_schema = cached(requests.ModelSchema)
    model_price = cached(requests.ModelPrice)
    model_success_rate = cached(requests.ModelSuccessRate)
    balance = operation(requests.Balance)
    download_url = operation(requests.DownloadUrl)
    upload_file = operation(requests.UploadFile)


class Kie(KieOperations, Client):
    """Video and images on kie.ai, on this thread."""

    vendor: ClassVar[str] = "kie"


class AsyncKie(KieOperations, AsyncClient):
    """Video and images on kie.ai, in tasks of asyncio."""

    vendor: ClassVar[str] = "kie"
