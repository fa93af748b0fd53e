"""Rules of uploads, lists, voices, the log of deductions, image templates, and operations seen on one host only."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from reelscore.pixverse.rules.words import (
    CN,
    CREATION_TYPES,
    MISSING,
    REFUSED,
    SEEN_ON_AI_ONLY,
)
from reelscore.rules.kinds import (
    ABSENT,
    GIVEN,
    CustomRule,
    ExactlyOneOf,
    Forbidden,
    Found,
    OneOf,
    Required,
    Rule,
    Values,
    shared,
)


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.strptime(value, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - the vendor's text says UTC by itself
    except (TypeError, ValueError):
        return None


def _bad_time(values: Values, *, name: str) -> Found:
    value = values.get(name)
    return ((name, value),) if value and _moment(value) is None else ()


def _bad_span(values: Values) -> Found:
    start, end = _moment(values.get("start_time")), _moment(values.get("end_time"))
    is_bad = start is not None and end is not None and not timedelta(0) <= end - start <= timedelta(days=30)
    return (("end_time", values.get("end_time")),) if is_bad else ()


def _strange_kinds(values: Values) -> Found:
    given = values.get("creation_type")
    kinds = given if isinstance(given, (list, tuple)) else ()
    return tuple((f"creation_type[{index}]", kind) for index, kind in enumerate(kinds) if kind not in CREATION_TYPES)


def _month_after(values: Values) -> dict[str, Any]:
    start, end = _moment(values.get("start_time")), _moment(values.get("end_time"))
    if start is None or end is None or end < start:
        return {}
    return {"end_time": f"{start + timedelta(days=30):%Y-%m-%d %H:%M:%S}"}


def _seen_elsewhere(_: Values, *, operation: str) -> Found:
    return (("operation", operation),)


ACCOUNT: tuple[Rule, ...] = (
    # Uploads.
    ExactlyOneOf("upload.image", "image", others=("image_url",), operations=("upload_image",), code=MISSING,
        source="M upload image", example={"image": b"png", "image_url": "https://example.com/a.png"}),
    ExactlyOneOf("upload.media", "file", others=("file_url",), operations=("upload_media",), code=MISSING,
        source="M upload media", example={"file": b"mp4", "file_url": "https://example.com/a.mp4"}),
    # Voices.
    *shared(operations=("delete_voice",))(
        OneOf("voice.dots", "speaker_id", enum=(), within=(".", ".."), code=REFUSED,
            message="dots alone would change the path that is deleted", source="RFC 3986, 5.2.4",
            example={"speaker_id": ".."}),
    ),
    # Log of deductions: a period, or the cursor of the page before.
    *shared(operations=("usage",), code=REFUSED, source="K")(
        Required("usage.start", "start_time", when={"cursor": ABSENT}, code=MISSING, message="or cursor",
            example={"start_time": None}),
        Required("usage.end", "end_time", when={"cursor": ABSENT}, code=MISSING, message="or cursor",
            example={"end_time": None}),
        Forbidden("usage.cursor-start", "start_time", when={"cursor": GIVEN}, message="a cursor knows its period",
            example={"cursor": "eyJ", "end_time": None}),
        Forbidden("usage.cursor-end", "end_time", when={"cursor": GIVEN}, message="a cursor knows its period",
            example={"cursor": "eyJ", "start_time": None}),
        CustomRule("usage.start-text", "start_time", find=partial(_bad_time, name="start_time"),
            requirement="YYYY-MM-DD HH:mm:ss, UTC", example={"start_time": "2026-09-01"}),
        CustomRule("usage.end-text", "end_time", find=partial(_bad_time, name="end_time"),
            requirement="YYYY-MM-DD HH:mm:ss, UTC", example={"end_time": "tomorrow"}),
        CustomRule("usage.span", "end_time", also_reads=("start_time",), find=_bad_span, repair=_month_after,
            requirement="at most 30 days after start_time",
            example={"start_time": "2026-07-01 00:00:00", "end_time": "2026-09-01 00:00:00"}),
        CustomRule("usage.kinds", "creation_type", find=_strange_kinds, requirement=", ".join(CREATION_TYPES),
            example={"creation_type": ["painting"]}),
    ),
    # Seen on one host only.
    *(
        CustomRule(f"unseen.{operation}", "operation", operations=(operation,), hosts=CN, severity="warning",
            find=partial(_seen_elsewhere, operation=operation), message="seen on pixverse.ai only",
            requirement="what the pages of pixverseai.cn name; unseen is not absent", source="S0 navigation; CN")
        for operation in SEEN_ON_AI_ONLY
    ),
)  # fmt: skip
