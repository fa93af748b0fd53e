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
    RejectedRequest,
    SubmissionUnknown,
    TransportError,
)
from reelscore.flows.context import ClientContext, WaitLimits
from reelscore.flows.submit import call, read, submit
from reelscore.ledger.limits import refusal
from reelscore.ledger.records import RetryLater
from reelscore.rules.schema import Media, field_info
from reelscore.vendors.family import Operation
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


def test_a_paid_call_leaves_with_its_entry_and_gives_a_receipt() -> None:
    script = Script(TAKEN)

    receipt = play(submit(Make(prompt="a fox"), numbered()), script)

    (entry,) = script.entries
    assert (receipt.task_id, receipt.intent, entry.intent, entry.call.trace_id) == ("t1", "id-0", "id-0", "id-0")
    assert (entry.request, entry.role) == ({"prompt": "a fox", "model": "v1"}, CallKind.PAID)
    assert entry.quote is not None
    assert entry.quote.credits == Decimal(10)


@pytest.mark.parametrize("body", [b"<html>Bad Gateway</html>", b"", b"[1]", b'{"code": 500}', b'{"code"', b"null"])
def test_an_answer_that_is_no_verdict_is_doubt_and_is_not_asked_again(body: bytes) -> None:
    script = Script(HttpResponse(status=502, content=body))

    with pytest.raises(SubmissionUnknown) as caught:
        play(submit(Make(prompt="a fox"), numbered(), limits=WaitLimits(vendor_retry=1000.0)), script)

    assert (caught.value.intent, len(script.sends), script.recorded) == ("id-0", 1, 1)


def test_a_loss_after_the_first_byte_is_doubt_and_is_not_asked_again() -> None:
    script = Script(TransportError("cut", sent=True))

    with pytest.raises(SubmissionUnknown, match="may have been accepted"):
        play(submit(Make(prompt="a fox"), numbered(), limits=WaitLimits(vendor_retry=1000.0)), script)

    assert len(script.sends) == 1


def test_a_loss_before_the_first_byte_is_no_doubt() -> None:
    script = Script(TransportError("refused", sent=False))

    with pytest.raises(TransportError) as caught:
        play(submit(Make(prompt="a fox"), numbered()), script)

    assert not isinstance(caught.value, SubmissionUnknown)


def test_a_refusal_is_its_own_error_and_costs_nothing() -> None:
    script = Script(answer({"code": 400}))

    with pytest.raises(RejectedRequest) as caught:
        play(submit(Make(prompt="a fox"), numbered(), limits=WaitLimits(vendor_retry=1000.0)), script)

    assert (caught.value.charged, caught.value.trace_id, len(script.sends)) == (False, "id-0", 1)


def test_a_busy_vendor_is_an_error_at_once_by_default() -> None:
    with pytest.raises(ConcurrencyLimited):
        play(submit(Make(prompt="a fox"), numbered()), Script(BUSY))


def test_a_refused_call_is_asked_for_anew_under_a_new_intent_by_who_waits_for_a_slot() -> None:
    script = Script(BUSY, THROTTLED, TAKEN)

    receipt = play(submit(Make(prompt="a fox"), numbered(), limits=WaitLimits(vendor_retry=60.0)), script)

    assert [send.call.trace_id for send in script.sends] == ["id-0", "id-1", "id-2"]
    assert receipt.intent == "id-2"
    assert sum(script.pauses) < 60.0
    assert len(script.told) == 2


def test_waiting_for_a_slot_ends() -> None:
    script = Script(*[BUSY] * 100)

    with pytest.raises(ConcurrencyLimited):
        play(submit(Make(prompt="a fox"), numbered(), limits=WaitLimits(vendor_retry=60.0)), script)

    assert sum(script.pauses) <= 60.0


def test_a_limit_of_ours_is_waited_for_and_seen_in_progress() -> None:
    later = RetryLater(4.0, refusal(RateLimited, 4.0, host="toy", operation="make"))
    script = Script(later, TAKEN)

    play(submit(Make(prompt="a fox"), numbered()), script)

    assert script.pauses == [4.0]
    assert "waiting for room" in script.told[0].stage


def test_a_limit_of_ours_beyond_the_callers_time_is_an_error_when_it_is_over() -> None:
    later = RetryLater(4.0, refusal(RateLimited, 4.0, host="toy", operation="make"))
    script = Script(later, later)

    with pytest.raises(RateLimited):
        play(submit(Make(prompt="a fox"), numbered(), limits=WaitLimits(local=3.0)), script)

    assert sum(script.pauses) == 3.0


def test_a_broken_rule_stops_the_call_before_anything_is_asked() -> None:
    script = Script()

    with pytest.raises(InvalidRequest):
        play(submit(Make.build({"prompt": 7}), numbered()), script)

    assert (script.sends, script.recorded) == ([], 0)


def test_without_validation_the_vendor_judges() -> None:
    script = Script(answer({"code": 400}))
    terms = attrs.evolve(numbered(), validate="off")

    with pytest.raises(RejectedRequest):
        play(submit(Make.build({"prompt": 7}), terms), script)


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


def test_a_direct_paid_call_is_sent_once_with_its_entry() -> None:
    script = Script(TransportError("cut", sent=True))

    with pytest.raises(SubmissionUnknown):
        play(call(Say(text="hi"), numbered()), script)

    assert (len(script.sends), len(script.entries)) == (1, 1)


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
    later = RetryLater(4.0, refusal(RateLimited, 4.0, host="toy", operation="draw"))
    script = Script(answer({"code": 0, "data": {"id": 7}}), later, TAKEN, records=lambda job: job(Rollback()))

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
