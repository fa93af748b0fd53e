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
from tests.toy import TOY, ToyFamily
from tests.turned import Script, play

TERMS = ClientContext(family=TOY, account="me")
FRESH = TaskRef(operation="make", task_id="t1", intent="i", just_submitted=True)
ADVICE = Schedule(first=5.0, steps=(3.0, 4.0), timeout=100.0)


def seen(state: str, **more: Any) -> HttpResponse:
    data = {"task": "t1", "state": state, "url": "u", "credits": 10, **more}
    return HttpResponse(status=200, content=json.dumps({"code": 0, "data": data}).encode())


def options(**changes: Any) -> WaitOptions:
    return attrs.evolve(WaitOptions(schedule=ADVICE), **changes)


def test_looks_follow_the_schedule_and_the_last_one_is_given() -> None:
    script = Script(seen("queued"), seen("running"), seen("running"), seen("done"))

    progress = play(wait(FRESH, TERMS, options=options()), script)

    assert (progress.state, script.pauses) == (State.SUCCEEDED, [5.0, 3.0, 4.0, 4.0])


def test_a_task_that_was_not_just_submitted_is_looked_at_at_once() -> None:
    script = Script(seen("done"))

    play(wait(attrs.evolve(FRESH, just_submitted=False), TERMS, options=options()), script)

    assert script.pauses == []


def test_a_word_that_no_document_names_is_no_end() -> None:
    script = Script(seen("pondering"), seen("done"))

    assert play(wait(FRESH, TERMS, options=options()), script).state is State.SUCCEEDED
    assert script.told[0].state is State.UNKNOWN


def test_an_unknown_word_for_ever_ends_in_a_timeout_that_loses_nothing() -> None:
    script = Script(*[seen("pondering")] * 100)

    with pytest.raises(TaskTimeout, match="nothing is lost"):
        play(wait(FRESH, TERMS, options=options(timeout=20.0)), script)

    assert script.turned.now() == 20.0


def test_a_timeout_looks_once_more_at_its_end() -> None:
    script = Script(seen("done"))

    assert play(wait(FRESH, TERMS, options=options(timeout=1.0)), script).state is State.SUCCEEDED
    assert script.pauses == [1.0]


def test_a_look_without_news_is_no_end() -> None:
    html = HttpResponse(status=502, content=b"<html>")
    throttled = HttpResponse(status=200, content=b'{"code": 429}')
    script = Script(TransportError("cut", sent=True), html, throttled, seen("done"))

    assert play(wait(FRESH, TERMS, options=options()), script).state is State.SUCCEEDED


def test_a_vendor_that_is_down_ends_in_a_timeout_that_names_the_last_failure() -> None:
    script = Script(*[TransportError("cut by the line", sent=True)] * 1000)

    with pytest.raises(TaskTimeout, match="the last poll failed: cut by the line") as caught:
        play(wait(FRESH, TERMS, options=options(timeout=50.0)), script)

    assert isinstance(caught.value.__cause__, TransportError)


def test_a_poll_that_fails_is_told_while_the_wait_goes_on_with_what_was_known_before() -> None:
    script = Script(seen("running"), TransportError("cut", sent=True), seen("done"))

    play(wait(FRESH, TERMS, options=options()), script)

    assert [(told.state, told.stage) for told in script.told] == [
        (State.RUNNING, ""),
        (State.RUNNING, "the poll failed: cut"),
        (State.SUCCEEDED, ""),
    ]


def test_a_poll_may_not_take_longer_than_what_is_left_of_the_wait() -> None:
    script = Script(seen("running"), seen("running"), seen("done"))

    play(wait(FRESH, TERMS, options=options(timeout=9.0)), script)

    assert [send.timeout for send in script.sends if isinstance(send, Send)] == [4.0, 1.0, 1.0][: len(script.sends)]


UNKNOWN_ID = HttpResponse(status=200, content=b'{"code": 404}')


def test_a_task_that_the_vendor_does_not_know_is_an_error_at_once() -> None:
    with pytest.raises(NotFound):
        play(wait(attrs.evolve(FRESH, just_submitted=False), TERMS, options=options()), Script(UNKNOWN_ID))


def test_a_new_task_may_take_a_moment_to_appear() -> None:
    script = Script(UNKNOWN_ID, UNKNOWN_ID, seen("done"))

    assert play(wait(FRESH, TERMS, options=options()), script).state is State.SUCCEEDED


FOR_A_MOMENT = HttpResponse(status=200, content=b'{"code": 405}')


def test_a_task_that_was_seen_before_may_be_missing_for_a_while() -> None:
    script = Script(seen("running"), *[FOR_A_MOMENT] * 10, seen("done"))

    progress = play(wait(attrs.evolve(FRESH, just_submitted=False), TERMS, options=options(timeout=5000.0)), script)

    assert progress.state is State.SUCCEEDED
    assert script.turned.now() > 60.0


def test_a_task_that_is_always_said_to_come_in_a_moment_is_an_error_in_the_end() -> None:
    script = Script(*[FOR_A_MOMENT] * 100)

    with pytest.raises(NotFound, match="Check the id"):
        play(wait(FRESH, TERMS, options=options(timeout=5000.0)), script)

    assert 60.0 <= script.turned.now() <= 120.0


def test_a_new_task_that_never_appears_is_an_error_after_a_minute() -> None:
    script = Script(*[UNKNOWN_ID] * 100)

    with pytest.raises(NotFound):
        play(wait(FRESH, TERMS, options=options(timeout=5000.0)), script)

    assert 60.0 <= script.turned.now() <= 120.0


@attrs.frozen(kw_only=True)
class Silent(ToyFamily):
    """A host that answers a poll of an unknown task with success and nothing."""

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        return Progress(state=State.UNKNOWN, missing=True)


@pytest.mark.parametrize(("just_submitted", "least", "most"), [(False, 10.0, 30.0), (True, 60.0, 120.0)])
def test_a_task_that_a_polite_vendor_does_not_know_is_an_error_too(
    *, just_submitted: bool, least: float, most: float
) -> None:
    script, target = Script(*[seen("queued")] * 100), attrs.evolve(FRESH, just_submitted=just_submitted)

    with pytest.raises(NotFound, match="Check the id"):
        play(wait(target, ClientContext(family=Silent()), options=options(timeout=5000.0)), script)

    assert least <= script.turned.now() <= most


@attrs.frozen(kw_only=True)
class Empty(ToyFamily):
    """A host that calls a task done before its file is there."""

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        found = super().progress(op, payload)
        return attrs.evolve(found, provisional=found.state is State.SUCCEEDED and payload["data"]["url"] == "")


def test_a_done_without_content_is_polled_until_the_content_is_there() -> None:
    script = Script(seen("done", url=""), seen("done", url=""), seen("done"))

    progress = play(wait(FRESH, ClientContext(family=Empty()), options=options(timeout=5000.0)), script)

    assert progress.result is not None
    assert (progress.result.url, progress.provisional) == ("u", False)


def test_a_done_that_stays_without_content_is_an_error_that_names_the_task_and_is_not_recorded() -> None:
    script = Script(*[seen("done", url="")] * 1000)

    with pytest.raises(TaskIncomplete, match="t1 of make"):
        play(wait(FRESH, ClientContext(family=Empty()), options=options(timeout=5000.0)), script)

    assert script.turned.now() >= PROVISIONAL_SECONDS
    assert script.recorded == 1


@attrs.frozen(kw_only=True)
class Wavering(ToyFamily):
    """A host whose failures may still turn into results."""

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        """Call a failure provisional."""
        found = super().progress(op, payload)
        return attrs.evolve(found, provisional=found.state is State.FAILED)


def test_a_provisional_failure_is_looked_at_until_a_result_comes() -> None:
    script = Script(seen("failed"), seen("failed"), seen("done"))

    assert play(wait(FRESH, ClientContext(family=Wavering()), options=options()), script).state is State.SUCCEEDED


def test_a_provisional_failure_is_believed_in_the_end() -> None:
    script = Script(*[seen("failed")] * 1000)

    progress = play(wait(FRESH, ClientContext(family=Wavering()), options=options(timeout=5000.0)), script)

    assert (progress.state, progress.provisional) == (State.FAILED, False)
    assert script.turned.now() >= PROVISIONAL_SECONDS


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
    letters = Letters(State.SUCCEEDED)

    assert (
        play(wait(FRESH, TERMS, options=options(deliveries=letters, timeout=1000.0)), script).state is State.SUCCEEDED
    )
    assert len(script.sends) == 2


def known(*seconds: float) -> Script:
    """Play against a ledger that knows how long earlier tasks took."""
    return Script(seen("done"), records=lambda _: list(seconds))


def test_the_first_poll_waits_for_a_share_of_the_median_once_five_durations_are_known() -> None:
    few, enough = known(60.0, 60.0, 60.0, 60.0), known(300.0, 50.0, 60.0, 70.0, 60.0)

    play(wait(FRESH, TERMS, options=options()), few)
    play(wait(FRESH, TERMS, options=options()), enough)

    assert (few.pauses, enough.pauses) == ([5.0], [36.0])


def test_the_first_poll_is_never_sooner_than_the_vendor_advises() -> None:
    script = known(1.0, 1.0, 1.0, 1.0, 1.0)

    play(wait(FRESH, TERMS, options=options()), script)

    assert script.pauses == [5.0]


def test_a_ledger_that_tells_no_durations_leaves_the_vendors_advice() -> None:
    answers = iter([ReelscoreError("the ledger could not be read"), None])

    def read(_: Any) -> Any:
        answer = next(answers)
        if answer is not None:
            raise answer

    script = Script(seen("done"), records=read)
    play(wait(FRESH, TERMS, options=options()), script)

    assert script.pauses == [5.0]
