# ruff: noqa: PLR2004 - a row holds its own limit, next to the text that names it
"""What PixVerse refuses although each field by itself is right.

Each row is one sentence of docs.platform.pixverse.ai. The sandbox judges by this table and never by the facade's rules.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

OLD = frozenset({"v3.5", "v4", "v4.5"})
AUDIO = frozenset({"v5.5", "v5.6", "v6", "c1"})
FREE_LENGTH = frozenset({"v6", "c1"})
BASE_RATIOS = frozenset({"16:9", "4:3", "1:1", "3:4", "9:16"})
GENERATIONS = frozenset({"text_to_video", "image_to_video", "template_video", "transition", "extend", "fusion"})
CLIPS = frozenset({"text_to_video", "image_to_video", "template_video"})
FRAMED = CLIPS | {"transition"}
AI = frozenset({"pixverse.ai"})
WITH_SOURCE = frozenset(
    {"extend", "lip_sync", "sound_effect", "restyle", "mask_selection", "swap", "mimic", "modify", "upscale"}
)
MODELS = {
    "extend": frozenset({"v3.5", "v4", "v4.5", "v5", "v5.5", "v6"}),
    "fusion": frozenset({"v4.5", "v5", "v5.5", "v5.6", "v6", "c1"}),
    "multi_transition": frozenset({"v3.5", "v4", "v4.5", "v5"}),
}
DURATIONS = {
    "v3.5": {5, 8},
    "v4": {5, 8},
    "v4.5": {5, 8},
    "v5": {5, 8},
    "v5.5": {5, 8, 10},
    "v5.6": {5, 8, 10},
    "v6": set(range(1, 16)),
    "c1": set(range(1, 16)),
}
NOT_AT_1080P = {("v3.5", 8), ("v5.5", 10), ("v5.6", 10)}
PROMPT_LIMITS = {
    "text_to_video": 5000,
    "image_to_video": 5000,
    "modify": 5000,
    "transition": 2048,
    "extend": 2048,
    "template_video": 2048,
    "restyle": 2048,
}
"""Code points. Source: docs.platform.pixverse.ai; the others take 5000."""
CN_PROMPT_LIMITS = {**PROMPT_LIMITS, "image_to_video": 2048, "restyle": 5000}
"""On pixverseai.cn the image-to-video reference prints 2048, the restyle reference 5000."""


class Row(NamedTuple):
    """One refusal."""

    operations: frozenset[str]
    field: str
    text: str
    broken: Callable[[Mapping[str, Any]], bool]
    kind: str = "invalid"
    hosts: frozenset[str] = frozenset()
    """Hosts that refuse; empty is both."""


def _one_of(*names: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda body: sum(body.get(name) is not None for name in names) != 1


def _model(body: Mapping[str, Any]) -> str:
    return str(body.get("model", ""))


def _no_model_of(models: frozenset[str]) -> Callable[[Mapping[str, Any]], bool]:
    return lambda body: _model(body) not in models


def _speech(body: Mapping[str, Any]) -> bool:
    return body.get("lip_sync_tts_speaker_id") is not None and bool(body.get("lip_sync_tts_content"))


def _two_sounds(body: Mapping[str, Any]) -> bool:
    return (body.get("audio_media_id") is not None) == _speech(body)


def _switched(body: Mapping[str, Any], *names: str) -> bool:
    return any(body.get(name) for name in names)


def _lengths(body: Mapping[str, Any]) -> list[int]:
    return [item.get("duration") or 0 for item in body["multi_transition"]]


def _bad_lengths(body: Mapping[str, Any]) -> bool:
    *inner, last = _lengths(body)
    limit = 8 if len(inner) == 1 else 5
    return last != 0 or not all(1 <= seconds <= limit for seconds in inner)


def _bad_duration(body: Mapping[str, Any]) -> bool:
    if body.get("video_references"):
        return bool(body["duration"] != 0)
    return body["duration"] not in DURATIONS[_model(body)]


def _fast_refused(body: Mapping[str, Any]) -> bool:
    return body.get("motion_mode") == "fast" and (
        _model(body) not in OLD or body.get("quality") == "1080p" or body.get("duration", 5) != 5
    )


def _fast_too_long(body: Mapping[str, Any]) -> bool:
    """Tell whether fast is refused: its page limits it on the old models only, and says nothing of v5."""
    return (
        body.get("motion_mode") == "fast"
        and _model(body) in OLD
        and (body["quality"] == "1080p" or max(_lengths(body)) > 5)
    )


def _most_references(body: Mapping[str, Any]) -> bool:
    most = 10 if body.get("reference_mode") == "omni" else 3 if _model(body) in {"v4.5", "v5"} else 7
    return len(body["image_references"]) > most


def _unknown_name(body: Mapping[str, Any]) -> bool:
    items = (*body["image_references"], *(body.get("video_references") or ()))
    names = [item["ref_name"] for item in items if item.get("ref_name")]
    called = [body["prompt"][match.end() :] for match in re.finditer(r"(?<![^\W_])@(?=[^\s@])", body["prompt"])]
    return bool(names) and not all(any(_calls(text, name) for name in names) for text in called)


def _calls(text: str, name: str) -> bool:
    after = text[len(name) : len(name) + 1]
    return text.startswith(name) and not (after.isalnum() or after == "_")


def _one_of_each(name: str, *parts: str) -> Callable[[Mapping[str, Any]], bool]:
    """Tell of a list whether an entry lacks its source or has two."""
    one = _one_of(*parts)
    return lambda body: any(one(item) for item in body.get(name) or ())


def _silent_model(body: Mapping[str, Any]) -> bool:
    return _model(body) in AUDIO and not body.get("template_id")


def _unnamed(part: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda body: any(not item.get(part) for item in body["image_references"])


def _beyond(word: str, *names: str) -> Callable[[Mapping[str, Any]], bool]:
    """Tell whether the prompt names more masks or images than there are."""

    def broken(body: Mapping[str, Any]) -> bool:
        given = sum(len(body.get(name) or ()) for name in names)
        return any(int(digits) >= given for digits in re.findall(rf"@{word}([0-9]{{1,4}})", body["prompt"]))

    return broken


def _words(body: Mapping[str, Any]) -> list[Mapping[str, Any]] | None:
    return (body.get("lyric_timestamp") or {}).get("words")


def _unordered(body: Mapping[str, Any]) -> bool:
    times = [(word["start"], word["end"]) for word in _words(body) or ()]
    rising = all(before[0] <= after[0] for before, after in pairwise(times))
    return not rising or any(start < 0 or end < start for start, end in times)


def _bad_words(body: Mapping[str, Any]) -> bool:
    words = _words(body)
    return words is not None and (not words or sum(len(word["word"]) for word in words) >= 5000)


def _on(*operations: str) -> frozenset[str]:
    return frozenset(operations)


HOUSES = _on("real_estate")


def _is_ad(body: Mapping[str, Any]) -> bool:
    return body.get("mode") == "ad_house_tour"


def _is_fast(body: Mapping[str, Any]) -> bool:
    return bool(body["model"] == "fast")


def _images(body: Mapping[str, Any]) -> int | None:
    given = body.get("img_references")
    return None if given is None else len(given)


HOUSE: tuple[Row, ...] = (
    Row(HOUSES, "prompt", "prompt is required, or product_url", lambda body: not body.get("product_url") and not body.get("prompt"), "missing"),
    Row(HOUSES, "img_references", "img_references is required, or product_url", lambda body: not body.get("product_url") and not body.get("img_references"), "missing"),
    Row(HOUSES, "product_url", "product_url stands alone", lambda body: bool(body.get("product_url")) and (bool(body.get("prompt")) or bool(body.get("img_references")))),
    Row(HOUSES, "img_references", "img_references takes 5 to 20 images on fast, 5 to 60 on pro", lambda body: bool(_images(body)) and not 5 <= (_images(body) or 0) <= (20 if _is_fast(body) else 60)),
    Row(HOUSES, "mode", "mode is for pro", lambda body: _is_fast(body) and body.get("mode") is not None),
    Row(HOUSES, "language_code", "ad_house_tour has no language", lambda body: _is_ad(body) and body.get("language_code") is not None),
    Row(HOUSES, "duration", "duration is 15 or 30 and for ad_house_tour", lambda body: body.get("duration") is not None and (not _is_ad(body) or body["duration"] not in {15, 30})),
    Row(HOUSES, "video_style", "video_style is for ad_house_tour", lambda body: body.get("video_style") is not None and not _is_ad(body)),
    Row(HOUSES, "aspect_ratio", "21:9 is for pro", lambda body: _is_fast(body) and body.get("aspect_ratio") == "21:9"),
    Row(HOUSES, "quality", "480p is for pro", lambda body: _is_fast(body) and body.get("quality") == "480p"),
)  # fmt: skip
"""The real-estate agent. Source: docs.platform.pixverse.ai."""


ROWS: tuple[Row, ...] = (
    Row(WITH_SOURCE, "source_video_id", "give source_video_id or video_media_id, one of the two", _one_of("source_video_id", "video_media_id")),
    Row(_on("image_to_video", "template_video"), "img_id", "give img_id or img_ids, one of the two", _one_of("img_id", "img_ids")),
    Row(_on("image_to_video"), "img_ids", "img_ids is only for multi-image templates", lambda body: body.get("img_ids") is not None),
    Row(_on("image_to_video", "template_video", "transition", "extend", "multi_transition"), "aspect_ratio", "aspect_ratio is not supported", lambda body: body.get("aspect_ratio") is not None),
    Row(_on("transition", "fusion", "extend", "multi_transition"), "generate_multi_clip_switch", "generate_multi_clip_switch is not supported", lambda body: _switched(body, "generate_multi_clip_switch")),
    *(Row(_on(op), "model", f"{op} takes {', '.join(sorted(models))}", _no_model_of(models)) for op, models in MODELS.items()),
    Row(GENERATIONS, "duration", "duration does not fit the model", _bad_duration),
    Row(GENERATIONS, "duration", "duration is not possible at 1080p", lambda body: body["quality"] == "1080p" and (_model(body), body["duration"]) in NOT_AT_1080P),
    Row(_on("text_to_video", "fusion"), "aspect_ratio", "aspect_ratio needs v6 or c1", lambda body: body["aspect_ratio"] not in BASE_RATIOS and _model(body) not in FREE_LENGTH),
    Row(GENERATIONS, "motion_mode", "motion_mode fast needs v4.5 or older, 5 s and less than 1080p", _fast_refused),
    Row(_on("multi_transition"), "motion_mode", "motion_mode fast needs v4.5 or older and at most 5 s", _fast_too_long),
    Row(_on("multi_transition"), "multi_transition", "durations are 1-8 s for two items, 1-5 s for more, and 0 for the last", _bad_lengths),
    Row(_on("multi_transition"), "multi_transition", "durations sum to 1-30 s", lambda body: not 1 <= sum(_lengths(body)) <= 30),
    Row(_on("transition", "fusion", "extend"), "camera_movement", "camera_movement is not supported", lambda body: body.get("camera_movement") is not None),
    Row(CLIPS, "camera_movement", "camera_movement needs v4 or v4.5 and no template", lambda body: body.get("camera_movement") is not None and (_model(body) not in {"v4", "v4.5"} or bool(body.get("template_id")))),
    Row(FRAMED | {"extend"}, "generate_audio_switch", "generate_audio_switch needs v5.5 or newer", lambda body: _switched(body, "generate_audio_switch") and _model(body) not in AUDIO),
    Row(_on("fusion"), "generate_audio_switch", "generate_audio_switch needs v5.6, v6 or c1", lambda body: _switched(body, "generate_audio_switch") and _model(body) not in AUDIO - {"v5.5"}),
    Row(CLIPS, "generate_multi_clip_switch", "generate_multi_clip_switch needs v5.5 or v6", lambda body: _switched(body, "generate_multi_clip_switch") and _model(body) not in {"v5.5", "v6"}),
    Row(CLIPS, "thinking_type", "thinking_type needs v5.5, v5.6 or v6", lambda body: body.get("thinking_type") is not None and _model(body) not in AUDIO - {"c1"}),
    Row(_on("text_to_video", "image_to_video", "transition"), "sound_effect_switch", "sound_effect_switch needs v5 or older, or a template", lambda body: _switched(body, "sound_effect_switch") and _silent_model(body)),
    Row(_on("text_to_video", "image_to_video", "transition"), "sound_effect_content", "sound_effect_content needs v5 or older, or a template", lambda body: bool(body.get("sound_effect_content")) and _silent_model(body)),
    Row(FRAMED, "lip_sync_tts_switch", "speech needs v5 or older", lambda body: _switched(body, "lip_sync_tts_switch", "lip_sync_switch", "lip_sync_tts_content", "lip_sync_tts_speaker_id") and _model(body) in AUDIO),
    Row(_on("fusion"), "image_references", "too many image_references for the model", _most_references),
    Row(_on("fusion"), "image_references", "ref_name must be unique", lambda body: len({item.get("ref_name") for item in body["image_references"] if item.get("ref_name")}) < sum(bool(item.get("ref_name")) for item in body["image_references"])),
    Row(_on("fusion"), "image_references", "type is required", _unnamed("type"), "missing", AI),
    Row(_on("fusion"), "image_references", "ref_name is required", _unnamed("ref_name"), "missing", AI),
    Row(_on("fusion", "recreate"), "video_references", "give video_id or video_url, one of the two", _one_of_each("video_references", "video_id", "video_url")),
    Row(_on("fusion"), "prompt", "a name in the prompt matches no ref_name", _unknown_name),
    Row(_on("fusion"), "reference_mode", "reference_mode and video_references need v6", lambda body: (body.get("reference_mode") is not None or bool(body.get("video_references"))) and _model(body) != "v6"),
    Row(_on("fusion"), "video_references", "video_references need reference_mode omni", lambda body: bool(body.get("video_references")) and body.get("reference_mode") != "omni"),
    Row(_on("lip_sync", "avatar"), "audio_media_id", "give audio_media_id, or lip_sync_tts_speaker_id with lip_sync_tts_content", _two_sounds),
    Row(_on("lip_sync"), "lip_sync_tts_content", "the text must be within 200 characters", lambda body: len(body.get("lip_sync_tts_content") or "") > 200),
    Row(_on("restyle"), "restyle_prompt", "give restyle_id or restyle_prompt, one of the two", _one_of("restyle_id", "restyle_prompt")),
    Row(_on("restyle"), "restyle_prompt", "restyle_prompt cannot be empty", lambda body: body.get("restyle_prompt") == ""),
    Row(_on("modify"), "prompt", "the prompt names a mask that is not given", _beyond("selection", "mask_ids", "mask_urls")),
    Row(_on("modify"), "prompt", "the prompt names an image that is not given", _beyond("img", "img_ids")),
    Row(_on("image_template"), "template_id", "template_id must be above 0", lambda body: body["template_id"] < 1),
    Row(_on("recreate", "music_video", "real_estate"), "img_references", "give img_id or img_url, one of the two", _one_of_each("img_references", "img_id", "img_url")),
    Row(_on("music_video"), "style_img_references", "give img_id or img_url, one of the two", _one_of_each("style_img_references", "img_id", "img_url")),
    Row(_on("music_video"), "mv_style", "Custom needs an image or a style image", lambda body: str(body.get("mv_style")).lower() == "custom" and not body.get("img_references") and not body.get("style_img_references")),
    Row(_on("music_video"), "lyric_timestamp", "times must rise", _unordered, "lyrics"),
    Row(_on("music_video"), "lyric_timestamp", "one word at least, fewer than 5,000 characters", _bad_words, "lyrics"),
    *HOUSE,
)  # fmt: skip


def prompt_limit(operation: str, host: str) -> int:
    """Return how many characters the prompt takes."""
    return (CN_PROMPT_LIMITS if host == "pixverseai.cn" else PROMPT_LIMITS).get(operation, 5000)


def broken_rows(operation: str, body: Mapping[str, Any], *, host: str) -> Iterator[Row]:
    """Yield the rows that *body* breaks; its fields must have passed the table of fields."""
    rows = (row for row in ROWS if operation in row.operations and (not row.hosts or host in row.hosts))
    return (row for row in rows if row.broken(body))
