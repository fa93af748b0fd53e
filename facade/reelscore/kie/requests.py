"""The requests of kie.ai, one class per operation; their fields come from the specification."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal, Self, TypeVar

import attrs

from reelscore._attrs import frozen
from reelscore.kie import account, prices, results
from reelscore.kie.market.requests import Market, ModelPrice, Models, ModelSchema, ModelSuccessRate
from reelscore.kie.rules import RULES
from reelscore.pricing import Quote
from reelscore.requests.request import DirectRequest, Request, TaskRequest
from reelscore.rules.kinds import Rule
from reelscore.rules.schema import field_info
from reelscore_wire.kie import models as wire

__all__ = [
    "REQUESTS",
    "Aleph",
    "Balance",
    "DownloadUrl",
    "FluxKontext",
    "Image4o",
    "Image4oDownloadUrl",
    "LumaModify",
    "Market",
    "ModelPrice",
    "ModelSchema",
    "ModelSuccessRate",
    "Models",
    "Runway",
    "RunwayExtend",
    "UploadFile",
    "Veo",
    "Veo4k",
    "Veo1080p",
    "VeoExtend",
]
R = TypeVar("R", covariant=True)


@frozen(kw_only=True)
class _Kie(Request[R]):
    vendor: ClassVar[str] = "kie"
    rules: ClassVar[tuple[Rule, ...]] = RULES
    price: ClassVar[Callable[[Any, Any], Quote]] = staticmethod(prices.quote)


@frozen(kw_only=True)
class _Task(_Kie[R], TaskRequest[R]):
    """A request that starts a task."""


@frozen(kw_only=True)
class _Direct(_Kie[R], DirectRequest[R]):
    """A request that is answered at once."""


@frozen(kw_only=True)
class Veo(wire.VeoRequest, _Task[results.Video]):
    """Make a video with Veo 3.1: from words, a first and last frame, or up to three reference pictures."""

    def derived(self) -> Mapping[str, Any]:
        """Have the prompt translated when nothing is said: the pages disagree on the vendor's own default."""
        return {} if self._vendor_shaped else {"enable_translation": True}


@frozen(kw_only=True)
class VeoExtend(wire.VeoExtendRequest, _Task[results.Video]):
    """Continue a finished video of Veo 3.1; ``Video.full`` of the result is the whole film."""

    source_resolution: Literal["720p", "1080p", "4k"] | str | None = attrs.field(
        default=None, metadata=field_info("to what the source was rendered, when you know it", local=True)
    )


@frozen(kw_only=True)
class Veo1080p(wire.Veo1080PRequest, _Direct[results.Video]):
    """Get the 1080p render of a finished video of Veo 3.1, which costs credits.

    The vendor renders it when it is first asked: until it is there, usually for 1 to 3 minutes, ``errors.NotReady`` is
    raised and nothing is charged; ask again every 20 to 30 s. Afterwards the video cannot be extended.
    """


@frozen(kw_only=True)
class Veo4k(wire.Veo4KRequest, _Task[results.Video]):
    """Render a finished video of Veo 3.1 to 4K, which takes 5 to 10 minutes and the price of two Fast videos."""


@frozen(kw_only=True)
class Image4o(wire.Image4ORequest, _Task[results.Images]):
    """Make a picture with 4o, or edit up to five."""


@frozen(kw_only=True)
class Image4oDownloadUrl(wire.Image4ODownloadUrlRequest, _Direct[results.DirectLink]):
    """Get a direct link, valid for 20 minutes, to a picture of a 4o task."""


@frozen(kw_only=True)
class FluxKontext(wire.FluxKontextRequest, _Task[results.Images]):
    """Make a picture with Flux Kontext, or edit one."""


@frozen(kw_only=True)
class Runway(wire.RunwayRequest, _Task[results.Video]):
    """Make a video of 5 or 10 s with Runway, from words or a picture."""

    @classmethod
    def from_wire(cls, body: Mapping[str, Any]) -> Self:
        """Read a vendor-shaped body; its sample shows the duration as text, its schema as a number, which is sent."""
        text = str(body.get("duration"))
        return super().from_wire({**body, "duration": int(text)} if re.fullmatch("[0-9]{1,4}", text) else body)


@frozen(kw_only=True)
class RunwayExtend(wire.RunwayExtendRequest, _Task[results.Video]):
    """Continue a video of Runway, in its ratio."""


@frozen(kw_only=True)
class Aleph(wire.AlephRequest, _Task[results.Video]):
    """Transform a video with Runway Aleph; the result has at most 5 s."""


@frozen(kw_only=True)
class LumaModify(wire.LumaModifyRequest, _Task[results.Video]):
    """Transform a video with Luma, which the vendor withdrew: it is sent with ``withdrawn=True`` only."""

    sample: ClassVar[Mapping[str, Any]] = {**wire.LumaModifyRequest.sample, "withdrawn": True}

    withdrawn: bool | None = attrs.field(
        default=None, metadata=field_info("true: send it though the vendor withdrew it", local=True)
    )
    source_seconds: float | None = attrs.field(
        default=None, metadata=field_info("length of the video in seconds, when you know it", local=True)
    )
    source_bytes: int | None = attrs.field(
        default=None, metadata=field_info("size of the video in bytes, when you know it", local=True)
    )


@frozen(kw_only=True)
class Balance(wire.BalanceRequest, _Direct[results.CreditsLeft]):
    """Ask how many credits are left."""


@frozen(kw_only=True)
class DownloadUrl(wire.DownloadUrlRequest, _Direct[results.DirectLink]):
    """Get a direct link, valid for 20 minutes, to a file that kie.ai made."""


@frozen(kw_only=True)
class UploadFile(account.UploadFields, wire.UploadFileRequest, _Direct[results.UploadedFile]):
    """Put a file on the vendor's upload host: as it is, as Base64 text, or from a URL; plan for 24 hours."""


REQUESTS: tuple[type[Request[Any]], ...] = (
    *(Veo, VeoExtend, Veo1080p, Veo4k, Image4o, Image4oDownloadUrl, FluxKontext, Runway, RunwayExtend, Aleph),
    *(LumaModify, Market, Models, ModelSchema, ModelPrice, ModelSuccessRate, Balance, DownloadUrl, UploadFile),
)
