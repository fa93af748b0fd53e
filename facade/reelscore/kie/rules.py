"""The rules of kie.ai beyond types, words and bounds, which come from the specification: pictures, models, addresses.

Uncertain facts are warnings. Models of a later generation pass: the vendor knows them before any page does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

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
    is_missing,
    shared,
)

__all__ = ["RULES"]
APRIL = "Kie.ai docs, 2026-04-20"
AUGUST = "Kie.ai OpenAPI export, 2026-08-12"
BOTH = f"{APRIL}; {AUGUST}"
LUMA = "Kie.ai docs, Luma pages, 2025"
_FILM = "https://example.com/film.mp4"
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


def _check(row: str, field: str, *, find: Callable[[Values], Any], **rest: Any) -> CustomRule:
    """Make a row of a function that gives what breaks it, or None."""

    def found(values: Values) -> Found:
        given = find(values)
        return () if given is None else ((field, given),)

    return CustomRule(row, field, find=found, **rest)


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
    _check("extend.rendered", "task_id", find=_rendered, also_reads=("source_resolution",), operations=("veo_extend",),
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
        _check("image.mask-of-many", "mask_url", find=_masked, also_reads=("files_url",), severity="warning",
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
            _check(f"luma.{field}", "video_url", also_reads=(field,), requirement=words, find=_over(field, most),
                message="the video is too large", example={field: most + 1})
            for field, most, words in (("source_seconds", 10, "at most 10 s"),
                                       ("source_bytes", 500 * 1024**2, "at most 500 MB"))
        ),
    ),
    Range("market.seconds", "source_seconds", exclusive_minimum=0, operations=("market",), source="length of a file",
        example={"source_seconds": 0}),
)  # fmt: skip


# Addresses.


def _is_link(value: Any) -> bool:
    return isinstance(value, str) and re.match(r"https?://[^\s/?#]+\S*$", value, re.IGNORECASE) is not None


def _items(value: Any, field: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, (list, tuple)):
        yield from ((f"{field}[{index}]", item) for index, item in enumerate(value))
    elif not is_missing(value):
        yield field, value


def _address(field: str, *operations: str, takes_file: bool = True, source: str = BOTH) -> CustomRule:
    def find(values: Values) -> Found:
        for path, item in _items(values.get(field), field):
            is_file = takes_file and not values.get(FROM_WIRE) and not (isinstance(item, str) and "://" in item)
            if not is_file and not _is_link(item):
                yield path, item

    allowed = "an http(s) URL, or a path, bytes or a file" if takes_file else "an http(s) URL"
    odd = "ftp://example.com/a"
    given: Any = (odd,) if field in {"image_urls", "files_url"} else odd
    alone = {"file": None, "base64_data": None} if field == "file_url" and not takes_file else {}
    return CustomRule(f"address.{field}.{operations[0]}", field, operations=operations, find=find, requirement=allowed,
        also_reads=(FROM_WIRE,), source=source, example={**alone, field: given})  # fmt: skip


def _ending(field: str, operation: str, *endings: str, source: str) -> CustomRule:
    def find(values: Values) -> Found:
        for path, item in _items(values.get(field), field):
            name = re.split(r"[?#]", item)[0].rpartition("/")[2] if _is_link(item) else ""
            if "." in name and name.rpartition(".")[2].lower() in _MEDIA - {*endings}:
                yield path, item

    odd = "https://example.com/a.webm"
    return CustomRule(f"ending.{field}", field, operations=(operation,), find=find, source=source,
        requirement=", ".join(endings), message="the vendor takes no such file",
        example={field: (odd,) if field == "files_url" else odd})  # fmt: skip


_MEDIA = frozenset({
    "mp4", "mov", "avi", "webm", "mkv", "wmv", "flv", "mpeg", "mpg", "m4v", "3gp", "gif", "bmp", "tif", "tiff", "svg",
    "heic", "heif", "avif", "jpg", "jpeg", "png", "webp", "jfif", "pjpeg", "pjp", "mp3", "wav", "pdf", "txt",
})  # fmt: skip
"""Endings that tell what a file is; all others say nothing."""
_TASKS = (
    "veo", "veo_extend", "veo_4k", "image_4o", "flux_kontext", "runway", "runway_extend", "aleph", "luma_modify",
    "market",
)  # fmt: skip
ADDRESSES: tuple[Rule, ...] = (
    _address("call_back_url", *_TASKS, takes_file=False),
    _address("image_urls", "veo"),
    _address("files_url", "image_4o"),
    _address("file_url", "image_4o"),
    _address("mask_url", "image_4o"),
    _address("input_image", "flux_kontext"),
    _address("image_url", "runway"),
    _address("video_url", "aleph", "luma_modify"),
    _address("reference_image", "aleph"),
    _address("url", "download_url", "image_4o_download_url", takes_file=False),
    *(
        _ending(field, "image_4o", "jfif", "pjpeg", "jpeg", "pjp", "jpg", "png", "webp", source=BOTH)
        for field in ("files_url", "file_url", "mask_url")
    ),
    _ending("video_url", "luma_modify", "mp4", "mov", "avi", source=LUMA),
)


def _alone(field: str) -> dict[str, Any]:
    return {name: None for name in ("file", "base64_data", "file_url") if name != field}


def _slashed(values: Values) -> Any:
    path = values.get("upload_path")
    return path if isinstance(path, str) and path != path.strip("/") else None


def _no_link(values: Values) -> Any:
    link = values.get("file_url")
    return None if is_missing(link) or _is_link(link) else link


_GIVEN_BY = {"file": "stream", "base64_data": "base64", "file_url": "url"}
_SAMPLES: dict[str, Any] = {"file": b"ID3", "base64_data": "aGVsbG8=", "file_url": _FILM}
UPLOADS: tuple[Rule, ...] = shared(operations=("upload_file",), source=BOTH)(
    *(
        Required(f"upload.{field}", field, when={"way": (way,)}, example={"way": way, **dict.fromkeys(_GIVEN_BY)})
        for field, way in _GIVEN_BY.items()
    ),
    *(
        Forbidden(f"upload.only.{field}", field, when={"way": NotIn((way, None))},
            message="one of file, base64_data, file_url",
            example={**dict.fromkeys(_GIVEN_BY), **{name: _SAMPLES[name] for name in (field, other)},
                     "way": _GIVEN_BY[other]})
        for field, way in _GIVEN_BY.items() for other in ("file_url" if field != "file_url" else "base64_data",)
    ),
    Required("upload.path", "upload_path", when={FROM_WIRE: (True,)},
        example={"upload_path": None, **_alone("base64_data")}),
    _check("upload.link", "file_url", find=_no_link, when={"way": ("url",)}, requirement="an http(s) URL",
        example={**_alone("file_url"), "file_url": "ftp://example.com/a"}),
    _check("upload.slashes", "upload_path", find=_slashed, requirement="no slash at either end",
        repair=lambda values: {"upload_path": str(values["upload_path"]).strip("/") or "reelscore"},
        example={"upload_path": "/images/", **_alone("base64_data")}),
)  # fmt: skip

RULES: tuple[Rule, ...] = (*MODELS, *VEO, *IMAGES, *FILMS, *ADDRESSES, *UPLOADS)
