"""Rows on what changes a video: source, speech, masks, styles, lengths of inputs."""

from __future__ import annotations

import re

from reelscore.pixverse.rules.words import AI, EDITS, PROMPT, REFUSED, VOICED
from reelscore.rules.kinds import (
    GIVEN,
    CustomRule,
    ExactlyOneOf,
    Forbidden,
    Found,
    Length,
    OneOf,
    Range,
    Required,
    Rule,
    Values,
    is_missing,
    shared,
)

_SPEAKER, _TEXT, _AUDIO = "lip_sync_tts_speaker_id", "lip_sync_tts_content", "audio_media_id"


def _is_mute(values: Values) -> Found:
    return () if any(not is_missing(values.get(name)) for name in (_AUDIO, _SPEAKER, _TEXT)) else ((_AUDIO, None),)


def _no_speaker(values: Values) -> Found:
    return ((_SPEAKER, values.get(_SPEAKER)),) if is_missing(values.get(_SPEAKER)) else ()


def _empty_style(values: Values) -> Found:
    return (("restyle_prompt", ""),) if values.get("restyle_prompt") == "" else ()


def _used(values: Values, word: str) -> set[int]:
    prompt = values.get("prompt")
    return (
        {int(digits) for digits in re.findall(rf"@{word}([0-9]{{1,4}})", prompt)} if isinstance(prompt, str) else set()
    )


def _count(values: Values, *names: str) -> int:
    lists = (values.get(name) for name in names)
    return sum(len(given) for given in lists if isinstance(given, (list, tuple)))


def _wild(values: Values, word: str, *, given: int) -> Found:
    return (("prompt", values.get("prompt")),) if any(number >= given for number in _used(values, word)) else ()


def _wild_masks(values: Values) -> Found:
    return _wild(values, "selection", given=_count(values, "mask_ids", "mask_urls"))


def _wild_images(values: Values) -> Found:
    return _wild(values, "img", given=_count(values, "img_ids"))


def _idle(values: Values) -> Found:
    pairs = {"mask_ids": "selection", "img_ids": "img"}
    for name, word in pairs.items():
        given = _count(values, name)
        if given and _used(values, word) != set(range(given)):
            yield name, values.get(name)


_MASKED = {"mask_ids": ("3847593904",), "img_ids": (123,)}

EDIT: tuple[Rule, ...] = (
    ExactlyOneOf("source.one", "source_video_id", others=("video_media_id",), operations=(*EDITS, "extend"),
        code=REFUSED, source="S0; M", example={"source_video_id": 1, "video_media_id": 2}),
    # Length of the input, as far as the request tells it.
    Range("seconds", "source_seconds", exclusive_minimum=0, operations=(*EDITS[:4], *EDITS[5:], "fusion", "avatar"),
        source="length of a file", example={"source_seconds": 0}),
    Range("seconds.restyle", "source_seconds", maximum=16, operations=("restyle",), code=REFUSED,
        message="restyle takes at most 16 s", source="M restyle", example={"source_seconds": 17}),
    Range("seconds.uploaded", "source_seconds", maximum=30, operations=("sound_effect", "swap", "mimic", "modify"),
        when={"video_media_id": GIVEN}, code=REFUSED, message="uploads have at most 30 s", source="S0; M",
        example={"source_video_id": None, "video_media_id": 2, "source_seconds": 31}),
    Range("seconds.upscale", "source_seconds", maximum=30, operations=("upscale",), code=REFUSED,
        message="upscale takes at most 30 s", source="I", example={"source_seconds": 31}),
    Range("seconds.audio", "source_seconds", maximum=30, operations=VOICED, when={_AUDIO: GIVEN}, code=REFUSED,
        message="uploads have at most 30 s", source="M lip sync",
        example={_SPEAKER: None, _TEXT: None, _AUDIO: 3, "source_seconds": 31}),
    Range("seconds.music", "source_seconds", minimum=10, maximum=360, operations=("music_video",), code=REFUSED,
        message="music has 10 to 360 s", source="K", example={"source_seconds": 361}),
    # Speech: an audio, or speaker and words.
    *shared(operations=VOICED, code=REFUSED, source="M lip sync")(
        CustomRule("speech.one", _AUDIO, also_reads=(_SPEAKER, _TEXT), find=_is_mute,
            requirement="an audio, or lip_sync_tts_speaker_id with lip_sync_tts_content",
            example={_SPEAKER: None, _TEXT: None}),
        Forbidden("speech.both", _AUDIO, when={_TEXT: GIVEN}, message="either an audio or words",
            example={_AUDIO: 3, _SPEAKER: "auto", _TEXT: "Hello"}),
        Required("speech.text", _TEXT, when={_SPEAKER: GIVEN}, message="the speaker has nothing to say",
            example={_SPEAKER: "auto", _TEXT: None}),
        CustomRule("speech.pair", _SPEAKER, also_reads=(_TEXT,), when={_TEXT: GIVEN}, find=_no_speaker,
            requirement="an id from the list of speakers, or auto", example={_SPEAKER: None, _TEXT: "Hello"}),
    ),
    *shared(operations=("avatar",), source="I")(
        Length("speech.avatar", _TEXT, max_length=200, severity="warning", message="an integrator takes 30 to 200",
            example={_SPEAKER: "auto", _TEXT: "a" * 201}),
        OneOf("avatar.quality", "quality", enum=("720p", "1080p"), within=("360p", "540p", "720p", "1080p"),
            severity="warning", message="an integrator offers 720p and 1080p", example={"quality": "360p"}),
    ),
    # Sound effect.
    Forbidden("sound-effect.reserved", "model", operations=("sound_effect",), severity="warning",
        message="reserved by the vendor; leave it out", source="S0", example={"model": "v5"}),
    # Restyle.
    *shared(operations=("restyle",), code=REFUSED, source="M restyle")(
        ExactlyOneOf("restyle.one", "restyle_id", others=("restyle_prompt",),
            example={"restyle_id": 3, "restyle_prompt": "anime style"}),
        CustomRule("restyle.empty", "restyle_prompt", find=_empty_style, repair=lambda _: {"restyle_prompt": None},
            requirement="a text, or leave it out", example={"restyle_prompt": ""}),
        Length("restyle.prompt", "restyle_prompt", max_length=2048, hosts=AI, code=PROMPT,
            message="pixverseai.cn takes 5,000", source="M restyle against CN",
            example={"restyle_id": None, "restyle_prompt": "a" * 2049}),
    ),
    # Masks and swaps.
    *shared(operations=("mask_selection",), source="M mask selection")(
        Range("keyframe.first", "keyframe_id", minimum=1, severity="warning", message="frames count from 1",
            example={"keyframe_id": 0}),
    ),
    # Modify.
    *shared(operations=("modify",), source="CN modify")(
        CustomRule("modify.selections", "prompt", also_reads=("mask_ids", "mask_urls"), find=_wild_masks,
            requirement="@selection0 and on, one for each mask", code=REFUSED,
            example={"prompt": "@selection1 turns red", **_MASKED}),
        CustomRule("modify.pictures", "prompt", also_reads=("img_ids",), find=_wild_images,
            requirement="@img0 and on, one for each image", code=REFUSED,
            example={"prompt": "swap it with @img1", **_MASKED}),
        CustomRule("modify.idle", "mask_ids", also_reads=("img_ids", "prompt"), find=_idle, severity="warning",
            requirement="as many masks and images as the prompt names", example={"prompt": "make it red", **_MASKED}),
    ),
)  # fmt: skip
