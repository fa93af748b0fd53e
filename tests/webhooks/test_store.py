from __future__ import annotations

from contextlib import closing
from pathlib import Path

import attrs
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.errors import ReplayedDelivery
from reelscore.ledger import Ledger
from reelscore.ledger.postgres import DELIVERIES
from reelscore.results import State
from reelscore.webhooks import DeliveryStatus, Inbox, WebhookDelivery, store
from tests.webhooks.posting import entry, lose

STATES = {"text": State.RUNNING, "first": State.RUNNING, "complete": State.SUCCEEDED, "error": State.FAILED}
REF = "kie.ai/generate/t1"


def delivery(callback_type: str = "complete", task: str = "t1", *, host: str = "kie.ai") -> WebhookDelivery:
    return WebhookDelivery(
        host=host, task_id=task, callback_type=callback_type, state=STATES[callback_type], verified=True, body=b"{}"
    )


def large(task: str, size: int, *, host: str = "kie.ai", intent: str = "") -> WebhookDelivery:
    return attrs.evolve(delivery(task=task, host=host), body=b" " * (size - store.ROW_BYTES), intent=intent)


def test_a_callback_type_of_a_task_counts_once() -> None:
    inbox = Inbox()

    assert [inbox.store(delivery(name)) for name in ("text", "complete", "complete", "text")] == [
        *(DeliveryStatus.NEW, DeliveryStatus.NEW, DeliveryStatus.REPEAT, DeliveryStatus.REPEAT)
    ]


def test_a_callback_type_that_comes_after_a_later_one_is_stored_as_late() -> None:
    inbox = Inbox()

    assert [inbox.store(delivery(name)) for name in ("complete", "first")] == [
        DeliveryStatus.NEW,
        DeliveryStatus.LATE,
    ]
    assert {found.callback_type for found in inbox.unknown()} == {"first", "complete"}


def test_another_end_of_the_same_task_is_looked_at_again_once() -> None:
    """A vendor's signature may leave the body out: a forged end must not keep the true one out."""
    inbox = Inbox()
    forged, true = attrs.evolve(delivery(), body=b"forged", intent="i1"), attrs.evolve(delivery(), body=b"true")

    assert [inbox.store(found) for found in (forged, true, true)] == [
        DeliveryStatus.NEW,
        DeliveryStatus.CHANGED,
        DeliveryStatus.REPEAT,
    ]
    assert [(found.body, found.intent) for found in inbox.unknown()] == [(b"true", "i1")]


def test_a_step_on_the_way_with_another_body_is_a_repeat() -> None:
    inbox = Inbox()
    inbox.store(delivery("text"))

    assert inbox.store(attrs.evolve(delivery("text"), body=b"other")) is DeliveryStatus.REPEAT


@given(st.lists(st.sampled_from(sorted(STATES)), max_size=12))
def test_what_counts_as_new_never_goes_backwards(names: list[str]) -> None:
    inbox = Inbox()
    new = [delivery(each).progress_order for each in names if inbox.store(delivery(each)) is DeliveryStatus.NEW]

    assert new == sorted(new)


def test_the_same_task_id_of_another_host_is_another_task() -> None:
    inbox = Inbox()
    inbox.store(delivery())

    assert inbox.store(delivery(host="sunoapi.org")) is DeliveryStatus.NEW


def test_a_nonce_counts_once_and_its_second_delivery_leaves_nothing() -> None:
    inbox = Inbox()
    inbox.store(delivery(task="t1"), nonce="n1")

    with pytest.raises(ReplayedDelivery):
        inbox.store(delivery(task="t2"), nonce="n1")

    assert [found.task_id for found in inbox.unknown()] == ["t1"]


def test_a_nonce_is_remembered_as_long_as_its_time_may_be_fresh() -> None:
    now = [1_000.0]
    inbox = Inbox(Ledger(":memory:", clock=lambda: now[0]))
    inbox.store(delivery(task="t1"), nonce="n1")
    now[0] += 600.0

    with pytest.raises(ReplayedDelivery):
        inbox.store(delivery(task="t2"), nonce="n1")


def test_old_nonces_and_old_deliveries_are_forgotten() -> None:
    now = [1_000.0]
    inbox = Inbox(Ledger(":memory:", clock=lambda: now[0]))
    inbox.store(delivery(task="old"), nonce="n1")
    now[0] += store.KEPT_SECONDS + 1

    assert inbox.store(delivery(task="new"), nonce="n1") is DeliveryStatus.NEW
    assert [found.task_id for found in inbox.unknown()] == ["new"]


def test_everything_outlives_the_process_in_either_database(shared: Path | str) -> None:
    ledger = Ledger(shared)
    inbox = Inbox(ledger)
    inbox.store(large("t1", 1_000), nonce="n1")
    token = ledger.run(store.path_token)
    ledger.close()
    again = Inbox(Ledger(shared))

    assert again.ledger.run(store.path_token) == token != Inbox().ledger.run(store.path_token)
    assert again.store(large("t1", 1_000)) is DeliveryStatus.REPEAT
    with pytest.raises(ReplayedDelivery):
        again.store(delivery(task="t2"), nonce="n1")
    assert [found.body for found in again.subscribe(REF).collect()] == [large("t1", 1_000).body]
    again.ledger.close()


def test_several_connections_may_make_the_tables_at_once(shared: Path | str) -> None:
    ledgers = [Ledger(shared) for _ in range(4)]
    tokens = {future.result() for future in [found.submit(store.path_token) for found in ledgers]}

    assert len(tokens) == 1
    for found in ledgers:
        found.close()


def test_a_server_tells_its_listeners_of_each_delivery_as_it_is_committed(postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as listener, closing(Ledger(postgres_url)) as ledger:
        listener.execute(f"LISTEN {DELIVERIES}")
        Inbox(ledger).store(delivery())

        assert [notice.payload for notice in listener.notifies(timeout=20.0, stop_after=1)] == ["kie.ai/t1"]


def test_a_delivery_that_is_committed_late_is_given_after_one_with_a_higher_number() -> None:
    """Two receivers on Postgres: the transaction that was numbered first may be committed last."""
    inbox = Inbox()
    waiter = inbox.subscribe(REF)
    inbox.store(delivery("text"))
    inbox.store(delivery("first"))
    [[hidden]] = inbox.ledger.run(
        lambda tx: tx.query("SELECT received FROM webhook_inbox WHERE callback_type = 'text'")
    )
    inbox.ledger.run(lambda tx: tx.execute("UPDATE webhook_inbox SET late = 1 WHERE callback_type = 'text'"))
    before = waiter.collect()
    seen = inbox.ledger.run(lambda tx: store.changes(tx, [("kie.ai", "t1")]))
    inbox.ledger.run(lambda tx: tx.execute("UPDATE webhook_inbox SET late = 0 WHERE received = ?", hidden))

    assert [found.callback_type for found in before] == ["first"]
    assert inbox.ledger.run(lambda tx: store.changes(tx, [("kie.ai", "t1")])) != seen
    assert [found.callback_type for found in waiter.collect()] == ["text"]


def test_a_delivery_is_stored_as_it_came() -> None:
    inbox = Inbox(Ledger(":memory:", clock=lambda: 5.0))
    sent = attrs.evolve(delivery(), body='{"title": "Füchse \U0001f98a"}'.encode(), intent="i1")
    inbox.store(sent)

    assert inbox.unknown() == [attrs.evolve(sent, received=5.0, sequence=1)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ten deliveries of 1,000 bytes fill a host."""
    monkeypatch.setattr(store, "MAX_HOST_BYTES", 10_000)


def flood(inbox: Inbox, count: int, *, host: str = "kie.ai", size: int = 1_000) -> None:
    for number in range(count):
        inbox.store(large(f"{host} {number}", size, host=host))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("size", [1_000, 3_000])
def test_a_flood_of_unknown_tasks_is_bounded_and_pushes_out_the_oldest(size: int) -> None:
    inbox = Inbox()
    flood(inbox, 100, size=size)
    kept = {found.task_id for found in inbox.unknown()}

    assert 5_000 <= len(kept) * size <= 10_000
    assert kept == {f"kie.ai {number}" for number in range(100 - len(kept), 100)}


@pytest.mark.usefixtures("small")
def test_a_flood_at_one_host_leaves_the_others_deliveries() -> None:
    inbox = Inbox()
    inbox.store(large("t1", 1_000))
    flood(inbox, 100, host="sunoapi.org")

    assert "t1" in {found.task_id for found in inbox.unknown()}


@pytest.mark.usefixtures("small")
def test_a_flood_leaves_deliveries_of_known_tasks_and_those_that_name_a_lost_submission() -> None:
    ledger = Ledger(":memory:")
    inbox = Inbox(ledger)
    ledger.run(lambda tx: tx.insert_intent(entry("i1")))
    ledger.run(lambda tx: tx.mark_submitted("i1", "t1"))
    ledger.run(lambda tx: lose(tx, entry("i2")))
    inbox.store(large("t1", 1_000))
    inbox.store(large("t2", 1_000, intent="i2"))
    flood(inbox, 100)

    assert len(inbox.subscribe(REF).collect()) == 1
    assert ledger.run(inbox.matches) == {"i2": "t2"}


def test_invented_callback_types_of_one_task_are_bounded_and_the_end_still_wakes() -> None:
    inbox = Inbox()
    waiter = inbox.subscribe(REF)
    for number in range(50):
        inbox.store(attrs.evolve(delivery("text"), callback_type=f"invented {number}"))
    waiter.collect()

    assert inbox.store(delivery()) is DeliveryStatus.NEW
    assert [found.callback_type for found in waiter.collect()] == ["complete"]
    assert len(inbox.unknown()) <= store.MAX_TYPES
