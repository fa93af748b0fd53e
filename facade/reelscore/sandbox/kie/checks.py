# ruff: noqa: PLR2004 - a check holds its own limit, next to the text that names it
"""What kie.ai refuses when a task is ordered: fields that break their schema, and fields that depend on others.

Source: docs.kie.ai. The facade's rules are not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from reelscore.sandbox.schemas import problems
from reelscore.sandbox.values import Refusal


def refusals(operation: str, body: Mapping[str, Any]) -> Iterator[Refusal]:
    """Yield every reason to refuse a request; what depends on several fields is asked once each is right by itself."""
    digits = str(body.get("duration", ""))
    if operation == "runway" and digits.isdecimal():  # a number in the schema, a text in its sample
        body = {**body, "duration": int(digits)}
    found = problems("kie", "kie.ai", operation, body)
    for problem in found:
        kind = "tolerance" if problem.field == "safetyTolerance" else "invalid"
        yield Refusal("callback", problem.field) if problem.keyword == "required" else Refusal(kind, problem.text)
    if found:
        return
    if operation in _RULES:
        yield from _RULES[operation](body)


def _veo(body: Mapping[str, Any]) -> Iterator[Refusal]:
    kind, count = body.get("generationType"), len(body.get("imageUrls") or ())
    least, most = {
        "TEXT_2_VIDEO": (0, 0),
        "FIRST_AND_LAST_FRAMES_2_VIDEO": (1, 2),
        "REFERENCE_2_VIDEO": (1, 3),
        None: (0, 2),
    }[kind or None]
    if not least <= count <= most:
        yield Refusal("invalid", f"imageUrls takes {least} to {most} images for {kind or 'this request'}")
    if kind == "REFERENCE_2_VIDEO" and body.get("model") == "veo3":
        yield Refusal("invalid", "REFERENCE_2_VIDEO is offered on veo3_fast and veo3_lite")
    if kind == "REFERENCE_2_VIDEO" and body.get("duration", 8) != 8:
        yield Refusal("invalid", "REFERENCE_2_VIDEO takes a duration of 8")


def _image(body: Mapping[str, Any]) -> Iterator[Refusal]:
    if not any(body.get(name) for name in ("prompt", "filesUrl", "fileUrl")):
        yield Refusal("invalid", "prompt and filesUrl cannot both be empty")

    for url in [*(body.get("filesUrl") or ()), body.get("fileUrl") or "", body.get("maskUrl") or ""]:
        if _ending(url) not in {"", "jfif", "pjpeg", "jpeg", "pjp", "jpg", "png", "webp"}:
            yield Refusal("invalid", "filesUrl takes .jfif, .pjpeg, .jpeg, .pjp, .jpg, .png and .webp")


def _ending(url: str) -> str:
    """Return what follows the last dot of a link's path; what is longer than five letters is no ending."""
    name, dot, ending = urlsplit(url).path.rpartition("/")[2].rpartition(".")
    return ending.lower() if name and dot and len(ending) <= 5 else ""


def _luma(body: Mapping[str, Any]) -> Iterator[Refusal]:
    if _ending(body["videoUrl"]) not in {"", "mp4", "mov", "avi"}:
        yield Refusal("invalid", "videoUrl takes MP4, MOV and AVI")


def _flux(body: Mapping[str, Any]) -> Iterator[Refusal]:
    if body.get("inputImage") and body.get("safetyTolerance", 2) > 2:
        yield Refusal("tolerance")


def _runway(body: Mapping[str, Any]) -> Iterator[Refusal]:
    if body["duration"] == 10 and body["quality"] == "1080p":
        yield Refusal("invalid", "1080p is not available for 10-second videos")
    if not body.get("imageUrl") and not body.get("aspectRatio"):
        yield Refusal("callback", "aspectRatio")


_RULES = {"veo": _veo, "image_4o": _image, "flux_kontext": _flux, "runway": _runway, "luma_modify": _luma}
