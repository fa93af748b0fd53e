from __future__ import annotations

import json
from functools import partial
from typing import Any

import attrs

from reelscore.ledger import Ledger
from reelscore.ledger.records import CallRecord
from reelscore.results import State
from reelscore.webhooks import Store, WebhookDelivery, match
from reelscore.webhooks.matching import LONGEST_SECONDS
from tests.webhooks.rows import entry, lose

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
        stage="complete",
        state=State.SUCCEEDED,
        intent=intent,
        received=received,
        body=json.dumps(body).encode(),
    )


def test_a_delivery_that_names_the_row_settles_it_whatever_it_says() -> None:
    assert match([lost("i1")], [music("t1", intent="i1")]) == {"i1": "t1"}


def test_an_address_of_another_host_settles_nothing() -> None:
    assert match([lost("i1")], [music("t1", FOX_TRACK, intent="i1", host="sunoapi.org")]) == {}


def test_a_delivery_that_repeats_the_request_settles_it() -> None:
    assert match([lost("i1")], [music("t1", FOX_TRACK)]) == {"i1": "t1"}


def test_a_delivery_for_somebody_elses_row_is_not_taken_for_ours() -> None:
    assert match([lost("i1")], [music("t1", FOX_TRACK, intent="of-another-ledger")]) == {}


def test_one_word_that_differs_is_another_song() -> None:
    assert match([lost("i1")], [music("t1", {**FOX_TRACK, "title": "Hare"})]) == {}


def test_a_delivery_without_content_settles_nothing() -> None:
    assert match([lost("i1")], [music("t1")]) == {}


def test_what_fits_twice_is_left_to_a_human() -> None:
    twins = [lost("i1"), lost("i2")]

    assert match(twins, [music("t1", FOX_TRACK)]) == {}
    assert match(twins[:1], [music("t1", FOX_TRACK), music("t2", FOX_TRACK)]) == {}


def test_of_two_equal_rows_the_named_one_leaves_the_other_to_its_content() -> None:
    twins = [lost("i1"), lost("i2")]

    assert match(twins, [music("t1", FOX_TRACK, intent="i1"), music("t2", FOX_TRACK)]) == {"i1": "t1", "i2": "t2"}


def test_a_delivery_from_before_or_long_after_is_about_something_else() -> None:
    row = lost("i1")

    assert match([row], [music("t1", FOX_TRACK, received=99.0)]) == {}
    assert match([row], [music("t1", FOX_TRACK, received=101.0 + LONGEST_SECONDS)]) == {}


def test_a_row_that_has_its_task_needs_no_other() -> None:
    assert match([attrs.evolve(lost("i1"), task_id="t0")], [music("t1", FOX_TRACK, intent="i1")]) == {}


def test_a_body_of_any_shape_settles_nothing() -> None:
    bodies = [b"", b"[", b"[]", b'{"data": 1}', b'{"data": {"data": [1, null]}}', b"[" * 100_000]

    assert match([lost("i1")], [attrs.evolve(music("t1"), body=body) for body in bodies]) == {}


def test_the_store_finds_lost_submissions_by_itself() -> None:
    memory = Ledger(":memory:", clock=lambda: 100.0)
    store = Store(memory, clock=lambda: 160.0)
    for row in (entry("i1", **FOX), entry("i2", title="Hare")):
        memory.run(partial(lose, lost=row))
    store.put(music("t1", FOX_TRACK))
    store.put(music("t9", {"title": "of nobody"}))

    assert store.matches() == {"i1": "t1"}


def test_a_task_that_the_ledger_knows_is_no_unknown_one() -> None:
    memory = Ledger(":memory:")
    store = Store(memory)
    memory.run(lambda tx: tx.insert_intent(entry("i1", **FOX)))
    store.put(music("t1", FOX_TRACK))
    before = store.unknown()
    memory.run(lambda tx: tx.mark_submitted("i1", "t1"))

    assert [kept.task_id for kept in before] == ["t1"]
    assert store.unknown() == ()
