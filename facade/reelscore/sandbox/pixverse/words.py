"""How PixVerse says yes and no: envelope, codes and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from reelscore.sandbox.values import Answer, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reelscore.sandbox.calls import Call
    from reelscore.sandbox.schemas import Problem


class Row(NamedTuple):
    """One refusal; the code is one of `pixverse/codes.csv`, the text from docs.platform.pixverse.ai."""

    code: int
    text: str
    """``{}`` is filled with what was wrong."""
    status: int = 200


REFUSALS: Mapping[str, Row] = {
    "auth": Row(400012, "Invalid API-KEY"),  # text documented, code not: this one means "invalid account"
    "trace": Row(400011, "Ai-trace-id is required"),  # demanded by the guides, code of a missing parameter
    "plan": Row(500020, "no permission for this operation"),
    "path": Row(500008, "404 page not found", 404),
    "method": Row(500008, "404 page not found", 404),
    "malformed": Row(400013, "Invalid binding request: the body is no JSON object"),
    "missing": Row(400011, "{}"),
    "type": Row(400013, "Invalid binding request: {}"),
    "invalid": Row(400017, "Invalid parameter: {}"),
    "prompt": Row(400018, "prompt too long: {}"),
    "negative_prompt": Row(400019, "negative prompt too long: {}"),
    "image_id": Row(400032, "image id invalid: {}"),
    "lyrics": Row(400080, "invalid lyrics"),
    "unknown_id": Row(500008, "record not found"),
    "image_large": Row(500030, "image larger than 20M or 10000px"),
    "image_format": Row(500032, "image format invalid"),
    "image_path": Row(500042, "image path invalid"),
    "concurrency": Row(500044, "Reached the limit for concurrent generations."),
    "image_moderated": Row(500052, "图片未过审，疑含敏感内容，请修改后重试。", 500),  # noqa: RUF001 - as published
    "moderated": Row(500063, "moderation failed"),
    "template": Row(500070, "template not activated"),
    "template_quality": Row(500071, "this effect does not support 720p/1080p"),
    "credits": Row(500090, "insufficient credits"),
    "throttle": Row(500069, "system overloaded"),
    "maintenance": Row(500069, "system overloaded"),
    "server": Row(99999, "unknown error", 500),
    "mimic_image": Row(701002, "Upload a photo with a clear subject such as a person or an animal."),
    "mimic_video": Row(701003, "Upload a video with a person in it."),
    "verify": Row(701020, "verify the audio first"),
}
LOWER_CASE = frozenset({"image_moderated"})
"""Refusals whose keys are ``err_code``, ``err_msg``, ``resp``. Source: docs.platform.pixverse.ai."""
KEYWORDS: Mapping[str, str] = {"required": "missing", "type": "type", "anyOf": "type"}
"""Keywords of a schema whose breach has a code of its own; the others are 400017."""


def accept(resp: Any) -> Answer:
    """Wrap *resp* in the envelope of a success."""
    return Answer({"ErrCode": 0, "ErrMsg": "success", "Resp": resp})


def refuse(_: Call, refusal: Refusal) -> Answer:
    """Return the answer for *refusal*; kind ``code`` takes the number in its text."""
    if refusal.kind == "code":
        return Answer({"ErrCode": int(refusal.text or 99999), "ErrMsg": "as the fault says", "Resp": None})
    row = REFUSALS[refusal.kind]
    text = row.text.replace("{}", refusal.text)
    if refusal.kind in LOWER_CASE:
        return Answer({"err_code": row.code, "err_msg": text, "resp": ""}, row.status)
    return Answer({"ErrCode": row.code, "ErrMsg": text, "Resp": refusal.data}, row.status)


def refusal_of(problem: Problem) -> Refusal:
    """Return the refusal for a field that breaks its schema."""
    return Refusal(KEYWORDS.get(problem.keyword, "invalid"), problem.text)
