"""Rows of everything but whole songs: sections, sounds, words, stems, files, voices, uploads."""

from __future__ import annotations

from typing import Any

from reelscore.kie.rule_parts import check, upload_rules
from reelscore.rules.kinds import (
    ABSENT,
    GIVEN,
    ExactlyOneOf,
    Forbidden,
    Length,
    NotIn,
    Range,
    Required,
    Rule,
    Values,
    shared,
)
from reelscore.suno.literals import JOBS, KIE, SUNOAPI
from reelscore.suno.rules import kinds
from reelscore.suno.rules.kinds import number
from reelscore.suno.rules.shared import ADDED

_AUDIO = "https://example.com/music.mp3"


_SECTION, _SAFE_SECTION, _PERSONA = (6, 60), 10, (10, 30)
"""Seconds: least and most of a section, the least that the newest pages print, least and most of a persona's window."""
_UP = 0.004999
"""What makes ``round(..., 2)`` round up; within the six decimals of a window's length."""


def _gap(values: Values) -> float | None:
    start, end = number(values, "infill_start_s"), number(values, "infill_end_s")
    return None if start is None or end is None else round(end - start, 6)


def _bad_gap(values: Values) -> Any:
    gap = _gap(values)
    return None if gap is None or _SECTION[0] <= gap <= _SECTION[1] else values.get("infill_end_s")


def _small_gap(values: Values) -> Any:
    gap = _gap(values)
    return values.get("infill_end_s") if gap is not None and _SECTION[0] <= gap < _SAFE_SECTION else None


def _mend_gap(values: Values) -> Any:
    gap = min(max(_gap(values) or 0.0, _SECTION[0]), _SECTION[1])
    seconds = number(values, "source_seconds")
    if seconds is not None:
        gap = min(gap, max(seconds / 2, _SECTION[0]))
    return {"infill_end_s": round((number(values, "infill_start_s") or 0.0) + gap, 2)}


def _half(values: Values) -> Any:
    gap, seconds = _gap(values), number(values, "source_seconds")
    return (
        values.get("infill_end_s")
        if gap is not None and seconds and seconds >= 2 * _SECTION[0] and gap > seconds / 2
        else None
    )


_BRANCH = {"task_id": None, "audio_id": None, "upload_url": _AUDIO, "model": "V5"}
SECTIONS: tuple[Rule, ...] = (
    *shared(operations=("replace_section",), source=kinds.KIE_AUGUST)(
        ExactlyOneOf("section.source", "task_id", others=("upload_url",),
            message="a track of a task, or an upload with a model", example={"task_id": None}),
        Required("section.track", "audio_id", when={"upload_url": ABSENT}, source=kinds.KIE_APRIL,
            example={"audio_id": None}),
        Forbidden("section.track-upload", "audio_id", when={"upload_url": GIVEN, "task_id": ABSENT},
            example={**_BRANCH, "audio_id": "e231"}),
        Required("section.model", "model", when={"upload_url": GIVEN, "task_id": ABSENT},
            example={**_BRANCH, "model": None}),
        Forbidden("section.model-track", "model", when={"upload_url": ABSENT}, message="with upload_url only",
            example={"model": "V5"}),
    ),
    *shared(operations=("replace_section",), source=kinds.KIE_APRIL)(
        check("section.window", "infill_end_s", find=_bad_gap, repair=_mend_gap,
            requirement="6 to 60 s after infill_start_s", also_reads=("infill_start_s",),
            example={"infill_start_s": 30, "infill_end_s": 15}),
        check("section.ten-seconds", "infill_end_s", find=_small_gap, severity="warning",
            requirement="at least 10 s after infill_start_s", also_reads=("infill_start_s",),
            message="the newest pages say 10 s, older ones 6", source=kinds.SUNO_2026,
            example={"infill_start_s": 10, "infill_end_s": 16}),
        check("section.half", "infill_end_s", find=_half, repair=_mend_gap,
            requirement="at most half of the song", also_reads=("infill_start_s", "source_seconds"),
            example={"infill_start_s": 0, "infill_end_s": 50, "source_seconds": 60.0}),
    ),
)  # fmt: skip


_ADDED: dict[str, Any] = {"operations": ADDED, "hosts": (KIE, JOBS), "source": kinds.KIE_AUGUST}
WORDS: tuple[Rule, ...] = (
    Length("added.negative", "negative_tags", max_length=200, **_ADDED, example={"negative_tags": "a" * 201}),
    Length("added.tags", "tags", max_length=1000, operations=ADDED[:1], hosts=(KIE, JOBS), source=kinds.KIE_AUGUST,
        example={"tags": "a" * 1001}),
    *shared(operations=ADDED[1:])(
        Length("added.style", "style", max_length=1000, hosts=(KIE, JOBS), source=kinds.KIE_AUGUST,
            example={"style": "a" * 1001}),
        Length("added.prompt", "prompt", max_length=5000, message="no page gives a limit; that of lyrics",
            source=kinds.KIE_JOBS, example={"prompt": "a" * 5001}),
    ),
    Required("timing.track", "audio_id", operations=("timestamped_lyrics",), hosts=(KIE, JOBS),
        source=kinds.KIE_APRIL, example={"audio_id": None}),
)  # fmt: skip


def _window(values: Values) -> tuple[float, float]:
    start, end = number(values, "vocal_start"), number(values, "vocal_end")
    return (0.0 if start is None else start), (30.0 if end is None else end)


def _bad_window(values: Values) -> Any:
    start, end = _window(values)
    return None if _PERSONA[0] <= round(end - start, 6) <= _PERSONA[1] else end


def _mend_window(values: Values) -> Any:
    start, end = _window(values)
    # The end has two decimals; a start with more is taken up for the least of the window, down for its most.
    least, most = round(start + _UP, 2) + _PERSONA[0], round(start - _UP, 2) + _PERSONA[1]
    return {"vocal_end": round(min(max(end, least), most), 2)}


PERSONAS: tuple[Rule, ...] = (
    *shared(operations=("persona",), source=kinds.KIE_APRIL)(
        check("persona.window", "vocal_end", find=_bad_window, repair=_mend_window,
            requirement="10 to 30 s after vocal_start", also_reads=("vocal_start",),
            example={"vocal_start": 0, "vocal_end": 31}),
        Forbidden("persona.source", "source_model", when={"source_model": ("V3_5", "chirp-v3-5")},
            message="the track must be of a model above V3_5", example={"source_model": "V3_5"}),
    ),
)  # fmt: skip

_UPLOADED = {"task_id": None, "audio_id": None, "audio_url": _AUDIO}
STEMS: tuple[Rule, ...] = (
    *shared(operations=("stems",), source=kinds.KIE_AUGUST)(
        Required("stems.name", "stem_name", when={"type": ("split_stem_advanced",)}, message="which stem",
            example={"type": "split_stem_advanced"}),
        Forbidden("stems.name-unused", "stem_name", when={"type": NotIn(("split_stem_advanced",))}, severity="warning",
            message="only split_stem_advanced uses it", example={"stem_name": "Lead Vocal"}),
        ExactlyOneOf("stems.source", "task_id", others=("audio_url",), hosts=(KIE, JOBS),
            message="a track of a task, or audio of yours", example={"task_id": None}),
        Required("stems.track", "audio_id", hosts=(KIE, JOBS), when={"audio_url": ABSENT}, source=kinds.KIE_APRIL,
            example={"audio_id": None}),
        Forbidden("stems.track-upload", "audio_id", hosts=(KIE, JOBS), when={"audio_url": GIVEN, "task_id": ABSENT},
            message="audio_url stands alone", example={**_UPLOADED, "audio_id": "e231"}),
        Forbidden("stems.upload-sunoapi", "audio_url", hosts=(SUNOAPI,), message="kie.ai has it",
            source=kinds.SUNO_2025, example={"audio_url": _AUDIO}),
    ),
)  # fmt: skip

VOICES: tuple[Rule, ...] = (
    *shared(operations=("voice_phrase",), source=kinds.KIE_AUGUST)(
        Range("voice.window", "vocal_end_s", exclusive_minimum="vocal_start_s", message="after its start",
            example={"vocal_start_s": 20, "vocal_end_s": 10}),
    ),
)  # fmt: skip

ROWS: tuple[Rule, ...] = (*SECTIONS, *WORDS, *PERSONAS, *STEMS, *VOICES, *upload_rules(kinds.BOTH))
