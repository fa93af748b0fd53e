"""What PixVerse charges: the published cells (`pixverse/prices.csv`), then formulas, then stand-ins of the sandbox.

The cells are data that the facade reads as well; the arithmetic here is the sandbox's own, so that neither can hide the
other's mistake.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any, Final

from reelscore.sandbox.values import vendor_rows

WITH_AUDIO = frozenset({"v5.5", "v5.6", "v6", "c1"})
STAND_INS: Final[Mapping[str, int]] = {"image_template": 10, "avatar": 100, "recreate": 200, "real_estate": 300}
"""Credits where no price is published: the sandbox's own choice."""
STAND_IN_PER_SECOND: Final = 20


@cache
def _cells() -> Mapping[tuple[str, ...], tuple[Fraction, str]]:
    columns = ("what", "model", "quality", "seconds", "switch")
    rows = vendor_rows("pixverse", "prices")
    return {tuple(row[column] for column in columns): (Fraction(row["credits"]), row["per"]) for row in rows}


def _cell(what: str, *, model: str = "", quality: str = "", seconds: str = "", switch: str = "") -> Decimal:
    credits = _cells()[what, model, quality, seconds, switch][0]
    return Decimal(credits.numerator) / credits.denominator


def price(operation: str, body: Mapping[str, Any], *, video: float = 0, audio: float = 0) -> Decimal:
    """Return the credits of a request whose sources last *video* and *audio* seconds."""
    if operation in STAND_INS:
        return Decimal(STAND_INS[operation])
    quality = body.get("quality", "")
    match operation:
        case "sound_effect":
            return _sound_effect(video)
        case "lip_sync":
            text = body.get("lip_sync_tts_content")
            if text and body.get("audio_media_id") is None:
                return _cell("speech of text") * math.ceil(len(text.encode(errors="replace")) / 15)
            return _cell("speech of audio") * math.ceil(audio)
        case "music_video":
            return _cell("music_video", quality=quality) * math.ceil(audio)
        case "multi_transition":
            return _multi_transition(body)
        case _:
            pass
    for row in ((operation, "", quality, "", ""), (operation, "", "", "", "")):
        if row in _cells():  # a price of its own, perhaps by quality: of each started second, or of the call
            credits, per = _cells()[row]
            return Decimal(credits.numerator) / credits.denominator * (math.ceil(video) if per == "second" else 1)
    return _generation(operation, body, seconds=body.get("duration") or math.ceil(video))


def _generation(operation: str, body: Mapping[str, Any], *, seconds: int) -> Decimal:
    credits = _video(operation, body, seconds=seconds)
    if body.get("sound_effect_switch") and not body.get("template_id"):
        credits += _sound_effect(seconds)
    if body.get("lip_sync_tts_switch") or body.get("lip_sync_switch"):
        credits += _cell("inline speech") * seconds
    return credits


def _video(operation: str, body: Mapping[str, Any], *, seconds: int) -> Decimal:
    model = body["model"]
    switch = "audio" if body.get("generate_audio_switch") and model in WITH_AUDIO else "silent"
    if body.get("motion_mode") == "fast" and model not in WITH_AUDIO:
        switch = "fast"
    extra = Decimal(0)
    if model == "v5.5" and switch == "audio":
        switch, extra = "silent", _cell("audio", model=model)
    if model == "v5.5" and body.get("generate_multi_clip_switch"):
        extra += _cell("multi-clip", model=model)
    for what in ("fusion", "video") if operation == "fusion" else ("video",):
        for told in (str(seconds), ""):
            found = _cells().get((what, model, body["quality"], told, switch))
            if found is not None:
                times = (seconds if found[1] == "second" else 1) * (2 if body.get("video_references") else 1)
                return extra + Decimal(found[0].numerator) * times
    return Decimal(STAND_IN_PER_SECOND * seconds)


def _sound_effect(seconds: float) -> Decimal:
    """Price a sound effect: each started 5 s. Source: sound-effect guide, 2025-08-06."""
    return _cell("sound effect") * math.ceil(seconds / 5)


def _multi_transition(body: Mapping[str, Any]) -> Decimal:
    """Multiply v5's price for 5 s; between the published lengths the sandbox draws a line: a stand-in."""
    base = _cell("video", model="v5", quality=body["quality"], seconds="5", switch="silent")
    seconds = sum(item.get("duration") or 0 for item in body["multi_transition"])
    points = sorted((int(row[3]), cell[0]) for row, cell in _cells().items() if row[0] == "multi_transition")
    (low, less), (high, more) = next(pair for pair in pairwise(points) if seconds <= pair[1][0])
    factor = less + (more - less) * Fraction(seconds - low, high - low)
    credits = Decimal(math.ceil(Fraction(base) * factor))
    return credits * 2 if body.get("motion_mode") == "fast" else credits
