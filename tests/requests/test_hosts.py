"""Hosts by name, as vendor packages register them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from reelscore.errors import ConfigurationError
from reelscore.pixverse import TextToVideo
from reelscore.pricing import Plan
from reelscore.requests.hosts import find_host
from tests.shots import Shot


@attrs.frozen
class Place:
    """A host of a test."""

    name: str
    vendor: str = "test"
    plans: Mapping[str, Plan] = attrs.field(factory=dict)

    @property
    def host(self) -> Place:
        """Itself."""
        return self


def test_a_host_passes_through() -> None:
    place = Place("any.test")

    found: Any = find_host(place, "test")

    assert found is place
    assert Shot(prompt="a", model="v4", duration=5).quote(place).host == "any.test"


def test_an_unknown_host_names_the_known_ones() -> None:
    with pytest.raises(
        ConfigurationError, match=r"host is 'kie'; for pixverse it is one of pixverse\.ai, pixverseai\.cn$"
    ):
        TextToVideo(prompt="a", model="v6", duration=5, quality="720p", aspect_ratio="16:9").violations("kie")


def test_a_vendor_without_a_default_host_says_that_one_must_be_named() -> None:
    with pytest.raises(ConfigurationError, match="no host is registered for 'nobody'"):
        find_host(None, "nobody")
