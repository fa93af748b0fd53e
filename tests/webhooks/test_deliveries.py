"""What a delivery is, and which lost submission it belongs to."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import attrs
import pytest

from reelscore.ledger import Ledger
from reelscore.ledger.records import CallRecord
from reelscore.results import Progress, State
from reelscore.vendors.family import Delivery
from reelscore.webhooks import Inbox, match
from reelscore.webhooks.deliveries import CORRELATION_SECONDS, MAX_TASK_ID, WebhookDelivery, from_delivery
from tests.rows import each
from tests.webhooks.posting import entry, lose


def stored(task_id: str = "t1", *, stage: str = "complete", state: State = State.SUCCEEDED) -> WebhookDelivery:
    read = Delivery(task_id=task_id, stage=stage, progress=Progress(state=state), verified=True)
    return from_delivery(read, host="kie.ai", body=b'{"code": 200}', intent="i1")


def test_it_keeps_what_the_delivery_claims_but_no_stage_that_could_steer_a_terminal() -> None:
    claim: dict[str, Any] = {
        "host": "kie.ai",
        "task_id": "t1",
        "state": State.SUCCEEDED,
        "verified": True,
        "intent": "i1",
    }

    assert stored() == WebhookDelivery(**claim, callback_type="complete", body=b'{"code": 200}')
    assert stored().payload == {"code": 200}
    assert stored(stage="\x1b[2Jcomplete").callback_type == "single"
    assert stored("t" * MAX_TASK_ID).task_id == "t" * MAX_TASK_ID


@pytest.mark.parametrize("task_id", ["", "t\n1", "t" * (MAX_TASK_ID + 1)])
def test_a_delivery_without_a_task_is_refused(task_id: str) -> None:
    with pytest.raises(ValueError, match="names no task"):
        stored(task_id)


def test_stages_have_an_order_that_ends_with_any_end() -> None:
    steps = [("remixing", State.UNKNOWN), ("text", State.RUNNING), ("first", State.RUNNING), ("error", State.FAILED)]

    assert [stored(stage=stage, state=state).progress_order for stage, state in steps] == [1, 1, 2, 3]


FOX = {"title": "Fox", "style": "folk", "prompt": "[Verse] a fox"}
FOX_TRACK = {"id": "x", "title": "Fox", "tags": "folk", "prompt": "[Verse] a fox"}


def lost(intent: str, *, host: str = "kie.ai", created: float = 100.0) -> CallRecord:
    memory = Ledger(":memory:", clock=lambda: created)
    memory.run(lambda tx: lose(tx, entry(intent, host=host, **FOX)))
    row = memory.run(lambda tx: tx.find_intent(intent))
    assert row is not None
    return row


def music(task: str, *tracks: Any, intent: str = "", host: str = "kie.ai", received: float = 160.0) -> WebhookDelivery:
    body = {"code": 200, "data": {"callbackType": "complete", "task_id": task, "data": list(tracks)}}
    return WebhookDelivery(
        host=host,
        task_id=task,
        callback_type="complete",
        state=State.SUCCEEDED,
        intent=intent,
        received=received,
        body=json.dumps(body).encode(),
    )


def odd(body: bytes) -> WebhookDelivery:
    return attrs.evolve(music("t1"), body=body)


ONE, TWO = lost("i1"), lost("i2")
UNTITLED = attrs.evolve(lost("i3"), request={"prompt": FOX["prompt"]})
FITS = music("t1", FOX_TRACK)


@each(
    "rows, deliveries, found",
    [
        pytest.param([ONE], [music("t1", intent="i1")], {"i1": "t1"}, id="names the row, whatever it says"),
        pytest.param([ONE], [music("t1", FOX_TRACK, intent="i1", host="sunoapi.org")], {}, id="of another host"),
        pytest.param([ONE], [FITS], {"i1": "t1"}, id="repeats the request"),
        pytest.param([ONE], [music("t1", FOX_TRACK, intent="of-another-ledger")], {}, id="of somebody else's row"),
        pytest.param([ONE], [music("t1", {**FOX_TRACK, "title": "Hare"})], {}, id="one word differs"),
        pytest.param([ONE], [music("t1")], {}, id="says nothing"),
        pytest.param([ONE], [music("t1", {"id": "x"})], {}, id="repeats nothing"),
        pytest.param([ONE], [music("t1", FOX_TRACK, host="sunoapi.org")], {}, id="repeats it on another host"),
        pytest.param([UNTITLED], [FITS], {"i3": "t1"}, id="the vendor found a title"),
        pytest.param([ONE], [music("t1", {"prompt": FOX["prompt"]})], {"i1": "t1"}, id="repeats a part"),
        pytest.param([ONE, TWO], [FITS], {}, id="fits two rows"),
        pytest.param([ONE], [FITS, music("t2", FOX_TRACK)], {}, id="two fit the row"),
        pytest.param(
            [ONE, TWO],
            [music("t1", FOX_TRACK, intent="i1"), music("t2", FOX_TRACK)],
            {"i1": "t1", "i2": "t2"},
            id="one is named, and the other alone is left",
        ),
        pytest.param([ONE], [music("t1", FOX_TRACK, received=99.0)], {}, id="from before"),
        pytest.param([ONE], [music("t1", FOX_TRACK, received=101.0 + CORRELATION_SECONDS)], {}, id="too late"),
        pytest.param([attrs.evolve(ONE, task_id="t0")], [music("t1", FOX_TRACK, intent="i1")], {}, id="has its task"),
        *[([ONE], [odd(body)], {}) for body in (b"", b"[", b"[]", b'{"data": 1}', b'{"data": {"data": [1, null]}}')],
        pytest.param([ONE], [odd(b"[" * 100_000)], {}, id="without end"),
    ],
)
def test_a_delivery_settles_the_one_lost_call_that_it_names_or_repeats(
    rows: list[CallRecord], deliveries: list[WebhookDelivery], found: dict[str, str]
) -> None:
    assert match(rows, deliveries) == found


def test_the_inbox_finds_lost_submissions_by_itself() -> None:
    now = [100.0]
    ledger = Ledger(":memory:", clock=lambda: now[0])
    inbox = Inbox(ledger)
    for row in (entry("i1", **FOX), entry("i2", title="Hare")):
        ledger.run(partial(lose, lost=row))
    now[0] = 160.0
    assert ledger.run(inbox.matches) == {}
    inbox.store(music("t1", FOX_TRACK))
    inbox.store(music("t9", {"title": "of nobody"}))

    assert ledger.run(inbox.matches) == {"i1": "t1"}


def test_a_task_that_the_ledger_knows_is_no_unknown_one() -> None:
    ledger = Ledger(":memory:")
    inbox = Inbox(ledger)
    ledger.run(lambda tx: tx.insert_intent(entry("i1", **FOX)))
    inbox.store(music("t1", FOX_TRACK))
    before = inbox.unknown()
    ledger.run(lambda tx: tx.mark_submitted("i1", "t1"))

    assert [found.task_id for found in before] == ["t1"]
    assert inbox.unknown() == []
