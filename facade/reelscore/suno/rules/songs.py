"""Rows of whole songs: the decision tables of custom_mode and default_param_flag, and the limits by model."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from reelscore.kie.rule_parts import check
from reelscore.rules.kinds import FROM_WIRE, Forbidden, Length, NotIn, Range, Required, Rule, Values, shared
from reelscore.suno.literals import DEDICATED, EARLY, EVERY_MODEL, JOBS, KIE, SHORT_TITLES, SIXTH, SUNOAPI
from reelscore.suno.rules import kinds
from reelscore.suno.rules.shared import ADDED, CONTINUED, CUSTOM, SONGS

_VENDOR = {FROM_WIRE: (True,)}
_ON = {"custom_mode": (True,)}
_OFF = {"custom_mode": (False,)}
_OWN = {"default_param_flag": (True,)}
_THEIRS = {"default_param_flag": (False,)}
_SUNG: Container[Any] = NotIn((True,))
_OLDER: Container[Any] = NotIn(SIXTH)
"""Models up to V5_5 and names that no page knows: the stricter tables."""
_IDEA = {"custom_mode": False, "style": None, "title": None}
_INHERITED = {"default_param_flag": False, "style": None, "title": None, "continue_at": None}

FLAGS: tuple[Rule, ...] = (
    Required("flag.custom", "custom_mode", operations=("generate",), when=_VENDOR, source=kinds.BOTH,
        example={"custom_mode": None}),
    Required("flag.custom-upload", "custom_mode", operations=("upload_cover", "mashup"), hosts=DEDICATED, when=_VENDOR,
        source=kinds.BOTH, example={"custom_mode": None}),
    Required("flag.instrumental", "instrumental", operations=("generate", "upload_cover"), when=_VENDOR,
        source=kinds.BOTH, example={"instrumental": None}),
    Required("flag.own", "default_param_flag", operations=CONTINUED, hosts=DEDICATED, when=_VENDOR,
        source=f"{kinds.S1}; {kinds.KIE_APRIL}", example={"default_param_flag": None}),
)  # fmt: skip


def _nothing_of(*fields: str) -> Any:
    return lambda values: None if any(values.get(name) for name in fields) else "nothing"


CUSTOM_TABLE: tuple[Rule, ...] = (
    *(
        Required(f"custom.{field}", field, operations=CUSTOM, hosts=DEDICATED, when={**_ON, "model": _OLDER},
            message="custom mode needs it", source=kinds.BOTH, example={field: None, "custom_mode": True})
        for field in ("style", "title")
    ),
    *shared(operations=CUSTOM, hosts=DEDICATED, source=kinds.BOTH)(
        Required("custom.lyrics", "prompt", when={**_ON, "instrumental": _SUNG, "model": _OLDER},
            message="custom mode sings the prompt", example={"prompt": None}),
        Required("custom.idea", "prompt", when={**_OFF, "model": _OLDER},
            message="without custom mode the idea is all there is", example={**_IDEA, "prompt": None}),
    ),
    Required("custom.title-jobs", "title", operations=("generate",), hosts=(JOBS,), when=_ON, source=kinds.KIE_JOBS,
        example={"title": None}),
    *(
        Required(f"mashup.{field}-jobs", field, operations=("mashup",), hosts=(JOBS,), source=kinds.KIE_JOBS,
            example={field: None, "custom_mode": True})
        for field in ("style", "title")
    ),
    *shared(operations=("generate",), source=kinds.SUNO_2026)(
        check("custom.something", "style", hosts=(SUNOAPI,), when={**_ON, "model": SIXTH},
            find=_nothing_of("style", "lyrics", "negative_tags"), also_reads=("lyrics", "negative_tags"),
            requirement="one of style, lyrics, negative_tags",
            example={"style": None, "custom_mode": True, "model": "V6"}),
        check("custom.something-jobs", "style", hosts=(JOBS,), when=_ON,
            find=_nothing_of("style", "lyrics", "negative_tags"), also_reads=("lyrics", "negative_tags"),
            requirement="one of style, lyrics, negative_tags", source=kinds.KIE_JOBS,
            example={"style": None, "custom_mode": True}),
        check("custom.idea-sixth", "prompt", hosts=(SUNOAPI,), when={**_OFF, "model": SIXTH},
            find=_nothing_of("prompt", "style", "lyrics", "image_urls", "video_urls", "audio_urls"),
            also_reads=("style", "lyrics", "image_urls", "video_urls", "audio_urls"),
            requirement="a prompt, style, lyrics, pictures, videos or recordings",
            example={**_IDEA, "prompt": None, "model": "V6"}),
        check("custom.idea-jobs", "prompt", hosts=(JOBS,), when=_OFF,
            find=_nothing_of("prompt", "style", "lyrics", "image_urls", "video_urls", "audio_urls"),
            also_reads=("style", "lyrics", "image_urls", "video_urls", "audio_urls"),
            requirement="a prompt, style, lyrics, pictures, videos or recordings", source=kinds.KIE_JOBS,
            example={**_IDEA, "prompt": None}),
    ),
    *(
        Forbidden(f"media.{field}", field, operations=("generate",), hosts=(SUNOAPI, JOBS), when=_ON,
            message="not in custom mode", source=kinds.SUNO_2026, example={field: ["https://example.com/a"]})
        for field in ("image_urls", "video_urls", "audio_urls")
    ),
)  # fmt: skip

_EXAMPLES: Mapping[str, Any] = {
    "vocal_gender": "m", "style_weight": 0.5, "weirdness_constraint": 0.5, "audio_weight": 0.5,
    "persona_id": "persona_123", "persona_model": "style_persona", "style": "folk", "title": "Fox", "duration": 30,
    "continue_at": 60, "prompt": "more",
}  # fmt: skip
_TUNING = ("vocal_gender", "style_weight", "weirdness_constraint", "audio_weight", "persona_id", "persona_model")


def _ignored(
    row: str, fields: tuple[str, ...], *, example: Mapping[str, Any], rest: Mapping[str, Any]
) -> tuple[Rule, ...]:
    return tuple(
        Forbidden(f"ignored.{row}.{field}", field, severity="warning", message="the vendor ignores it here",
                  source=kinds.BOTH, example={**example, field: _EXAMPLES[field]}, **rest)
        for field in fields
    )  # fmt: skip


IGNORED: tuple[Rule, ...] = (
    *_ignored("idea", (*_TUNING, "duration"), rest={"operations": CUSTOM, "when": _OFF},
        example={**_IDEA, "model": "V5_5"}),
    *_ignored("idea", ("style", "title"),
        rest={"operations": CUSTOM, "hosts": DEDICATED, "when": {**_OFF, "model": _OLDER}}, example=_IDEA),
    *_ignored("inherited", (*_TUNING, "style", "title", "prompt", "continue_at"),
        rest={"operations": ("extend",), "hosts": DEDICATED, "when": _THEIRS}, example={**_INHERITED, "prompt": None}),
    *_ignored("inherited-upload", (*_TUNING, "style", "title"),
        rest={"operations": ("upload_extend",), "hosts": DEDICATED, "when": _THEIRS},
        example={**_INHERITED, "continue_at": 60}),
    Forbidden("ignored.instrumental.vocal_gender", "vocal_gender", operations=CUSTOM, severity="warning",
        when={"instrumental": (True,)}, message="there is no voice", source=kinds.BOTH,
        example={"instrumental": True, "vocal_gender": "m"}),
)  # fmt: skip

CONTINUED_TABLE: tuple[Rule, ...] = (
    *(
        Required(f"own.{field}", field, operations=CONTINUED, hosts=DEDICATED, when=_OWN,
            message="own parameters need it", source=f"{kinds.S1}; {kinds.KIE_APRIL}",
            example={field: None, "default_param_flag": True})
        for field in ("style", "title", "continue_at")
    ),
    *shared(operations=("extend",))(
        Required("own.prompt", "prompt", hosts=(SUNOAPI,), when=_OWN, source=kinds.SUNO_2025, example={"prompt": None}),
        Required("own.prompt-sung", "prompt", hosts=(KIE,), when={**_OWN, "instrumental": _SUNG},
            source=kinds.KIE_APRIL, example={"prompt": None}),
    ),
    Required("own.lyrics", "prompt", operations=("upload_extend",), hosts=DEDICATED,
        when={**_OWN, "instrumental": _SUNG}, message="a sung part needs its lyrics", source=kinds.S1,
        example={"prompt": None}),
    *(
        Forbidden(f"own.{field}-instrumental", field, operations=("extend",), hosts=(KIE, JOBS),
            when={**_OWN, "instrumental": (True,)}, message="there is no voice", source=kinds.KIE_AUGUST,
            example={"prompt": None, "instrumental": True, field: _EXAMPLES[field]})
        for field in ("prompt", "vocal_gender")
    ),
    *shared(operations=("upload_extend",), when=_THEIRS, severity="warning")(
        Required("inherited.prompt", "prompt", hosts=DEDICATED,
            message="the guide of the page asks for it, the field's text does not", source=kinds.S1,
            example={**_INHERITED, "prompt": None, "continue_at": 60}),
        Required("inherited.continue_at", "continue_at", hosts=(KIE,), message="the newest schema always lists it",
            source=kinds.KIE_AUGUST, example=_INHERITED),
    ),
    *shared(operations=CONTINUED, source=kinds.S1)(
        Range("continue.after-start", "continue_at", exclusive_minimum=0, message="inside the source",
            example={"continue_at": 0}),
        Range("continue.before-end", "continue_at", exclusive_maximum="source_seconds", message="inside the source",
            example={"continue_at": 240, "source_seconds": 240.0}),
    ),
)  # fmt: skip


def _limits(row: str, field: str, *, sizes: tuple[int, int], rest: Mapping[str, Any]) -> tuple[Rule, ...]:
    early, later = sizes
    return (
        Length(f"{row}-early", field, max_length=early, when={**rest["when"], "model": EARLY},
               operations=rest["operations"],
               message="V3_5 and V4", source=kinds.S1, example={"model": "V4", field: "a" * (early + 1)}),
        Length(row, field, max_length=later, when={**rest["when"], "model": NotIn(EARLY)},
               operations=rest["operations"],
               message="V4_5 and later", source=kinds.S1, example={field: "a" * (later + 1)}),
    )  # fmt: skip


def _titles(row: str, at_most: int, *, model: Container[Any], **rest: Any) -> Length:
    example = {"title": "a" * (at_most + 1), **rest.pop("example", {})}
    return Length(f"limit.title-{row}", "title", max_length=at_most, when={"model": model}, example=example, **rest)


_LONG_TITLE: Container[Any] = NotIn(SHORT_TITLES)
LIMITS: tuple[Rule, ...] = (
    *_limits("limit.lyrics", "prompt", sizes=(3000, 5000), rest={"operations": CUSTOM, "when": _ON}),
    *_limits("limit.words", "prompt", sizes=(3000, 5000), rest={"operations": CONTINUED, "when": _OWN}),
    *_limits("limit.style", "style", sizes=(200, 1000), rest={"operations": CUSTOM, "when": _ON}),
    *_limits("limit.style-own", "style", sizes=(200, 1000), rest={"operations": CONTINUED, "when": _OWN}),
    *shared(operations=("generate",))(
        Length("limit.idea-kie", "prompt", max_length=3000, hosts=(KIE, JOBS), when=_OFF, source=kinds.KIE_AUGUST,
            example={**_IDEA, "prompt": "a" * 3001}),
        Length("limit.idea-kie-april", "prompt", max_length=500, hosts=(KIE,), when=_OFF, severity="warning",
            message="the page of April 2026 said 500", source=kinds.KIE_APRIL, example={**_IDEA, "prompt": "a" * 501}),
        Length("limit.idea-sunoapi", "prompt", max_length=500, hosts=(SUNOAPI,), when={**_OFF, "model": _OLDER},
            source=kinds.SUNO_2025, example={**_IDEA, "prompt": "a" * 501}),
    ),
    Length("limit.idea-upload", "prompt", max_length=500, operations=("upload_cover", "mashup"), hosts=DEDICATED,
        when={**_OFF, "model": _OLDER}, source=kinds.BOTH, example={**_IDEA, "prompt": "a" * 501}),
    Length("limit.idea-sixth", "prompt", max_length=3000, operations=CUSTOM, hosts=(SUNOAPI,),
        when={**_OFF, "model": SIXTH}, source=kinds.SUNO_2026, example={**_IDEA, "model": "V6", "prompt": "a" * 3001}),
    _titles("generate", 80, model=NotIn(()), operations=("generate",), source=kinds.BOTH),
    *shared(operations=("mashup",), source=kinds.KIE_JOBS)(
        _titles("mashup-kie", 80, model=NotIn(()), hosts=(KIE,), source=kinds.KIE_APRIL),
        _titles("mashup-sunoapi", 100, model=NotIn(()), hosts=(SUNOAPI,), source=kinds.SUNO_2026),
        _titles("mashup-jobs-early", 80, model=SHORT_TITLES, hosts=(JOBS,), example={"model": "V4"}),
        _titles("mashup-jobs", 100, model=_LONG_TITLE, hosts=(JOBS,)),
    ),
    _titles("short", 80, model=SHORT_TITLES, operations=SONGS[1:], source=kinds.S1, example={"model": "V4"}),
    _titles("long", 100, model=_LONG_TITLE, operations=CONTINUED, hosts=(KIE, JOBS), source=kinds.KIE_APRIL),
    *shared(operations=("upload_cover",))(
        _titles("long-cover", 100, model=_LONG_TITLE, hosts=(KIE,), source=kinds.KIE_APRIL),
        _titles("cover-jobs", 80, model=_LONG_TITLE, hosts=(JOBS,), source=kinds.KIE_JOBS),
    ),
    *shared(operations=SONGS[1:], hosts=(SUNOAPI,))(
        _titles("long-sunoapi", 100, model=NotIn((*SHORT_TITLES, *SIXTH)), source=kinds.S1),
        _titles("sixth", 80, model=SIXTH, source=kinds.SUNO_2026, example={"model": "V6"}),
    ),
    Length("limit.negative-sixth", "negative_tags", max_length=1000, operations=(*SONGS, *ADDED, "mashup"),
        hosts=(SUNOAPI,), when={"model": SIXTH}, source=kinds.SUNO_2026,
        example={"model": "V6", "negative_tags": "a" * 1001}),
    *shared(operations=CUSTOM, source=kinds.KIE_AUGUST)(
        Forbidden("limit.duration-models", "duration", when={**_ON, "model": EVERY_MODEL[:6]},
            message="V5_5 and the V6 family take a length", example={"duration": 30}),
    ),
)  # fmt: skip

_LONGEST_UPLOAD_SECONDS = 480


def _long(limit: float, *models: str) -> Any:
    def find(values: Values) -> Any:
        seconds = kinds.number(values, "source_seconds")
        judged = not models or values.get("model") in models
        return f"{seconds:g} s of audio" if judged and seconds is not None and seconds > limit else None

    return find


UPLOADS: tuple[Rule, ...] = (
    Range("upload.length", "source_seconds", minimum=2, operations=(*SONGS[1:], "replace_section"),
        message="a fact that other rules read", source="reelscore",
        example={"source_seconds": 1.0, "continue_at": 0.5}),
    check("upload.eight-minutes", "upload_url", operations=("upload_cover", "upload_extend"),
        requirement="at most 8 minutes of audio", find=_long(_LONGEST_UPLOAD_SECONDS), also_reads=("source_seconds",),
        message="cut the audio first", source=kinds.S1, example={"source_seconds": 481.0}),
    check("upload.two-minutes", "upload_url", operations=("upload_extend",), hosts=(SUNOAPI,),
        requirement="at most 2 minutes of audio", severity="warning", find=_long(120), also_reads=("source_seconds",),
        message="the page says 8 minutes in its guide and 2 at the field", source=kinds.S1,
        example={"source_seconds": 121.0}),
    check("upload.one-minute", "upload_url", operations=("upload_cover", "upload_extend"), hosts=(SUNOAPI,),
        severity="warning", requirement="at most 1 minute of audio with V4_5ALL", find=_long(60, "V4_5ALL"),
        also_reads=("source_seconds", "model"), message="pages of early 2026 say so",
        source="sunoapi.org docs (zh), 2026-03",
        example={"source_seconds": 61.0, "model": "V4_5ALL", "continue_at": 30}),
)  # fmt: skip

ROWS: tuple[Rule, ...] = (
    *FLAGS,
    *CUSTOM_TABLE,
    *IGNORED,
    *CONTINUED_TABLE,
    *LIMITS,
    *UPLOADS,
)  # fmt: skip
