"""A whole body drawn from a document passes the facade, or breaks hand-written rows, which say why.

Rows that follow from the document are broken by no body that fits it, but for the reasons in a table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from schemathesis import GenerationMode

import _specs
from reelscore.errors import Violation
from reelscore.vendors.family import find_family
from tests.contract.adapters import SIDES, document
from tests.contract.test_schemathesis import SCHEMAS, bounded

CASES = [
    pytest.param(side, path, names[0], id=f"{'-'.join(side)}-{names[0]}")
    for side in SIDES
    for path, method, operation in _specs.operations(document(*side))
    if method == "post" and len(names := _specs.served(operation)) == 1 and operation.get("x-role") != "upload"
]


EXPLAINED: dict[str, Callable[[Violation], bool]] = {
    "an empty text or list is missing where it is required": lambda broken: (
        broken.rule.endswith(".required") and not broken.given
    ),
    "5.0 is no whole number for the vendors, but one for JSON Schema": lambda broken: (
        broken.rule.startswith("type.") and isinstance(broken.given, float) and broken.given.is_integer()
    ),
    "a field has two spellings, and one of them is enough": lambda broken: broken.rule == "given-twice",
    "steps of 0.01 are counted in decimals, and are not drawn": lambda broken: (
        broken.rule.endswith(".range") and isinstance(broken.given, float) and round(broken.given, 2) != broken.given
    ),
}
"""Where a row that follows from a document refuses more than the document."""


@pytest.mark.parametrize(("side", "path", "name"), CASES)
def test_a_body_that_fits_the_document_breaks_only_rows_with_a_source(
    side: tuple[str, str], path: str, name: str
) -> None:
    family = find_family(*side)
    sources = {row.id: row.source for row in family.operation(name).request.rules}
    operation = SCHEMAS[side][path]["POST"]

    @bounded
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def judge(case: Any) -> None:
        broken = family.request(name, case.body).violations(family)
        errors = [each for each in broken if each.severity == "error" and not sources.get(each.rule)]
        assert [
            (each.rule, each.given) for each in errors if not any(holds(each) for holds in EXPLAINED.values())
        ] == [], case.body

    judge()
