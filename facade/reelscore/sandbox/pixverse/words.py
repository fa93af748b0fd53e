"""How PixVerse says yes and no: envelope, codes and texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reelscore.sandbox.calls import Call
from reelscore.sandbox.schemas import Problem
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
