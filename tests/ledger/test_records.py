"""What becomes of a row: each fact once, along the allowed moves, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from itertools import product
from typing import Any

import pytest

from reelscore.effects import CallKind
from reelscore.errors import ConcurrencyLimited, ReelscoreError
from reelscore.ledger import Ledger, LedgerTransaction
from reelscore.ledger.locks import at_work
from reelscore.ledger.records import TRANSITIONS, CallStatus, DuplicateKey
from reelscore.pricing import LARGEST, Plan, Quote
from reelscore.vendors.host import Limits
from tests.ledgers import CALL, NOW, Watch, intend, row

MOVES: dict[CallStatus, Callable[[LedgerTransaction], None]] = {
    CallStatus.VOID: lambda tx: tx.mark_not_sent("i1"),
    CallStatus.REFUSED: lambda tx: tx.mark_rejected("i1"),
    CallStatus.UNKNOWN: lambda tx: tx.mark_unknown("i1"),
    CallStatus.SUBMITTED: lambda tx: tx.mark_submitted("i1", "t1"),
    CallStatus.FINISHED: lambda tx: tx.record_completion("i1", "succeeded", urls=["u"]),
    CallStatus.SAVED: lambda tx: tx.record_saved("i1", [{"path": "a.mp4"}]),
}
PATHS: dict[CallStatus, list[CallStatus]] = {
    CallStatus.INTENT: [],
    CallStatus.UNKNOWN: [CallStatus.UNKNOWN],
    CallStatus.SUBMITTED: [CallStatus.SUBMITTED],
    CallStatus.FINISHED: [CallStatus.FINISHED],
    CallStatus.SAVED: [CallStatus.FINISHED, CallStatus.SAVED],
    CallStatus.VOID: [CallStatus.VOID],
    CallStatus.REFUSED: [CallStatus.REFUSED],
}
SAME_AGAIN = {
    (CallStatus.SUBMITTED, CallStatus.SUBMITTED),
    *product((CallStatus.FINISHED, CallStatus.SAVED), (CallStatus.FINISHED, CallStatus.SAVED)),
}
"""Facts that are written down a second time."""


def charged(charge: str, tx: LedgerTransaction) -> None:
    tx.mark_submitted("i1", "t1", charge=Decimal(charge))


def spoil(damage: str, tx: LedgerTransaction) -> None:
    tx.mark_unknown(damage)
    tx.execute(f"UPDATE calls SET {damage} WHERE intent = ?", damage)  # noqa: S608


def bring(ledger: Ledger, status: CallStatus) -> None:
    intend(ledger)
    for step in PATHS[status]:
        ledger.run(MOVES[step])


def test_what_is_written_is_read_back(ledger: Ledger, clock: Watch) -> None:
    intend(ledger)
    clock.time += 60
    ledger.run(lambda tx: tx.mark_submitted("i1", "t1"))
    clock.time += 60
    ledger.run(lambda tx: tx.record_completion("i1", "succeeded", charge=Decimal("9.5"), urls=["u"], expires=NOW + 9))
    ledger.run(lambda tx: tx.record_saved("i1", [{"path": "a.mp4"}]))

    found = row(ledger)
    assert (found.call, found.request, found.task_id) == (CALL, {"prompt": "a fox"}, "t1")
    assert (found.status, found.unit) == (CallStatus.SAVED, "toy")
    assert (found.quoted, found.charged, found.reserved) == (Decimal(10), Decimal("9.5"), Decimal("9.5"))
    assert (found.created, found.submitted, found.finished, found.expires) == (NOW, NOW + 60, NOW + 120, NOW + 9)
    assert (found.urls, found.files) == (("u",), ({"path": "a.mp4"},))


@pytest.mark.parametrize(("old", "new"), [pair for pair in product(PATHS, MOVES) if pair not in SAME_AGAIN])
def test_a_row_goes_where_the_table_allows_and_nowhere_else(ledger: Ledger, old: CallStatus, new: CallStatus) -> None:
    bring(ledger, old)
    before = row(ledger)

    if new in TRANSITIONS[old]:
        ledger.run(MOVES[new])
        assert row(ledger).status is new
    else:
        with pytest.raises(ReelscoreError, match=rf"i1 is {old} and cannot become {new}.*ledger\.show"):
            ledger.run(MOVES[new])
        assert row(ledger) == before


def test_a_call_that_was_taken_is_never_free_again_and_one_in_doubt_only_where_nothing_left() -> None:
    free = {CallStatus.VOID, CallStatus.REFUSED}
    taken = (CallStatus.SUBMITTED, CallStatus.FINISHED, CallStatus.SAVED)

    assert [status for status in taken if free & TRANSITIONS[status]] == []
    assert free & TRANSITIONS[CallStatus.UNKNOWN] == {CallStatus.VOID}
    assert [status for status in free if TRANSITIONS[status]] == []


@pytest.mark.parametrize(("old", "again"), sorted(SAME_AGAIN - {(CallStatus.FINISHED, CallStatus.SAVED)}))
def test_looking_again_changes_nothing(ledger: Ledger, clock: Watch, old: CallStatus, again: CallStatus) -> None:
    bring(ledger, old)
    before = row(ledger)
    clock.time += 60

    ledger.run(MOVES[again])

    assert row(ledger) == before


def test_a_second_look_with_other_news_changes_nothing(ledger: Ledger) -> None:
    bring(ledger, CallStatus.SAVED)
    before = row(ledger)

    ledger.run(lambda tx: tx.record_completion("i1", "failed", charge=Decimal(99), refunded=True, urls=[]))

    assert row(ledger) == before


def test_a_task_is_saved_when_all_of_its_files_are(ledger: Ledger) -> None:
    intend(ledger)
    ledger.run(lambda tx: tx.record_completion("i1", "succeeded", urls=["u1", "u2"]))

    ledger.run(lambda tx: tx.record_saved("i1", []))
    assert (row(ledger).status, row(ledger).files) == (CallStatus.FINISHED, ())
    ledger.run(lambda tx: tx.record_saved("i1", [{"path": "a"}]))
    assert (row(ledger).status, row(ledger).files) == (CallStatus.FINISHED, ({"path": "a"},))
    ledger.run(lambda tx: tx.record_saved("i1", [{"path": "a"}]))
    assert row(ledger).status is CallStatus.FINISHED
    assert [found.intent for found in ledger.read(lambda tx: tx.unsaved_of("me", host="toy"))] == ["i1"]

    ledger.run(lambda tx: tx.record_saved("i1", [{"path": "b"}]))
    assert (row(ledger).status, row(ledger).files) == (CallStatus.SAVED, ({"path": "a"}, {"path": "b"}))
    assert ledger.read(lambda tx: tx.unsaved_of("me", host="toy")) == []


def test_a_cover_does_not_stand_for_a_track(ledger: Ledger) -> None:
    intend(ledger)
    urls = ["https://v/1.mp3?sign=a", "https://v/2.mp3?sign=b"]
    ledger.run(lambda tx: tx.record_completion("i1", "succeeded", urls=urls))

    first = [{"path": "1", "url": "https://v/1.mp3?sign=c"}, {"path": "cover", "url": "https://v/1.png"}]
    ledger.run(lambda tx: tx.record_saved("i1", first))
    assert row(ledger).status is CallStatus.FINISHED

    ledger.run(lambda tx: tx.record_saved("i1", [{"path": "2", "url": "https://v/2.mp3"}]))
    assert row(ledger).status is CallStatus.SAVED


def test_facts_about_tasks_of_other_ledgers_are_nothing(ledger: Ledger) -> None:
    ledger.run(lambda tx: tx.record_completion("", "succeeded"))
    ledger.run(lambda tx: tx.record_saved("elsewhere", [{"path": "a"}]))
    ledger.run(lambda tx: tx.record_send_failure("never written", may_have_left=False, why="interrupted"))

    assert ledger.tasks() == []


def test_an_answered_call_is_finished_and_keeps_its_answer(ledger: Ledger) -> None:
    intend(ledger, key="order")
    ledger.run(lambda tx: tx.record_answer("i1", {"credits": 3}, charge=Decimal(2)))
    ledger.run(lambda tx: tx.record_answer("i1", {"another": 1}))

    found = ledger.read(lambda tx: tx.find_by_key("order", account="me"))
    assert found is not None
    assert (found.status, found.answer, found.charged) == (CallStatus.FINISHED, {"credits": 3}, Decimal(2))


@pytest.mark.parametrize(
    ("end", "reserved"),
    [
        (lambda tx: tx.mark_not_sent("i1"), 0),
        (lambda tx: tx.mark_rejected("i1"), 0),
        (lambda tx: tx.mark_unknown("i1"), 10),
        (lambda tx: tx.record_completion("i1", "failed", charge=Decimal(10), refunded=True), 0),
        *(
            (partial(charged, charge), 10)
            for charge in ("-45", "Infinity", "-Infinity", "NaN", "sNaN", str(LARGEST + 1))
        ),
    ],
    ids=["not sent", "refused", "in doubt", "refunded", *(f"a charge that cannot be {number}" for number in range(6))],
)
def test_only_a_call_that_cost_nothing_gives_its_reservation_back(ledger: Ledger, end: Any, reserved: int) -> None:
    intend(ledger)
    ledger.run(end)

    found = row(ledger)
    assert found.reserved == reserved
    if found.status is CallStatus.SUBMITTED:
        assert found.charged is None
        assert "not believed" in found.note
    else:
        assert found.charged == (10 if found.refunded else None)


def test_a_charge_that_is_too_much_in_money_keeps_the_id_of_its_task(ledger: Ledger) -> None:
    dear = Plan(name="dear", price=10, credits=1)
    intend(ledger, quote=Quote(credits=Decimal(10), basis="exact", host="toy", plans={"dear": dear}))
    ledger.run(lambda tx: tx.mark_submitted("i1", "t1", charge=Decimal(LARGEST)))

    assert (row(ledger).task_id, row(ledger).reserved) == ("t1", Decimal(10))


@pytest.mark.parametrize(
    ("may_have_left", "replay", "status"),
    [
        (False, False, CallStatus.VOID),
        (True, False, CallStatus.UNKNOWN),
        (False, True, CallStatus.UNKNOWN),
        (True, True, CallStatus.UNKNOWN),
    ],
)
def test_a_call_without_an_answer_is_void_only_when_nothing_left(
    ledger: Ledger, *, may_have_left: bool, replay: bool, status: CallStatus
) -> None:
    intend(ledger)
    ledger.run(lambda tx: tx.record_send_failure("i1", may_have_left=may_have_left, why="cut", replay=replay))

    assert (row(ledger).status, row(ledger).error) == (status, "cut")


def test_a_failure_that_is_told_late_takes_no_verdict_back(ledger: Ledger) -> None:
    bring(ledger, CallStatus.SUBMITTED)
    ledger.run(lambda tx: tx.record_send_failure("i1", may_have_left=False, why="cancelled"))

    assert row(ledger).status is CallStatus.SUBMITTED


def test_a_call_in_doubt_is_resolved_by_hand(ledger: Ledger) -> None:
    for intent in ("taken", "not taken"):
        intend(ledger, intent)
        ledger.run(partial(LedgerTransaction.mark_unknown, intent=intent))

    ledger.resolve("taken", task_id="t1", note="seen in the log")
    ledger.resolve("not taken", task_id=None)

    assert (row(ledger, "taken").task_id, row(ledger, "taken").note) == ("t1", "seen in the log")
    assert (row(ledger, "not taken").status, row(ledger, "not taken").reserved) == (CallStatus.VOID, Decimal(0))


@pytest.mark.parametrize("status", [status for status in PATHS if status is not CallStatus.UNKNOWN])
def test_only_a_call_in_doubt_can_be_resolved(ledger: Ledger, status: CallStatus) -> None:
    bring(ledger, status)

    with pytest.raises(ReelscoreError, match="i1 is not in doubt"):
        ledger.resolve("i1", task_id=None)


def test_resolving_a_call_that_is_not_there_is_an_error(ledger: Ledger) -> None:
    with pytest.raises(ReelscoreError, match="no call 'i9'"):
        ledger.resolve("i9", task_id="t")


def test_an_intent_whose_caller_has_gone_is_in_doubt_at_once(ledger: Ledger) -> None:
    with at_work("i1"):
        intend(ledger)
        assert not row(ledger).doubtful

    assert row(ledger).doubtful


def test_a_call_that_is_replayed_has_a_caller_again(ledger: Ledger) -> None:
    with at_work("i1"):
        intend(ledger)
    claimed = ledger.run(lambda tx: tx.claim_replay("i1", budget=None, window=600))
    again = ledger.run(lambda tx: tx.claim_replay("i1", budget=None, window=600))

    assert (claimed, row(ledger).alive, row(ledger).call) == ("", True, CALL)
    assert "somebody is at work on it" in again


def test_a_key_has_one_row_per_account(ledger: Ledger) -> None:
    intend(ledger, "i1", key="order-42")
    intend(ledger, "other", key="order-42", account="other")

    with pytest.raises(DuplicateKey) as caught:
        intend(ledger, "i2", key="order-42")
    assert caught.value.row.intent == "i1"
    ledger.run(lambda tx: tx.mark_not_sent("i1"))
    assert ledger.read(lambda tx: tx.find_by_key("order-42", account="me")) is None
    intend(ledger, "i2", key="order-42")
    assert ledger.read(lambda tx: tx.find_by_key("order-42", account="nobody")) is None


@pytest.mark.parametrize("jump", [3600, 86_400])
def test_a_clock_that_is_set_back_keeps_nobody_waiting_for_long(ledger: Ledger, clock: Watch, jump: int) -> None:
    limits = Limits(submissions=2, window=10.0, slots=9)
    for number in range(2):
        intend(ledger, f"i{number}", limits=limits)
    clock.time += 30 - jump

    intend(ledger, "after", limits=limits)


def test_a_slot_is_free_when_a_task_ends(ledger: Ledger) -> None:
    limits = Limits(slots=1)
    intend(ledger, "i1", limits=limits)
    with pytest.raises(ConcurrencyLimited):
        intend(ledger, "i2", limits=limits)
    ledger.run(lambda tx: tx.record_completion("i1", "succeeded"))

    intend(ledger, "i2", limits=limits)


def test_calls_that_are_free_take_no_slot(ledger: Ledger) -> None:
    limits = Limits(slots=1)
    intend(ledger, "free", limits=limits, role=CallKind.WRITE)

    intend(ledger, "paid", limits=limits)


def test_what_a_vendor_writes_is_kept_whatever_it_is(ledger: Ledger) -> None:
    intend(ledger)
    ledger.run(lambda tx: tx.mark_unknown("i1", "a\0b \ud800 c"))

    assert row(ledger).error == "a?b ? c"


def test_damaged_rows_hide_no_other_and_are_never_sent_again(ledger: Ledger) -> None:
    damages = ["request = '{'", "call = 'nothing'", "urls = '3'", "files = '[1]'", "status = 'lost'"]
    damages += ["role = 'strange'", "reserved = -5", "quoted = -5", "answer = ''"]
    intend(ledger, "whole")
    for damage in damages:
        intend(ledger, damage)
        ledger.run(partial(spoil, damage))

    found = {each.intent: each.note for each in ledger.tasks()}
    assert found.keys() == {"whole", *damages}
    assert [name for name, note in found.items() if "damaged" not in note] == ["whole"]
    assert "whole" in [each.intent for each in ledger.read(lambda tx: tx.pending())]
    for damage in damages:
        claim = partial(LedgerTransaction.claim_replay, intent=damage, budget=None, window=600)
        assert "damaged" in ledger.run(claim), damage


def test_slots_and_windows_are_counted_for_each_account_and_host(ledger: Ledger) -> None:
    limits = Limits(submissions=1, slots=1)
    intend(ledger, "i1", limits=limits)
    intend(ledger, "i2", host="other", limits=limits)
    intend(ledger, "i3", account="other", limits=limits)

    with pytest.raises(ConcurrencyLimited):
        intend(ledger, "i4", limits=limits)


def test_a_note_stays_when_its_task_ends_without_another(ledger: Ledger) -> None:
    bring(ledger, CallStatus.SUBMITTED)
    ledger.run(lambda tx: tx.set_note("i1", "again: a second take"))

    ledger.run(lambda tx: tx.record_completion("i1", "succeeded"))

    assert row(ledger).note == "again: a second take"


def test_what_a_call_in_doubt_needed_a_person_for_is_no_note_once_it_is_settled(ledger: Ledger) -> None:
    bring(ledger, CallStatus.UNKNOWN)
    ledger.run(lambda tx: tx.set_note("i1", "look for it in the log"))
    ledger.run(lambda tx: tx.mark_unknown("i1", "asked again"))
    assert row(ledger).note == "look for it in the log"

    ledger.run(lambda tx: tx.mark_submitted("i1", "t1"))

    assert row(ledger).note == ""
