"""Recovery: what may be sent again, what may not, and what a human is told."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

import attrs
import pytest

from reelscore.errors import ConfigurationError, SubmissionUnknown
from reelscore.flows.submit import new_call
from reelscore.ledger import Ledger, LedgerTransaction
from reelscore.ledger.budget import Budget
from reelscore.ledger.locks import at_work
from reelscore.ledger.records import CallStatus
from reelscore.results import Progress
from tests.ledgers import Watch
from tests.money.scenes import assert_books_agree, options
from tests.toy import UNLIMITED, Make, Toy, ToyFamily, ToyHost
from tests.toyserver import ToyServer


@pytest.fixture
def client(server: ToyServer, ledger: Ledger) -> Iterator[Toy]:
    """Give a client with one call in doubt."""
    with Toy(**options(server, ledger)) as found:
        lose(server, found)
        yield found


def lose(server: ToyServer, client: Toy, prompt: str = "a fox") -> None:
    server.misbehave("make", "during send")
    with pytest.raises(SubmissionUnknown):
        client.make(prompt=prompt)


def actions(found: list[Any]) -> list[str]:
    return [finding.action for finding in found]


def test_a_replay_sends_the_stored_bytes_under_the_old_trace_id(client: Toy, server: ToyServer, ledger: Ledger) -> None:
    (stored,) = ledger.tasks()

    client.recover(replay=True)

    assert server.jobs["t1"]["trace"] == stored.intent
    assert server.jobs["t1"]["body"] == {"prompt": "a fox", "model": "v1"}


def test_a_call_older_than_the_window_is_not_replayed(client: Toy, server: ToyServer, clock: Watch) -> None:
    clock.time += 3601

    found = client.recover(replay=True)

    assert actions(found) == ["doubtful"]
    assert "older than the replay window" in found[0].note
    assert server.jobs == {}


def test_a_call_is_not_replayed_when_an_equal_one_was_submitted_since(
    client: Toy, server: ToyServer, clock: Watch
) -> None:
    clock.time += 1
    client.make(prompt="a fox")

    found = client.recover(replay=True)

    assert actions(found) == ["doubtful", "resumed"]
    assert "an equal request was submitted after it" in found[0].note
    assert len(server.jobs) == 1


def test_a_replay_needs_room_in_todays_budget(server: ToyServer, ledger: Ledger, clock: Watch) -> None:
    with Toy(**options(server, ledger, budget=Budget(15, per="day"))) as client:
        lose(server, client)
        clock.time += 1800
        poor = client.with_options(budget=Budget(5))

        found = poor.recover(replay=True)

        assert actions(found) == ["doubtful"]
        assert "5 of 5 left" in found[0].note
        assert server.jobs == {}
        assert [row.reserved for row in ledger.tasks()] == [10]


def test_another_account_is_never_replayed(client: Toy, server: ToyServer) -> None:
    other = client.with_options(api_key="another-key")

    assert other.recover(replay=True) == []
    assert server.jobs == {}


@pytest.mark.parametrize("fault", ["reject", "throttle", "busy", "502 html"])
def test_only_acceptance_settles_a_call_in_doubt(fault: str, client: Toy, server: ToyServer, ledger: Ledger) -> None:
    server.misbehave("make", fault)

    assert actions(client.recover(replay=True)) == ["doubtful"]
    assert [(row.status, row.reserved) for row in ledger.tasks()] == [(CallStatus.UNKNOWN, Decimal(10))]

    assert actions(client.recover(replay=True)) == ["replayed"]
    assert len(server.jobs) == 1


def test_a_call_that_somebody_is_at_is_left_alone(server: ToyServer, ledger: Ledger) -> None:
    with Toy(**options(server, ledger)) as client:
        request = Make(prompt="a fox")
        entry, _ = new_call(request, client.context, ready=request, quote=request.quote(client.family))
        with at_work(entry.intent):
            ledger.run(partial(LedgerTransaction.insert_intent, entry=entry))
            assert actions(client.recover(replay=True)) == ["busy"]

        assert actions(client.recover(replay=True)) == ["replayed"]


def test_a_finished_task_without_files_is_named_until_they_are_saved(server: ToyServer, ledger: Ledger) -> None:
    with Toy(**options(server, ledger)) as client:
        client.run(Make(prompt="a fox"))

        (found,) = client.recover()

        assert (found.action, found.task.refresh().result.id) == ("unsaved", "t1")
        ledger.run(lambda tx: tx.record_saved(found.intent, [{"path": "a.mp4"}]))
        assert client.recover() == []


def test_a_replay_whose_own_answer_is_lost_is_asked_again_inside_the_window(
    client: Toy, server: ToyServer, ledger: Ledger
) -> None:
    server.misbehave("make", "after accept", "during answer", "after accept")

    assert actions(client.recover(replay=True)) == ["replayed"]
    assert len(server.jobs) == 1
    assert_books_agree(server, ledger)


def test_a_replay_is_not_asked_again_once_the_window_is_over(client: Toy, server: ToyServer, clock: Watch) -> None:
    def late(_word: str, _body: Any) -> None:
        clock.time += 3601

    server.accept_hook = late
    server.misbehave("make", "after accept", "after accept")

    (found,) = client.recover(replay=True)

    assert (found.action, found.row.status, len(server.jobs)) == ("doubtful", CallStatus.UNKNOWN, 1)
    assert "older than the replay window" in found.note


@attrs.frozen(kw_only=True)
class Odd(ToyFamily):
    """A host that cannot read what the vendor says of one task."""

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        if payload["data"]["task"] == "t1":
            raise KeyError(op)
        return super().progress(op, payload)


def test_one_row_that_makes_trouble_does_not_stop_the_others(server: ToyServer, ledger: Ledger) -> None:
    with Toy(**options(server, ledger, host=Odd(host=ToyHost(limits=UNLIMITED)))) as client:
        for prompt in ("a fox", "a hen"):
            client.make(prompt=prompt)

        found = {item.task.id: item.action for item in client.recover()}

    assert found == {"t1": "unreadable", "t2": "resumed"}


def test_one_call_is_settled_by_its_intent(ledger: Ledger, client: Toy) -> None:
    (row,) = ledger.tasks()

    assert client.settle(row.intent).action == "doubtful"
    assert client.settle(row.intent, replay=True).action == "replayed"
    assert client.settle(row.intent).action == "resumed"
    client.task("make", "t1").wait()
    assert client.settle(row.intent).action == "unsaved"
    with pytest.raises(ConfigurationError, match="no call of this account"):
        client.settle("no-such-intent")


def test_an_answered_call_is_finished_though_its_answer_names_a_task(server: ToyServer, ledger: Ledger) -> None:
    with Toy(**options(server, ledger)) as client:
        client.say(text="hi")

        assert client.recover() == []
    assert [row.status for row in ledger.tasks()] == [CallStatus.FINISHED]


def test_an_account_of_one_name_on_two_hosts_is_recovered_on_each_host_by_itself(
    server: ToyServer, ledger: Ledger
) -> None:
    other = ToyFamily(host=ToyHost(name="other", limits=UNLIMITED))
    with (
        Toy(**options(server, ledger), account="studio") as first,
        Toy(**options(server, ledger, host=other), account="studio") as second,
    ):
        done = first.submit(Make(prompt="a hen"))
        first.run(Make(prompt="a cow"))
        lose(server, first)
        doubtful = next(row for row in ledger.tasks() if row.status is CallStatus.UNKNOWN)
        asked = len(server.calls)

        assert second.recover(replay=True) == []
        with pytest.raises(ConfigurationError, match="no call of this account"):
            second.settle(doubtful.intent, replay=True)

        assert len(server.calls) == asked
        assert sorted(actions(first.recover(replay=True))) == ["replayed", "resumed", "unsaved"]
        assert done.wait().id == done.id
