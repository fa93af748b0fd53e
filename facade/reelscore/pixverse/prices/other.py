"""What operations without a model cost: by seconds, by bytes of words, by call."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from reelscore.pixverse.prices import tables
from reelscore.pricing import Basis, PriceLine, Quote

_UPLOAD_SECONDS = 30


def free(_request: object, _host: object) -> Quote:
    """Price what costs nothing."""
    return Quote(credits=Decimal(0), basis="exact", source="free")


def unpublished(request: Any, _host: object) -> Quote:
    """Say that no price is published."""
    return Quote.unknown(f"no price is published for {request.operation}; the answer or the usage log tells it")


def sound_effect_credits(seconds: float) -> int:
    """Price the sound effect that is added to a finished video.

    Args:
        seconds: length of the video, above 0.

    Returns:
        Whole credits: 10 for each started 5 seconds.

    Source:
        Sound-effect guide of pixverseai.cn, table of credits, 2025-08-06.

    >>> [sound_effect_credits(seconds) for seconds in (5, 8, 10)]
    [10, 20, 20]
    """
    return tables.SOUND_EFFECT * math.ceil(seconds / tables.SOUND_EFFECT_SECONDS)


def speech_credits(text: str) -> int:
    """Price words that are spoken: 4 credits for each started 15 bytes of UTF-8.

    >>> speech_credits("a" * 16), speech_credits("你" * 5)
    (8, 4)
    """
    return tables.SPEECH_TEXT * math.ceil(len(text.encode("utf-8")) / tables.SPEECH_BYTES)


def sound_effect(request: Any, _host: object) -> Quote:
    """Price a sound effect by the length of the video."""
    source = "sound-effect guide of pixverseai.cn, 2025-08-06"
    if not _known(request.source_seconds):
        return _ranged(request, low=sound_effect_credits(1), high=sound_effect_credits(_UPLOAD_SECONDS))
    line = PriceLine("sound effect", Decimal(sound_effect_credits(request.source_seconds)), "10 per started 5 s")
    return Quote.of(line, source=source)


def lip_sync(request: Any, _host: object) -> Quote:
    """Price speech by its words, or by the length of the audio."""
    source = "pricing page: lip sync"
    if request.lip_sync_tts_content and request.audio_media_id is None:
        credits = Decimal(speech_credits(request.lip_sync_tts_content))
        return Quote.of(PriceLine("lip sync", credits, "4 per started 15 bytes"), source=source)
    if not _known(request.source_seconds):
        return _ranged(request, low=tables.SPEECH_AUDIO, high=tables.SPEECH_AUDIO * _UPLOAD_SECONDS)
    credits = Decimal(tables.SPEECH_AUDIO * math.ceil(request.source_seconds))
    return Quote.of(PriceLine("lip sync", credits, "4 per started second of the audio"), source=source)


def mask_selection(_request: object, _host: object) -> Quote:
    """Price a mask: 2 credits per call."""
    return Quote.of(PriceLine("mask", Decimal(tables.MASK)), source="swap guide")


def _per_second(request: Any, _host: object, *, rate: int | Mapping[str, int], basis: Basis, most: int) -> Quote:
    credits = rate.get(request.quality) if isinstance(rate, Mapping) else rate
    if credits is None:
        return Quote.unknown(f"no price is published for {request.operation} at {request.quality}")
    if not _known(request.source_seconds):
        return _ranged(request, low=credits, high=credits * most)
    line = PriceLine("video", Decimal(credits * math.ceil(request.source_seconds)), f"{credits} per started second")
    return Quote.of(line, basis=basis, source="pricing page" if basis == "exact" else "derived from resellers")


restyle = partial(_per_second, rate=tables.RESTYLE, basis="exact", most=16)
upscale = partial(_per_second, rate=tables.UPSCALE, basis="exact", most=_UPLOAD_SECONDS)
mimic = partial(_per_second, rate=tables.MIMIC, basis="exact", most=_UPLOAD_SECONDS)
swap = partial(_per_second, rate=tables.SWAP, basis="estimated", most=_UPLOAD_SECONDS)
modify = partial(_per_second, rate=tables.MODIFY, basis="estimated", most=_UPLOAD_SECONDS)


def music_video(request: Any, _host: object) -> Quote:
    """Price a music video by the length of its audio."""
    rate = tables.MUSIC.get(request.quality)
    if rate is None:
        return Quote.unknown(f"no price is published for music_video at {request.quality}")
    if not _known(request.source_seconds):
        return _ranged(request, low=rate * 10, high=rate * 360)
    line = PriceLine("video", rate * math.ceil(request.source_seconds), f"{rate} per started second of the audio")
    return Quote.of(line, source="One-Click MV interface document, 2026-09-20")


def multi_transition(request: Any, _host: object) -> Quote:
    """Price a multi-transition; only lengths of 1, 5, 10 and 30 s are known."""
    base = tables.V5.get(request.quality, {}).get(5)
    total = sum(frame.duration or 0 for frame in request.multi_transition)
    if base is None or request.model not in ("v3.5", "v4", "v4.5", "v5") or not 1 <= total <= _UPLOAD_SECONDS:
        return Quote.unknown(f"no price is published for {total} s on {request.model} at {request.quality}")
    times = tables.FAST if request.motion_mode == "fast" else 1
    points = {seconds: times * math.ceil(base * up / down) for seconds, (up, down) in tables.MULTI_TRANSITION.items()}
    if total not in points:
        low = max(credits for seconds, credits in points.items() if seconds < total)
        high = min(credits for seconds, credits in points.items() if seconds > total)
        return Quote.unknown("only 1, 5, 10 and 30 s have a price", low=Decimal(low), high=Decimal(high))
    line = PriceLine("video", Decimal(points[total]), f"{total} s in all")
    return Quote.of(line, basis="estimated", source="pricing page, partly derived from resellers")


def _known(seconds: float | None) -> bool:
    return seconds is not None and seconds > 0


def _ranged(request: Any, *, low: Decimal | int, high: Decimal | int) -> Quote:
    why = f"{request.operation} is priced by the length of its input: give source_seconds"
    return Quote.unknown(why, low=Decimal(low), high=Decimal(high))
