"""What PixVerse charges: published cells first, then formulas, then stand-ins of the sandbox.

The cells are `data/pixverse-prices.csv`: the shared price list (source in each row) and, where that has no row,
the tables of the fact sheet (pixverse.md §7, §13). Nothing here comes from the facade.
"""

from __future__ import annotations

import csv
import math
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NAMES: Final[Mapping[str, str]] = {
    "text_to_video": "text-to-video",
    "image_to_video": "image-to-video",
    "template_video": "template",
    "transition": "transition",
    "extend": "extend",
    "fusion": "fusion",
    "lip_sync": "lipsync",
    "mask_selection": "mask",
    "music_video": "music-mv",
}
"""Operation to its name in the price list, where it differs."""
WITH_MODES = frozenset({"v3.5", "v4", "v4.5"})
WITH_AUDIO = frozenset({"v5.5", "v5.6", "v6", "c1"})
WITH_CLIPS = frozenset({"v5.5", "v5.6"})

STAND_INS: Final[Mapping[str, int]] = {
    "per_second": 20,
    "image_template": 10,
    "avatar": 100,
    "recreate": 200,
    "real_estate": 300,
}
"""Credits where no price is published: the sandbox's own choice. ``per_second`` is for generations."""


@attrs.frozen(kw_only=True)
class Order:
    """What is to be priced."""

    operation: str
    body: Mapping[str, Any]
    video_seconds: float = 0
    """Length of the source video."""
    audio_seconds: float = 0
    """Length of the source audio."""


Cell = tuple[Decimal, str]
"""Credits and unit."""


@cache
def cells() -> Mapping[tuple[str, ...], Cell]:
    """Read the price list: (operation, model, quality, duration, mode, audio, extra) to credits and unit."""
    text = files("reelscore.sandbox").joinpath("data/pixverse-prices.csv").read_text(encoding="utf-8")
    columns = ("op", "model", "quality", "duration", "motion_mode", "audio", "extra")
    rows = [row for row in csv.DictReader(text.splitlines()) if not row["sound_effect"]]
    return {tuple(row[column] for column in columns): (Decimal(row["credits"]), row["unit"]) for row in rows}


def price(order: Order) -> Decimal:
    """Return the credits that *order* costs."""
    return FORMULAS.get(order.operation, _generation)(order)


def _generation(order: Order) -> Decimal:
    return _video(order) + _inline_sound(order) + _inline_speech(order)


def _video(order: Order) -> Decimal:
    seconds = order.body.get("duration") or math.ceil(order.video_seconds)
    name = NAMES[order.operation]
    for candidate in (name, "image-to-video", "text-to-video"):
        found = next((cells()[key] for key in _keys(order.body, candidate) if key in cells()), None)
        if found is not None:
            credits, unit = found
            return credits * seconds if unit == "per second" else credits
    return Decimal(STAND_INS["per_second"] * seconds)


def _keys(body: Mapping[str, Any], name: str) -> list[tuple[str, ...]]:
    model, quality = body["model"], body["quality"]
    mode = (body.get("motion_mode") or "normal") if model in WITH_MODES else ""
    audio = ("on" if body.get("generate_audio_switch") else "off") if model in WITH_AUDIO else ""
    clips = ("multi-clip" if body.get("generate_multi_clip_switch") else "single-clip") if model in WITH_CLIPS else ""
    head = (name, model, quality)
    if body.get("video_references"):
        return [(*head, "", mode, audio, "with video_references")]
    exact = str(body["duration"])
    return [
        (*head, exact, mode, audio, clips),
        (*head, exact, mode, audio, ""),
        (*head, "1-15", "", audio, ""),
        (*head, "1-15", "", audio, "image references only"),
    ]


def _inline_sound(order: Order) -> Decimal:
    if not order.body.get("sound_effect_switch") or order.body.get("template_id"):
        return Decimal(0)
    return sound_effect(order.body["duration"])


def _inline_speech(order: Order) -> Decimal:
    switched = order.body.get("lip_sync_tts_switch") or order.body.get("lip_sync_switch")
    return Decimal(4 * order.body["duration"]) if switched else Decimal(0)


def sound_effect(seconds: float) -> Decimal:
    """Price a sound effect: 10 credits for each started 5 s. Source: sound-effect guide, 2025-08-06."""
    return Decimal(10 * math.ceil(seconds / 5))


def _sound_effect(order: Order) -> Decimal:
    return sound_effect(order.video_seconds)


def _lip_sync(order: Order) -> Decimal:
    text = order.body.get("lip_sync_tts_content")
    if text and order.body.get("audio_media_id") is None:
        return Decimal(4 * math.ceil(len(text.encode(errors="replace")) / 15))
    return Decimal(4 * math.ceil(order.audio_seconds))


def _per_second(order: Order) -> Decimal:
    quality = order.body.get("quality", "")
    credits, _ = cells()[NAMES.get(order.operation, order.operation), "", quality, "", "", "", ""]
    return credits * math.ceil(order.video_seconds)


def _music_video(order: Order) -> Decimal:
    credits, _ = cells()["music-mv", "", order.body["quality"], "", "", "", "seconds rounded up"]
    return credits * math.ceil(order.audio_seconds)


def _mask(_: Order) -> Decimal:
    return cells()["mask", "", "", "", "", "", ""][0]


POINTS: Final = ((1, Decimal("0.5")), (5, Decimal(1)), (10, Decimal("2.2")), (30, Decimal(6)))
"""Seconds to multiples of v5's price for 5 s. Between the points the sandbox draws a line: a stand-in."""


def _multi_transition(order: Order) -> Decimal:
    base = cells()["text-to-video", "v5", order.body["quality"], "5", "", "", ""][0]
    seconds = sum(item.get("duration") or 0 for item in order.body["multi_transition"])
    (low, less), (high, more) = next(pair for pair in pairwise(POINTS) if seconds <= pair[1][0])
    factor = less + (more - less) * (seconds - low) / (high - low)
    credits = Decimal(math.ceil(base * factor))
    return credits * 2 if order.body.get("motion_mode") == "fast" else credits


def _stand_in(order: Order) -> Decimal:
    return Decimal(STAND_INS[order.operation])


FORMULAS: Final[Mapping[str, Callable[[Order], Decimal]]] = {
    "sound_effect": _sound_effect,
    "lip_sync": _lip_sync,
    "restyle": lambda order: _per_second(attrs.evolve(order, body={})),
    "upscale": lambda order: _per_second(attrs.evolve(order, body={})),
    "mimic": _per_second,
    "swap": _per_second,
    "modify": _per_second,
    "music_video": _music_video,
    "mask_selection": _mask,
    "multi_transition": _multi_transition,
    "image_template": _stand_in,
    "avatar": _stand_in,
    "recreate": _stand_in,
    "real_estate": _stand_in,
}
"""Operations that have no table of model, quality and duration."""
