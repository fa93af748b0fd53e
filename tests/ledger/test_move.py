"""A ledger moves from a file to a server: all of it, once, and nothing is paid from the file afterwards."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from reelscore.errors import BudgetExceeded, ConfigurationError, ReelscoreError
from reelscore.ledger import Ledger
from reelscore.ledger.budget import Budget
from reelscore.ledger.locks import at_work
from reelscore.ledger.move import move
from reelscore.ledger.records import DuplicateKey
from tests.ledgers import QUOTE, Watch, intend


def test_rows_keys_and_budgets_go_and_the_file_pays_no_more(tmp_path: Path, postgres_url: str, clock: Watch) -> None:
    source, target = Ledger(tmp_path / "l.sqlite", clock=clock), Ledger(postgres_url, clock=clock)
    late, budget = Ledger(tmp_path / "l.sqlite", clock=clock), Budget(30)
    intend(source, "i1", key="order", budget=budget)
    intend(source, "i2", budget=budget)
    source.run(lambda tx: tx.mark_submitted("i1", "t1", charge=Decimal("9.5")))
    source.run(lambda tx: tx.mark_unknown("i2"))
    before = late.tasks()

    assert move(source, target) == 2

    assert [attrs.evolve(row, alive=False) for row in target.tasks()] == before
    assert target.check_counters() == []
    with pytest.raises(DuplicateKey):
        intend(target, "i3", key="order")
    with pytest.raises(BudgetExceeded, match=r"10.5 of 30 left"):
        intend(target, "i3", budget=budget, quote=attrs.evolve(QUOTE, credits=Decimal(20)))
    for act in (
        lambda: intend(late, "i4"),
        lambda: late.run(lambda tx: tx.claim_replay("i2", budget=None, window=9e9)),
    ):
        with pytest.raises(ReelscoreError, match="moved to postgresql://127"):
            act()
    with pytest.raises(ConfigurationError, match=r"moved to postgresql://127.*REELSCORE_LEDGER"):
        Ledger(tmp_path / "l.sqlite").tasks()
    for ledger in (source, late, target):
        ledger.close()


def test_a_ledger_at_work_or_a_target_with_calls_stays_as_it_is(
    tmp_path: Path, postgres_url: str, clock: Watch
) -> None:
    source, target = Ledger(tmp_path / "l.sqlite", clock=clock), Ledger(postgres_url, clock=clock)
    with at_work("i1"):
        intend(source, "i1")
        with pytest.raises(ConfigurationError, match="at work"):
            move(source, target)
    assert target.tasks() == []
    intend(target, "other")
    with pytest.raises(ConfigurationError, match="has calls already"):
        move(source, target)
    intend(source, "i2")
    with pytest.raises(ConfigurationError, match="from a file to a server"):
        move(target, source)
    for ledger in (source, target):
        ledger.close()
