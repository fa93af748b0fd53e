"""Random schedules of submissions, faults, crashes and recoveries against the vendor's own books."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reelscore.errors import BudgetExceeded, Conflict, ReelscoreError, SubmissionUnknown
from reelscore.flows.submit import new_call
from reelscore.ledger import Ledger
from reelscore.ledger.budget import Budget
from reelscore.ledger.locks import at_work
from reelscore.ledger.records import CallStatus
from tests.drawn import drawn
from tests.money.scenes import assert_books_agree, options
from tests.postgres import PostgresServer, empty
from tests.toy import PRICE, Make, Toy
from tests.toyserver import ToyServer

CAP = 60
FAULTS = ["", "", "during send", "after accept", "during answer", "500", "500 before", "502 html", "throttle", "reject"]
PROMPTS = st.sampled_from(["a fox", "a hen", "a cat"])


class Money(RuleBasedStateMachine):
    """One ledger, one vendor, one process after another."""

    @initialize()
    def begin(self) -> None:
        """Start the vendor and the first process."""
        self.folder = tempfile.TemporaryDirectory()
        self.path = self.place()
        self.server = ToyServer()
        self.keyed: dict[str, str] = {}
        self.born()

    def place(self) -> Path | str:
        """Name an empty ledger."""
        return Path(self.folder.name) / "ledger.sqlite"

    def born(self) -> None:
        """Start a process."""
        self.ledger = Ledger(self.path, synchronous="NORMAL")
        self.budget = Budget(CAP, per="day")
        self.client = Toy(**options(self.server, self.ledger, budget=self.budget))

    def teardown(self) -> None:
        """Recover whatever may be recovered, and compare the books a last time."""
        self.server.faults.clear()
        found = self.client.recover(replay=True)
        doubtful = [finding for finding in found if finding.action == "doubtful"]
        assert_books_agree(self.server, self.ledger, settled=not doubtful)
        assert all(
            "equal request" in finding.note or "budget" in finding.note or "credits" in finding.note
            for finding in doubtful
        )
        self.client.close()
        self.ledger.close()
        self.server.close()
        self.folder.cleanup()

    @rule(prompt=PROMPTS, fault=st.sampled_from(FAULTS))
    def submit(self, prompt: str, fault: str) -> None:
        """Submit, and meet a fault."""
        self.attempt(prompt, fault, key=None)

    @rule(prompt=PROMPTS, fault=st.sampled_from(FAULTS), key=st.sampled_from(["one", "two"]))
    def submit_with_a_key(self, prompt: str, fault: str, key: str) -> None:
        """The same key is the same task for ever."""
        task = self.attempt(prompt, fault, key=key)
        if task is not None:
            assert self.keyed.setdefault(key, task.id) == task.id

    @rule(fault=st.sampled_from(["", "after accept", "502 html", "throttle"]), replay=st.booleans())
    def recover(self, fault: str, replay: bool) -> None:  # noqa: FBT001
        """Look back, and meet a fault on the way."""
        self.server.faults = {"make": [fault] if fault else []}
        self.client.recover(replay=replay)

    @rule()
    def wait(self) -> None:
        """Wait for the newest task that is not finished."""
        self.server.faults = {}
        for row in self.ledger.tasks(status=CallStatus.SUBMITTED, limit=1):
            self.client.task("make", row.task_id).wait()

    @rule(prompt=PROMPTS, accepted=st.booleans())
    def crash(self, prompt: str, accepted: bool) -> None:  # noqa: FBT001
        """Die between the intent and the answer, before or after the vendor took the call."""
        request = Make(prompt=prompt)
        quote = request.quote(self.client.family)
        entry, whole = new_call(request, self.client.context, ready=request, quote=quote)
        try:
            with at_work(entry.intent):
                self.ledger.run(lambda tx: tx.insert_intent(entry))
        except BudgetExceeded:
            return
        if accepted:
            self.server.take(entry.intent, whole.to_wire())
        self.client.close()
        self.ledger.close()
        self.born()

    @invariant()
    def every_job_is_known_and_paid_for_once(self) -> None:
        """Compare the books after each step."""
        if hasattr(self, "server"):
            assert_books_agree(self.server, self.ledger, settled=False)

    @invariant()
    def no_cap_is_passed(self) -> None:
        """Neither the vendor's charges nor the reservations pass the budget."""
        if hasattr(self, "server"):
            assert self.server.charged <= CAP
            assert sum((row.reserved for row in self.ledger.tasks(limit=1000)), Decimal(0)) <= CAP

    def attempt(self, prompt: str, fault: str, *, key: str | None) -> Any:
        """Submit and give the task, or None; only known errors may come."""
        self.server.faults = {"make": [fault] if fault else []}
        before = len(self.server.jobs)
        try:
            return self.client.submit(Make(prompt=prompt), key=key)
        except (BudgetExceeded, Conflict):
            assert len(self.server.jobs) == before
        except SubmissionUnknown as error:
            row = self.ledger.show(error.intent)
            assert row is not None
            assert row.reserved == PRICE
        except ReelscoreError:
            assert len(self.server.jobs) == before
        return None


class MoneyOnServer(Money):
    """The same with the ledger on PostgreSQL."""

    url = ""

    def place(self) -> Path | str:
        """Name an empty ledger."""
        empty(self.url)
        return self.url


@pytest.fixture(scope="module")
def money_server(postgres: PostgresServer) -> None:
    """Tell the machine where the server is."""
    MoneyOnServer.url = postgres.url()


Money.TestCase.settings = drawn(300, stateful_step_count=12)
MoneyOnServer.TestCase.settings = drawn(50, stateful_step_count=12)
TestMoney = Money.TestCase
TestMoneyOnServer = pytest.mark.usefixtures("money_server")(MoneyOnServer.TestCase)
