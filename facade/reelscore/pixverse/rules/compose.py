"""Rows on keyframes (multi-transition) and references (fusion)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from reelscore.pixverse.rules.parts import each, entries, exactly_one, needed, one_of, replaced
from reelscore.pixverse.rules.words import AI, CN, FUSING, MISSING, OLD, REFUSED
from reelscore.rules.kinds import (
    ABSENT,
    GIVEN,
    CustomRule,
    Forbidden,
    Found,
    Length,
    NotIn,
    OneOf,
    Rule,
    Values,
    is_missing,
    length,
    shared,
)

_FRAMES = "multi_transition"
_IMAGES = "image_references"
_PROMPT = 5000
"""Characters of a fusion's prompt."""
_MENTION = re.compile(r"(?<![^\W_])(?<!@)@(?=\S)")


def _longest(values: Values) -> int:
    return 8 if len(entries(values, _FRAMES)) <= 2 else 5  # noqa: PLR2004 - the page's own figures


def _bad_steps(values: Values) -> Found:
    most = _longest(values)
    for index, frame in enumerate(entries(values, _FRAMES)[:-1]):
        if frame.duration is None or not 1 <= frame.duration <= most:
            yield f"{_FRAMES}[{index}].duration", frame.duration


def _mend_steps(values: Values) -> Mapping[str, Any]:
    most, last = _longest(values), len(entries(values, _FRAMES)) - 1

    def clamp(index: int, frame: Any) -> Mapping[str, Any]:
        return {} if index == last or frame.duration is None else {"duration": min(max(frame.duration, 1), most)}

    return replaced(values, _FRAMES, change=clamp)


def _bad_end(values: Values) -> Found:
    frames = entries(values, _FRAMES)
    if frames and frames[-1].duration:
        yield f"{_FRAMES}[{len(frames) - 1}].duration", frames[-1].duration


def _mend_end(values: Values) -> Mapping[str, Any]:
    last = len(entries(values, _FRAMES)) - 1
    return replaced(values, _FRAMES, change=lambda index, _: {"duration": None} if index == last else {})


def _fast_and_long(values: Values) -> Found:
    frames = entries(values, _FRAMES)
    is_long = any(frame.duration is not None and frame.duration > 5 for frame in frames[:-1])  # noqa: PLR2004
    return (("motion_mode", values.get("motion_mode")),) if is_long else ()


def _names(values: Values) -> tuple[str, ...]:
    references = (*entries(values, _IMAGES), *entries(values, "video_references"))
    return tuple(entry.ref_name for entry in references if isinstance(entry.ref_name, str) and entry.ref_name)


def _mentioned(text: str, names: Iterable[str]) -> set[str]:
    known = sorted(set(names), key=len, reverse=True)
    found: set[str] = set()
    place = 0
    while match := _MENTION.search(text, place):
        name = next((name for name in known if _begins(text[match.end() :], name)), "")
        found.add(name)
        place = match.end() + len(name)  # an @ inside a name mentions nothing
    return found


def _begins(text: str, name: str) -> bool:
    after = text[len(name) : len(name) + 1]
    return text.startswith(name) and not (after.isalnum() or after == "_")


def _unknown_mentions(values: Values) -> Found:
    prompt, names = values.get("prompt"), _names(values)
    is_wrong = isinstance(prompt, str) and bool(names) and "" in _mentioned(prompt, names)
    return (("prompt", prompt),) if is_wrong else ()


def _unused_names(values: Values) -> Found:
    prompt = values.get("prompt")
    used = _mentioned(prompt, _names(values)) if isinstance(prompt, str) else set[str]()
    for index, entry in enumerate(entries(values, _IMAGES)):
        if not is_missing(entry.ref_name) and entry.ref_name not in used:
            yield f"{_IMAGES}[{index}].ref_name", entry.ref_name


def _doubles(values: Values) -> Found:
    seen: set[str] = set()
    for index, entry in enumerate(entries(values, _IMAGES)):
        if not is_missing(entry.ref_name) and entry.ref_name in seen:
            yield f"{_IMAGES}[{index}].ref_name", entry.ref_name
        seen.add(entry.ref_name)


def _is_long_name(value: Any) -> bool:
    return isinstance(value, str) and (length(value, "bytes") or 0) > 30  # noqa: PLR2004 - bytes, by the page


_IMAGE = {"img_id": 1, "type": "subject", "ref_name": "fox"}
_REFERENCES = [{**_IMAGE, "ref_name": f"r{number}", "img_id": number} for number in range(1, 12)]
_FAST = {"model": "v4.5", "motion_mode": "fast", "quality": "540p"}
_OMNI = {"model": "v6", "reference_mode": "omni", "duration": 0}
_ALL = " ".join(f"@r{number}" for number in range(1, 12))

COMPOSE: tuple[Rule, ...] = (
    *shared(operations=("multi_transition",), source="M multi-transition")(
        CustomRule("frames.step", _FRAMES, find=_bad_steps, repair=_mend_steps,
            requirement="1 to 8 s between two frames, 1 to 5 s each between more", code=REFUSED,
            example={_FRAMES: [{"img_id": 1, "duration": 9}, {"img_id": 2}]}),
        CustomRule("frames.end", _FRAMES, find=_bad_end, repair=_mend_end,
            requirement="0 or nothing: after the last frame there is no more", code=REFUSED,
            example={_FRAMES: [{"img_id": 1, "duration": 3}, {"img_id": 2, "duration": 3}]}),
        CustomRule("frames.fast", "motion_mode", also_reads=(_FRAMES, "model"),
            when={"motion_mode": ("fast",), "model": OLD}, find=_fast_and_long,
            repair=lambda _: {"motion_mode": "normal"}, requirement="normal, or steps of at most 5 s", code=REFUSED,
            example={**_FAST, _FRAMES: [{"img_id": 1, "duration": 8}, {"img_id": 2}]}),
        OneOf("frames.fast-v5", "motion_mode", enum=("normal",), within=("normal", "fast"), when={"model": ("v5",)},
            severity="warning",
            message="pixverseai.cn ends fast with v4.5, the page of multi-transition does not say so",
            source="S2 motion_mode against M", example={"model": "v5", "motion_mode": "fast"}),
    ),
    # References.
    *shared(operations=("fusion",), source="M fusion")(
        Length("references.v5", _IMAGES, max_length=3, unit="items", when={"model": ("v4.5", "v5")}, code=REFUSED,
            example={"model": "v5", _IMAGES: _REFERENCES[:4], "prompt": _ALL[:15]}),
        Length("references.v5.5", _IMAGES, max_length=7, unit="items", when={"model": ("v5.5", "v5.6", "c1")},
            code=REFUSED, source="M fusion; CN; R",
            example={"model": "c1", _IMAGES: _REFERENCES[:8], "prompt": _ALL[:31]}),
        Length("references.v6", _IMAGES, max_length=7, unit="items",
            when={"model": ("v6",), "reference_mode": NotIn(("omni",))}, code=REFUSED,
            message="10 with reference_mode omni", source="CN; R; K",
            example={"model": "v6", _IMAGES: _REFERENCES[:8], "prompt": _ALL[:31]}),
        Length("references.omni", _IMAGES, max_length=10, unit="items", code=REFUSED, source="K",
            example={"model": "v6", "reference_mode": "omni", _IMAGES: _REFERENCES, "prompt": _ALL}),
        one_of("references.type", (_IMAGES, "type"), words=("subject", "background"), code=REFUSED,
            example={_IMAGES: [{**_IMAGE, "type": "style"}]}),
        needed("references.type-needed", (_IMAGES, "type"), hosts=AI, code=MISSING,
            message="pixverseai.cn can do without", source="M fusion against CN",
            example={_IMAGES: [{**_IMAGE, "type": None}]}),
        needed("references.name-needed", (_IMAGES, "ref_name"), hosts=AI, code=MISSING,
            message="pixverseai.cn can do without", source="M fusion against CN",
            example={_IMAGES: [{**_IMAGE, "ref_name": None}], "prompt": "it runs"}),
        CustomRule("references.unique", _IMAGES, also_reads=("video_references",), find=_doubles,
            requirement="a name of its own for each reference", code=REFUSED, example={_IMAGES: [_IMAGE, _IMAGE]}),
        CustomRule("references.name-length", _IMAGES, find=each(_IMAGES, "ref_name", wrong=_is_long_name),
            severity="warning", requirement="about 30 bytes of UTF-8", source="CN fusion; MCP",
            example={_IMAGES: [{**_IMAGE, "ref_name": "a" * 31}], "prompt": f"@{'a' * 31} runs"}),
        CustomRule("references.unused", _IMAGES, also_reads=("prompt", "video_references"), find=_unused_names,
            severity="warning", requirement="named in the prompt as @name, followed by a space", source="MCP",
            example={"prompt": "it runs"}),
        CustomRule("references.unknown", "prompt", also_reads=(_IMAGES, "video_references"), find=_unknown_mentions,
            requirement="@ only before the exact name of a reference", code=REFUSED, source="M fusion guide",
            example={"prompt": "@dog runs with @fox"}),
    ),
    # Omni: images and videos together.
    *shared(operations=("fusion",), source="K")(
        OneOf("omni.known", "reference_mode", enum=("omni",), severity="warning", message="no document names this mode",
            example={"model": "v6", "reference_mode": "solo"}),
        Forbidden("omni.model", "reference_mode", when={"model": tuple(model for model in FUSING if model != "v6")},
            code=REFUSED, message="it is for v6", example={"model": "c1", "reference_mode": "omni"}),
        Forbidden("omni.videos", "video_references", when={"reference_mode": ABSENT}, code=REFUSED,
            message="videos need reference_mode omni",
            example={"model": "v6", "duration": 0, "video_references": [{"video_id": 2}]}),
        OneOf("omni.duration", "duration", enum=(0,), when={"video_references": GIVEN}, code=REFUSED,
            message="with videos the length follows from them",
            example={"model": "v6", "reference_mode": "omni", "duration": 5, "video_references": [{"video_id": 2}]}),
    ),
    exactly_one("omni.video", "video_references", parts=("video_id", "video_url"), operations=("fusion", "recreate"),
        code=REFUSED, source="K",
        example={**_OMNI, "video_references": [{"video_id": 2, "video_url": "https://example.com/a.mp4"}]}),
    Forbidden("omni.cn", "reference_mode", operations=("fusion",), hosts=CN, severity="warning",
        message="seen on pixverse.ai only; unseen is not absent", source="K",
        example={"model": "v6", "reference_mode": "omni"}),
)  # fmt: skip
