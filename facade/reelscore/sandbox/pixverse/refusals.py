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
from reelscore.sandbox.tables import refusal_rows, told
from reelscore.sandbox.values import Answer, Refusal

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
PROMPT_LIMITS: Final[Mapping[str, int]] = dict.fromkeys(("transition", "extend", "template_video", "restyle"), 2048)
"""Code points; the others take 5000."""
CN_PROMPT_LIMITS: Final[Mapping[str, int]] = {**PROMPT_LIMITS, "image_to_video": 2048, "restyle": 5000}
"""On pixverseai.cn the image-to-video reference prints 2048, the restyle reference 5000."""
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
            yield _no(name, "is not supported")
    order = Order(operation, host, known("pixverse", host, operation, body))
    for operations, rule in RULES:
        if operation in operations:
            yield from rule(order)


def _no(field: str, text: str, kind: str = "invalid") -> Refusal:
    return Refusal(kind, f"{field} {text}")


def _lengths(order: Order) -> Iterator[Refusal]:
    limits = CN_PROMPT_LIMITS if order.host == "pixverseai.cn" else PROMPT_LIMITS
    limit = limits.get(order.operation, 5000)
    for name in ("prompt", "restyle_prompt"):
        if len(order.body.get(name) or "") > limit:
            yield _no(name, f"is longer than {limit} characters", "prompt")


def _source(order: Order) -> Iterator[Refusal]:
    if not order.one_of("source_video_id", "video_media_id"):
        yield _no("source_video_id", "or video_media_id, one of the two")


def _picture(order: Order) -> Iterator[Refusal]:
    if not order.one_of("img_id", "img_ids"):
        yield _no("img_id", "or img_ids, one of the two")
    if order.operation == "image_to_video" and "img_ids" in order.body:
        yield _no("img_ids", "is only for multi-image templates")


def _generation(order: Order) -> Iterator[Refusal]:
    body, model, quality, seconds = order.body, order.model, order.body["quality"], order.body["duration"]
    if seconds not in ({0} if order.on("video_references") else DURATIONS[model]):
        yield _no("duration", "does not fit the model")
    if quality == "1080p" and (model, seconds) in NOT_AT_1080P:
        yield _no("duration", "is not possible at 1080p")
    if body.get("aspect_ratio", "16:9") not in BASE_RATIOS and model not in FREE_LENGTH:
        yield _no("aspect_ratio", "needs v6 or c1")
    if body.get("motion_mode") == "fast" and (model not in OLD or quality == "1080p" or seconds != 5):
        yield _no("motion_mode", "fast needs v4.5 or older, 5 s and less than 1080p")


def _switches(order: Order) -> Iterator[Refusal]:
    model, speaks = order.model, ("lip_sync_tts_switch", "lip_sync_switch")
    if order.on("camera_movement") and (model not in {"v4", "v4.5"} or order.on("template_id")):
        yield _no("camera_movement", "needs v4 or v4.5 and no template")
    if order.on("generate_audio_switch") and model not in AUDIO:
        yield _no("generate_audio_switch", "needs v5.5 or newer")
    if order.on("generate_multi_clip_switch") and model not in {"v5.5", "v6"}:
        yield _no("generate_multi_clip_switch", "needs v5.5 or v6")
    if "thinking_type" in order.body and model not in AUDIO - {"c1"}:
        yield _no("thinking_type", "needs v5.5, v5.6 or v6")
    if order.on("sound_effect_switch", "sound_effect_content") and model in AUDIO and not order.on("template_id"):
        yield _no("sound_effect_switch", "needs v5 or older, or a template")
    if order.on(*speaks, "lip_sync_tts_content", "lip_sync_tts_speaker_id") and model in AUDIO:
        yield _no("lip_sync_tts_switch", "needs v5 or older")


def _template(order: Order) -> Iterator[Refusal]:
    if order.body.get("template_id") == INACTIVE_TEMPLATE:
        yield Refusal("template")
    if order.body.get("template_id") == SMALL_TEMPLATE and order.body["quality"] in {"720p", "1080p"}:
        yield Refusal("template_quality")


def _multi_transition(order: Order) -> Iterator[Refusal]:
    body, lengths = order.body, [item.get("duration") or 0 for item in order.body["multi_transition"]]
    *inner, last = lengths
    limit = 8 if len(inner) == 1 else 5
    if body.get("motion_mode") == "fast" and order.model in OLD and (body["quality"] == "1080p" or max(lengths) > 5):
        yield _no("motion_mode", "fast needs less than 1080p and at most 5 s")  # nothing is said of v5
    if last != 0 or not all(1 <= seconds <= limit for seconds in inner):
        yield _no("multi_transition", "durations are 1-8 s for two items, 1-5 s for more, and 0 for the last")
    if not 1 <= sum(lengths) <= 30:
        yield _no("multi_transition", "durations sum to 1-30 s")


def _fusion(order: Order) -> Iterator[Refusal]:
    body, model, images = order.body, order.model, order.body["image_references"]
    names = [item["ref_name"] for item in images if item.get("ref_name")]
    most = 10 if body.get("reference_mode") == "omni" else 3 if model in {"v4.5", "v5"} else 7
    if order.on("generate_audio_switch") and model not in AUDIO - {"v5.5"}:
        yield _no("generate_audio_switch", "needs v5.6, v6 or c1")
    if len(images) > most:
        yield _no("image_references", f"takes {most} items or less")
    if len(set(names)) < len(names):
        yield _no("image_references", "ref_name must be unique")
    for part in ("type", "ref_name") if order.host == "pixverse.ai" else ():
        if not all(item.get(part) for item in images):
            yield _no("image_references", f"{part} is required", "missing")
    if _calls_unknown(order):
        yield _no("prompt", "calls a name that is no ref_name")
    if body.get("reference_mode") not in {None, "omni"}:
        yield _no("reference_mode", "must be one of omni")
    if ("reference_mode" in body or order.on("video_references")) and model != "v6":
        yield _no("reference_mode", "and video_references need v6")
    if order.on("video_references") and body.get("reference_mode") != "omni":
        yield _no("video_references", "need reference_mode omni")


def _calls_unknown(order: Order) -> bool:
    """Return whether an ``@name`` of the prompt is none of the names, where there are names."""
    prompt, items = order.body["prompt"], (*order.body["image_references"], *order.body.get("video_references", ()))
    names = [item["ref_name"] for item in items if item.get("ref_name")]
    called = [prompt[match.end() :] for match in re.finditer(r"(?<![^\W_])@(?=[^\s@])", prompt)]
    return bool(names) and not all(any(_begins(text, name) for name in names) for text in called)


def _begins(text: str, name: str) -> bool:
    after = text[len(name) : len(name) + 1]
    return text.startswith(name) and not (after.isalnum() or after == "_")


def _references(order: Order) -> Iterator[Refusal]:
    parts = {"video_references": "video", "img_references": "img", "style_img_references": "img"}
    for name, part in parts.items():
        for item in order.body.get(name, ()):
            if (item.get(f"{part}_id") is None) == (item.get(f"{part}_url") is None):
                yield _no(name, f"{part}_id or {part}_url, one of the two")


def _sound(order: Order) -> Iterator[Refusal]:
    has_text = "lip_sync_tts_speaker_id" in order.body and order.on("lip_sync_tts_content")
    if ("audio_media_id" in order.body) == has_text:
        yield _no("audio_media_id", "or lip_sync_tts_speaker_id with lip_sync_tts_content, one of the two")


def _restyle(order: Order) -> Iterator[Refusal]:
    if not order.one_of("restyle_id", "restyle_prompt"):
        yield _no("restyle_prompt", "or restyle_id, one of the two")
    if order.body.get("restyle_prompt") == "":
        yield _no("restyle_prompt", "cannot be empty")


def _modify(order: Order) -> Iterator[Refusal]:
    for word, names in (("selection", ("mask_ids", "mask_urls")), ("img", ("img_ids",))):
        given = sum(len(order.body.get(name, ())) for name in names)
        if any(int(digits) >= given for digits in re.findall(rf"@{word}([0-9]{{1,4}})", order.body["prompt"])):
            yield _no("prompt", f"calls a {word} that is not given")


def _numbers(order: Order) -> Iterator[Refusal]:
    name = "keyframe_id" if order.operation == "mask_selection" else "template_id"
    if order.body.get(name, 1) < 1:
        yield _no(name, "must be 1 or more")


def _music_video(order: Order) -> Iterator[Refusal]:
    words = order.body.get("lyric_timestamp", {}).get("words", [])
    times = [(word["start"], word["end"]) for word in words]
    rising = all(before[0] <= after[0] for before, after in pairwise(times))
    if order.body["mv_agent_type"] not in {"vibe_mv_v3_custom", "vibe_mv"}:
        yield _no("mv_agent_type", "must be one of vibe_mv_v3_custom, vibe_mv")
    if str(order.body.get("mv_style")).lower() == "custom" and not order.on("img_references", "style_img_references"):
        yield _no("mv_style", "Custom needs an image or a style image")
    if not rising or any(end < start for start, end in times):
        yield _no("lyric_timestamp", "times must rise", "lyrics")
    if sum(len(word["word"]) for word in words) >= 5000:
        yield _no("lyric_timestamp", "takes fewer than 5,000 characters", "lyrics")


def _real_estate(order: Order) -> Iterator[Refusal]:
    body, is_fast, is_ad = order.body, order.model == "fast", order.body.get("mode") == "ad_house_tour"
    for name in ("prompt", "img_references"):
        if order.on("product_url") and order.on(name):
            yield _no("product_url", f"stands alone, without {name}")
        elif not order.on("product_url", name):
            yield _no(name, "is required, or product_url", "missing")
    if is_fast and len(body.get("img_references", ())) > 20:
        yield _no("img_references", "takes 20 items or less on fast")
    for name, word in (("mode", body.get("mode")), ("aspect_ratio", "21:9"), ("quality", "480p")):
        if is_fast and word and body.get(name) == word:
            yield _no(name, f"{word} is for pro")
    if is_ad and "language_code" in body:
        yield _no("language_code", "does not go with ad_house_tour")
    for name in ("duration", "video_style"):
        if name in body and not is_ad:
            yield _no(name, "is for ad_house_tour")


CLIPS: Final = frozenset({"text_to_video", "image_to_video", "template_video", "transition", "extend"})
TAKES_VIDEO: Final = frozenset(
    {"extend", "lip_sync", "sound_effect", "restyle", "mask_selection", "swap", "mimic", "modify", "upscale"}
)
RULES: Final[tuple[tuple[frozenset[str], Callable[[Order], Iterator[Refusal]]], ...]] = (
    (CLIPS | {"restyle", "modify", "fusion"}, _lengths),
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
