"""What a vendor's own books say of a call in doubt: settled where they are clear, told to a human where not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from reelscore import sandbox
from reelscore.effects import Flow
from reelscore.errors import SubmissionUnknown
from reelscore.ledger import Ledger
from reelscore.ledger.records import CallStatus
from reelscore.pixverse import PixVerse
from reelscore.pixverse.usage_log import read
from reelscore.vendors.host import UsageCharge
from tests.ledgers import Watch
from tests.money.scenes import options
from tests.toy import UNLIMITED, Toy, ToyFamily, ToyHost
from tests.toyserver import ToyServer

OLD = 3601.0


@attrs.frozen(kw_only=True)
class Logging(ToyHost):
    """A toy with a log of deductions."""

    log: tuple[UsageCharge, ...] = ()

    def usage_charges(self, context: Any, *, start: float, end: float) -> Flow[Sequence[UsageCharge]]:
        """Give the period's entries."""
        yield from ()
        found: Sequence[UsageCharge] = [entry for entry in self.log if start <= entry.at <= end]
        return found


def entry(clock: Watch, **changes: Any) -> UsageCharge:
    made = UsageCharge(at=clock.time + 2, credits=Decimal(10), operations=frozenset({"make"}), name="v1")
    return attrs.evolve(made, **changes)


def lost(server: ToyServer, ledger: Ledger, host: ToyHost) -> Toy:
    client = Toy(**options(server, ledger, host=ToyFamily(host=host)))
    server.misbehave("make", "during send")
    with pytest.raises(SubmissionUnknown):
        client.make(prompt="a fox")
    return client


def recovered(server: ToyServer, ledger: Ledger, clock: Watch, *log: UsageCharge) -> Any:
    with lost(server, ledger, Logging(limits=UNLIMITED, log=log)) as client:
        clock.time += OLD
        (found,) = client.recover(replay=True)
    return found


def test_one_charge_that_fits_is_told_and_not_booked(server: ToyServer, ledger: Ledger, clock: Watch) -> None:
    found = recovered(server, ledger, clock, entry(clock))

    assert "it was probably taken: the vendor's log shows 10 credits" in found.note
    assert "entry v1" in found.note
    assert "toy's log of calls" in found.note
    assert (found.row.status, found.row.charged, found.row.charged_by) == (CallStatus.UNKNOWN, None, "")
    assert server.jobs == {}


@pytest.mark.parametrize(
    "changes",
    [{"at": 1.0}, {"credits": Decimal(11)}, {"operations": frozenset({"say"})}],
    ids=["another time", "another price", "another operation"],
)
def test_a_deduction_that_does_not_fit_is_none(
    changes: dict[str, Any], server: ToyServer, ledger: Ledger, clock: Watch
) -> None:
    found = recovered(server, ledger, clock, entry(clock, **changes))

    assert "probably not taken" in found.note
    assert (found.row.charged, found.row.reserved) == (None, Decimal(10))


def test_two_deductions_that_fit_are_left_to_a_human(server: ToyServer, ledger: Ledger, clock: Watch) -> None:
    found = recovered(server, ledger, clock, entry(clock), entry(clock, name="v2"))

    assert "may be it or another call" in found.note
    assert found.row.charged is None


def test_a_deduction_of_a_task_that_is_known_is_not_the_lost_calls(
    server: ToyServer, ledger: Ledger, clock: Watch
) -> None:
    with lost(server, ledger, Logging(limits=UNLIMITED, log=(entry(clock, name="t1"),))) as client:
        clock.time += 1
        assert client.make(prompt="another").id == "t1"
        clock.time += OLD
        doubtful, _ = client.recover()

    assert "probably not taken" in doubtful.note


def test_a_deduction_that_a_known_task_may_have_caused_is_left_to_a_human(
    server: ToyServer, ledger: Ledger, clock: Watch
) -> None:
    with lost(server, ledger, Logging(limits=UNLIMITED, log=(entry(clock),))) as client:
        clock.time += 1
        client.make(prompt="another")
        clock.time += OLD
        doubtful, _ = client.recover()

    assert "may be it or another call" in doubtful.note


def test_two_lost_calls_share_no_deduction(server: ToyServer, ledger: Ledger, clock: Watch) -> None:
    host = Logging(limits=UNLIMITED, log=(entry(clock),))
    with lost(server, ledger, host), lost(server, ledger, host) as client:
        clock.time += OLD

        assert ["may be it" in found.note for found in client.recover()] == [True, True]


def test_a_young_call_is_replayed_and_no_book_is_read(server: ToyServer, ledger: Ledger, clock: Watch) -> None:
    with lost(server, ledger, Logging(limits=UNLIMITED, log=(entry(clock),))) as client:
        assert [found.action for found in client.recover(replay=True)] == ["replayed"]


def test_a_call_whose_charge_the_log_shows_is_never_sent_again(server: ToyServer, ledger: Ledger, clock: Watch) -> None:
    with lost(server, ledger, Logging(limits=UNLIMITED, log=(entry(clock),))) as client:
        clock.time += OLD
        client.recover()
        (found,) = client.recover(replay=True, replay_window=1e9)

    assert (found.action, server.jobs) == ("doubtful", {})


def test_the_log_of_pixverse_shows_what_an_old_lost_call_cost(tmp_path: Path) -> None:
    with sandbox.running(speed=0) as vendor:
        ledger = Ledger(tmp_path / "pixverse.sqlite", synchronous="NORMAL", clock=vendor.now)
        with PixVerse(sandbox=vendor, ledger=ledger) as client:
            vendor.fault("answer-lost")
            with pytest.raises(SubmissionUnknown):
                client.text_to_video(prompt="a fox", model="v5", duration=5, quality="540p", aspect_ratio="16:9")
            vendor.advance(OLD)
            (found,) = client.recover()
        ledger.close()

    assert "it was probably taken: the vendor's log shows" in found.note
    assert (found.row.charged, found.row.reserved) == (None, found.row.quoted)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (
            {"id": 7, "creation_type": "agent", "credits": 90, "create_time": "2026-09-01 00:00:10"},
            UsageCharge(
                at=1788220810.0,
                credits=Decimal(90),
                operations=frozenset({"recreate", "real_estate", "music_video"}),
                name="7",
            ),
        ),
        (
            {"video_id": "9", "amount": "-4.5", "time": 1788220810123},
            UsageCharge(at=1788220810.123, credits=Decimal("4.5"), name="9"),
        ),
    ],
)
def test_entries_of_no_published_shape_are_read_as_far_as_they_go(raw: dict[str, Any], found: UsageCharge) -> None:
    assert list(read([raw])) == [found]


@pytest.mark.parametrize(
    "raw", [None, [], {}, {"credits": 3}, {"credits": "many", "time": 1}, {"credits": "nan", "time": 1}]
)
def test_entries_that_nobody_understands_are_left_out(raw: Any) -> None:
    assert list(read([raw])) == []
