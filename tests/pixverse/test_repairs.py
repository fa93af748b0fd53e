"""Whatever is given, requests are judged and priced without a crash; a repair changes settings, never what is made."""

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.pixverse.requests import REQUESTS
from reelscore.requests.request import Request
from reelscore.rules.ruleset import field_order, ruleset_for
from reelscore.rules.schema import fields_of
from reelscore.testing import json_bodies, legal, spoiled
from tests.drawn import drawn
from tests.families import family
from tests.rows import each

HOSTS = ("pixverse.ai", "pixverseai.cn")
CLASSES = [pytest.param(cls, id=cls.operation) for cls in REQUESTS]
FIELDED = [pytest.param(cls, id=cls.operation) for cls in REQUESTS if fields_of(cls)]
often = drawn(60)


def errors(request: Request[Any], host: str) -> list[str]:
    found = [violation.rule for violation in request.violations(host) if violation.severity == "error"]
    return [rule for rule in found if rule != "source.missing"]  # samples name files that no machine has


def followable(request: Request[Any], host: str) -> list[str]:
    found = request.violations(host)
    return [each.rule for each in found if each.severity == "error" and (each.remove or each.suggestion is not None)]


@pytest.mark.parametrize("cls", FIELDED)
@given(data=st.data())
@often
def test_what_a_repair_leaves_broken_has_no_suggestion(cls: type[Request[Any]], data: st.DataObject) -> None:
    request, host = data.draw(spoiled(cls)), data.draw(st.sampled_from(HOSTS))

    assert followable(request.repaired(host), host) == []


@pytest.mark.parametrize("cls", FIELDED)
@given(data=st.data())
@often
def test_any_json_body_is_judged_priced_and_repaired(cls: type[Request[Any]], data: st.DataObject) -> None:
    body, host = data.draw(json_bodies(cls)), data.draw(st.sampled_from(HOSTS))
    request = family(host).request(cls.operation, body)
    quote = request.quote(host)

    assert (quote.credits is None) is (quote.basis == "unknown")
    assert followable(request.repaired(host), host) == []


@pytest.mark.parametrize("cls", CLASSES)
@given(data=st.data())
@often
def test_a_request_drawn_from_the_tables_is_legal_and_survives_the_wire(
    cls: type[Request[Any]], data: st.DataObject
) -> None:
    request = data.draw(legal(cls, host="pixverse.ai"))

    assert errors(request, "pixverse.ai") == []
    assert cls.from_wire(request.to_wire()).to_wire() == request.to_wire()


@each("cls", CLASSES)
def test_rows_do_not_wait_for_each_other(cls: type[Request[Any]]) -> None:
    for host in HOSTS:
        table = ruleset_for(cls, host)

        assert set(field_order(cls, table.rules)) == set(table.order)


@each("cls", CLASSES)
def test_a_request_can_be_copied_pickled_and_written_down(cls: type[Request[Any]]) -> None:
    request = cls.build(cls.sample)

    assert copy.deepcopy(request) == request
    assert pickle.loads(pickle.dumps(request)) == request  # noqa: S301 - our own bytes
    assert cls.build(request.to_json()) == request


@each("cls", CLASSES)
def test_the_sample_is_legal_on_both_hosts(cls: type[Request[Any]]) -> None:
    assert [errors(cls.build(cls.sample), host) for host in HOSTS] == [[], []]
