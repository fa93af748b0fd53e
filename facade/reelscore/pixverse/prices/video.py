"""What a video of a model costs: its table or rate, then sound effect and speech on top."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from reelscore.credits import Basis, Line, Quote
from reelscore.pixverse.prices import tables

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


def video(request: Any, _host: object) -> Quote:
    """Price a video: its own part, then sound effect and speech."""
    if request.operation not in _SOLD.get(request.model, ()):
        return Quote.unknown(f"no price is published for {request.operation} on {request.model}")
    template = bool(getattr(request, "template_id", None))
    if template and request.model not in (*_OLD, "v5"):
        return Quote.unknown(f"each template has its own price; none is published for {request.model}")
    own = _own(request)
    if isinstance(own, Quote):
        return own
    return Quote.of(*own, *_extras(request), basis=_basis(request, template=template), source=_source(request))


def _own(request: Any) -> tuple[Line, ...] | Quote:
    if request.model in tables.PER_SECOND:
        return _per_second(request)
    return _per_video(request)


def _per_second(request: Any) -> tuple[Line, ...] | Quote:
    rates = tables.PER_SECOND[request.model].get(request.quality)
    if rates is None:
        return _unsold(request)
    silent, sounding = rates
    if getattr(request, "video_references", None):
        return _following(request, sounding if request.generate_audio_switch else silent)
    if not 1 <= request.duration <= 15:  # noqa: PLR2004 - the models' own bounds
        return _unsold(request)
    lines = [Line("video", Decimal(silent * request.duration), f"{silent} per second")]
    if request.generate_audio_switch:
        lines.append(Line("audio", Decimal((sounding - silent) * request.duration), f"{sounding - silent} per second"))
    return tuple(lines)


def _following(request: Any, rate: int) -> tuple[Line, ...] | Quote:
    seconds = request.source_seconds
    if not seconds or seconds < 0:
        why = "the length follows from the videos; give source_seconds"
        return Quote.unknown(why, low=Decimal(2 * rate), high=Decimal(2 * rate * 30))
    return (Line("video", Decimal(2 * rate * math.ceil(seconds)), f"{2 * rate} per second with videos"),)


def _per_video(request: Any) -> tuple[Line, ...] | Quote:
    if request.model == "v5.6":
        return _v56(request)
    silent = _silent(request)
    if silent is None:
        return _unsold(request)
    lines = [Line("video", Decimal(silent), f"{request.quality}, {request.duration} s")]
    if getattr(request, "motion_mode", None) == "fast":
        if request.duration != 5 or request.quality == "1080p" or request.model not in _OLD:  # noqa: PLR2004
            return _unsold(request)
        lines = [Line("video", Decimal(silent * tables.FAST), f"{request.quality}, {request.duration} s, fast")]
    return _with_switches(request, lines)


def _with_switches(request: Any, lines: list[Line]) -> tuple[Line, ...] | Quote:
    multi = bool(getattr(request, "generate_multi_clip_switch", None))
    if (multi or request.generate_audio_switch) and request.model != "v5.5":
        return _unsold(request)
    if request.operation == "extend" and request.generate_audio_switch:
        return Quote.unknown("no price is published for extend with sound on v5.5")
    if request.generate_audio_switch:
        lines.append(Line("audio", Decimal(tables.V55_AUDIO)))
    if multi:
        lines.append(Line("multi-clip", Decimal(tables.V55_MULTI_CLIP)))
    return tuple(lines)


def _silent(request: Any) -> int | None:
    table = tables.V55 if request.model == "v5.5" else tables.V5 if request.model == "v5" else tables.OLD
    return table.get(request.quality, {}).get(request.duration)


def _v56(request: Any) -> tuple[Line, ...] | Quote:
    cell = tables.V56.get(request.quality, {}).get(request.duration)
    if cell is None or getattr(request, "generate_multi_clip_switch", None):
        return _unsold(request)
    silent, sounding = cell
    if request.operation == "fusion":
        sounding = tables.V56_FUSION.get((request.quality, request.duration, True), sounding)
    lines = (Line("video", Decimal(silent), f"{request.quality}, {request.duration} s"),)
    return (*lines, Line("audio", Decimal(sounding - silent))) if request.generate_audio_switch else lines


def _unsold(request: Any) -> Quote:
    what = f"{request.model} at {request.quality} for {request.duration} s"
    if request.model in ("v4", "v4.5") and request.quality == "1080p":
        what += " (by the pattern of the others 8 s would cost 240)"
    return Quote.unknown(f"no price is published for {what}")


def _extras(request: Any) -> tuple[Line, ...]:
    lines: list[Line] = []
    if getattr(request, "sound_effect_switch", None):
        lines.append(_sound(request))
    if getattr(request, "lip_sync_tts_switch", None):
        seconds = tables.INLINE_SPEECH * request.duration
        lines.append(Line("lip sync", Decimal(seconds), f"{tables.INLINE_SPEECH} per second of the video"))
    return tuple(lines)


def _sound(request: Any) -> Line:
    if request.template_id:
        return Line("sound effect", Decimal(0), "free with a template")
    started = math.ceil(request.duration / tables.SOUND_EFFECT_SECONDS)
    return Line("sound effect", Decimal(tables.SOUND_EFFECT * started), "10 per started 5 s")


def _basis(request: Any, *, template: bool) -> Basis:
    if template:
        stated = (request.model, request.quality, request.duration) == ("v4.5", "360p", 5)
        is_fast = request.motion_mode == "fast"
        return "exact" if stated and not is_fast else "estimated"
    if request.operation == "fusion" and request.model == "v5.6" and _is_printed_for_fusion(request):
        return "exact"
    return "estimated" if (request.operation, request.model) in _DERIVED else "exact"


def _is_printed_for_fusion(request: Any) -> bool:
    return (request.quality, request.duration, bool(request.generate_audio_switch)) in tables.V56_FUSION


def _source(request: Any) -> str:
    if getattr(request, "template_id", None):
        return "sound-effect guide, 2025-08-06; templates cost what v5 and older cost"
    if request.model in tables.PER_SECOND:
        return "release pages of v6 and c1"
    return "pricing page as of 2026-08-13"
