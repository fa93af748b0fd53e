"""What Suno costs on each host, as rows; 1 credit is 0.005 USD on both."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from reelscore.pricing import Basis, Credits, Plan, PriceLine, Quote, credits
from reelscore.suno.literals import EVERY_MODEL, JOBS, KIE, SUNOAPI

FEED = "Kie.ai public price feed, 2026-07 to 2026-10"
BILLING = "sunoapi.org billing page (third-party transcript), 2026-10-09"
TWIN = "price of the Kie.ai twin, measured by a third party"
NOTE = "third-party note; assumed by analogy"
MEASURED = "third-party measurement, 2026; no price row published"
FREE = "not a paid call in the vendors' documents"

PLANS = {"pay-as-you-go": Plan(name="pay-as-you-go", price=5, credits=1000, source=f"{FEED}; {BILLING}")}


@attrs.frozen
class Price:
    """One cell: what an operation costs on some hosts, for all or for some models or kinds."""

    operation: str
    credits: Credits = attrs.field(converter=credits)
    hosts: tuple[str, ...] = attrs.field(kw_only=True)
    source: str = attrs.field(kw_only=True)
    basis: Basis = attrs.field(kw_only=True, default="exact")
    only: tuple[str, ...] = attrs.field(kw_only=True, default=())
    """Models, or kinds of stems; empty is all known ones."""


def _prices(hosts: tuple[str, ...], source: str, *, cells: dict[str, str], basis: Basis = "exact") -> tuple[Price, ...]:
    return tuple(Price(name, cost, hosts=hosts, source=source, basis=basis) for name, cost in cells.items())


_STEMS = {"separate_vocal": "10", "split_stem": "50", "split_stem_advanced": "20"}
_BOTH_KIE = (KIE, JOBS)
_SONG = "12"

PRICES: tuple[Price, ...] = (
    *_prices(_BOTH_KIE, FEED, cells={
        **dict.fromkeys(("generate", "extend", "upload_cover", "upload_extend", "add_instrumental", "add_vocals", "mashup"), _SONG),
        "replace_section": "5", "sounds": "2.5", "music_video": "2", "timestamped_lyrics": "0.5", "wav": "0.4",
        "lyrics": "0.4", "boost_style": "0.4", "cover_image": "0", "persona": "0", "midi": "0",
    }),
    *_prices(_BOTH_KIE, MEASURED, basis="estimated",
             cells=dict.fromkeys(("voice_phrase", "voice_phrase_again", "voice", "voice_check"), "0")),
    *(Price("stems", cost, hosts=_BOTH_KIE, source=FEED, only=(kind,)) for kind, cost in _STEMS.items()),
    *_prices((KIE, JOBS, SUNOAPI), FREE, cells=dict.fromkeys(("balance", "download_url", "upload_file"), "0"), basis="estimated"),
    Price("generate", _SONG, hosts=(SUNOAPI,), source=BILLING, only=("V6",)),
    Price("generate", _SONG, hosts=(SUNOAPI,), source=f"{BILLING}: measured with V6", basis="estimated", only=EVERY_MODEL[:7]),
    *_prices((SUNOAPI,), BILLING, cells={
        **dict.fromkeys(("extend", "add_vocals", "add_instrumental"), _SONG),
        "replace_section": "5", "boost_style": "0.4", "persona": "0", "wav": "0.4", "cover_image": "0",
    }),
    *(Price("stems", cost, hosts=(SUNOAPI,), source=BILLING, only=(kind,)) for kind, cost in _STEMS.items()),
    *_prices((SUNOAPI,), NOTE, cells=dict.fromkeys(("upload_extend", "upload_cover"), _SONG), basis="estimated"),
    *_prices((SUNOAPI,), TWIN, cells={"lyrics": "0.4", "music_video": "2"}, basis="estimated"),
)  # fmt: skip


def quote(request: Any, host: str) -> Quote:
    """Price a request on a host; what no row covers is unknown, never 0."""
    operation, variant = request.operation, _variant(request)
    found = _QUOTES.get((host, operation, variant))
    if found is not None:
        return found
    return Quote.unknown(f"no price of {operation} {variant} is published for {host}".replace("  ", " "))


def _variant(request: Any) -> str:
    if request.operation == "stems":
        return str(request.type or "separate_vocal")
    return str(getattr(request, "model", None) or "")


def _quotes() -> dict[tuple[str, str, str], Quote]:
    """Lay the cells out by host, operation and model; the first cell that covers one wins."""
    found: dict[tuple[str, str, str], Quote] = {}
    for price in PRICES:
        line = PriceLine(price.operation, price.credits, "two tracks" if price.credits == Decimal(_SONG) else "")
        made = Quote.of(line, basis=price.basis, source=price.source)
        for host in price.hosts:
            here = attrs.evolve(made, host=host, plans=PLANS)
            for variant in price.only or ("", *EVERY_MODEL):
                _ = found.setdefault((host, price.operation, variant), here)
    return found


_QUOTES = _quotes()
