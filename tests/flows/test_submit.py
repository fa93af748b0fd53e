"""Flows of one call, played by hand: what is asked of the world, and what follows from each answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

import attrs
import pytest

from reelscore.effects import CallKind, Flow, HttpCall, HttpResponse
from reelscore.errors import (
    BudgetExceeded,
    ConcurrencyLimited,
    InvalidRequest,
    RateLimited,
    ReelscoreError,
    RejectedRequest,
    SubmissionUnknown,
    TransportError,
)
from reelscore.flows.context import ClientContext, WaitLimits
from reelscore.flows.submit import call, read, submit
from reelscore.ledger.records import RetryLater
from reelscore.ledger.store import refusal
from reelscore.rules.schema import Media, field_info
from reelscore.vendors.family import Operation
from tests.rows import each
from tests.toy import TOY, Balance, Make, Say, ToyFamily, posted
from tests.turned import Script, play


def answer(body: Any, **headers: str) -> HttpResponse:
    return HttpResponse(status=200, content=json.dumps(body).encode(), headers=headers)


def numbered() -> ClientContext:
    ids = iter(f"id-{number}" for number in range(100))
    return ClientContext(family=TOY, account="me", new_id=lambda: next(ids))


TAKEN = answer({"code": 0, "data": {"task": "t1"}})
BUSY = answer({"code": 440})
THROTTLED = answer({"code": 429})
FOX, PATIENT = Make(prompt="a fox"), WaitLimits(vendor_retry=1000.0)
LATER = RetryLater(4.0, refusal(RateLimited, 4.0, host="toy", operation="make"))


def test_a_paid_call_leaves_with_its_entry_and_gives_a_receipt() -> None:
    script = Script(TAKEN)

    receipt = play(submit(FOX, numbered()), script)

    (entry,) = script.entries
    assert (receipt.task_id, receipt.intent, entry.intent, entry.call.trace_id) == ("t1", "id-0", "id-0", "id-0")
    assert (entry.request, entry.role) == ({"prompt": "a fox", "model": "v1"}, CallKind.PAID)
    assert entry.quote is not None
    assert entry.quote.credits == Decimal(10)


def test_a_task_that_was_paid_for_is_returned_though_the_disk_is_full() -> None:
    def full(_: Any) -> None:
        raise ReelscoreError("the ledger could not be used: database or disk is full")

    assert play(submit(FOX, numbered()), Script(TAKEN, records=full)).task_id == "t1"


@each(
    "lost",
    [
        *(
            HttpResponse(status=502, content=body)
            for body in (b"<html>", b"", b"[1]", b'{"code": 500}', b'{"c', b"null")
        ),
        TransportError("cut", sent=True),
    ],
)
@each("make", [lambda context: submit(FOX, context, limits=PATIENT), lambda context: call(Say(text="hi"), context)])
def test_a_paid_call_without_a_verdict_is_doubt_and_is_not_sent_again(lost: Any, make: Any) -> None:
    script = Script(lost)

    with pytest.raises(SubmissionUnknown, match="may have been accepted") as caught:
        play(make(numbered()), script)

    assert (caught.value.intent, len(script.sends), len(script.entries)) == ("id-0", 1, 1)


@each(
    "answer, limits, error",
    [
        (TransportError("refused", sent=False), None, TransportError),
        (answer({"code": 400}), PATIENT, RejectedRequest),
        (BUSY, None, ConcurrencyLimited),
    ],
)
def test_a_call_that_was_not_taken_is_an_error_of_its_own_and_costs_nothing(
    answer: Any, limits: Any, error: type[Exception]
) -> None:
    script = Script(answer)

    with pytest.raises(error) as caught:
        play(submit(FOX, numbered(), limits=limits), script)

    assert (len(script.sends), getattr(caught.value, "charged", False)) == (1, False)
    assert not isinstance(caught.value, SubmissionUnknown)
    assert getattr(caught.value, "trace_id", "id-0") == "id-0"


def test_a_refused_call_is_asked_for_anew_under_a_new_intent_by_who_waits_for_a_slot() -> None:
    script = Script(BUSY, THROTTLED, TAKEN)

    receipt = play(submit(FOX, numbered(), limits=WaitLimits(vendor_retry=60.0)), script)

    assert [send.call.trace_id for send in script.sends] == ["id-0", "id-1", "id-2"]
    assert receipt.intent == "id-2"
    assert sum(script.pauses) < 60.0
    assert len(script.told) == 2


def test_waiting_for_a_slot_ends() -> None:
    script = Script(*[BUSY] * 100)

    with pytest.raises(ConcurrencyLimited):
        play(submit(FOX, numbered(), limits=WaitLimits(vendor_retry=60.0)), script)

    assert sum(script.pauses) <= 60.0


def test_a_limit_of_ours_is_waited_for_and_seen_in_progress_until_the_callers_time_is_over() -> None:
    waits, gives_up = Script(LATER, TAKEN), Script(LATER, LATER)

    play(submit(FOX, numbered()), waits)
    with pytest.raises(RateLimited):
        play(submit(FOX, numbered(), limits=WaitLimits(local=3.0)), gives_up)

    assert (waits.pauses, sum(gives_up.pauses)) == ([4.0], 3.0)
    assert "waiting for room" in waits.told[0].stage


def test_a_broken_rule_stops_the_call_unless_the_vendor_is_to_judge() -> None:
    script, judged = Script(), Script(answer({"code": 400}))

    with pytest.raises(InvalidRequest):
        play(submit(Make.build({"prompt": 7}), numbered()), script)
    with pytest.raises(RejectedRequest):
        play(submit(Make.build({"prompt": 7}), attrs.evolve(numbered(), validate="off")), judged)

    assert (script.sends, script.recorded) == ([], 0)


def test_a_read_is_repeated_until_it_is_answered() -> None:
    html = HttpResponse(status=502, content=b"<html>")
    script = Script(TransportError("cut", sent=True), html, THROTTLED, answer({"code": 0, "data": {"credits": 7}}))

    assert play(call(Balance(), numbered()), script) == Decimal(7)
    assert len(script.sends) == 4
    assert len(script.pauses) == 3


def test_a_read_waits_as_long_as_the_vendor_asks() -> None:
    slow = answer({"code": 429}, **{"retry-after": "17"})
    script = Script(slow, answer({"code": 0, "data": {"credits": 7}}))

    play(call(Balance(), numbered()), script)

    assert 17.0 <= script.pauses[0] < 30.0


def test_a_read_that_is_refused_for_good_is_not_repeated() -> None:
    script = Script(answer({"code": 404}))

    with pytest.raises(Exception, match="404"):
        play(call(Balance(), numbered()), script)

    assert len(script.sends) == 1


def test_a_read_gives_up_after_some_tries() -> None:
    script = Script(*[TransportError("cut")] * 50)
    call = TOY.call(Balance(), trace_id="x")

    with pytest.raises(TransportError, match="cut"):
        play(read(call, "balance", context=numbered()), script)

    assert len(script.sends) < 10


@attrs.frozen(kw_only=True)
class Draw(Make):
    """Make a clip from a picture."""

    operation: ClassVar[str] = "draw"
    picture: Media | None = attrs.field(default=None, metadata=field_info("What to start from."))


@attrs.frozen(kw_only=True)
class Uploading(ToyFamily):
    """A toy that takes pictures by an upload of their own."""

    @property
    def operations(self) -> Mapping[str, Operation]:
        return {**super().operations, "draw": posted(Draw, kind="task")}

    def prepare(self, request: Any, context: ClientContext) -> Flow[Any]:
        accepted = yield from read(HttpCall(method="POST", path="/upload"), "upload", context=context)
        return attrs.evolve(request, picture=accepted.data["id"])


def test_budget_key_and_slot_are_asked_before_anything_is_uploaded() -> None:
    def full(_: Any) -> None:
        raise BudgetExceeded("10 credits asked, 5 of 5 left per run")

    script, context = Script(records=full), attrs.evolve(numbered(), family=Uploading())

    with pytest.raises(BudgetExceeded):
        play(submit(Draw(prompt="a fox", picture=b"a picture"), context), script)

    assert script.sends == []


def test_a_file_is_uploaded_once_though_the_call_waits_for_room() -> None:
    script = Script(answer({"code": 0, "data": {"id": 7}}), LATER, TAKEN, records=lambda job: job(Rollback()))

    done = play(
        submit(Draw(prompt="a fox", picture=b"a picture"), attrs.evolve(numbered(), family=Uploading())), script
    )

    assert [send.call.path for send in script.sends] == ["/upload", "/draw", "/draw"]
    assert getattr(done.request, "picture") == 7  # noqa: B009 - the class is the test's own


class Rollback:
    """Takes rows, and forgets them."""

    def __getattr__(self, _: str) -> Any:
        def method(*_: Any, **__: Any) -> None: ...

        return method
