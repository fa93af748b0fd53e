"""Rows of everything but whole songs: sections, sounds, words, stems, files, voices, uploads."""

from __future__ import annotations

from typing import Any

from reelscore.rules.conditions import ABSENT, FROM_WIRE, GIVEN, NotIn
from reelscore.rules.kinds import ExactlyOneOf, Forbidden, Length, OneOf, Range, Required, Rule, Values
from reelscore.suno import literals as names
from reelscore.suno.literals import DEDICATED, JOBS, KIE, SUNOAPI
from reelscore.suno.rules import kinds
from reelscore.suno.rules.kinds import changed, number
from reelscore.suno.rules.shared import ADDED

_AUDIO = "https://example.com/music.mp3"
_VENDOR = {FROM_WIRE: (True,)}


_SECTION, _SAFE_SECTION, _PERSONA = (6, 60), 10, (10, 30)
"""Seconds: least and most of a section, the least that the newest pages print, least and most of a persona's window."""

_LATEST_START = 600.0
"""Seconds; repairs start no later, no song is that long."""


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
    start = round(min(max(number(values, "infill_start_s") or 0.0, 0.0), _LATEST_START), 2)
    gap = min(max(_gap(values) or 0.0, 6.0), 60.0)
    seconds = number(values, "source_seconds")
    if seconds is not None:
        gap = min(gap, max(seconds / 2, 6.0))
    return changed(infill_start_s=start, infill_end_s=round(start + gap, 2))


def _half(values: Values) -> Any:
    gap, seconds = _gap(values), number(values, "source_seconds")
    return (
        values.get("infill_end_s")
        if gap is not None and seconds and seconds >= 2 * _SECTION[0] and gap > seconds / 2
        else None
    )


_BRANCH = {"task_id": None, "audio_id": None, "upload_url": _AUDIO, "model": "V5"}
SECTIONS: tuple[Rule, ...] = (
    ExactlyOneOf("section.source", "task_id", others=("upload_url",), operations=("replace_section",),
           message="a track of a task, or an upload with a model", source=kinds.KIE_AUGUST,
           example={"task_id": None}),
    Required("section.track", "audio_id", operations=("replace_section",), when={"upload_url": ABSENT},
           source=kinds.KIE_APRIL, example={"audio_id": None}),
    Forbidden("section.track-upload", "audio_id", operations=("replace_section",), when={"upload_url": GIVEN, "task_id": ABSENT},
              source=kinds.KIE_AUGUST, example={**_BRANCH, "audio_id": "e231"}),
    Required("section.model", "model", operations=("replace_section",), when={"upload_url": GIVEN, "task_id": ABSENT},
           source=kinds.KIE_AUGUST, example={**_BRANCH, "model": None}),
    Forbidden("section.model-track", "model", operations=("replace_section",), when={"upload_url": ABSENT},
              message="with upload_url only", source=kinds.KIE_AUGUST, example={"model": "V5"}),
    *(
        Range(f"section.{field}", field, low=0, step="0.01", operations=("replace_section",), message="two decimals",
              source=kinds.KIE_APRIL, example=example)
        for field, example in (("infill_start_s", {"infill_start_s": 10.505}), ("infill_end_s", {"infill_end_s": 20.755}))
    ),
    kinds.check("section.window", "infill_end_s", operations=("replace_section",), find=_bad_gap, repair=_mend_gap,
                must="6 to 60 s after infill_start_s", looks_at=("infill_start_s",), source=kinds.KIE_APRIL,
                example={"infill_start_s": 30, "infill_end_s": 15}),
    kinds.check("section.ten-seconds", "infill_end_s", operations=("replace_section",), find=_small_gap, severity="warning",
                repair=lambda _: {}, must="at least 10 s after infill_start_s", looks_at=("infill_start_s",),
                message="the newest pages say 10 s, older ones 6", source=kinds.SUNO_2026,
                example={"infill_start_s": 10, "infill_end_s": 16}),
    kinds.check("section.half", "infill_end_s", operations=("replace_section",), find=_half, repair=_mend_gap,
                must="at most half of the song", looks_at=("infill_start_s", "source_seconds"), source=kinds.KIE_APRIL,
                example={"infill_start_s": 0, "infill_end_s": 50, "source_seconds": 60.0}),
    kinds.check("address.section-upload", "upload_url", operations=("replace_section",), must="an http(s) URL, a path, bytes or a file",
                find=lambda values: _odd(values, "upload_url"), repair=lambda _: {"upload_url": _AUDIO}, source=kinds.KIE_AUGUST,
                example={**_BRANCH, "upload_url": "ftp://example.com/a.mp3"}),
)  # fmt: skip


def _odd(values: Values, field: str) -> Any:
    value = values.get(field)
    odd = isinstance(value, str) and not kinds.is_link(value) and ("://" in value or bool(values.get(FROM_WIRE)))
    return value if odd and value else None


SOUNDS: tuple[Rule, ...] = (
    Length("sounds.prompt", "prompt", at_most=500, operations=("sounds",), source=kinds.KIE_APRIL, example={"prompt": "a" * 501}),
    Range("sounds.tempo", "sound_tempo", low=1, high=300, operations=("sounds",), source=kinds.KIE_APRIL, example={"sound_tempo": 0}),
    OneOf("sounds.key", "sound_key", values=names.words(names.SoundKey), operations=("sounds",),
          message='the printed list leaves "Any" out, its default', source=kinds.KIE_APRIL, example={"sound_key": "H"}),
)  # fmt: skip

_ADDED: dict[str, Any] = {"operations": ADDED, "hosts": (KIE, JOBS), "source": kinds.KIE_AUGUST}
WORDS: tuple[Rule, ...] = (
    Length("lyrics.prompt", "prompt", at_most=200, operations=("lyrics",), code=413,
           message="some pages count characters, some words; both hold under 200 characters", source=kinds.BOTH,
           example={"prompt": "a" * 201}),
    Length("added.negative", "negative_tags", at_most=200, example={"negative_tags": "a" * 201}, **_ADDED),
    Length("added.tags", "tags", at_most=1000, operations=ADDED[:1], hosts=(KIE, JOBS), source=kinds.KIE_AUGUST,
           example={"tags": "a" * 1001}),
    Length("added.style", "style", at_most=1000, operations=ADDED[1:], hosts=(KIE, JOBS), source=kinds.KIE_AUGUST,
           example={"style": "a" * 1001}),
    Length("added.prompt", "prompt", at_most=5000, operations=ADDED[1:], message="no page gives a limit; that of lyrics",
           source=kinds.KIE_JOBS, example={"prompt": "a" * 5001}),
    Required("added.prompt-needed", "prompt", operations=ADDED[1:], hosts=DEDICATED, source=kinds.BOTH, example={"prompt": None}),
    Required("timing.track", "audio_id", operations=("timestamped_lyrics",), hosts=(KIE, JOBS), source=kinds.KIE_APRIL,
           example={"audio_id": None}),
    OneOf("timing.index", "music_index", values=(0, 1), operations=("timestamped_lyrics",), hosts=(SUNOAPI,),
          source=kinds.SUNO_2025, example={"music_index": 2}),
    Length("mashup.two", "upload_url_list", at_least=2, at_most=2, unit="items", operations=("mashup",), hosts=DEDICATED,
           message="two songs", source=kinds.BOTH, example={"upload_url_list": [_AUDIO]}),
    Length("mashup.two-jobs", "upload_url_list", at_least=2, unit="items", operations=("mashup",), hosts=(JOBS,),
           message="the first two are used", source=kinds.KIE_JOBS, example={"upload_url_list": [_AUDIO]}),
    Required("mashup.some", "upload_url_list", operations=("mashup",), source=kinds.BOTH, example={"upload_url_list": []}),
)  # fmt: skip


def _window(values: Values) -> tuple[float, float]:
    start, end = number(values, "vocal_start"), number(values, "vocal_end")
    return (0.0 if start is None else start), (30.0 if end is None else end)


def _bad_window(values: Values) -> Any:
    start, end = _window(values)
    return None if _PERSONA[0] <= round(end - start, 6) <= _PERSONA[1] else end


def _mend_window(values: Values) -> Any:
    start, end = _window(values)
    start = min(max(start, 0.0), _LATEST_START)
    return changed(vocal_start=start, vocal_end=round(start + min(max(end - start, 10.0), 30.0), 2))


PERSONAS: tuple[Rule, ...] = (
    Range("persona.start", "vocal_start", low=0, operations=("persona",), source=kinds.KIE_APRIL,
          example={"vocal_start": -1, "vocal_end": 20}),
    Range("persona.end", "vocal_end", low=0, step="0.01", operations=("persona",), source=kinds.KIE_APRIL,
          example={"vocal_end": 20.005}),
    kinds.check("persona.window", "vocal_end", operations=("persona",), find=_bad_window, repair=_mend_window,
                must="10 to 30 s after vocal_start", looks_at=("vocal_start",), source=kinds.KIE_APRIL,
                example={"vocal_start": 0, "vocal_end": 31}),
    Forbidden("persona.source", "source_model", operations=("persona",), when={"source_model": ("V3_5", "chirp-v3-5")},
              message="the track must be of a model above V3_5", source=kinds.KIE_APRIL, example={"source_model": "V3_5"}),
)  # fmt: skip

_UPLOADED = {"task_id": None, "audio_id": None, "audio_url": _AUDIO}
STEMS: tuple[Rule, ...] = (
    OneOf("stems.kind", "type", values=names.words(names.StemKind), operations=("stems",), source=kinds.KIE_APRIL,
          example={"type": "karaoke"}),
    Required("stems.name", "stem_name", operations=("stems",), when={"type": ("split_stem_advanced",)}, message="which stem",
           source=kinds.KIE_AUGUST, example={"type": "split_stem_advanced"}),
    OneOf("stems.names", "stem_name", values=names.STEM_NAMES, operations=("stems",), source=kinds.KIE_AUGUST,
          example={"type": "split_stem_advanced", "stem_name": "Kazoo"}),
    Forbidden("stems.name-unused", "stem_name", operations=("stems",), when={"type": NotIn(("split_stem_advanced",))},
              severity="warning", message="only split_stem_advanced uses it", source=kinds.KIE_AUGUST,
              example={"stem_name": "Lead Vocal"}),
    ExactlyOneOf("stems.source", "task_id", others=("audio_url",), operations=("stems",), hosts=(KIE, JOBS),
           message="a track of a task, or audio of yours", source=kinds.KIE_AUGUST, example={"task_id": None}),
    Required("stems.track", "audio_id", operations=("stems",), hosts=(KIE, JOBS), when={"audio_url": ABSENT},
           source=kinds.KIE_APRIL, example={"audio_id": None}),
    Forbidden("stems.track-upload", "audio_id", operations=("stems",), hosts=(KIE, JOBS),
              when={"audio_url": GIVEN, "task_id": ABSENT}, message="audio_url stands alone", source=kinds.KIE_AUGUST,
              example={**_UPLOADED, "audio_id": "e231"}),
    Required("stems.task-sunoapi", "task_id", operations=("stems",), hosts=(SUNOAPI,), source=kinds.SUNO_2025, example={"task_id": None}),
    Required("stems.track-sunoapi", "audio_id", operations=("stems",), hosts=(SUNOAPI,), source=kinds.SUNO_2025, example={"audio_id": None}),
    Forbidden("stems.upload-sunoapi", "audio_url", operations=("stems",), hosts=(SUNOAPI,), message="kie.ai has it",
              source=kinds.SUNO_2025, example={"audio_url": _AUDIO}),
    kinds.check("address.audio_url", "audio_url", operations=("stems",), hosts=(KIE, JOBS), must="an http(s) URL, a path, bytes or a file",
                find=lambda values: _odd(values, "audio_url"), repair=lambda _: {"audio_url": _AUDIO}, source=kinds.KIE_AUGUST,
                example={**_UPLOADED, "audio_url": "ftp://example.com/a.mp3"}),
)  # fmt: skip

VIDEOS: tuple[Rule, ...] = tuple(
    Length(f"video.{field}", field, at_most=50, operations=("music_video",), source=kinds.S3, example={field: "a" * 51})
    for field in ("author", "domain_name")
)

VOICES: tuple[Rule, ...] = (
    Range("voice.start", "vocal_start_s", low=0, operations=("voice_phrase",), source=kinds.KIE_AUGUST, example={"vocal_start_s": -1}),
    Range("voice.window", "vocal_end_s", low="vocal_start_s", low_open=True, operations=("voice_phrase",),
          message="after its start", source=kinds.KIE_AUGUST, example={"vocal_start_s": 20, "vocal_end_s": 10}),
    OneOf("voice.language", "language", values=names.words(names.Language), operations=("voice_phrase",), source=kinds.KIE_AUGUST,
          example={"language": "xx"}),
    OneOf("voice.skill", "singer_skill_level", values=names.words(names.SkillLevel), operations=("voice",),
          source=kinds.KIE_AUGUST, example={"singer_skill_level": "expert"}),
)  # fmt: skip


def _alone(field: str) -> dict[str, Any]:
    return {name: None for name in ("file", "base64_data", "file_url") if name != field}


def _slashed(values: Values) -> Any:
    path = values.get("upload_path")
    return path if isinstance(path, str) and path != path.strip("/") else None


UPLOADS: tuple[Rule, ...] = (
    *(
        Required(f"upload.{field}", field, operations=("upload_file",), when={"way": (way,)}, source=kinds.BOTH,
               example={"way": way, **dict.fromkeys(("file", "base64_data", "file_url"))})
        for field, way in (("file", "stream"), ("base64_data", "base64"), ("file_url", "url"))
    ),
    *(
        Forbidden(f"upload.only.{field}", field, operations=("upload_file",), when={"way": NotIn((way, None))},
                  message="one of file, base64_data, file_url", source=kinds.BOTH,
                  example={**dict.fromkeys(("file", "base64_data", "file_url")), field: "aGVsbG8=", **other})
        for field, way, other in (
            ("file", "stream", {"base64_data": "aGVsbG8="}), ("base64_data", "base64", {"file_url": _AUDIO}),
            ("file_url", "url", {"file_url": _AUDIO, "base64_data": "aGVsbG8=", "way": "base64"}),
        )
    ),
    Required("upload.path", "upload_path", operations=("upload_file",), when=_VENDOR, source=kinds.BOTH,
           example={"upload_path": None, **_alone("base64_data")}),
    kinds.check("upload.slashes", "upload_path", operations=("upload_file",), find=_slashed, must="no slash at either end",
                repair=lambda values: {"upload_path": str(values["upload_path"]).strip("/") or "reelscore"},
                source=kinds.KIE_APRIL, example={"upload_path": "/images/", **_alone("base64_data")}),
)  # fmt: skip

ROWS: tuple[Rule, ...] = (*SECTIONS, *SOUNDS, *WORDS, *PERSONAS, *STEMS, *VIDEOS, *VOICES, *UPLOADS)
