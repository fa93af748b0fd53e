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
from tests.rows import each
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


PROBABLY, PERHAPS, NOT = "it was probably taken: the vendor's log shows 10", "may be it or another call", "not taken"


@pytest.mark.parametrize(
    ("log", "told"),
    [
        ([{}], PROBABLY),
        ([{}, {"name": "v2"}], PERHAPS),
        ([{"at": 1.0}], NOT),
        ([{"credits": Decimal(11)}], NOT),
        ([{"operations": frozenset({"say"})}], NOT),
    ],
    ids=["one that fits", "two that fit", "another time", "another price", "another operation"],
)
def test_what_the_log_shows_is_told_and_not_booked(
    log: list[dict[str, Any]], told: str, server: ToyServer, ledger: Ledger, clock: Watch
) -> None:
    with lost(server, ledger, Logging(limits=UNLIMITED, log=tuple(entry(clock, **each) for each in log))) as client:
        clock.time += OLD
        (found,) = client.recover(replay=True)

    assert told in found.note
    assert "toy's log of calls" in found.note
    assert ("entry v1" in found.note) is (told is not NOT)
    assert (found.row.status, found.row.charged, found.row.charged_by) == (CallStatus.UNKNOWN, None, "")
    assert (found.row.reserved, server.jobs) == (Decimal(10), {})


@pytest.mark.parametrize(("name", "told"), [("t1", NOT), ("v1", PERHAPS)], ids=["is its own", "may be its own"])
def test_a_charge_that_a_known_task_has_or_may_have_caused_is_not_the_lost_calls(
    name: str, told: str, server: ToyServer, ledger: Ledger, clock: Watch
) -> None:
    with lost(server, ledger, Logging(limits=UNLIMITED, log=(entry(clock, name=name),))) as client:
        clock.time += 1
        assert client.make(prompt="another").id == "t1"
        clock.time += OLD
        doubtful, _ = client.recover()

    assert told in doubtful.note


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


@each(
    "raw, found",
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


@each("raw", [None, [], {}, {"credits": 3}, {"credits": "many", "time": 1}, {"credits": "nan", "time": 1}])
def test_entries_that_nobody_understands_are_left_out(raw: Any) -> None:
    assert list(read([raw])) == []
