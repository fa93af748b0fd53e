"""Prices of each operation in credits: arithmetic over the rows of ``prices.csv``."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache, partial
from typing import Any, NamedTuple

from reelscore.pricing import Basis, PriceLine, Quote
from reelscore.vendors.tables import load_prices

_ROWS = load_prices("reelscore.pixverse", "what", "model", "quality", "seconds", "switch")
_UPLOAD_SECONDS = 30
_OLD = ("v3.5", "v4", "v4.5")
_BY_SECOND = ("v6", "c1")
_MADE = ("text_to_video", "image_to_video", "template_video", "transition")
_SOLD = {
    "v6": (*_MADE, "extend", "fusion"),
    "c1": (*_MADE, "fusion"),
    "v5.6": (*_MADE, "fusion"),
    "v5.5": (*_MADE, "extend", "fusion"),
    "v5": (*_MADE, "extend", "fusion"),
    "v4.5": (*_MADE, "extend", "fusion"),
    "v4": (*_MADE, "extend"),
    "v3.5": (*_MADE, "extend"),
}
_DERIVED = {("fusion", "v5"), ("fusion", "v5.5"), ("fusion", "v5.6")}
"""No table of their own was found: the model's own is taken."""
_MULTI_TRANSITION = (1, 5, 10, 30)


def _price(what: str, model: str = "", quality: str = "", seconds: object = "", switch: str = "") -> Decimal | None:
    return _ROWS.get((what, model, quality, str(seconds), switch))


def _fixed(what: str) -> Decimal:
    return _ROWS[what, "", "", "", ""]


def free(_request: object, _host: object) -> Quote:
    """Price what costs nothing."""
    return Quote(credits=Decimal(0), basis="exact", source="free")


def unpublished(request: Any, _host: object) -> Quote:
    """Return an unknown price."""
    return Quote.unknown(f"no price is published for {request.operation}; the answer or the usage log tells it")


def sound_effect_credits(seconds: float) -> int:
    """Price the sound effect that is added to a finished video of some seconds: 10 for each started 5 seconds.

    Source:
        Sound-effect guide of pixverseai.cn, table of credits, 2025-08-06.

    >>> [sound_effect_credits(seconds) for seconds in (5, 8, 10)]
    [10, 20, 20]
    """
    return int(_fixed("sound effect")) * math.ceil(seconds / 5)


def speech_credits(text: str) -> int:
    """Price words that are spoken: 4 credits for each started 15 bytes of UTF-8.

    >>> speech_credits("a" * 16), speech_credits("你" * 5)
    (8, 4)
    """
    return int(_fixed("speech of text")) * math.ceil(len(text.encode("utf-8")) / 15)


def sound_effect(request: Any, _host: object) -> Quote:
    """Price a sound effect by the length of the video."""
    if not _known(request.source_seconds):
        return _ranged(request, low=sound_effect_credits(1), high=sound_effect_credits(_UPLOAD_SECONDS))
    line = PriceLine("sound effect", Decimal(sound_effect_credits(request.source_seconds)), "10 per started 5 s")
    return Quote.of(line, source="sound-effect guide of pixverseai.cn, 2025-08-06")


def lip_sync(request: Any, _host: object) -> Quote:
    """Price speech by its words, or by the length of the audio."""
    source, rate = "pricing page: lip sync", _fixed("speech of audio")
    if request.lip_sync_tts_content and request.audio_media_id is None:
        credits = Decimal(speech_credits(request.lip_sync_tts_content))
        return Quote.of(PriceLine("lip sync", credits, "4 per started 15 bytes"), source=source)
    if not _known(request.source_seconds):
        return _ranged(request, low=rate, high=rate * _UPLOAD_SECONDS)
    line = PriceLine("lip sync", rate * math.ceil(request.source_seconds), "4 per started second of the audio")
    return Quote.of(line, source=source)


def mask_selection(_request: object, _host: object) -> Quote:
    """Price a mask, per call."""
    return Quote.of(PriceLine("mask", _fixed("mask_selection")), source="swap guide")


def per_second(request: Any, _host: object, *, basis: Basis = "exact", least: int = 1, most: int = 30) -> Quote:
    """Price each started second of the input by the operation's row; a range where its length is not told."""
    what = request.operation
    rate = _price(what) or _price(what, quality=request.quality)
    if rate is None:
        return Quote.unknown(f"no price is published for {what} at {request.quality}")
    if not _known(request.source_seconds):
        return _ranged(request, low=rate * least, high=rate * most)
    of_audio = " of the audio" if what == "music_video" else ""
    line = PriceLine("video", rate * math.ceil(request.source_seconds), f"{rate} per started second{of_audio}")
    source = "One-Click MV interface document, 2026-09-20" if of_audio else "pricing page"
    return Quote.of(line, basis=basis, source=source if basis == "exact" else "derived from resellers")


restyle = partial(per_second, most=16)
swap = modify = partial(per_second, basis="estimated")
music_video = partial(per_second, least=10, most=360)


def multi_transition(request: Any, _host: object) -> Quote:
    """Price a multi-transition; only lengths of 1, 5, 10 and 30 s are known."""
    base = _price("video", "v5", request.quality, 5, "silent")
    total = sum(frame.duration or 0 for frame in request.multi_transition)
    if base is None or request.model not in (*_OLD, "v5") or not 1 <= total <= _UPLOAD_SECONDS:
        return Quote.unknown(f"no price is published for {total} s on {request.model} at {request.quality}")
    times = 2 if request.motion_mode == "fast" else 1
    shares = {seconds: _price("multi_transition", seconds=seconds) or 0 for seconds in _MULTI_TRANSITION}
    points = {seconds: times * (base * share).to_integral_value(ROUND_CEILING) for seconds, share in shares.items()}
    if total not in points:
        low = max(credits for seconds, credits in points.items() if seconds < total)
        high = min(credits for seconds, credits in points.items() if seconds > total)
        return Quote.unknown("only 1, 5, 10 and 30 s have a price", low=low, high=high)
    line = PriceLine("video", points[total], f"{total} s in all")
    return Quote.of(line, basis="estimated", source="pricing page, partly derived from resellers")


def _known(seconds: float | None) -> bool:
    return seconds is not None and seconds > 0


def _ranged(request: Any, *, low: Decimal | int, high: Decimal | int) -> Quote:
    why = f"{request.operation} is priced by the length of its input: give source_seconds"
    return Quote.unknown(why, low=Decimal(low), high=Decimal(high))


class Shot(NamedTuple):
    """Fields of a request that decide the price of its video."""

    operation: str
    model: str
    quality: str
    duration: int
    motion_mode: str | None = None
    template_id: int | None = None
    generate_audio_switch: bool | None = None
    generate_multi_clip_switch: bool | None = None
    sound_effect_switch: bool | None = None
    lip_sync_tts_switch: bool | None = None
    video_references: bool = False
    source_seconds: float | None = None


_SWITCHES = (
    "motion_mode", "template_id", "generate_audio_switch", "generate_multi_clip_switch", "sound_effect_switch",
    "lip_sync_tts_switch", "source_seconds",
)  # fmt: skip


def video(request: Any, _host: object) -> Quote:
    """Price a video: its own part, then sound effect and speech."""
    switches: dict[str, Any] = {name: getattr(request, name, None) for name in _SWITCHES}
    return _priced(
        Shot(
            operation=request.operation,
            model=request.model,
            quality=request.quality,
            duration=request.duration,
            video_references=bool(getattr(request, "video_references", None)),
            **switches,
        )
    )


@lru_cache(maxsize=4096)
def _priced(shot: Shot) -> Quote:
    if shot.operation not in _SOLD.get(shot.model, ()):
        return Quote.unknown(f"no price is published for {shot.operation} on {shot.model}")
    if shot.template_id and shot.model not in (*_OLD, "v5"):
        return Quote.unknown(f"each template has its own price; none is published for {shot.model}")
    own = _by_second(shot) if shot.model in _BY_SECOND else _by_video(shot)
    return own if isinstance(own, Quote) else Quote.of(*own, *_extras(shot), basis=_basis(shot), source=_source(shot))


def _by_second(shot: Shot) -> tuple[PriceLine, ...] | Quote:
    silent, sounding = (_price("video", shot.model, shot.quality, switch=each) for each in ("silent", "audio"))
    if silent is None or sounding is None:
        return _unsold(shot)
    if shot.video_references:
        return _following(shot, sounding if shot.generate_audio_switch else silent)
    if not 1 <= shot.duration <= 15:  # noqa: PLR2004 - the models' own bounds
        return _unsold(shot)
    line, more = PriceLine("video", silent * shot.duration, f"{silent} per second"), sounding - silent
    audio = PriceLine("audio", more * shot.duration, f"{more} per second")
    return (line, audio) if shot.generate_audio_switch else (line,)


def _following(shot: Shot, rate: Decimal) -> tuple[PriceLine, ...] | Quote:
    seconds = shot.source_seconds
    if not seconds or seconds < 0:
        why = "the length follows from the videos; give source_seconds"
        return Quote.unknown(why, low=2 * rate, high=2 * rate * 30)
    return (PriceLine("video", 2 * rate * math.ceil(seconds), f"{2 * rate} per second with videos"),)


def _by_video(shot: Shot) -> tuple[PriceLine, ...] | Quote:
    fast, multi, sound = shot.motion_mode == "fast", shot.generate_multi_clip_switch, shot.generate_audio_switch
    has_fast = fast and shot.model != "v5.6"
    silent = _price("video", shot.model, shot.quality, shot.duration, "fast" if has_fast else "silent")
    if silent is None or (multi and shot.model != "v5.5") or (sound and shot.model not in ("v5.5", "v5.6")):
        return _unsold(shot)
    lines = [PriceLine("video", silent, f"{shot.quality}, {shot.duration} s{', fast' if has_fast else ''}")]
    if sound and shot.model == "v5.6":
        cell = (shot.model, shot.quality, shot.duration, "audio")
        whole = (_price("fusion", *cell) if shot.operation == "fusion" else None) or _price("video", *cell)
        return (*lines, PriceLine("audio", (whole or silent) - silent))
    if sound and shot.operation == "extend":
        return Quote.unknown("no price is published for extend with sound on v5.5")
    added = [("audio", sound), ("multi-clip", multi)]
    return (*lines, *(PriceLine(what, _price(what, "v5.5") or Decimal(0)) for what, is_on in added if is_on))


def _unsold(shot: Shot) -> Quote:
    what = f"{shot.model} at {shot.quality} for {shot.duration} s"
    if shot.model in ("v4", "v4.5") and shot.quality == "1080p":
        what += " (by the pattern of the others 8 s would cost 240)"
    return Quote.unknown(f"no price is published for {what}")


def _extras(shot: Shot) -> tuple[PriceLine, ...]:
    lines: list[PriceLine] = []
    if shot.sound_effect_switch and shot.template_id:
        lines.append(PriceLine("sound effect", Decimal(0), "free with a template"))
    elif shot.sound_effect_switch:
        lines.append(PriceLine("sound effect", Decimal(sound_effect_credits(shot.duration)), "10 per started 5 s"))
    if shot.lip_sync_tts_switch:
        rate = _fixed("inline speech")
        lines.append(PriceLine("lip sync", rate * shot.duration, f"{rate} per second of the video"))
    return tuple(lines)


def _basis(shot: Shot) -> Basis:
    if shot.template_id:
        is_stated = (shot.model, shot.quality, shot.duration) == ("v4.5", "360p", 5) and shot.motion_mode != "fast"
        return "exact" if is_stated else "estimated"
    is_printed = shot.generate_audio_switch and _price("fusion", shot.model, shot.quality, shot.duration, "audio")
    return "estimated" if (shot.operation, shot.model) in _DERIVED and not is_printed else "exact"


def _source(shot: Shot) -> str:
    if shot.template_id:
        return "sound-effect guide, 2025-08-06; templates cost what v5 and older cost"
    return "release pages of v6 and c1" if shot.model in _BY_SECOND else "pricing page as of 2026-08-13"
