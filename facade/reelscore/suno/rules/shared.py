"""Rows that many operations share: models, callbacks, addresses, weights, voices, what is needed at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reelscore.kie.rule_parts import address, check, link
from reelscore.rules.kinds import FROM_WIRE, Forbidden, OneOf, Required, Rule, Values, shared
from reelscore.suno import literals as names
from reelscore.suno.literals import DEDICATED, FIFTH, JOBS, KIE, KIE_MODELS, SIXTH, SUNOAPI
from reelscore.suno.rules import kinds

SONGS = ("generate", "extend", "upload_cover", "upload_extend")
ADDED = ("add_instrumental", "add_vocals")
REMIXED = ("mashup", "replace_section")
CUSTOM = ("generate", "upload_cover", "mashup")
"""Operations with custom_mode."""
CONTINUED = ("extend", "upload_extend")
"""Operations with default_param_flag."""
TUNED = (*SONGS, *ADDED, *REMIXED)
_VENDOR = {FROM_WIRE: (True,)}
_LINK = "https://example.com/audio.mp3"
_ADDED_MODELS = ("V4_5PLUS", *FIFTH)
_UPLOAD = {"upload_url": "https://example.com/music.mp3", "task_id": None, "audio_id": None}
"""What turns the sample of replace_section into its other branch, the only one with a model."""


def _models(
    row: str, operations: tuple[str, ...], *, host: str, values: tuple[str, ...], source: str
) -> tuple[Rule, ...]:
    plain = tuple(name for name in operations if name != "replace_section")
    branch = tuple(name for name in operations if name == "replace_section")
    worst = "V4_5LITE"
    parts = ((plain, row, {"model": worst}), (branch, f"{row}-section", {**_UPLOAD, "model": worst}))
    return tuple(
        OneOf(
            f"model.{suffix}", "model", enum=values, within=kinds.KNOWN_MODELS, operations=own, hosts=(host,),
            message="not offered by this operation", source=source, example=example,
        )
        for own, suffix, example in parts if own
    )  # fmt: skip


MODELS: tuple[Rule, ...] = (
    *_models("kie", (*SONGS, *REMIXED), host=KIE, values=(*KIE_MODELS, *SIXTH), source=kinds.KIE_AUGUST),
    *_models("kie-added", ADDED, host=KIE, values=(*_ADDED_MODELS, *SIXTH), source=kinds.KIE_AUGUST),
    *_models("kie-sounds", ("sounds",), host=KIE, values=(*FIFTH, *SIXTH), source=kinds.KIE_AUGUST),
    *_models("sunoapi", SONGS, host=SUNOAPI, values=names.EVERY_MODEL, source=f"{kinds.S1}; {kinds.SUNO_2026}"),
    *_models("sunoapi-remixed", REMIXED, host=SUNOAPI, values=names.EVERY_MODEL[1:], source=kinds.SUNO_2026),
    *_models("sunoapi-added", ADDED, host=SUNOAPI, values=(*_ADDED_MODELS, *SIXTH), source=kinds.SUNO_2026),
    *_models("sunoapi-sounds", ("sounds",), host=SUNOAPI, values=(*FIFTH, *SIXTH), source=kinds.SUNO_2026),
    *_models("jobs", (*SONGS, *REMIXED), host=JOBS, values=names.EVERY_MODEL[1:], source=kinds.KIE_JOBS),
    *_models("jobs-added", ADDED, host=JOBS, values=(*_ADDED_MODELS, *SIXTH), source=kinds.KIE_JOBS),
    *_models("jobs-sounds", ("sounds",), host=JOBS, values=(*FIFTH, *SIXTH), source=kinds.KIE_JOBS),
    *shared(operations=(*SONGS, *ADDED, "mashup", "sounds"), severity="warning")(
        OneOf("model.other-route", "model", enum=KIE_MODELS, within=SIXTH, hosts=(KIE,),
            message='kie.ai documents it for Suno(route="jobs") only', source=kinds.KIE_JOBS, example={"model": "V6"}),
        OneOf("model.new", "model", enum=names.EVERY_MODEL, within=kinds.NEW_MODELS,
            message="no page that was read names it", source="vendors' model tables, 2025 to 2026-10",
            example={"model": "V9"}),
    ),
)  # fmt: skip


def _known(value: Any) -> Any:
    return names.READ_BACK.get(value, value)


def _other_model(values: Values) -> Any:
    source, model = _known(values.get("source_model")), values.get("model")
    return None if source not in names.EVERY_MODEL or model == source else model


SAME_MODEL = check(
    "model.source", "model", operations=CONTINUED, find=_other_model, also_reads=("source_model",),
    repair=lambda values: {"model": _known(values["source_model"])}, requirement="the model of the source track",
    message="the model must be that of the source", source=kinds.S1, example={"source_model": "V4_5"},
)  # fmt: skip

_CALLED_BACK = (*SONGS, *ADDED, "mashup", "cover_image", "lyrics", "wav", "stems", "midi", "music_video",
                "voice_phrase_again", "recover_audio")  # fmt: skip
_TAKES_CALLBACK = (*_CALLED_BACK, "replace_section", "sounds", "voice_phrase", "voice")
CALLBACKS: tuple[Rule, ...] = (
    Required("callback.needed", "call_back_url", operations=_CALLED_BACK, hosts=DEDICATED, when=_VENDOR,
        message="the vendor demands an address", source=kinds.BOTH, example={"call_back_url": None}),
    link("call_back_url", *_TAKES_CALLBACK, source=kinds.BOTH, example={"call_back_url": "not an address"}),
)  # fmt: skip

_PICTURE = {"custom_mode": False, "model": "V6", "style": None, "title": None}
_ODD = "ftp://example.com/a.mp3"
ADDRESSES: tuple[Rule, ...] = (
    *shared(source=kinds.BOTH)(
        address("upload_url", "upload_cover", "upload_extend", *ADDED, example={"upload_url": _ODD}),
        address("upload_url", "replace_section", row="upload_url-section", example={**_UPLOAD, "upload_url": _ODD,
            "model": "V5"}),
        address("upload_url_list", "mashup", example={"upload_url_list": [_ODD, _LINK]}),
        address("voice_url", "voice_phrase", example={"voice_url": _ODD}),
        address("verify_url", "voice", example={"verify_url": _ODD}),
        address("audio_url", "stems", hosts=(KIE, JOBS), source=kinds.KIE_AUGUST,
            example={"task_id": None, "audio_id": None, "audio_url": _ODD}),
        *(
            address(f"{kind}_urls", "generate", example={**_PICTURE, f"{kind}_urls": [_ODD]})
            for kind in ("image", "video", "audio")
        ),
        link("url", "download_url", source=kinds.KIE_AUGUST, example={"url": "song.mp3"}),
    ),
)  # fmt: skip


def only_on(
    hosts: tuple[str, ...], fields: tuple[str, ...], *, operations: tuple[str, ...], rest: Mapping[str, Any]
) -> tuple[Rule, ...]:
    """Warn of fields that none of these hosts documents for these operations; they are sent all the same."""
    return tuple(
        Forbidden(
            f"undocumented.{hosts[0]}.{operations[0]}.{field}", field, hosts=hosts, operations=operations,
            severity="warning", message="the pages of this host do not have it here", source=kinds.BOTH,
            example={**rest.get("with", {}), field: rest[field]},
        )
        for field in fields
    )  # fmt: skip


_SIXTH = {"lyrics": "[Verse] la", "variety": 2}
_SECTION = {"vocal_gender": "m", "style_weight": 0.5, "weirdness_constraint": 0.5, "audio_weight": 0.5}
_MEDIA = {field: [_LINK] for field in ("image_urls", "video_urls", "audio_urls")}
UNDOCUMENTED: tuple[Rule, ...] = (
    *only_on((KIE,), ("lyrics", "variety"), operations=TUNED, rest=_SIXTH),
    *only_on((SUNOAPI,), ("lyrics", "variety"), operations=CONTINUED, rest=_SIXTH),
    *only_on((SUNOAPI,), ("instrumental",), operations=("extend",), rest={"instrumental": True}),
    *only_on(DEDICATED, ("negative_tags",), operations=("mashup",), rest={"negative_tags": "rock"}),
    *only_on((KIE,), tuple(_SECTION), operations=("replace_section",), rest=_SECTION),
    *only_on((KIE, JOBS), ("music_index",), operations=("timestamped_lyrics",), rest={"music_index": 1}),
    *only_on((KIE,), tuple(_MEDIA), operations=("generate",),
        rest={**_MEDIA, "with": {"custom_mode": False, "style": None, "title": None}}),
    Forbidden("persona.models", "persona_model", operations=("generate", "extend", "upload_cover", "upload_extend"),
        when={"model": tuple(name for name in names.EVERY_MODEL if name not in (*FIFTH, *SIXTH))}, severity="warning",
        message="V5, V5_5 and the V6 family take it", source=kinds.KIE_AUGUST,
        example={"persona_model": "style_persona", "persona_id": "persona_123", "model": "V4_5"}),
)  # fmt: skip

ROWS: tuple[Rule, ...] = (
    *MODELS,
    SAME_MODEL,
    *CALLBACKS,
    *ADDRESSES,
    *UNDOCUMENTED,
)  # fmt: skip
