# ruff: noqa: PLR2004 - a rule holds its own limit, next to the text that names it
"""What PixVerse refuses, and how it says so: fields that break their schema, then what depends on more than one.

Source: docs.platform.pixverse.ai. The facade's rules are not asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

import attrs

from reelscore.sandbox.calls import Call
from reelscore.sandbox.schemas import Problem, known, problems
from reelscore.sandbox.values import Answer, Check, Refusal, broken, refusal_rows, told

REFUSALS = refusal_rows("pixverse")
"""Texts from docs.platform.pixverse.ai. Of ``auth`` only the text is documented: its code means "invalid account";
``trace`` is demanded by the guides and has the code of a missing parameter."""
LOWER_CASE = frozenset({"image_moderated"})
"""Refusals whose keys are ``err_code``, ``err_msg``, ``resp``. Source: docs.platform.pixverse.ai."""
KEYWORDS: Mapping[str, str] = {"required": "missing", "type": "type", "anyOf": "type"}
"""Keywords of a schema whose breach has a code of its own; the others are 400017."""


def accept(resp: Any) -> Answer:
    return Answer({"ErrCode": 0, "ErrMsg": "success", "Resp": resp})


def refuse(_: Call, refusal: Refusal) -> Answer:
    """Return the answer for *refusal*."""
    row = told(REFUSALS, refusal, code=99999)
    if refusal.kind in LOWER_CASE:
        return Answer({"err_code": row.code, "err_msg": row.text, "resp": ""}, row.status)
    return Answer({"ErrCode": row.code, "ErrMsg": row.text, "Resp": refusal.data}, row.status)


def refusal_of(problem: Problem) -> Refusal:
    return Refusal(KEYWORDS.get(problem.keyword, "invalid"), problem.text)


OLD: Final = frozenset({"v3.5", "v4", "v4.5"})
AUDIO: Final = frozenset({"v5.5", "v5.6", "v6", "c1"})
FREE_LENGTH: Final = frozenset({"v6", "c1"})
BASE_RATIOS: Final = frozenset({"16:9", "4:3", "1:1", "3:4", "9:16"})
DURATIONS: Final = {
    **dict.fromkeys(("v3.5", "v4", "v4.5", "v5"), frozenset({5, 8})),
    **dict.fromkeys(("v5.5", "v5.6"), frozenset({5, 8, 10})),
    **dict.fromkeys(FREE_LENGTH, frozenset(range(1, 16))),
}
NOT_AT_1080P: Final = {("v3.5", 8), ("v5.5", 10), ("v5.6", 10)}
SHORT_PROMPTS: Final = {
    *(("pixverse.ai", "restyle"), ("pixverse.ai", "template_video")),
    *(("pixverseai.cn", "image_to_video"), ("pixverseai.cn", "template_video")),
}
"""Hosts and operations of which a page prints 2,048 characters where the reference of the other host prints 5,000."""
UNSUPPORTED: Final[Mapping[str, frozenset[str]]] = {
    "aspect_ratio": frozenset({"image_to_video", "template_video", "transition", "extend", "multi_transition"}),
    "generate_multi_clip_switch": frozenset({"transition", "fusion", "extend", "multi_transition"}),
    "camera_movement": frozenset({"transition", "fusion", "extend"}),
}
"""Fields that are refused by operations that do not have them; all other unknown fields are ignored."""
SMALL_TEMPLATE: Final = 315_446_315_336_768
"""Refuses 720p and 1080p."""
INACTIVE_TEMPLATE: Final = 999_999_999_999_999
"""Refused as not activated; any other template id is taken as activated."""
TOO_LONG: Final = {
    "prompt": "prompt",
    "restyle_prompt": "prompt",
    "negative_prompt": "negative_prompt",
    "lyric_text": "lyrics",
}
"""Fields whose length has a code of its own."""


@attrs.frozen
class Order:
    """One request to be judged."""

    operation: str
    host: str
    body: Mapping[str, Any]
    """The fields that the operation has."""

    @property
    def model(self) -> str:
        return str(self.body.get("model", ""))

    def on(self, *names: str) -> bool:
        return any(self.body.get(name) for name in names)

    def one_of(self, *names: str) -> bool:
        return sum(self.body.get(name) is not None for name in names) == 1


def refusals(operation: str, host: str, body: Mapping[str, Any]) -> Iterator[Refusal]:
    """Yield every reason to refuse *body*; what depends on several fields is asked once each is right by itself."""
    found = problems("pixverse", host, operation, body)
    if body.get("template_id"):  # a template can do without words
        found = [problem for problem in found if (problem.field, problem.keyword) != ("prompt", "required")]
    for problem in sorted(found, key=lambda problem: problem.field != "agent_id"):
        if problem.field == "lyric_timestamp.words":
            yield Refusal("lyrics", problem.text)
        elif problem.keyword == "maxLength":
            yield Refusal(TOO_LONG.get(problem.field, "invalid"), problem.text)
        else:
            yield refusal_of(problem)
    if found:
        return
    for name, operations in UNSUPPORTED.items():
        if operation in operations and body.get(name):
            yield Refusal("invalid", f"{name} is not supported")
    order = Order(operation, host, known("pixverse", host, operation, body))
    for operations, rule in RULES:
        if operation in operations:
            yield from broken(rule(order))


def _lengths(order: Order) -> Iterator[Check]:
    name = "restyle_prompt" if order.operation == "restyle" else "prompt"
    is_long = (order.host, order.operation) in SHORT_PROMPTS and len(order.body.get(name) or "") > 2048
    yield is_long, "prompt", f"{name} is longer than 2048 characters"


def _source(order: Order) -> Iterator[Check]:
    names = ("source_video_id", "video_media_id")
    yield not order.one_of(*names), "invalid", "source_video_id or video_media_id, one of the two"


def _picture(order: Order) -> Iterator[Check]:
    is_single = order.operation == "image_to_video"
    yield not order.one_of("img_id", "img_ids"), "invalid", "img_id or img_ids, one of the two"
    yield is_single and "img_ids" in order.body, "invalid", "img_ids is only for multi-image templates"


def _generation(order: Order) -> Iterator[Check]:
    body, model, quality, seconds = order.body, order.model, order.body["quality"], order.body["duration"]
    offered = {0} if order.on("video_references") else DURATIONS[model]
    is_wide = body.get("aspect_ratio", "16:9") not in BASE_RATIOS
    is_slow_only = model not in OLD or quality == "1080p" or seconds != 5
    yield seconds not in offered, "invalid", "duration does not fit the model"
    yield quality == "1080p" and (model, seconds) in NOT_AT_1080P, "invalid", "duration is not possible at 1080p"
    yield is_wide and model not in FREE_LENGTH, "invalid", "aspect_ratio needs v6 or c1"
    is_fast = body.get("motion_mode") == "fast"
    yield is_fast and is_slow_only, "invalid", "motion_mode fast needs v4.5 or older, 5 s and less than 1080p"


def _switches(order: Order) -> Iterator[Check]:
    is_new, has_template, on = order.model in AUDIO, order.on("template_id"), order.on
    moves = order.model in {"v4", "v4.5"} and not has_template
    sounds = on("sound_effect_switch", "sound_effect_content") and not has_template
    speaks = on("lip_sync_tts_switch", "lip_sync_switch", "lip_sync_tts_content", "lip_sync_tts_speaker_id")
    thinks = "thinking_type" in order.body and order.model not in AUDIO - {"c1"}
    cuts = on("generate_multi_clip_switch") and order.model not in {"v5.5", "v6"}
    yield on("camera_movement") and not moves, "invalid", "camera_movement needs v4 or v4.5 and no template"
    yield on("generate_audio_switch") and not is_new, "invalid", "generate_audio_switch needs v5.5 or newer"
    yield cuts, "invalid", "generate_multi_clip_switch needs v5.5 or v6"
    yield thinks, "invalid", "thinking_type needs v5.5, v5.6 or v6"
    yield sounds and is_new, "invalid", "sound_effect_switch needs v5 or older, or a template"
    yield speaks and is_new, "invalid", "lip_sync_tts_switch needs v5 or older"


def _template(order: Order) -> Iterator[Check]:
    template, is_large = order.body.get("template_id"), order.body["quality"] in {"720p", "1080p"}
    yield template == INACTIVE_TEMPLATE, "template", ""
    yield template == SMALL_TEMPLATE and is_large, "template_quality", ""


def _multi_transition(order: Order) -> Iterator[Check]:
    body, lengths = order.body, [item.get("duration") or 0 for item in order.body["multi_transition"]]
    *inner, last = lengths
    limit = 8 if len(inner) == 1 else 5
    is_fast = body.get("motion_mode") == "fast" and order.model in OLD  # nothing is said of v5
    is_even = last == 0 and all(1 <= seconds <= limit for seconds in inner)
    is_slow_only = body["quality"] == "1080p" or max(lengths) > 5
    yield is_fast and is_slow_only, "invalid", "motion_mode fast needs less than 1080p and at most 5 s"
    told = "multi_transition durations are 1-8 s for two items, 1-5 s for more, and 0 for the last"
    yield not is_even, "invalid", told


def _fusion(order: Order) -> Iterator[Check]:
    body, model, images, mode = (
        order.body,
        order.model,
        order.body["image_references"],
        order.body.get("reference_mode"),
    )
    names = [item["ref_name"] for item in images if item.get("ref_name")]
    most = 10 if mode == "omni" else 3 if model in {"v4.5", "v5"} else 7
    sounds, films = order.on("generate_audio_switch"), order.on("video_references")
    yield sounds and model not in AUDIO - {"v5.5"}, "invalid", "generate_audio_switch needs v5.6, v6 or c1"
    yield len(images) > most, "invalid", f"image_references takes {most} items or less"
    yield len(set(names)) < len(names), "invalid", "image_references ref_name must be unique"
    for part in ("type", "ref_name") if order.host == "pixverse.ai" else ():
        yield not all(item.get(part) for item in images), "missing", f"image_references {part} is required"
    yield _calls_unknown(order), "invalid", "prompt calls a name that is no ref_name"
    yield mode not in {None, "omni"}, "invalid", "reference_mode must be one of omni"
    is_new = "reference_mode" in body or films
    yield is_new and model != "v6", "invalid", "reference_mode and video_references need v6"
    yield films and mode != "omni", "invalid", "video_references need reference_mode omni"


def _calls_unknown(order: Order) -> bool:
    """Return whether an ``@name`` of the prompt is none of the names, where there are names."""
    prompt, items = order.body["prompt"], (*order.body["image_references"], *order.body.get("video_references", ()))
    names = [re.escape(item["ref_name"]) for item in items if item.get("ref_name")]
    return bool(names) and re.search(rf"(?<![^\W_])@(?=[^\s@])(?!(?:{'|'.join(names)})(?!\w))", prompt) is not None


def _references(order: Order) -> Iterator[Check]:
    parts = {"video_references": "video", "img_references": "img", "style_img_references": "img"}
    for name, part in parts.items():
        for item in order.body.get(name, ()):
            is_one = (item.get(f"{part}_id") is None) != (item.get(f"{part}_url") is None)
            yield not is_one, "invalid", f"{name} {part}_id or {part}_url, one of the two"


def _sound(order: Order) -> Iterator[Check]:
    has_text = "lip_sync_tts_speaker_id" in order.body and order.on("lip_sync_tts_content")
    told = "audio_media_id or lip_sync_tts_speaker_id with lip_sync_tts_content, one of the two"
    yield ("audio_media_id" in order.body) == has_text, "invalid", told


def _restyle(order: Order) -> Iterator[Check]:
    yield not order.one_of("restyle_id", "restyle_prompt"), "invalid", "restyle_prompt or restyle_id, one of the two"
    yield order.body.get("restyle_prompt") == "", "invalid", "restyle_prompt cannot be empty"


def _modify(order: Order) -> Iterator[Check]:
    for word, names in (("selection", ("mask_ids", "mask_urls")), ("img", ("img_ids",))):
        given = sum(len(order.body.get(name, ())) for name in names)
        called = re.findall(rf"@{word}([0-9]{{1,4}})", order.body["prompt"])
        yield any(int(each) >= given for each in called), "invalid", f"prompt calls a {word} that is not given"


def _numbers(order: Order) -> Iterator[Check]:
    name = "keyframe_id" if order.operation == "mask_selection" else "template_id"
    yield order.body.get(name, 1) < 1, "invalid", f"{name} must be 1 or more"


def _music_video(order: Order) -> Iterator[Check]:
    words = order.body.get("lyric_timestamp", {}).get("words", [])
    times = [(word["start"], word["end"]) for word in words]
    rises = all(before[0] <= after[0] for before, after in pairwise(times)) and all(end >= at for at, end in times)
    is_own = str(order.body.get("mv_style")).lower() == "custom"
    has_images, letters = order.on("img_references", "style_img_references"), sum(len(word["word"]) for word in words)
    is_known = order.body["mv_agent_type"] in {"vibe_mv_v3_custom", "vibe_mv"}
    yield not is_known, "invalid", "mv_agent_type must be one of vibe_mv_v3_custom, vibe_mv"
    yield is_own and not has_images, "invalid", "mv_style Custom needs an image or a style image"
    yield not rises, "lyrics", "lyric_timestamp times must rise"
    yield letters >= 5000, "lyrics", "lyric_timestamp takes fewer than 5,000 characters"


def _real_estate(order: Order) -> Iterator[Check]:
    body, is_fast, is_ad = order.body, order.model == "fast", order.body.get("mode") == "ad_house_tour"
    has_product = order.on("product_url")
    for name in ("prompt", "img_references"):
        yield has_product and order.on(name), "invalid", f"product_url stands alone, without {name}"
        yield not order.on("product_url", name), "missing", f"{name} is required, or product_url"
    is_long = len(body.get("img_references", ())) > 20
    yield is_fast and is_long, "invalid", "img_references takes 20 items or less on fast"
    for name, word in (("mode", body.get("mode")), ("aspect_ratio", "21:9"), ("quality", "480p")):
        yield is_fast and bool(word) and body.get(name) == word, "invalid", f"{name} {word} is for pro"
    yield is_ad and "language_code" in body, "invalid", "language_code does not go with ad_house_tour"
    for name in ("duration", "video_style"):
        yield name in body and not is_ad, "invalid", f"{name} is for ad_house_tour"


CLIPS: Final = frozenset({"text_to_video", "image_to_video", "template_video", "transition", "extend"})
TAKES_VIDEO: Final = frozenset(
    {"extend", "lip_sync", "sound_effect", "restyle", "mask_selection", "swap", "mimic", "modify", "upscale"}
)
RULES: Final[tuple[tuple[frozenset[str], Callable[[Order], Iterator[Check]]], ...]] = (
    (frozenset({"restyle", "image_to_video", "template_video"}), _lengths),
    (TAKES_VIDEO, _source),
    (frozenset({"image_to_video", "template_video"}), _picture),
    (CLIPS | {"fusion"}, _generation),
    (CLIPS, _switches),
    (frozenset({"multi_transition"}), _multi_transition),
    (frozenset({"fusion"}), _fusion),
    (frozenset({"fusion", "recreate", "music_video", "real_estate"}), _references),
    (frozenset({"lip_sync", "avatar"}), _sound),
    (frozenset({"restyle"}), _restyle),
    (frozenset({"modify"}), _modify),
    (frozenset({"mask_selection", "image_template"}), _numbers),
    (frozenset({"music_video"}), _music_video),
    (frozenset({"real_estate"}), _real_estate),
    (CLIPS, _template),
)
"""What depends on more than one field, by operation, in the order in which it is judged."""
