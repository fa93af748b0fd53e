"""What a video of a model costs: its table or rate, then sound effect and speech on top."""

from __future__ import annotations

import math
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from reelscore.pixverse.prices import tables
from reelscore.pricing import Basis, PriceLine, Quote

_OLD = ("v3.5", "v4", "v4.5")
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


class Shot(NamedTuple):
    """What decides the price of a video."""

    operation: str
    model: str
    quality: str
    duration: int
    motion_mode: str | None
    template_id: bool
    generate_audio_switch: bool
    generate_multi_clip_switch: bool
    sound_effect_switch: bool
    lip_sync_tts_switch: bool
    video_references: bool
    source_seconds: float | None


def video(request: Any, _host: object) -> Quote:
    """Price a video: its own part, then sound effect and speech."""
    return _priced(
        Shot(
            request.operation,
            request.model,
            request.quality,
            request.duration,
            getattr(request, "motion_mode", None),
            bool(getattr(request, "template_id", None)),
            bool(request.generate_audio_switch),
            bool(getattr(request, "generate_multi_clip_switch", None)),
            bool(getattr(request, "sound_effect_switch", None)),
            bool(getattr(request, "lip_sync_tts_switch", None)),
            bool(getattr(request, "video_references", None)),
            getattr(request, "source_seconds", None),
        )
    )


@lru_cache(maxsize=4096)
def _priced(shot: Shot) -> Quote:
    if shot.operation not in _SOLD.get(shot.model, ()):
        return Quote.unknown(f"no price is published for {shot.operation} on {shot.model}")
    if shot.template_id and shot.model not in (*_OLD, "v5"):
        return Quote.unknown(f"each template has its own price; none is published for {shot.model}")
    own = _own(shot)
    if isinstance(own, Quote):
        return own
    return Quote.of(*own, *_extras(shot), basis=_basis(shot), source=_source(shot))


def _own(shot: Shot) -> tuple[PriceLine, ...] | Quote:
    if shot.model in tables.PER_SECOND:
        return _per_second(shot)
    return _per_video(shot)


def _per_second(shot: Shot) -> tuple[PriceLine, ...] | Quote:
    rates = tables.PER_SECOND[shot.model].get(shot.quality)
    if rates is None:
        return _unsold(shot)
    silent, sounding = rates
    if shot.video_references:
        return _following(shot, sounding if shot.generate_audio_switch else silent)
    if not 1 <= shot.duration <= 15:  # noqa: PLR2004 - the models' own bounds
        return _unsold(shot)
    lines = [PriceLine("video", Decimal(silent * shot.duration), f"{silent} per second")]
    if shot.generate_audio_switch:
        lines.append(
            PriceLine("audio", Decimal((sounding - silent) * shot.duration), f"{sounding - silent} per second")
        )
    return tuple(lines)


def _following(shot: Shot, rate: int) -> tuple[PriceLine, ...] | Quote:
    seconds = shot.source_seconds
    if not seconds or seconds < 0:
        why = "the length follows from the videos; give source_seconds"
        return Quote.unknown(why, low=Decimal(2 * rate), high=Decimal(2 * rate * 30))
    return (PriceLine("video", Decimal(2 * rate * math.ceil(seconds)), f"{2 * rate} per second with videos"),)


def _per_video(shot: Shot) -> tuple[PriceLine, ...] | Quote:
    if shot.model == "v5.6":
        return _v56(shot)
    silent = _silent(shot)
    if silent is None:
        return _unsold(shot)
    lines = [PriceLine("video", Decimal(silent), f"{shot.quality}, {shot.duration} s")]
    if shot.motion_mode == "fast":
        if shot.duration != 5 or shot.quality == "1080p" or shot.model not in _OLD:  # noqa: PLR2004
            return _unsold(shot)
        lines = [PriceLine("video", Decimal(silent * tables.FAST), f"{shot.quality}, {shot.duration} s, fast")]
    return _with_switches(shot, lines)


def _with_switches(shot: Shot, lines: list[PriceLine]) -> tuple[PriceLine, ...] | Quote:
    multi = shot.generate_multi_clip_switch
    if (multi or shot.generate_audio_switch) and shot.model != "v5.5":
        return _unsold(shot)
    if shot.operation == "extend" and shot.generate_audio_switch:
        return Quote.unknown("no price is published for extend with sound on v5.5")
    if shot.generate_audio_switch:
        lines.append(PriceLine("audio", Decimal(tables.V55_AUDIO)))
    if multi:
        lines.append(PriceLine("multi-clip", Decimal(tables.V55_MULTI_CLIP)))
    return tuple(lines)


def _silent(shot: Shot) -> int | None:
    table = tables.V55 if shot.model == "v5.5" else tables.V5 if shot.model == "v5" else tables.OLD
    return table.get(shot.quality, {}).get(shot.duration)


def _v56(shot: Shot) -> tuple[PriceLine, ...] | Quote:
    cell = tables.V56.get(shot.quality, {}).get(shot.duration)
    if cell is None or shot.generate_multi_clip_switch:
        return _unsold(shot)
    silent, sounding = cell
    if shot.operation == "fusion":
        sounding = tables.V56_FUSION.get((shot.quality, shot.duration, True), sounding)
    lines = (PriceLine("video", Decimal(silent), f"{shot.quality}, {shot.duration} s"),)
    return (*lines, PriceLine("audio", Decimal(sounding - silent))) if shot.generate_audio_switch else lines


def _unsold(shot: Shot) -> Quote:
    what = f"{shot.model} at {shot.quality} for {shot.duration} s"
    if shot.model in ("v4", "v4.5") and shot.quality == "1080p":
        what += " (by the pattern of the others 8 s would cost 240)"
    return Quote.unknown(f"no price is published for {what}")


def _extras(shot: Shot) -> tuple[PriceLine, ...]:
    lines: list[PriceLine] = []
    if shot.sound_effect_switch:
        lines.append(_sound(shot))
    if shot.lip_sync_tts_switch:
        seconds = tables.INLINE_SPEECH * shot.duration
        lines.append(PriceLine("lip sync", Decimal(seconds), f"{tables.INLINE_SPEECH} per second of the video"))
    return tuple(lines)


def _sound(shot: Shot) -> PriceLine:
    if shot.template_id:
        return PriceLine("sound effect", Decimal(0), "free with a template")
    started = math.ceil(shot.duration / tables.SOUND_EFFECT_SECONDS)
    return PriceLine("sound effect", Decimal(tables.SOUND_EFFECT * started), "10 per started 5 s")


def _basis(shot: Shot) -> Basis:
    if shot.template_id:
        stated = (shot.model, shot.quality, shot.duration) == ("v4.5", "360p", 5)
        is_fast = shot.motion_mode == "fast"
        return "exact" if stated and not is_fast else "estimated"
    if shot.operation == "fusion" and shot.model == "v5.6" and _is_printed_for_fusion(shot):
        return "exact"
    return "estimated" if (shot.operation, shot.model) in _DERIVED else "exact"


def _is_printed_for_fusion(shot: Shot) -> bool:
    return (shot.quality, shot.duration, shot.generate_audio_switch) in tables.V56_FUSION


def _source(shot: Shot) -> str:
    if shot.template_id:
        return "sound-effect guide, 2025-08-06; templates cost what v5 and older cost"
    if shot.model in tables.PER_SECOND:
        return "release pages of v6 and c1"
    return "pricing page as of 2026-08-13"
