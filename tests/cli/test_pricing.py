from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.catalog import prices
from reelscore.catalog.operations import VENDORS, operations
from reelscore.catalog.prices import choices, savings
from reelscore.requests.request import Request
from reelscore.rules.schema import fields_of
from reelscore.testing import legal
from reelscore.vendors.family import find_family
from tests.drawn import drawn
from tests.rows import each

OPERATIONS = {vendor: operations(vendor) for vendor in VENDORS}
HOSTS = {vendor: find_family(vendor) for vendor in OPERATIONS}
CLASSES = [cls for vendor, row in OPERATIONS.items() for name, cls in row.items() if name in HOSTS[vendor].operations]


def anew(request: Request[Any]) -> list[prices.Saving]:
    prices._MEMORIES.clear()
    return savings(request, HOSTS[request.vendor])


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: f"{cls.vendor}.{cls.operation}")
@drawn(10)
@given(data=st.data())
def test_what_is_remembered_of_other_requests_is_what_asking_anew_gives(
    cls: type[Request[Any]], data: st.DataObject
) -> None:
    requests = data.draw(st.lists(legal(cls), min_size=2, max_size=6))
    remembered = [savings(request, HOSTS[cls.vendor]) for request in requests]

    assert remembered == [anew(request) for request in requests]


@each("cls", CLASSES)
def test_no_legal_change_of_one_field_saves_more_than_the_first_saving(cls: type[Request[Any]]) -> None:
    request, host = cls.build(cls.sample), HOSTS[cls.vendor]
    price = request.quote(host).credits
    changes = [
        attrs.evolve(request, **{field.name: value})
        for field in fields_of(cls)
        if getattr(request, field.name) is not None and not field.local
        for value in (*choices(cls, field), *([] if field.required else [None]))
    ]
    prices = [made.quote(host).credits for made in changes if not made.violations(host)]
    cheaper = [credits for credits in prices if credits is not None and price is not None and credits < price]

    assert [each.credits for each in anew(request)[:1]] == sorted(cheaper)[:1]
