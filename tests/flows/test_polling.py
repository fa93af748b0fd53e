"""Waiting for a task, played by hand: when it is looked at, what ends the wait, and what does not."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from reelscore.effects import HttpResponse, Send
from reelscore.errors import NotFound, ReelscoreError, TaskIncomplete, TaskTimeout, TransportError
from reelscore.flows.context import ClientContext
from reelscore.flows.polling import PROVISIONAL_SECONDS, TaskRef, WaitOptions, wait
from reelscore.results import Progress, State
from reelscore.vendors.family import Schedule
from tests.rows import each
from tests.toy import TOY, ToyFamily
from tests.turned import Script, play

FRESH = TaskRef(operation="make", task_id="t1", intent="i", just_submitted=True)
OLD = attrs.evolve(FRESH, just_submitted=False)
param = pytest.param
ADVICE = Schedule(first=5.0, steps=(3.0, 4.0), timeout=100.0)


def seen(state: str, **more: Any) -> HttpResponse:
    data = {"task": "t1", "state": state, "url": "u", "credits": 10, **more}
    return HttpResponse(status=200, content=json.dumps({"code": 0, "data": data}).encode())


HTML, THROTTLED = HttpResponse(status=502, content=b"<html>"), HttpResponse(status=200, content=b'{"code": 429}')
UNKNOWN_ID, FOR_A_MOMENT = (HttpResponse(status=200, content=b'{"code": %d}' % code) for code in (404, 405))
CUT = TransportError("cut by the line", sent=True)


def watch(script: Script, *, target: TaskRef = FRESH, family: ToyFamily = TOY, **changes: Any) -> Progress[Any]:
    """Wait for a task to which a script answers."""
    context = ClientContext(family=family, account="me")
    return play(wait(target, context, options=attrs.evolve(WaitOptions(schedule=ADVICE), **changes)), script)


@attrs.frozen(kw_only=True)
class Silent(ToyFamily):
    """A host that answers a poll of an unknown task with success and nothing."""

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        return Progress(state=State.UNKNOWN, missing=True)


@attrs.frozen(kw_only=True)
class Empty(ToyFamily):
    """A host that calls a task done before its file is there."""

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        found = super().progress(op, payload)
        return attrs.evolve(found, provisional=found.state is State.SUCCEEDED and payload["data"]["url"] == "")


@attrs.frozen(kw_only=True)
class Wavering(ToyFamily):
    """A host whose failures may still turn into results."""

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        found = super().progress(op, payload)
        return attrs.evolve(found, provisional=found.state is State.FAILED)


@each(
    "answers, changes, pauses",
    [
        param(
            [seen("queued"), seen("running"), seen("running"), seen("done")], {}, [5.0, 3.0, 4.0, 4.0], id="schedule"
        ),
        param([seen("done")], {"target": OLD}, [], id="not just submitted: at once"),
        param([seen("done")], {"timeout": 1.0}, [1.0], id="once more at the end of the time"),
    ],
)
def test_a_task_is_polled_by_the_schedule_until_it_ends(answers: Any, changes: Any, pauses: list[float]) -> None:
    script = Script(*answers)

    assert watch(script, **changes).state is State.SUCCEEDED
    assert script.pauses == pauses


@each(
    "answers, changes",
    [
        param([seen("pondering")], {}, id="a word that no document names"),
        param([CUT, HTML, THROTTLED], {}, id="no news"),
        param([UNKNOWN_ID, UNKNOWN_ID], {}, id="a new task that takes a moment to appear"),
        param([seen("running"), *[FOR_A_MOMENT] * 10], {"target": OLD, "timeout": 5000.0}, id="missing for a while"),
        param([seen("failed"), seen("failed")], {"family": Wavering()}, id="a failure that may become a result"),
        param([seen("done", url="")] * 2, {"family": Empty(), "timeout": 5000.0}, id="done without content"),
    ],
)
def test_what_may_still_change_is_no_end(answers: Any, changes: Any) -> None:
    script = Script(*answers, seen("done"))

    progress = watch(script, **changes)

    assert progress.result is not None
    assert (progress.state, progress.result.url, progress.provisional) == (State.SUCCEEDED, "u", False)


@each(
    "answer, changes, error, match, least, most",
    [
        param(seen("pondering"), {"timeout": 20.0}, TaskTimeout, "nothing is lost", 20.0, 20.0, id="unknown word"),
        param(CUT, {"timeout": 50.0}, TaskTimeout, "the last poll failed: cut by the line", 50.0, 51.0, id="down"),
        param(UNKNOWN_ID, {"target": OLD}, NotFound, "404", 0.0, 0.0, id="not known"),
        param(UNKNOWN_ID, {}, NotFound, "404", 60.0, 120.0, id="a new task that never appears"),
        param(FOR_A_MOMENT, {}, NotFound, "Check the id", 60.0, 120.0, id="always in a moment"),
        param(seen(""), {"family": Silent()}, NotFound, "Check the id", 60.0, 120.0, id="a polite vendor, new"),
        param(seen(""), {"family": Silent(), "target": OLD}, NotFound, "Check the id", 10.0, 30.0, id="polite, old"),
        param(seen("done", url=""), {"family": Empty()}, TaskIncomplete, "t1 of make", 600.0, 700.0, id="no content"),
    ],
)
def test_a_wait_that_leads_nowhere_ends_in_an_error_that_says_why(
    answer: Any, changes: Any, error: Any, match: str, least: float, most: float
) -> None:
    script = Script(*[answer] * 1000)

    with pytest.raises(error, match=match) as caught:
        watch(script, **changes | {"timeout": changes.get("timeout", 5000.0)})

    assert least <= script.turned.now() <= most
    assert script.recorded <= 1  # the question for durations: no end is written down
    assert error is not TaskTimeout or answer is not CUT or caught.value.__cause__ is CUT


def test_a_failure_that_may_become_a_result_is_believed_in_the_end() -> None:
    script = Script(*[seen("failed")] * 1000)

    progress = watch(script, family=Wavering(), timeout=5000.0)

    assert (progress.state, progress.provisional) == (State.FAILED, False)
    assert script.turned.now() >= PROVISIONAL_SECONDS


def test_a_poll_that_fails_is_told_while_the_wait_goes_on_with_what_was_known_before() -> None:
    script = Script(seen("running"), CUT, seen("pondering"), seen("done"))

    watch(script)

    assert [(told.state, told.stage) for told in script.told] == [
        (State.RUNNING, ""),
        (State.RUNNING, "the poll failed: cut by the line"),
        (State.UNKNOWN, ""),
        (State.SUCCEEDED, ""),
    ]


def test_a_poll_may_not_take_longer_than_what_is_left_of_the_wait() -> None:
    script = Script(seen("running"), seen("running"), seen("done"))

    watch(script, timeout=9.0)

    assert [send.timeout for send in script.sends if isinstance(send, Send)] == [4.0, 1.0, 1.0][: len(script.sends)]


class Letters:
    """A letterbox in which one letter lies after a while."""

    def __init__(self, state: State) -> None:
        self.letters = [Progress[Any](state=state)]

    def take(self) -> list[Progress[Any]]:
        """Give it once."""
        letters, self.letters = self.letters, []
        return letters

    def wait(self, seconds: float) -> bool:
        """The script lets time pass."""
        return False

    async def wait_async(self, seconds: float) -> bool:
        """The script lets time pass."""
        return False


def test_a_webhook_is_only_a_claim_and_the_look_decides() -> None:
    script = Script(seen("running"), seen("done"))

    assert watch(script, deliveries=Letters(State.SUCCEEDED), timeout=1000.0).state is State.SUCCEEDED
    assert len(script.sends) == 2


@each(
    "known, pause",
    [
        param([60.0] * 4, 5.0, id="too few: the vendor's advice"),
        param([300.0, 50.0, 60.0, 70.0, 60.0], 36.0, id="0.6 of the median"),
        param([1.0] * 5, 5.0, id="never sooner than the vendor advises"),
        param(None, 5.0, id="the ledger cannot be read"),
    ],
)
def test_the_first_poll_waits_for_a_share_of_the_median_once_five_durations_are_known(known: Any, pause: float) -> None:
    def read(_: Any) -> Any:
        if known is None and script.recorded == 1:
            raise ReelscoreError("the ledger could not be read")
        return known

    script = Script(seen("done"), records=read)
    watch(script)

    assert script.pauses == [pause]
