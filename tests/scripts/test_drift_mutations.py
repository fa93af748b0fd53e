"""What is changed on a vendor's page is reported as what it is, and nothing else is reported."""

from functools import cache

import pytest

from tests.scripts import drift_mutations
from tests.scripts.drift_mutations import HOSTS, MUTATIONS

LEAST = 50


@cache
def outcomes() -> tuple[drift_mutations.Outcome, ...]:
    return tuple(drift_mutations.run())


@pytest.mark.parametrize("host", HOSTS)
def test_pages_that_agree_with_us_differ_in_nothing(host: str) -> None:
    reports = list(drift_mutations.plain(host).values())

    assert drift_mutations.verdicts(reports) == frozenset()
    assert [report.source for report in reports if not report.is_read or report.notes] == []


@pytest.mark.parametrize("mutation", [mutation.name for mutation in MUTATIONS])
def test_a_change_is_reported_with_its_grade_and_nothing_else_is(mutation: str) -> None:
    made = [outcome for outcome in outcomes() if outcome.mutation == mutation]

    assert made != []
    assert [outcome for outcome in made if not outcome.is_caught] == []


def test_the_run_makes_enough_changes_in_the_documents_of_every_host() -> None:
    assert len(outcomes()) >= LEAST
    assert {outcome.host for outcome in outcomes()} == set(HOSTS)


def test_the_same_seed_makes_the_same_changes_and_another_one_others() -> None:
    first = [outcome for outcome in outcomes() if outcome.host == HOSTS[0]]

    assert list(drift_mutations.run(drift_mutations.SEED, HOSTS[:1])) == first
    assert list(drift_mutations.run(1, HOSTS[:1])) != first


def test_a_change_that_is_not_reported_is_not_called_caught() -> None:
    outcome = outcomes()[0]

    assert not outcome._replace(found=frozenset()).is_caught
    assert not outcome._replace(found=outcome.found | {("additive", "field new"), ("wording", "server")}).is_caught
