"""The models, by name; each loads on first use."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .aleph_request import AlephRequest as AlephRequest
    from .balance_request import BalanceRequest as BalanceRequest
    from .download_url_request import DownloadUrlRequest as DownloadUrlRequest
    from .flux_kontext_request import FluxKontextRequest as FluxKontextRequest
    from .image_4o_download_url_request import Image4ODownloadUrlRequest as Image4ODownloadUrlRequest
    from .image_4o_request import Image4ORequest as Image4ORequest
    from .luma_modify_request import LumaModifyRequest as LumaModifyRequest
    from .market_request import MarketRequest as MarketRequest
    from .model_price_request import ModelPriceRequest as ModelPriceRequest
    from .model_schema_request import ModelSchemaRequest as ModelSchemaRequest
    from .model_success_rate_request import ModelSuccessRateRequest as ModelSuccessRateRequest
    from .models_request import ModelsRequest as ModelsRequest
    from .runway_extend_request import RunwayExtendRequest as RunwayExtendRequest
    from .runway_request import RunwayRequest as RunwayRequest
    from .upload_file_request import UploadFileRequest as UploadFileRequest
    from .veo_4k_request import Veo4KRequest as Veo4KRequest
    from .veo_1080p_request import Veo1080PRequest as Veo1080PRequest
    from .veo_extend_request import VeoExtendRequest as VeoExtendRequest
    from .veo_request import VeoRequest as VeoRequest

_MODULES = {
    "AlephRequest": ".aleph_request",
    "BalanceRequest": ".balance_request",
    "DownloadUrlRequest": ".download_url_request",
    "FluxKontextRequest": ".flux_kontext_request",
    "Image4ODownloadUrlRequest": ".image_4o_download_url_request",
    "Image4ORequest": ".image_4o_request",
    "LumaModifyRequest": ".luma_modify_request",
    "MarketRequest": ".market_request",
    "ModelPriceRequest": ".model_price_request",
    "ModelSchemaRequest": ".model_schema_request",
    "ModelSuccessRateRequest": ".model_success_rate_request",
    "ModelsRequest": ".models_request",
    "RunwayExtendRequest": ".runway_extend_request",
    "RunwayRequest": ".runway_request",
    "UploadFileRequest": ".upload_file_request",
    "Veo1080PRequest": ".veo_1080p_request",
    "Veo4KRequest": ".veo_4k_request",
    "VeoExtendRequest": ".veo_extend_request",
    "VeoRequest": ".veo_request",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
    return value
