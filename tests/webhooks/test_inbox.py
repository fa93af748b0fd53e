from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reelscore.errors import ConfigurationError
from reelscore.ledger import Ledger
from reelscore.results import State
from reelscore.webhooks import Inbox, WebhookDelivery

REF = "kie.ai/generate/t1"
PATIENCE = 10.0
"""Seconds after which a test has failed; no test waits for them."""


def delivery(callback_type: str = "complete", *, task: str = "t1", state: State = State.SUCCEEDED) -> WebhookDelivery:
    return WebhookDelivery(host="kie.ai", task_id=task, callback_type=callback_type, state=state)


def types(*deliveries: WebhookDelivery | None) -> list[str]:
    return [found.callback_type if found else "-" for found in deliveries]


def until_somebody_waits(inbox: Inbox) -> None:
    end = time.monotonic() + PATIENCE
    while not inbox._wakers and time.monotonic() < end:
        threading.Event().wait(0.001)


def test_a_delivery_wakes_a_thread_at_once() -> None:
    inbox = Inbox(poll_interval=None)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(inbox.receive, REF, PATIENCE)
        until_somebody_waits(inbox)
        inbox.store(delivery())

        assert types(waiting.result(PATIENCE)) == ["complete"]


def test_a_delivery_from_another_thread_wakes_a_task_at_once() -> None:
    inbox = Inbox(poll_interval=None)

    async def run() -> WebhookDelivery | None:
        waiting = asyncio.create_task(inbox.receive_async(REF, PATIENCE))
        await asyncio.to_thread(until_somebody_waits, inbox)
        await asyncio.to_thread(inbox.store, delivery())
        return await waiting

    assert types(asyncio.run(run())) == ["complete"]


def test_what_came_before_the_wait_began_is_found() -> None:
    inbox = Inbox()
    inbox.store(delivery())

    assert types(inbox.receive(REF, 0.0), asyncio.run(inbox.receive_async(REF, 0.0))) == ["complete", "complete"]


def test_a_wait_without_a_delivery_ends_with_nothing() -> None:
    inbox = Inbox()

    assert inbox.receive(REF, 0.01) is None
    assert asyncio.run(inbox.receive_async(REF, 0.01)) is None
    assert inbox.latest(REF) is None


def test_a_subscription_gives_each_delivery_once_and_in_order() -> None:
    inbox = Inbox()
    box = inbox.subscribe(REF)
    inbox.store(delivery("text", state=State.RUNNING))
    inbox.store(delivery("first", state=State.RUNNING))
    first = [box.receive(0.0), box.receive(0.0), box.receive(0.0)]
    inbox.store(delivery())

    assert types(*first, box.receive(0.0)) == ["text", "first", "-", "complete"]


def test_a_late_or_repeated_callback_type_wakes_nobody() -> None:
    inbox = Inbox()
    inbox.store(delivery())
    box = inbox.subscribe(REF)
    _ = box.collect()
    inbox.store(delivery())
    inbox.store(delivery("first", state=State.RUNNING))

    assert box.collect() == []


def test_another_task_wakes_nobody() -> None:
    inbox = Inbox()
    inbox.store(delivery(task="t2"))

    assert inbox.receive(REF, 0.01) is None


def test_two_waiters_are_both_told() -> None:
    inbox = Inbox(poll_interval=None)
    boxes = [inbox.subscribe(REF), inbox.subscribe("kie.ai/extend/t1")]
    inbox.store(delivery())

    assert [types(*box.collect()) for box in boxes] == [["complete"], ["complete"]]


def test_nothing_is_held_for_tasks_that_nobody_waits_for() -> None:
    inbox = Inbox()
    for number in range(100):
        inbox.store(delivery(task=f"t{number}"))
        inbox.receive(f"kie.ai/generate/u{number}", 0.0)

    assert dict(inbox._wakers) == {}


def test_a_cancelled_wait_leaves_no_waker() -> None:
    inbox = Inbox(poll_interval=None)

    async def run() -> None:
        waiting = asyncio.create_task(inbox.receive_async(REF, PATIENCE))
        await asyncio.to_thread(until_somebody_waits, inbox)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

    asyncio.run(run())

    assert dict(inbox._wakers) == {}


def test_a_delivery_that_another_process_received_is_found_in_the_file(tmp_path: Path) -> None:
    here, there = Ledger(tmp_path / "ledger.sqlite"), Ledger(tmp_path / "ledger.sqlite")
    waiter, receiver = Inbox(here, poll_interval=0.005), Inbox(there)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(waiter.receive, REF, PATIENCE)
        until_somebody_waits(waiter)
        receiver.store(delivery())

        assert types(waiting.result(PATIENCE)) == ["complete"]
    here.close()
    there.close()


def test_the_waker_of_a_loop_that_has_ended_wakes_nobody() -> None:
    inbox = Inbox(poll_interval=None)
    loop = asyncio.new_event_loop()
    waiting = loop.create_task(inbox.receive_async(REF, PATIENCE))
    loop.run_until_complete(asyncio.sleep(0))
    loop.run_until_complete(asyncio.sleep(0))
    waiting.cancel()
    loop.run_until_complete(asyncio.gather(waiting, return_exceptions=True))
    loop.close()

    assert inbox.store(delivery()).sequence == 1


@pytest.mark.parametrize("ref", ["", "t1", "kie.ai/generate/", "kie.ai/"])
def test_what_is_no_reference_is_refused(ref: str) -> None:
    with pytest.raises(ConfigurationError, match=r"task\.ref"):
        Inbox().subscribe(ref)
