"""What is changed on a vendor's page is reported as what it is, and nothing else is reported."""

from functools import cache

import pytest

import _drift_mutations
from _drift_changes import MUTATIONS
from _drift_ours import documented_hosts

HOSTS = documented_hosts()
LEAST = 50


@cache
def outcomes() -> tuple[_drift_mutations.Outcome, ...]:
    return tuple(_drift_mutations.run())


@pytest.mark.parametrize("host", HOSTS)
def test_pages_that_agree_with_us_differ_in_nothing(host: str) -> None:
    reports = list(_drift_mutations.plain(host).values())

    assert _drift_mutations.verdicts(reports) == frozenset()
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

    assert list(_drift_mutations.run(_drift_mutations.SEED, HOSTS[:1])) == first
    assert list(_drift_mutations.run(1, HOSTS[:1])) != first


def test_the_table_counts_what_was_caught() -> None:
    lines = _drift_mutations.table(outcomes()).splitlines()
    made = len(outcomes())

    assert lines[-1] == f"| **all**, {len(HOSTS)} hosts | | {made} | {made} |"
    assert len(lines) == len(MUTATIONS) + 3


def test_a_change_that_is_not_reported_is_not_called_caught() -> None:
    outcome = outcomes()[0]

    assert not outcome._replace(found=frozenset()).is_caught
    assert not outcome._replace(found=outcome.found | {("additive", "field new"), ("text", "silent")}).is_caught
