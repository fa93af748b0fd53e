from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.errors import ReplayedDelivery
from reelscore.ledger import Ledger
from reelscore.results import State
from reelscore.webhooks import DeliveryStatus, Store, WebhookDelivery
from reelscore.webhooks.store import KEPT_SECONDS, WINDOW, letters_of, newest

STAGES = {"text": State.RUNNING, "first": State.RUNNING, "complete": State.SUCCEEDED, "error": State.FAILED}


def letter(stage: str = "complete", task: str = "t1", *, host: str = "kie.ai") -> WebhookDelivery:
    return WebhookDelivery(host=host, task_id=task, stage=stage, state=STAGES[stage], verified=True, body=b"{}")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    found = Ledger(tmp_path / "ledger.sqlite")
    yield found
    found.close()


def test_a_stage_of_a_task_counts_once() -> None:
    store = Store()

    assert [store.put(letter(stage)).seen for stage in ("text", "complete", "complete", "text")] == [
        *(DeliveryStatus.NEW, DeliveryStatus.NEW, DeliveryStatus.REPEAT, DeliveryStatus.REPEAT)
    ]


def test_a_stage_that_comes_after_a_later_one_wakes_nobody() -> None:
    store = Store()

    assert [store.put(letter(stage)).seen for stage in ("complete", "first")] == [
        DeliveryStatus.NEW,
        DeliveryStatus.LATE,
    ]
    assert [kept.stage for kept in store.unknown()] == ["first", "complete"]


def test_another_end_of_the_same_task_is_looked_at_again_once() -> None:
    """Neither Kie's nor sunoapi.org's body is signed: a forged end must not keep the true one out."""
    store = Store()
    forged, true = attrs.evolve(letter(), body=b"forged", intent="i1"), attrs.evolve(letter(), body=b"true")

    assert [store.put(kept).seen for kept in (forged, true, true)] == [
        DeliveryStatus.NEW,
        DeliveryStatus.CHANGED,
        DeliveryStatus.REPEAT,
    ]
    assert [(kept.body, kept.intent) for kept in store.unknown()] == [(b"true", "i1")]


def test_a_step_on_the_way_with_other_words_is_a_repeat() -> None:
    store = Store()
    store.put(letter("text"))

    assert store.put(attrs.evolve(letter("text"), body=b"other")).seen is DeliveryStatus.REPEAT


@given(st.lists(st.sampled_from(sorted(STAGES)), max_size=12))
def test_what_counts_as_new_never_goes_backwards(stages: list[str]) -> None:
    store = Store()
    new = [letter(stage).rank for stage in stages if store.put(letter(stage)).seen is DeliveryStatus.NEW]

    assert new == sorted(new)


def test_the_same_task_id_of_another_host_is_another_task() -> None:
    store = Store()
    store.put(letter())

    assert store.put(letter(host="sunoapi.org")).seen is DeliveryStatus.NEW


def test_a_nonce_counts_once_and_its_second_delivery_leaves_nothing() -> None:
    store = Store()
    store.put(letter(task="t1"), nonce="n1")

    with pytest.raises(ReplayedDelivery):
        store.put(letter(task="t2"), nonce="n1")

    assert [kept.task_id for kept in store.unknown()] == ["t1"]


def test_a_nonce_is_remembered_as_long_as_its_time_may_be_fresh() -> None:
    now = [1_000.0]
    store = Store(clock=lambda: now[0])
    store.put(letter(task="t1"), nonce="n1")
    now[0] += 2 * WINDOW

    with pytest.raises(ReplayedDelivery):
        store.put(letter(task="t2"), nonce="n1")


def test_old_nonces_and_old_deliveries_are_forgotten() -> None:
    now = [1_000.0]
    store = Store(clock=lambda: now[0])
    store.put(letter(task="old"), nonce="n1")
    now[0] += KEPT_SECONDS + 1

    for number in range(300):
        store.put(letter(task=f"t{number}"), nonce=f"m{number}")

    assert "old" not in {kept.task_id for kept in store.unknown()}
    assert store.put(letter(task="new"), nonce="n1").seen is DeliveryStatus.NEW


def test_everything_outlives_the_process(ledger: Ledger) -> None:
    store = Store(ledger)
    store.put(letter(), nonce="n1")
    token = store.token()
    ledger.close()
    again = Store(Ledger(ledger.path))

    assert again.token() == token
    assert again.put(letter()).seen is DeliveryStatus.REPEAT
    with pytest.raises(ReplayedDelivery):
        again.put(letter(task="t2"), nonce="n1")
    again.ledger.close()


def test_two_processes_may_make_the_tables_at_once(tmp_path: Path) -> None:
    ledgers = [Ledger(tmp_path / "ledger.sqlite") for _ in range(4)]
    futures = [Store(found).submit(newest) for found in ledgers]

    assert [future.result() for future in futures] == [0, 0, 0, 0]
    for found in ledgers:
        found.close()


def test_a_waiter_is_given_what_came_after_its_last_question() -> None:
    store = Store()
    for stage in ("text", "complete", "first"):
        store.put(letter(stage))

    found = store.run(lambda tx: letters_of(tx, host="kie.ai", task_id="t1", after=1))

    assert [(kept.number, kept.stage) for kept in found] == [(2, "complete")]
    assert attrs.evolve(found[0], received=0.0, number=0) == letter()


def test_tokens_of_two_ledgers_differ() -> None:
    assert Store().token() != Store().token()
