"""The rules of kie.ai beyond types, words and bounds, which come from the specification: pictures, models, addresses.

Uncertain facts are warnings. Models of a later generation pass: the vendor knows them before any page does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from reelscore.kie.rule_parts import address, check, is_link, items, link, upload_rules
from reelscore.rules.kinds import (
    ABSENT,
    FROM_WIRE,
    GIVEN,
    CustomRule,
    Forbidden,
    Found,
    Length,
    NotIn,
    OneOf,
    Range,
    Required,
    Rule,
    Values,
    shared,
)

__all__ = ["RULES"]
APRIL = "Kie.ai docs, 2026-04-20"
AUGUST = "Kie.ai OpenAPI export, 2026-08-12"
BOTH = f"{APRIL}; {AUGUST}"
LUMA = "Kie.ai docs, Luma pages, 2025"
_PICTURE = "https://example.com/picture.png"
_GONE = "gone from the pages of August 2026"


class _Named:
    """Names that a pattern matches, or all others."""

    def __init__(self, pattern: str, *, matching: bool) -> None:
        self._pattern, self._matching = re.compile(pattern, re.IGNORECASE), matching

    def __contains__(self, value: object) -> bool:
        return isinstance(value, str) and (self._pattern.match(value) is not None) is self._matching


def _models(operation: str, *models: str, later: str, new: str, odd: str) -> tuple[Rule, ...]:
    """Refuse names of known generations that are none of the models; warn of those of later ones."""
    return shared(operations=(operation,), source=AUGUST)(
        OneOf(f"model.{operation}", "model", enum=models, within=_Named(later, matching=False),
            message="not offered by this operation", example={"model": odd}),
        OneOf(f"model.{operation}-new", "model", enum=models, within=_Named(later, matching=True), severity="warning",
            message="no page that was read names it", example={"model": new}),
    )  # fmt: skip


MODELS: tuple[Rule, ...] = (
    *_models("veo", "veo3", "veo3_fast", "veo3_lite", later=r"veo\D?([4-9]|\d\d)", new="veo4", odd="fast"),
    *_models("veo_extend", "fast", "quality", "lite", later=r"veo\D?([4-9]|\d\d)", new="veo4", odd="veo3_fast"),
    *_models("flux_kontext", "flux-kontext-pro", "flux-kontext-max", later=r"flux-?[2-9]|flux-kontext-\d",
        new="flux-kontext-2", odd="flux-pro"),
)  # fmt: skip


def _rendered(values: Values) -> Any:
    return values.get("task_id") if values.get("source_resolution") in {"1080p", "4k"} else None


_TEXT = {"generation_type": ("TEXT_2_VIDEO",)}
_FRAMES = {"generation_type": ("FIRST_AND_LAST_FRAMES_2_VIDEO",)}
_REFERENCES = {"generation_type": ("REFERENCE_2_VIDEO",)}
_REFERENCE = {"generation_type": "REFERENCE_2_VIDEO", "image_urls": (_PICTURE,)}
VEO: tuple[Rule, ...] = (
    *shared(operations=("veo",), source=BOTH)(
        Forbidden("veo.text", "image_urls", when=_TEXT, message="TEXT_2_VIDEO takes no pictures",
            example={"generation_type": "TEXT_2_VIDEO", "image_urls": (_PICTURE,)}),
        Required("veo.frames", "image_urls", when=_FRAMES, message="the first frame, or the first and the last",
            example={"generation_type": "FIRST_AND_LAST_FRAMES_2_VIDEO", "image_urls": None}),
        Length("veo.frames-most", "image_urls", max_length=2, unit="items", when=_FRAMES,
            example={"generation_type": "FIRST_AND_LAST_FRAMES_2_VIDEO", "image_urls": (_PICTURE,) * 3}),
        Length("veo.pictures", "image_urls", max_length=2, unit="items", when={"generation_type": ABSENT},
            message="without generation_type they are first and last frame",
            example={"generation_type": None, "image_urls": (_PICTURE,) * 3}),
        Required("veo.references", "image_urls", when=_REFERENCES, message="one to three pictures",
            example={"generation_type": "REFERENCE_2_VIDEO", "image_urls": None}),
        Length("veo.references-most", "image_urls", max_length=3, unit="items", when=_REFERENCES,
            example={"generation_type": "REFERENCE_2_VIDEO", "image_urls": (_PICTURE,) * 4}),
        OneOf("veo.reference-model", "model", enum=("veo3_fast", "veo3_lite"), within=("veo3",), when=_REFERENCES,
            message="veo3 makes no videos from references", example={**_REFERENCE, "model": "veo3"}),
        OneOf("veo.reference-seconds", "duration", enum=(8,), when=_REFERENCES, source=AUGUST,
            message="videos from references have 8 s", example={**_REFERENCE, "duration": 4}),
        Forbidden("veo.seeds", "seeds", severity="warning", message=_GONE, source=AUGUST, example={"seeds": 12345}),
        Forbidden("veo.fallback", "enable_fallback", unless=(False,), severity="warning",
            message="deprecated; its result is not rendered to 1080p", example={"enable_fallback": True}),
    ),
    check("extend.rendered", "task_id", find=_rendered, also_reads=("source_resolution",), operations=("veo_extend",),
        requirement="a video that was rendered to neither 1080p nor 4K", source=BOTH,
        message="the vendor extends no rendered video", example={"source_resolution": "1080p"}),
)  # fmt: skip


def _masked(values: Values) -> Any:
    files = values.get("files_url")
    return values.get("mask_url") if isinstance(files, (list, tuple)) and len(files) > 1 else None


IMAGES: tuple[Rule, ...] = (
    *shared(operations=("image_4o",), source=BOTH)(
        Required("image.prompt", "prompt", when={"files_url": ABSENT, "file_url": ABSENT},
            message="words, or pictures in files_url", example={"prompt": None, "files_url": None}),
        Forbidden("image.file", "file_url", severity="warning", message="deprecated: use files_url",
            example={"file_url": _PICTURE}),
        check("image.mask-of-many", "mask_url", find=_masked, also_reads=("files_url",), severity="warning",
            requirement="nothing where files_url has several", message="the vendor ignores it then",
            example={"files_url": (_PICTURE, _PICTURE), "mask_url": _PICTURE}),
        Forbidden("image.fallback", "fallback_model", when={"enable_fallback": NotIn((True,))}, severity="warning",
            message="has no effect without enable_fallback", example={"fallback_model": "FLUX_MAX"}),
        *(
            Forbidden(f"image.gone.{field}", field, severity="warning", message=_GONE, source=AUGUST,
                example={field: given})
            for field, given in {"mask_url": _PICTURE, "n_variants": 2, "is_enhance": True, "upload_cn": True,
                                 "enable_fallback": True}.items()
        ),
    ),
    *shared(operations=("flux_kontext",), source=BOTH)(
        Range("image.tolerance", "safety_tolerance", minimum=0, maximum=6, when={"input_image": ABSENT},
            example={"input_image": None, "safety_tolerance": 7}),
        Range("image.tolerance-edit", "safety_tolerance", minimum=0, maximum=2, when={"input_image": GIVEN},
            message="0 to 2 for an edit", example={"input_image": _PICTURE, "safety_tolerance": 3}),
    ),
)  # fmt: skip


def _long_and_sharp(values: Values) -> Found:
    both = values.get("duration") == 10 and values.get("quality") == "1080p"  # noqa: PLR2004 - seconds
    return (("duration", 10), ("quality", "1080p")) if both else ()


def _over(field: str, most: float) -> Callable[[Values], Any]:
    def find(values: Values) -> Any:
        given = values.get(field)
        return values.get("video_url") if isinstance(given, (int, float)) and given > most else None

    return find


FILMS: tuple[Rule, ...] = (
    *shared(operations=("runway",), source=BOTH)(
        CustomRule("runway.sharp", "quality", find=_long_and_sharp, also_reads=("duration",),
            repair=lambda _: {"quality": "720p"}, requirement="10 s at 720p, or 5 s",
            message="10 s and 1080p exclude each other", example={"duration": 10, "quality": "1080p"}),
        Required("runway.ratio", "aspect_ratio", when={"image_url": ABSENT}, message="needed without a picture",
            example={"image_url": None, "aspect_ratio": None}),
        Forbidden("runway.ratio-unused", "aspect_ratio", when={"image_url": GIVEN}, severity="warning",
            message="the picture's ratio is kept", example={"image_url": _PICTURE, "aspect_ratio": "16:9"}),
    ),
    *shared(operations=("luma_modify",), source=LUMA, when={FROM_WIRE: NotIn((True,))},
        message="the vendor withdrew it by April 2026; withdrawn=True sends it all the same")(
        OneOf("luma.withdrawn", "withdrawn", enum=(True,), example={"withdrawn": False}),
        Required("luma.withdrawn-needed", "withdrawn", example={"withdrawn": None}),
    ),
    *shared(operations=("luma_modify",), source=LUMA)(
        *(
            check(f"luma.{field}", "video_url", also_reads=(field,), requirement=words, find=_over(field, most),
                message="the video is too large", example={field: most + 1})
            for field, most, words in (("source_seconds", 10, "at most 10 s"),
                                       ("source_bytes", 500 * 1024**2, "at most 500 MB"))
        ),
    ),
    Range("market.seconds", "source_seconds", exclusive_minimum=0, operations=("market",), source="length of a file",
        example={"source_seconds": 0}),
)  # fmt: skip


# Addresses.


def _ending(field: str, operation: str, *endings: str, source: str, example: Any) -> CustomRule:
    def find(values: Values) -> Found:
        for path, item in items(values, field):
            name = re.split(r"[?#]", item)[0].rpartition("/")[2] if is_link(item) else ""
            if "." in name and name.rpartition(".")[2].lower() in _MEDIA - {*endings}:
                yield path, item

    return CustomRule(f"ending.{field}", field, operations=(operation,), find=find, source=source,
        requirement=", ".join(endings), message="the vendor takes no such file", example={field: example})  # fmt: skip


_MEDIA = frozenset({
    "mp4", "mov", "avi", "webm", "mkv", "wmv", "flv", "mpeg", "mpg", "m4v", "3gp", "gif", "bmp", "tif", "tiff", "svg",
    "heic", "heif", "avif", "jpg", "jpeg", "png", "webp", "jfif", "pjpeg", "pjp", "mp3", "wav", "pdf", "txt",
})  # fmt: skip
"""Endings that tell what a file is; all others say nothing."""
_TASKS = (
    "veo", "veo_extend", "veo_4k", "image_4o", "flux_kontext", "runway", "runway_extend", "aleph", "luma_modify",
    "market",
)  # fmt: skip
_ODD, _WEBM = "ftp://example.com/a", "https://example.com/a.webm"
ADDRESSES: tuple[Rule, ...] = (
    *shared(source=BOTH)(
        link("call_back_url", *_TASKS, example={"call_back_url": _ODD}),
        link("url", "download_url", "image_4o_download_url", example={"url": _ODD}),
        address("image_urls", "veo", example={"image_urls": (_ODD,)}),
        address("files_url", "image_4o", example={"files_url": (_ODD,)}),
        address("file_url", "image_4o", row="file_url.image_4o", example={"file_url": _ODD}),
        address("mask_url", "image_4o", example={"mask_url": _ODD}),
        address("input_image", "flux_kontext", example={"input_image": _ODD}),
        address("image_url", "runway", example={"image_url": _ODD}),
        address("video_url", "aleph", "luma_modify", example={"video_url": _ODD}),
        address("reference_image", "aleph", example={"reference_image": _ODD}),
    ),
    *(
        _ending(field, "image_4o", "jfif", "pjpeg", "jpeg", "pjp", "jpg", "png", "webp", source=BOTH, example=odd)
        for field, odd in (("files_url", (_WEBM,)), ("file_url", _WEBM), ("mask_url", _WEBM))
    ),
    _ending("video_url", "luma_modify", "mp4", "mov", "avi", source=LUMA, example=_WEBM),
)

RULES: tuple[Rule, ...] = (*MODELS, *VEO, *IMAGES, *FILMS, *ADDRESSES, *upload_rules(BOTH))
