"""Every request that the facade can build fits the document of its host: address, headers, query, body."""

from typing import Any

import pytest
from hypothesis import given

from reelscore.requests.request import Request
from reelscore.testing.strategies import legal
from reelscore.vendors.family import Family
from tests.contract.adapters import (
    UNSEEN,
    api,
    judge_of,
    operation_cases,
    request_complaints,
    request_of,
    sample_of,
    with_files,
)
from tests.drawn import drawn
from tests.families import family

WARNED = {("kie.ai", "upload_extend", ": 'continueAt' is a required property"): "inherited.continue_at"}
"""Complaints that the facade only warns of, and by which row; the row says why."""
bounded = drawn(20)


def complaints(host: Family, request: Request[Any]) -> list[str]:
    found = request_complaints(judge_of(host, request.operation), request_of(host, with_files(request)))
    warned = {violation.rule for violation in request.violations(host)}
    return [text for text in found if WARNED.get((host.name, request.operation, text)) not in warned]


@pytest.mark.parametrize(("host", "name"), operation_cases())
def test_every_legal_request_fits_the_document_of_its_host(host: Family, name: str) -> None:
    @bounded
    @given(request=legal(host.operation(name).request, host))
    def look(request: Request[Any]) -> None:
        assert complaints(host, request) == [], request

    look()


@pytest.mark.parametrize("host", sorted(UNSEEN))
def test_an_operation_is_missing_from_a_document_exactly_where_the_request_warns_of_it(host: str) -> None:
    where = family(host)
    samples = [sample_of(where, name) for name in where.operations]
    told = {r.operation: request_complaints(api(where.vendor, host), request_of(where, r)) for r in samples}
    missing = {name for name, texts in told.items() if any("Path not found" in text for text in texts)}
    warned = {r.operation for r in samples if any(v.rule.startswith("unseen.") for v in r.violations(where))}

    assert missing == warned == UNSEEN[host]
