from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs
import pytest

from reelscore.errors import ConfigurationError
from reelscore.ledger import Ledger
from reelscore.results import State
from reelscore.webhooks import DeliverySubscription, Inbox, WebhookDelivery

REF = "kie.ai/generate/t1"
PATIENCE = 10.0
"""Seconds after which a test has failed; no test waits for them."""


def delivery(callback_type: str = "complete", *, task: str = "t1", state: State = State.SUCCEEDED) -> WebhookDelivery:
    return WebhookDelivery(host="kie.ai", task_id=task, callback_type=callback_type, state=state)


def types(box: DeliverySubscription) -> list[str]:
    return [found.callback_type for found in box.take()]


def waited(inbox: Inbox, seconds: float) -> list[str]:
    box = inbox.subscribe(REF)
    has_come, found = box.wait(seconds), types(box)
    assert has_come is bool(found)
    return found


async def waited_async(inbox: Inbox, seconds: float) -> list[str]:
    box = inbox.subscribe(REF)
    has_come, found = await box.wait_async(seconds), types(box)
    assert has_come is bool(found)
    return found


def until_somebody_waits(inbox: Inbox) -> None:
    end = time.monotonic() + PATIENCE
    while not inbox._wakers and time.monotonic() < end:
        threading.Event().wait(0.001)


def test_a_delivery_wakes_a_thread_at_once() -> None:
    inbox = Inbox(poll_interval=None)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(waited, inbox, PATIENCE)
        until_somebody_waits(inbox)
        inbox.store(delivery())

        assert waiting.result(PATIENCE) == ["complete"]


def test_a_delivery_from_another_thread_wakes_a_task_at_once() -> None:
    inbox = Inbox(poll_interval=None)

    async def run() -> list[str]:
        waiting = asyncio.create_task(waited_async(inbox, PATIENCE))
        await asyncio.to_thread(until_somebody_waits, inbox)
        await asyncio.to_thread(inbox.store, delivery())
        return await waiting

    assert asyncio.run(run()) == ["complete"]


def test_another_end_of_a_task_wakes_who_waits_on() -> None:
    """The first may have been forged."""
    inbox = Inbox(poll_interval=None)
    inbox.store(delivery())
    box = inbox.subscribe(REF)
    _ = box.collect()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(box.wait, PATIENCE)
        until_somebody_waits(inbox)
        inbox.store(attrs.evolve(delivery(), body=b"true"))

        assert waiting.result(2 * PATIENCE)


def test_what_came_before_the_wait_began_is_found_by_each_waiter() -> None:
    inbox = Inbox()
    assert waited(inbox, 0.01) == asyncio.run(waited_async(inbox, 0.01)) == []
    inbox.store(delivery())

    assert waited(inbox, 0.0) == asyncio.run(waited_async(inbox, 0.0)) == ["complete"]


def test_a_subscription_gives_each_delivery_once_and_in_order() -> None:
    inbox = Inbox()
    box = inbox.subscribe(REF)
    inbox.store(delivery("text", state=State.RUNNING))
    inbox.store(delivery("first", state=State.RUNNING))
    steps = [found.callback_type for found in box.collect()]
    inbox.store(delivery())

    assert (steps, box.wait(0.0), types(box), box.wait(0.0)) == (["text", "first"], True, ["complete"], False)


def test_a_late_or_repeated_callback_type_wakes_nobody() -> None:
    inbox = Inbox()
    inbox.store(delivery())
    box = inbox.subscribe(REF)
    _ = box.collect()
    inbox.store(delivery())
    inbox.store(delivery("first", state=State.RUNNING))

    assert box.collect() == []


def test_another_task_wakes_nobody_and_another_operation_of_the_same_is_the_same() -> None:
    inbox = Inbox()
    inbox.store(delivery(task="t2"))
    refs = ("kie.ai/generate/t1", "kie.ai/generate/t2", "kie.ai/extend/t2", "kie.ai#jobs/extend/t2")

    assert [len(inbox.subscribe(ref).collect()) for ref in refs] == [0, 1, 1, 1]


def test_nothing_is_held_for_tasks_that_nobody_waits_for() -> None:
    inbox = Inbox()
    for number in range(100):
        inbox.store(delivery(task=f"t{number}"))
        inbox.subscribe(f"kie.ai/generate/u{number}").wait(0.0)

    assert dict(inbox._wakers) == {}


def test_a_cancelled_wait_leaves_no_waker_and_a_loop_that_has_ended_is_not_woken() -> None:
    inbox = Inbox(poll_interval=None)
    loop = asyncio.new_event_loop()
    waiting = loop.create_task(waited_async(inbox, PATIENCE))
    loop.run_until_complete(asyncio.to_thread(until_somebody_waits, inbox))
    [[wake]] = inbox._wakers.values()
    waiting.cancel()
    loop.run_until_complete(asyncio.gather(waiting, return_exceptions=True))
    loop.close()
    wake()

    assert dict(inbox._wakers) == {}


def test_a_delivery_that_another_process_received_is_found_in_the_file(tmp_path: Path) -> None:
    here, there = Ledger(tmp_path / "ledger.sqlite"), Ledger(tmp_path / "ledger.sqlite")
    waiter, receiver = Inbox(here, poll_interval=0.005), Inbox(there)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(waited, waiter, PATIENCE)
        until_somebody_waits(waiter)
        receiver.store(delivery())

        assert waiting.result(PATIENCE) == ["complete"]
    here.close()
    there.close()


@pytest.mark.parametrize("ref", ["", "t1", "kie.ai/generate/", "kie.ai/"])
def test_what_is_no_reference_is_refused(ref: str) -> None:
    with pytest.raises(ConfigurationError, match=r"task\.ref"):
        Inbox().subscribe(ref)
