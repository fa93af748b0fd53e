"""The matrix of faults over real sockets: after each, and a recovery, the vendor's books and the ledger agree."""

from __future__ import annotations

import contextlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from reelscore.errors import ConfigurationError, ReelscoreError, SubmissionUnknown, TaskTimeout, TransportError
from reelscore.flows import polling
from reelscore.ledger import Ledger
from reelscore.ledger.records import CallStatus
from tests.money.scenes import WAYS, assert_books_agree, options, recover, submit, wait
from tests.toy import Make
from tests.toyserver import ToyServer

AFTER_THE_FIRST_BYTE = [
    "during send",
    "after accept",
    "during answer",
    "500",
    "502 html",
    "empty",
    "other json",
    "hang",
]
REFUSALS = ["reject", "throttle", "busy"]
SHORT = 0.5
"""Seconds of a client whose vendor falls silent; what has to come has time enough on any machine."""
ways = pytest.mark.parametrize("way", ["sync", "async"])


@ways
@pytest.mark.parametrize("fault", AFTER_THE_FIRST_BYTE)
def test_a_submission_without_a_verdict_is_sent_once_and_again_only_by_a_recovery_that_may(
    way: str, fault: str, server: ToyServer, ledger: Ledger
) -> None:
    server.misbehave("make", fault)

    with pytest.raises(SubmissionUnknown) as caught:
        submit(way, **options(server, ledger, timeout=SHORT))

    assert len([call for call in server.calls if call[1] == "/make"]) <= 1
    assert [row.intent for row in ledger.tasks(status="unknown")] == [caught.value.intent]
    calls = len(server.calls)
    found = recover(way, replay=False, **options(server, ledger))

    assert [(finding.action, finding.task) for finding in found] == [("doubtful", None)]
    assert len(server.calls) == calls
    assert_books_agree(server, ledger, settled=False)

    found = recover(way, replay=True, **options(server, ledger))

    assert [finding.action for finding in found] == ["replayed"]
    assert len(server.jobs) == 1
    assert_books_agree(server, ledger)


@ways
def test_a_submission_that_never_connected_costs_nothing(way: str, server: ToyServer, ledger: Ledger) -> None:
    given = options(server, ledger)
    server.close()

    with pytest.raises(TransportError) as caught:
        submit(way, **given)

    assert (type(caught.value), caught.value.sent) == (TransportError, False)
    assert [(row.status, row.reserved) for row in ledger.tasks()] == [(CallStatus.VOID, Decimal(0))]


@ways
@pytest.mark.parametrize("fault", REFUSALS)
def test_a_refused_submission_costs_nothing(way: str, fault: str, server: ToyServer, ledger: Ledger) -> None:
    server.misbehave("make", fault)

    with pytest.raises(ReelscoreError) as caught:
        submit(way, **options(server, ledger))

    assert not isinstance(caught.value, SubmissionUnknown)
    assert [(row.status, row.reserved) for row in ledger.tasks()] == [(CallStatus.REFUSED, Decimal(0))]
    assert_books_agree(server, ledger)


@ways
def test_a_redirected_submission_is_not_followed(way: str, server: ToyServer, ledger: Ledger) -> None:
    server.misbehave("make", "redirect")

    with pytest.raises(SubmissionUnknown):
        submit(way, **options(server, ledger))

    assert [call[1] for call in server.calls] == ["/make"]


@ways
@pytest.mark.parametrize("fault", [*AFTER_THE_FIRST_BYTE[1:], "throttle"])
def test_a_wait_survives_whatever_happens_to_its_looks(way: str, fault: str, server: ToyServer, ledger: Ledger) -> None:
    task_id = submit(way, **options(server, ledger))
    server.misbehave("tasks", fault, fault)

    clip = wait(way, task_id, **options(server, ledger, timeout=SHORT))

    assert clip.id == task_id
    assert len(server.jobs) == 1
    assert_books_agree(server, ledger)


@ways
def test_a_wait_that_cannot_connect_times_out_and_goes_on_later(way: str, server: ToyServer, ledger: Ledger) -> None:
    task_id = submit(way, **options(server, ledger))
    server.close()
    with pytest.raises(TaskTimeout):
        wait(way, task_id, seconds=0.2, **options(server, ledger))
    again = ToyServer(server.port)
    again.jobs = server.jobs

    found = recover(way, replay=True, **options(again, ledger))
    clip = wait(way, task_id, **options(again, ledger))
    again.close()

    assert [finding.task.id for finding in found] == [task_id]
    assert clip.id == task_id
    assert_books_agree(again, ledger)


@ways
def test_a_vendor_that_replays_nothing_leaves_the_decision_to_a_human(
    way: str, server: ToyServer, ledger: Ledger
) -> None:
    from tests.toy import UNLIMITED, ToyFamily, ToyHost

    given = options(server, ledger) | {"host": ToyFamily(host=ToyHost(limits=UNLIMITED, replays=False))}
    server.misbehave("make", "after accept")
    with pytest.raises(SubmissionUnknown) as caught:
        submit(way, **given)

    found = recover(way, replay=True, **given)

    assert [finding.action for finding in found] == ["doubtful"]
    assert "ledger.resolve" in found[0].note
    assert len(server.calls) == 1
    ledger.resolve(caught.value.intent, task_id="t1")
    assert_books_agree(server, ledger)


@ways
def test_a_ledger_that_another_process_holds_ends_a_call_in_its_time_and_nothing_is_sent(
    way: str, server: ToyServer, tmp_path: Path
) -> None:
    ledger = Ledger(tmp_path / "l.sqlite")
    assert ledger.tasks() == []
    given = options(server, ledger)
    with contextlib.closing(sqlite3.connect(tmp_path / "l.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as pool:
            late = pool.submit(lambda: WAYS[way](lambda client: client.run(Make(prompt="a fox"), timeout=0.1), **given))
            with pytest.raises(ReelscoreError, match=r"l\.sqlite could not be used: database is locked"):
                late.result(30)

    assert (server.calls, ledger.tasks()) == ([], [])
    ledger.close()


@ways
def test_a_ledger_that_another_process_holds_keeps_no_result_from_its_user(
    way: str, server: ToyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_LEDGER_SECONDS", 0.1)
    ledger = Ledger(tmp_path / "l.sqlite")
    given = options(server, ledger)
    server.looks_needed, task_id = 1, submit(way, **given)
    with contextlib.closing(sqlite3.connect(tmp_path / "l.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as pool:
            done = pool.submit(lambda: wait(way, task_id, seconds=0.1, **given))
            try:
                assert done.result(10).id == task_id
            finally:
                other.execute("ROLLBACK")

    assert [found.action for found in recover(way, replay=False, **given)] == ["resumed"]
    assert_books_agree(server, ledger)
    ledger.close()


@ways
def test_nothing_is_paid_for_inside_a_job_of_the_ledger(way: str, server: ToyServer, ledger: Ledger) -> None:
    """A signal handler may run there; the row of its call would not be on disk before the first byte leaves."""
    with pytest.raises(ConfigurationError, match="inside a job of the ledger"):
        ledger.run(lambda _: submit(way, **options(server, ledger)))

    assert (server.calls, ledger.tasks()) == ([], [])
