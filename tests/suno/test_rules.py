"""What the pages of both routes say of weights, custom mode, models and names."""

from __future__ import annotations

from typing import Any

import pytest

from reelscore.rules.ruleset import ruleset_for
from reelscore.suno.family import ON_KIE_AI, ON_KIE_AI_JOBS, ON_SUNOAPI_ORG
from reelscore.suno.requests import REQUESTS, Generate, Persona
from reelscore.suno.rules import RULES

HOSTS = (ON_KIE_AI, ON_SUNOAPI_ORG, ON_KIE_AI_JOBS)
SITES = [(cls, host) for host in HOSTS for cls in REQUESTS if cls.operation in host.operations]


def test_every_row_is_on_some_table() -> None:
    used = {row.id for cls, host in SITES for row in ruleset_for(cls, host.name).rules if row in cls.rules}

    assert {row.id for row in RULES} == used


@pytest.mark.parametrize("weight", [0, 0.07, 0.29, 0.57, 1])
def test_a_weight_of_two_decimals_passes(weight: float) -> None:
    assert Generate(prompt="a", style="b", title="c", model="V5", style_weight=weight).violations() == ()


@pytest.mark.parametrize("weight", [0.655, -0.01, 1.01])
def test_another_weight_does_not(weight: float) -> None:
    found = Generate(prompt="a", style="b", title="c", model="V5", style_weight=weight).violations()

    assert [violation.rule for violation in found] == ["style_weight.range"]


@pytest.mark.parametrize(
    ("start", "end", "suggested"), [(0.004, 5, 10.01), (0.006, 50, 30.0), (1.005, 2, 11.01), (0.07, 1, 10.07)]
)
def test_the_end_that_is_suggested_for_a_persona_is_inside_its_window(
    start: float, end: float, suggested: float
) -> None:
    voice = Persona.build({**Persona.sample, "vocal_start": start, "vocal_end": end})
    (found,) = voice.violations()

    assert (found.rule, found.suggestion) == ("persona.window", suggested)
    assert voice.replace(vocal_end=suggested).violations() == ()


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
