"""Prices of kie.ai in credits, from the rows of ``prices.csv``; 1 credit is 0.005 USD."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from reelscore.pricing import Quote
from reelscore.vendors.tables import priced


def _veo(request: Any) -> str:
    plain = f"{request.model or 'veo3_fast'} {request.resolution or '720p'}"
    return f"{plain} text" if plain == "veo3 4k" and not request.image_urls else plain


_VARIANTS: Mapping[str, Callable[[Any], str]] = {
    "veo": _veo,
    "veo_extend": lambda request: str(request.model or "fast"),
    "flux_kontext": lambda request: str(request.model or "flux-kontext-pro"),
    "runway": lambda request: f"{request.duration} {request.quality}",
}
"""What the price of an operation hangs on; all others have one."""


def quote(request: Any, _host: Any) -> Quote:
    """Price a request; what no row covers is unknown, never 0."""
    operation = request.operation
    variant = _VARIANTS.get(operation, lambda _: "")(request)
    found = _quotes().get((operation, variant))
    return found or Quote.unknown(" ".join(f"no price of {operation} {variant} is published".split()))


@cache
def _quotes() -> Mapping[tuple[str, str], Quote]:
    return {(row["operation"], row["variant"]): quote for row, quote in priced("reelscore.kie")}
