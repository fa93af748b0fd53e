"""Batches as values: what depends on what, what it costs, what is wrong with it, and how a worker reads it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.durable import Batch, Later
from reelscore.durable.plans import budget_from_json
from reelscore.errors import ConfigurationError, InvalidRequest
from reelscore.ledger.budget import Budget
from reelscore.pixverse import Extend
from reelscore.pricing import Money, Plan
from tests.durable.shop import clip, film
from tests.toy import Make, ToyFamily

TOY = ToyFamily()


def longer(video: Any) -> Extend:
    return Extend(source_video_id=video, prompt="it runs", model="v5", duration=5, quality="540p")


def test_a_field_may_be_an_earlier_steps_result_and_is_priced_all_the_same() -> None:
    batch = Batch("spring")
    first = batch.add(clip(1), key="shot")
    second = batch.add(longer(first.id), key="longer")

    batch.check()
    assert {key: quote.credits for key, quote in batch.quote().items()} == {"shot": Decimal(90), "longer": Decimal(45)}
    assert second.later == {"source_video_id": Later("shot", ("id",))}
    assert first.url == Later("shot", ("assets", 0, "url"))
    assert [[step.key for step in job.steps] for job in batch.jobs] == [["shot", "longer"]]


def test_every_broken_rule_of_every_step_is_told_at_once() -> None:
    batch = Batch("spring")
    batch.add(clip(1).replace(duration=99), key="a")
    batch.add(longer(1).replace(quality="9p", prompt=""), key="b")

    with pytest.raises(InvalidRequest) as caught:
        batch.check()
    assert {"a.duration", "b.quality"} <= {each.field for each in caught.value.violations}


@pytest.mark.parametrize("name", ["", "a/b", "a b", "x" * 101])
def test_names_that_would_mix_up_keys_are_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match="batch"):
        Batch(name)
    with pytest.raises(ConfigurationError, match="key"):
        Batch("fine").add(clip(1), key=name)


def test_a_step_waits_for_none_that_is_not_there_and_shares_no_key() -> None:
    batch = Batch("spring")
    batch.add(clip(1), key="a")

    with pytest.raises(ConfigurationError, match="needs nobody"):
        batch.add(clip(2), key="b", after=["nobody"])
    with pytest.raises(ConfigurationError, match="used already"):
        batch.add(clip(2), key="a")
    with pytest.raises(ConfigurationError, match=r"name what of it: step\.id"):
        batch.add(longer(Later("a", ())), key="b")


def test_an_empty_batch_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="no steps"):
        Batch("spring").check()


@pytest.mark.parametrize("plan", [None, "Pro", Plan(name="ours", price="19.5", credits=1000, slots=3)])
def test_a_budget_is_the_batchs_own_on_every_worker_and_when_it_is_submitted_again(plan: Plan | str | None) -> None:
    cap, equal = (
        Budget(Decimal("10.5"), money=Money(Decimal(3), "USD"), allow_unknown=Decimal(2), plan=plan) for _ in range(2)
    )
    read: list[Any] = []
    for budget in (cap, equal):
        batch = Batch("spring", budget=budget)
        batch.add(clip(1))
        read.append(budget_from_json(json.loads(json.dumps(next(batch.to_json())))["budget"]))

    assert read[0] == read[1] == attrs.evolve(cap, id=read[0].id)
    assert cap.id != equal.id


@given(st.lists(st.lists(st.integers(0, 11), max_size=3), min_size=1, max_size=12))
def test_steps_that_need_each_other_are_one_job_in_their_order(needs: list[list[int]]) -> None:
    batch = Batch("any")
    for number, others in enumerate(needs):
        after = [str(other) for other in others if other < number]
        batch.add(Make(prompt="a fox"), key=str(number), host=TOY, after=after)
    jobs = batch.jobs

    order = [int(step.key) for job in jobs for step in job.steps]
    assert sorted(order) == list(range(len(needs)))
    home = {step.key: job.key for job in jobs for step in job.steps}
    for step in batch.steps:
        assert all(home[needed] == home[step.key] for needed in step.needs)
    for job in jobs:
        keys = [int(step.key) for step in job.steps]
        assert keys == sorted(keys)


def test_what_a_worker_reads_is_the_request_that_was_given() -> None:
    batch = film("spring", jobs=1, longer=1)
    (job,) = json.loads(json.dumps(list(batch.to_json())))

    assert type(clip(0)).build(job["steps"][0]["request"]) == clip(0)
    assert job["steps"][1]["later"] == {"source_video_id": {"step": "clip-0", "path": ["id"]}}
    assert Extend.build({**job["steps"][1]["request"], "source_video_id": 7}) == longer(7)
