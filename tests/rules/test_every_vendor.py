"""The rows of every vendor on every host: an example breaks its row alone, and a repair follows every suggestion."""

from __future__ import annotations

import copy
import pickle
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.requests.request import Request
from reelscore.rules.kinds import FROM_WIRE, CustomRule, Rule
from reelscore.rules.ruleset import ruleset_for
from reelscore.rules.schema import fields_of
from reelscore.testing import json_bodies, legal, spoiled
from reelscore.vendors.family import Family
from tests.drawn import drawn
from tests.families import families
from tests.rows import each

Sites: TypeAlias = list[tuple[type[Request[Any]], Family]]
SITES: Sites = [(operation.request, family) for family in families() for operation in family.operations.values()]
FIELDED: dict[str, Sites] = {
    f"{family.vendor}-{family.name}": [(cls, of) for cls, of in SITES if of is family and fields_of(cls)]
    for family in families()
}
ROWS = [
    (row, cls, family)
    for cls, family in SITES
    for row in ruleset_for(cls, family.name).rules
    if row in cls.rules  # what follows from a specification is held against it by tests/contract
]
NOISE = {"unknown-field", "source.missing"}
"""Examples name files that no machine has, and fields of other operations."""
of_each_vendor = pytest.mark.parametrize("sites", FIELDED.values(), ids=FIELDED)


def sample(cls: type[Request[Any]]) -> dict[str, Any]:
    is_named = cls.operation == "upload_file"  # its sample is a file of the reader's machine
    return {"base64_data": "aGVsbG8=", "upload_path": "reelscore"} if is_named else dict(cls.sample)


def broken_request(cls: type[Request[Any]], row: Rule) -> Request[Any]:
    known = {field.name: field for field in fields_of(cls)}
    given_fields = {**sample(cls), **row.example}
    request = cls.build({name: value for name, value in given_fields.items() if value is not None})
    if row.when.get(FROM_WIRE) != (True,):
        return request
    body = request.to_wire()
    for name, value in row.example.items():
        if value is None and name in known:
            body.pop(known[name].wire, None)
    return cls.from_wire(body)


def errors(request: Request[Any], family: Family) -> set[str]:
    return {found.rule for found in request.violations(family) if found.severity == "error"} - NOISE


def followable(request: Request[Any], family: Family) -> list[str]:
    found = request.violations(family)
    return [each.rule for each in found if each.severity == "error" and (each.remove or each.suggestion is not None)]


@each("row, cls, family", ROWS)
def test_the_example_of_a_row_breaks_that_row_alone(cls: type[Request[Any]], family: Family, row: Rule) -> None:
    request = broken_request(cls, row)

    assert row.id in {found.rule for found in request.violations(family)}
    if row.severity == "error":
        assert errors(request, family) == {row.id}
    elif not row.id.startswith("ignored.idea."):  # a mashup of the second route needs a style and a title as well
        assert errors(request, family) == set()


@each("row, cls, family", ROWS)
def test_what_the_repair_of_an_example_leaves_broken_has_no_suggestion(
    cls: type[Request[Any]], family: Family, row: Rule
) -> None:
    assert followable(broken_request(cls, row).repaired(family), family) == []


@each("row, cls, family", [site for site in ROWS if isinstance(site[0], CustomRule) and site[0].repair])
def test_the_repair_of_a_row_mends_its_example(cls: type[Request[Any]], family: Family, row: Rule) -> None:
    assert errors(broken_request(cls, row).repaired(family), family) == set()


def test_every_row_of_a_vendor_has_a_name_of_its_own_and_a_source() -> None:
    rows = {(family.vendor, id(row)): row for row, _, family in ROWS}
    named = [(vendor, row.id) for (vendor, _), row in rows.items()]

    assert sorted(set(named)) == sorted(named)
    assert [row.id for row in rows.values() if not row.source] == []


@each("cls, family", SITES)
def test_the_sample_of_an_operation_is_legal_and_can_be_copied_pickled_and_written_down(
    cls: type[Request[Any]], family: Family
) -> None:
    request = cls.build(sample(cls))

    assert errors(request, family) == set()
    assert copy.deepcopy(request) == request
    assert pickle.loads(pickle.dumps(request)) == request  # noqa: S301 - our own bytes
    assert cls.build(request.to_json()) == request


@each("cls, family", SITES)
def test_rows_do_not_wait_for_each_other(cls: type[Request[Any]], family: Family) -> None:
    assert {field.name for field in fields_of(cls)} <= set(ruleset_for(cls, family.name).order)


@each("cls, family", SITES)
def test_a_number_that_no_float_holds_is_judged_like_any_other(cls: type[Request[Any]], family: Family) -> None:
    for field in fields_of(cls):
        request = cls.build({**sample(cls), field.name: 10**400})

        assert followable(request.repaired(family), family) == []


@of_each_vendor
@given(data=st.data())
@drawn(250)
def test_any_json_body_is_judged_priced_and_repaired(sites: Sites, data: st.DataObject) -> None:
    cls, family = data.draw(st.sampled_from(sites))
    body = data.draw(json_bodies(cls))
    request = family.request(
        cls.operation, {**(cls.build(sample(cls)).to_wire() if data.draw(st.booleans()) else {}), **body}
    )
    quote = request.quote(family)

    assert (quote.credits is None) is (quote.basis == "unknown")
    assert followable(request.repaired(family), family) == []


@of_each_vendor
@given(data=st.data())
@drawn(250)
def test_what_a_repair_of_a_spoiled_request_leaves_broken_has_no_suggestion(sites: Sites, data: st.DataObject) -> None:
    cls, family = data.draw(st.sampled_from(sites))
    request = data.draw(spoiled(cls, family))

    assert followable(request.repaired(family), family) == []


@of_each_vendor
@given(data=st.data())
@drawn(150)
def test_a_request_drawn_from_the_tables_is_legal_stays_so_and_survives_the_wire(
    sites: Sites, data: st.DataObject
) -> None:
    cls, family = data.draw(st.sampled_from(sites))
    request = data.draw(legal(cls, family))

    assert errors(request, family) == set()
    assert request.repaired(family) == request
    assert cls.from_wire(request.to_wire()).to_wire() == request.to_wire()
