"""Each row has an operation, and words that are too long the code of the vendor's page."""

import pytest

from reelscore.pixverse.requests import REQUESTS
from reelscore.pixverse.rules import ROWS


def test_each_row_is_for_some_operation() -> None:
    known = {cls.operation for cls in REQUESTS}

    assert [row.id for row in ROWS if not known >= set(row.operations)] == []


TOO_LONG: dict[str, tuple[str, str, int]] = {
    "text_to_video": ("prompt", "pixverse.ai", 400018),
    "image_to_video": ("prompt", "pixverseai.cn", 400018),
    "restyle": ("restyle_prompt", "pixverse.ai", 400018),
    "extend": ("negative_prompt", "pixverse.ai", 400019),
}
"""Codes of the vendor's error page: prompt too long, negative prompt too long."""


@pytest.mark.parametrize("operation", TOO_LONG)
def test_words_that_are_too_long_are_refused_with_the_vendors_own_code(operation: str) -> None:
    field, host, code = TOO_LONG[operation]
    cls = next(cls for cls in REQUESTS if cls.operation == operation)
    others = {"restyle_id": None} if operation == "restyle" else {}
    request = cls.build({**cls.sample, **others, field: "a" * 6_000})

    assert {each.code for each in request.violations(host) if each.field == field and each.severity == "error"} == {
        code
    }
