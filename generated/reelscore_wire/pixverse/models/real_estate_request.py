from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import field_info

from .picture_reference import PictureReference


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class RealEstateRequest(JsonObject):
    """Real estate request."""

    operation: ClassVar[str] = "real_estate"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "kit 2026-09-18"
    sample: ClassVar[Mapping[str, Any]] = {
        "agent_id": "419629433597950",
        "model": "pro",
        "prompt": "A calm tour.",
        "img_references": [{"img_id": 1}, {"img_id": 2}, {"img_id": 3}, {"img_id": 4}, {"img_id": 5}],
    }

    agent_id: Literal["419629433597950"] | str = attrs.field(
        default="419629433597950", metadata=field_info("the agent; it is always the same")
    )
    model: Literal["pro", "fast"] | str = attrs.field(metadata=field_info("pro has modes, 21:9 and 480p", enum=True))
    product_url: str | None = attrs.field(
        default=None, metadata=field_info("address of the house's page; it stands alone")
    )
    prompt: str | None = attrs.field(
        default=None, metadata=field_info("the house in words, at most 5,000 characters", maxLength=5000)
    )
    img_references: Sequence[PictureReference] | None = attrs.field(
        default=None, metadata=field_info("5 to 20 pictures on fast, 5 to 60 on pro", minItems=5, maxItems=60)
    )
    mode: Literal["property_tour", "ad_house_tour"] | str | None = attrs.field(
        default=None, metadata=field_info("pro only", enum=True)
    )
    language_code: Literal["en-US", "zh-CN", "auto"] | str | None = attrs.field(
        default=None, metadata=field_info("not with ad_house_tour", enum=True)
    )
    avatar_presence_level: Literal["none", "low", "medium", "high"] | str | None = attrs.field(
        default=None, metadata=field_info("how much a presenter is seen", enum=True)
    )
    duration: Literal[15, 30] | int | None = attrs.field(
        default=None, metadata=field_info("15 or 30 s, ad_house_tour only", enum=True)
    )
    video_style: Literal["cozy", "pov"] | str | None = attrs.field(
        default=None, metadata=field_info("ad_house_tour only", enum=True)
    )
    aspect_ratio: Literal["9:16", "16:9", "1:1", "4:3", "3:4", "21:9"] | str | None = attrs.field(
        default=None, metadata=field_info("21:9 on pro", enum=True)
    )
    quality: Literal["480p", "720p", "1080p"] | str | None = attrs.field(
        default=None, metadata=field_info("480p on pro", enum=True)
    )
