"""Each row's example breaks that row and no other; a repair follows every suggestion and leaves the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.requests.request import Request
from reelscore.rules.kinds import FROM_WIRE, Rule
from reelscore.rules.ruleset import ruleset_for
from reelscore.rules.schema import fields_of
from reelscore.suno.family import ON_KIE_AI, ON_KIE_AI_JOBS, ON_SUNOAPI_ORG, SunoFamily
from reelscore.suno.requests import REQUESTS, Generate, UploadFile
from reelscore.suno.rules import RULES
from reelscore.testing import json_bodies, legal, spoiled
from tests.drawn import drawn
from tests.rows import each

HOSTS = (ON_KIE_AI, ON_SUNOAPI_ORG, ON_KIE_AI_JOBS)
SITES = [(cls, host) for host in HOSTS for cls in REQUESTS if cls.operation in host.operations]
FIELDED = [site for site in SITES if fields_of(site[0])]
NOISE = {"unknown-field", "source.missing"}
"""Examples name files that no machine has, and fields of other operations."""


def site_name(value: Any) -> str:
    kind: Any = value
    return str(kind.operation if isinstance(value, type) else kind.name)


def _rows() -> Iterator[Any]:
    for cls, host in SITES:
        for row in ruleset_for(cls, host.name).rules:
            if row not in cls.rules:
                continue  # it follows from the specification: tests/contract hold it against the documents
            yield pytest.param(cls, host, row, id=f"{host.name}-{cls.operation}-{row.id}")


ROWS = list(_rows())


def broken_request(cls: type[Request[Any]], row: Rule) -> Request[Any]:
    known = {field.name: field for field in fields_of(cls)}
    given_fields = {**_sample(cls), **row.example}
    request = cls.build({name: value for name, value in given_fields.items() if name in known and value is not None})
    if FROM_WIRE not in row.when:
        return request
    body = request.to_wire()
    for name, value in row.example.items():
        if value is None and name in known:
            body.pop(known[name].wire, None)
    return cls.from_wire(body)


def _sample(cls: type[Request[Any]]) -> Mapping[str, Any]:
    if cls is UploadFile:
        return {"base64_data": "aGVsbG8=", "upload_path": "reelscore"}
    return cls.sample


def followable(request: Request[Any], host: SunoFamily) -> list[str]:
    found = request.violations(host)
    return [each.rule for each in found if each.severity == "error" and (each.remove or each.suggestion is not None)]


@each("cls, host, row", ROWS)
def test_the_example_of_a_row_breaks_that_row_alone(cls: type[Request[Any]], host: SunoFamily, row: Rule) -> None:
    request = broken_request(cls, row)

    fired = {found.rule for found in request.violations(host) if found.severity == row.severity}

    assert fired - NOISE == {row.id}


@each("cls, host, row", ROWS)
def test_what_the_repair_of_an_example_leaves_broken_has_no_suggestion(
    cls: type[Request[Any]], host: SunoFamily, row: Rule
) -> None:
    assert followable(broken_request(cls, row).repaired(host), host) == []


@each("cls, host", SITES)
def test_the_sample_of_an_operation_is_legal(cls: type[Request[Any]], host: SunoFamily) -> None:
    request = cls.build(_sample(cls))

    assert [found.message for found in request.violations(host)] == []


def test_every_row_is_on_some_table() -> None:
    used = {row.id for cls, host in SITES for row in ruleset_for(cls, host.name).rules if row in cls.rules}

    assert {row.id for row in RULES} == used


def test_every_row_names_its_source() -> None:
    assert [row.id for row in RULES if not row.source] == []


def test_no_id_is_given_twice() -> None:
    ids = [row.id for row in RULES]

    assert sorted(set(ids)) == sorted(ids)


@drawn(300)
@given(data=st.data())
def test_any_json_object_is_judged_and_priced_without_an_exception(data: st.DataObject) -> None:
    cls, host = data.draw(st.sampled_from(FIELDED))
    request = host.request(cls.operation, data.draw(json_bodies(cls)))

    assert isinstance(request.violations(host), tuple)
    assert request.quote(host).basis in {"exact", "estimated", "unknown"}


@drawn(1100)
@given(data=st.data())
def test_what_a_repair_of_any_body_leaves_broken_has_no_suggestion(data: st.DataObject) -> None:
    cls, host = data.draw(st.sampled_from(FIELDED))
    request = cls.from_wire({**cls.build(_sample(cls)).to_wire(), **data.draw(json_bodies(cls))})

    assert followable(request.repaired(host), host) == []


@drawn(100)
@given(data=st.data())
def test_what_a_repair_of_a_spoiled_request_leaves_broken_has_no_suggestion(data: st.DataObject) -> None:
    cls, host = data.draw(st.sampled_from(FIELDED))
    request = data.draw(spoiled(cls, host))

    assert followable(request.repaired(host), host) == []


@drawn(100)
@given(data=st.data())
def test_a_legal_request_stays_as_it_is_when_repaired(data: st.DataObject) -> None:
    cls, host = data.draw(st.sampled_from(FIELDED))
    request = data.draw(legal(cls, host))

    assert request.repaired(host) == request


@pytest.mark.parametrize("weight", [0, 0.07, 0.29, 0.57, 1])
def test_a_weight_of_two_decimals_passes(weight: float) -> None:
    assert Generate(prompt="a", style="b", title="c", model="V5", style_weight=weight).violations() == ()


@pytest.mark.parametrize("weight", [0.655, -0.01, 1.01])
def test_another_weight_does_not(weight: float) -> None:
    found = Generate(prompt="a", style="b", title="c", model="V5", style_weight=weight).violations()

    assert [violation.rule for violation in found] == ["weight.style_weight"]


@pytest.mark.parametrize(("fields", "flag"), [({}, False), ({"style": "folk"}, True), ({"title": "Fox"}, True)])
def test_custom_mode_follows_from_what_is_given(fields: dict[str, Any], flag: bool) -> None:  # noqa: FBT001
    assert Generate.build({"prompt": "a", "model": "V5", **fields}).to_wire()["customMode"] is flag


def test_custom_mode_can_be_set() -> None:
    request = Generate(prompt="a", model="V6", style="folk", custom_mode=False)

    assert request.to_wire()["customMode"] is False


def test_a_model_of_a_coming_generation_passes_with_a_warning() -> None:
    found = Generate(prompt="a", model="V9").violations()

    assert [(violation.rule, violation.severity) for violation in found] == [("model.new", "warning")]


@pytest.mark.parametrize(
    ("operation", "body"),
    [("voice_phrase_again", {"taskId": "5", "callBackUrl": "https://a.example/cb"}), ("recover_audio", {"taskId": "5"}),
     ("voice_check", {"taskId": "5"})],
)  # fmt: skip
def test_a_name_that_only_looks_like_the_vendors_is_not_taken_for_it(operation: str, body: dict[str, str]) -> None:
    found = ON_SUNOAPI_ORG.request(operation, body).violations(ON_SUNOAPI_ORG)

    assert {violation.severity for violation in found} == {"error", "warning"}


def test_its_price_is_unknown() -> None:
    assert Generate(prompt="a", model="V9").quote().credits is None
