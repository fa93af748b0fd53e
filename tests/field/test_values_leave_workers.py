"""What clients give leaves a worker: results, tasks, outcomes and errors are pickled, copied and made plain."""

from __future__ import annotations

import copy
import itertools
import json
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from reelscore.client.task import Outcome
from reelscore.errors import (
    ConfigurationError,
    ReelscoreError,
    SubmissionUnknown,
    TaskFailed,
    TaskIncomplete,
    TaskTimeout,
)
from reelscore.ledger import Ledger
from tests.field.vendor import (
    LOOK_VIDEO,
    MADE_VIDEO,
    SHOT,
    SONG,
    SUBMIT_VIDEO,
    TRACK,
    URL,
    Hands,
    Vendor,
    pixverse,
    said,
    song,
    text,
    video,
)

WAYS: dict[str, Callable[[Any], Any]] = {
    "pickle 2": lambda value: pickle.loads(pickle.dumps(value, 2)),  # noqa: S301 - our own bytes
    "pickle 5": lambda value: pickle.loads(pickle.dumps(value, 5)),  # noqa: S301
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
}


def a_video(hands: Hands, vendor: Vendor) -> Any:
    vendor.films(video(URL))
    return hands.go(hands.pixverse(vendor).run(SHOT))


def a_song(hands: Hands, vendor: Vendor) -> Any:
    vendor.sings(song(TRACK, {**TRACK, "id": "b"}))
    return hands.go(hands.suno(vendor).run(SONG))


MADE: dict[str, Callable[[Hands, Vendor], Any]] = {"video": a_video, "song": a_song}
made = pytest.mark.parametrize("made", list(MADE))


@made
def test_a_result_comes_out_of_a_worker(made: str, hands: Hands, vendor: Vendor) -> None:
    found = MADE[made](hands, vendor)
    copies = {way: leaves(found) for way, leaves in WAYS.items()}
    assert copies == dict.fromkeys(WAYS, found)
    assert {way: (each.assets, each.task.ref) for way, each in copies.items()} == dict.fromkeys(
        WAYS, (found.assets, found.task.ref)
    )


@made
def test_a_task_comes_out_of_a_worker_and_can_be_attached_again(made: str, hands: Hands, vendor: Vendor) -> None:
    task = MADE[made](hands, vendor).task
    copies = {way: leaves(task) for way, leaves in WAYS.items()}
    assert {way: (each.ref, each.state, each.intent) for way, each in copies.items()} == dict.fromkeys(
        WAYS, (task.ref, task.state, task.intent)
    )
    assert {way: task.client.task(each.ref).id for way, each in copies.items()} == dict.fromkeys(WAYS, task.id)


@made
def test_a_pickled_task_says_how_to_attach_it(made: str, hands: Hands, vendor: Vendor) -> None:
    task = pickle.loads(pickle.dumps(MADE[made](hands, vendor).task))  # noqa: S301
    with pytest.raises(ConfigurationError, match=r"client\.task"):
        hands.go(task.wait())


def test_what_cannot_leave_a_worker_says_so_in_its_own_words(hands: Hands, vendor: Vendor) -> None:
    client = hands.pixverse(vendor)
    with pytest.raises(TypeError, match="make a client in each process"):
        pickle.dumps(client)
    with pytest.raises(TypeError, match="make a client in each process"):
        copy.deepcopy({"client": client})
    assert copy.copy(client).ledger is client.ledger
    with pytest.raises(TypeError, match="a ledger in memory"):
        pickle.dumps(Ledger(":memory:"))


def test_an_outcome_of_many_comes_out_of_a_worker(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO, text("error code: 1010", status=403)], LOOK_VIDEO: [video(URL)]}
    client = hands.pixverse(vendor)
    found = hands.every(client.run_all([SHOT, attrs.evolve(SHOT, prompt="a hen")], max_concurrency=1))
    assert sorted(outcome.ok for _, outcome in found) == [False, True]
    for way, (request, outcome) in itertools.product(WAYS, found):
        again: Outcome[Any] = WAYS[way](outcome)
        assert (way, again.ok, str(again.error), again.result) == (way, outcome.ok, str(outcome.error), outcome.result)
        assert WAYS[way](request) == request


def an_error(kind: type[ReelscoreError], hands: Hands, vendor: Vendor) -> ReelscoreError:
    failed = pixverse({"id": 1, "status": 8})
    vendor.script = {
        SUBMIT_VIDEO: [text("nothing", status=500) if kind is SubmissionUnknown else MADE_VIDEO],
        LOOK_VIDEO: [failed if kind is TaskFailed else video("", status=1 if kind is TaskIncomplete else 5)],
    }
    with pytest.raises(kind) as caught:
        hands.go(hands.pixverse(vendor).run(SHOT, timeout=60 if kind is TaskTimeout else None))
    return caught.value


@pytest.mark.parametrize("kind", [TaskTimeout, TaskFailed, TaskIncomplete, SubmissionUnknown])
def test_an_error_comes_out_of_a_worker_with_what_it_knows(
    kind: type[ReelscoreError], hands: Hands, vendor: Vendor
) -> None:
    error = an_error(kind, hands, vendor)
    copies = {way: leaves(error) for way, leaves in WAYS.items()}

    def known(each: Any) -> tuple[Any, ...]:
        return type(each), str(each), each.cost, each.next, getattr(each, "intent", None)

    assert {way: known(each) for way, each in copies.items()} == dict.fromkeys(WAYS, known(error))


def test_a_refusal_comes_out_of_a_worker_with_its_code(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_VIDEO: [said({"ErrCode": 500090, "ErrMsg": "Insufficient balance", "Resp": None})]}
    with pytest.raises(ReelscoreError) as caught:
        hands.go(hands.pixverse(vendor).submit(SHOT))
    for way, leaves in WAYS.items():
        again: Any = leaves(caught.value)
        assert (way, type(again), str(again), again.code) == (way, type(caught.value), str(caught.value), 500090)


@made
def test_a_result_can_be_made_plain_and_written_as_json(made: str, hands: Hands, vendor: Vendor) -> None:
    found = MADE[made](hands, vendor)
    plain = json.loads(json.dumps(attrs.asdict(found), default=str))
    assert plain["raw"]
    assert set(plain) == {field.name for field in attrs.fields(type(found))}


@made
def test_a_handler_of_a_web_framework_can_return_a_result(made: str, hands: Hands, vendor: Vendor) -> None:
    found = MADE[made](hands, vendor)
    written = json.dumps(as_fastapi_does(found))
    assert list(found) == list(found.keys())
    assert "https://" in written
    assert "k-field-123456" not in written


def as_fastapi_does(value: Any) -> Any:
    """What FastAPI's jsonable_encoder makes of a value that it does not know: ``dict(value)``, then ``vars(value)``."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, dict):
        return {str(name): as_fastapi_does(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_fastapi_does(each) for each in value]
    try:
        return as_fastapi_does(dict(value))
    except TypeError:
        return as_fastapi_does(vars(value))


@made
def test_no_value_that_leaves_a_worker_carries_the_key(made: str, hands: Hands, vendor: Vendor) -> None:
    found = MADE[made](hands, vendor)
    assert b"k-field-123456" not in pickle.dumps(found) + pickle.dumps(found.task)
