"""Hosts by name, as vendor packages register them."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import pytest

from reelscore.errors import ConfigurationError
from reelscore.pricing import Plan
from reelscore.requests.hosts import default_host, find_host, register_host
from tests.shots import Shot


@attrs.frozen
class Place:
    """A host of a test."""

    name: str
    vendor: str = "test"
    plans: Mapping[str, Plan] = attrs.field(factory=dict)


def test_a_registered_host_is_made_when_it_is_first_asked_for_and_then_kept() -> None:
    made: list[Place] = []

    def make() -> Place:
        made.append(Place("first.test"))
        return made[-1]

    register_host("first.test", make, default_of="first", listed=False)

    assert made == []
    assert find_host("first.test") is default_host("first") is find_host("first.test")
    assert len(made) == 1


def test_a_host_passes_through() -> None:
    place = Place("any.test")

    assert find_host(place) is place
    assert Shot(prompt="a", model="v4", duration=5).quote(place).host == "any.test"


def test_an_unknown_host_names_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match=r"host is 'kie'; it is one of pixverse\.ai, .*kie\.ai, sunoapi\.org$"):
        Shot(prompt="a", model="v4", duration=5).violations("kie")


def test_a_vendor_without_a_default_host_says_that_one_must_be_named() -> None:
    with pytest.raises(ConfigurationError, match="vendor 'nobody' has no default host"):
        default_host("nobody")
