"""Published credits as tables: one cell per model, quality, length and switch; how they are read is in ``video``.

Sources: U and R are transcriptions of the pricing page of 2026-08-13 and 2026-09-02, M the release pages of v6 and c1,
S0 the sound-effect guide (its 45 for v4.5, 360p, 5 s agrees), K a client of 2026-09-20.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

Seconds: TypeAlias = Mapping[int, int]

PER_SECOND: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "v6": {"360p": (5, 7), "540p": (7, 9), "720p": (9, 12), "1080p": (18, 23)},
    "c1": {"360p": (6, 8), "540p": (8, 10), "720p": (10, 13), "1080p": (19, 24)},
}
"""Silent and with sound; text, image, transition; extend on v6, fusion on both. M, U, pixverseai.cn."""

V56: Mapping[str, Mapping[int, tuple[int, int]]] = {
    "360p": {5: (35, 80), 8: (70, 115), 10: (77, 122)},
    "540p": {5: (35, 90), 8: (70, 115), 10: (77, 122)},
    "720p": {5: (45, 80), 8: (90, 135), 10: (99, 144)},
    "1080p": {5: (75, 150), 8: (150, 195)},
}
"""Silent and with sound, as printed. Sound adds 45 elsewhere: at 5 s 540p and 720p look swapped. U, R."""

V56_FUSION = {("540p", 5, True): 80}
"""The table of fusion prints 80 where the general one has 90. R."""

V55: Mapping[str, Seconds] = {
    "360p": {5: 45, 8: 90, 10: 99},
    "540p": {5: 45, 8: 90, 10: 99},
    "720p": {5: 60, 8: 120, 10: 132},
    "1080p": {5: 120, 8: 240},
}
"""One shot, silent; ``V55_AUDIO`` and ``V55_MULTI_CLIP`` come on top. U."""
V55_AUDIO = 10
V55_MULTI_CLIP = 30

V5: Mapping[str, Seconds] = {
    "360p": {5: 45, 8: 90},
    "540p": {5: 45, 8: 90},
    "720p": {5: 60, 8: 120},
    "1080p": {5: 120, 8: 240},
}
"""M, U."""

OLD: Mapping[str, Seconds] = {
    "360p": {5: 45, 8: 90},
    "540p": {5: 45, 8: 90},
    "720p": {5: 60, 8: 120},
    "1080p": {5: 120},
}
"""v3.5, v4 and v4.5 at normal motion; fast is ``FAST`` times as much, for 5 s below 1080p. M, U, S0."""
FAST = 2

INLINE_SPEECH = 4
"""Per second of the video, whatever the words. M."""
SOUND_EFFECT = 10
"""Per started ``SOUND_EFFECT_SECONDS``. S0, M (U notes 2 per second; the source document wins)."""
SOUND_EFFECT_SECONDS = 5

SPEECH_AUDIO = 4
"""Per started second of the audio. M."""
SPEECH_TEXT = 4
"""Per started ``SPEECH_BYTES`` of UTF-8. M."""
SPEECH_BYTES = 15

RESTYLE = 10
UPSCALE = 5
"""Restyle and upscale: per started second. U."""
MIMIC: Mapping[str, int] = {"360p": 9, "540p": 10, "720p": 12}
"""Per started second. M."""
SWAP: Mapping[str, int] = {"360p": 9, "540p": 9, "720p": 12}
MODIFY: Mapping[str, int] = {"360p": 8, "540p": 10, "720p": 12}
"""Swap and modify: per started second, derived from what resellers charge."""
MASK = 2
"""Per call. M."""
MUSIC: Mapping[str, Decimal] = {"720p": Decimal(15), "1080p": Decimal("22.5")}
"""Per started second of the audio. K."""

MULTI_TRANSITION: Mapping[int, tuple[int, int]] = {1: (1, 2), 5: (1, 1), 10: (11, 5), 30: (6, 1)}
"""Seconds in all → parts of v5's price of 5 s; only these points are known, and they are partly derived."""
