"""The person's limits: no number of agents, calls or tricks passes them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.effects import CallKind
from reelscore.ledger import Ledger
from reelscore.ledger.budget import Budget
from reelscore.mcp.wall import Refused, Wall
from reelscore.pricing import Quote
from reelscore.sandbox import Sandbox, running
from tests.drawn import drawn
from tests.mcp.agents import SHOT, SONG, VIDEO, agent, answering, inside, said_to, server, submitted, video

HERE = Path(__file__).parent


def calls_of(sandbox: Sandbox) -> list[dict[str, Any]]:
    return [each for each in sandbox.requests() if each["role"] in {"submit", "upload"}]


def test_without_a_budget_an_agent_can_quote_and_nothing_paid_leaves(tmp_path: Path, sandbox: Sandbox) -> None:
    asked: Any = ("quote", {"requests": [VIDEO, SONG]})

    price, refused = said_to(inside(tmp_path, sandbox), asked, ("submit", VIDEO))

    assert price.document["total"]["credits"] == {"pixverse.ai": "90", "kie.ai": "12"}
    assert (refused.error["type"], refused.error["cost"]) == ("Refused", "nothing was sent, nothing was charged")
    assert calls_of(sandbox) == []


def test_two_hundred_submissions_at_once_never_pass_the_budget(tmp_path: Path, sandbox: Sandbox) -> None:
    said: list[Any] = []

    async def session() -> None:
        async with agent(server(tmp_path, sandbox, "--budget", "460")) as ask:

            async def one(number: int) -> None:
                said.append(await ask("submit", **video(f"fox number {number}")))

            async with anyio.create_task_group() as group:
                for number in range(200):
                    group.start_soon(one, number)

    anyio.run(session)

    refused = [each.error["type"] for each in said if each.result.is_error]
    assert (len(said), refused) == (200, ["BudgetExceeded"] * 195)
    assert sandbox.balance("pixverse.ai") == 15_000 - 5 * 90


def test_two_servers_on_one_ledger_share_the_budget_of_a_day(tmp_path: Path, sandbox: Sandbox) -> None:
    first, second = made_by(tmp_path, sandbox, video("one"), video("two"), budget="100")

    assert not first.result.is_error
    assert second.error["type"] == "BudgetExceeded"


def made_by(tmp_path: Path, sandbox: Sandbox, *calls: Mapping[str, Any], **options: Any) -> list[Any]:
    """Submit each call to a server of its own, one after the other, as a client does that is started again."""
    given: dict[str, Any] = {"budget": "500", **options}
    return [said for call in calls for said in submitted(inside(tmp_path, sandbox, **given), call)]


@pytest.mark.parametrize("per", ["run", "day", "month"])
def test_a_server_that_starts_again_does_not_pay_for_an_equal_request(
    tmp_path: Path, sandbox: Sandbox, per: str
) -> None:
    again = {**VIDEO, "again": True, "reason": "the person wants another take"}

    first, same, other, newest = (
        each.document for each in made_by(tmp_path, sandbox, VIDEO, VIDEO, again, VIDEO, per=per)
    )

    assert [each["reused"] for each in (first, same, other, newest)] == [False, True, False, True]
    assert first["id"] == same["id"] != other["id"] == newest["id"]
    assert sandbox.balance("pixverse.ai") == 15_000 - 180


def test_a_lost_answer_stays_in_doubt_for_the_next_server(tmp_path: Path, sandbox: Sandbox) -> None:
    _ = sandbox.fault("answer-lost")

    lost, again = made_by(tmp_path, sandbox, VIDEO, VIDEO)

    assert lost.error["intent"] == again.error["intent"]
    assert sandbox.balance("pixverse.ai") == 15_000 - 90


def test_a_request_that_was_refused_before_is_paid_for_and_said_to_be_new(tmp_path: Path, sandbox: Sandbox) -> None:
    _ = sandbox.fault("no-credits")

    refused, made = made_by(tmp_path, sandbox, VIDEO, VIDEO)

    assert refused.error["type"] == "InsufficientCredits"
    assert (made.document["reused"], "was submitted" in made.text) == (False, True)
    assert sandbox.balance("pixverse.ai") == 15_000 - 90


def test_a_take_that_the_vendor_refused_does_not_let_the_first_be_paid_again(tmp_path: Path, sandbox: Sandbox) -> None:
    take = {**VIDEO, "again": True, "reason": "the person wants another take"}
    [first] = made_by(tmp_path, sandbox, VIDEO)
    _ = sandbox.fault("no-credits")

    refused, same = made_by(tmp_path, sandbox, take, VIDEO)

    assert refused.error["type"] == "InsufficientCredits"
    assert (same.document["id"], same.document["reused"]) == (first.document["id"], True)
    assert sandbox.balance("pixverse.ai") == 15_000 - 90


@pytest.mark.parametrize(
    ("per", "made", "stage", "paid"),
    [
        ("day", 0, "finished", 0),
        ("day", 2, "finished", 90),
        ("month", 0, "finished", 0),
        ("month", 40, "finished", 90),
        ("day", 2, "submitted", 0),
        ("day", 40, "unknown", 0),
    ],
)
def test_an_equal_request_is_another_wish_once_it_has_ended_and_its_day_is_over(
    tmp_path: Path, sandbox: Sandbox, per: str, made: int, stage: str, paid: int
) -> None:
    _ = made_by(tmp_path, sandbox, VIDEO)
    with sqlite3.connect(tmp_path / "ledger.sqlite") as database:
        database.execute("UPDATE calls SET created = created - ?, status = ?", (made * 86_400, stage))
    database.close()

    _ = made_by(tmp_path, sandbox, VIDEO, VIDEO, per=per)

    assert sandbox.balance("pixverse.ai") == 15_000 - 90 - paid


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"max_per_call": "89"}, "one call may cost 89 credits"),
        ({"max_per_call": "0.5USD"}, "one call may cost 0.5 USD"),
        ({"max_per_call": "5EUR"}, "one call may cost 5 EUR"),
        ({"allow": ["suno.*"]}, "not among the allowed operations: suno.*"),
        ({"ask_above": "89"}, "this client cannot ask"),
    ],
)
def test_what_a_limit_does_not_allow_is_refused_before_anything_is_sent(
    tmp_path: Path, sandbox: Sandbox, options: dict[str, Any], words: str
) -> None:
    [refused] = made_by(tmp_path, sandbox, VIDEO, **options)

    assert refused.error["type"] == "Refused"
    assert words in refused.error["message"]
    assert calls_of(sandbox) == []


@pytest.mark.parametrize("era", ["auto", "legacy"])
@pytest.mark.parametrize(("answer", "paid"), [("yes", 90), ("no", 0), ("decline", 0)])
def test_above_a_limit_the_person_is_asked_and_their_answer_holds(
    tmp_path: Path, sandbox: Sandbox, era: str, answer: str, paid: int
) -> None:
    person = answering(answer)

    server = inside(tmp_path, sandbox, budget="500", ask_above="89")
    said, _ = submitted(server, VIDEO, VIDEO, mode=era, elicitation_callback=person)

    assert said.result.is_error is (paid == 0)
    assert "90 credits (0.6 USD)" in person.asked[0]
    assert '"a red fox"' in person.asked[0]
    assert sandbox.balance("pixverse.ai") == 15_000 - paid


def test_a_replay_is_within_the_limits_as_well(tmp_path: Path, sandbox: Sandbox) -> None:
    _ = sandbox.fault("request-lost")

    [lost] = made_by(tmp_path, sandbox, VIDEO)
    limits: list[dict[str, Any]] = [
        {}, {"budget": "500", "max_per_call": "89"}, {"budget": "500", "allow": ["suno.*"]},
        {"budget": "500", "ask_above": "89"},
    ]  # fmt: skip

    for options in limits:
        asked = ("recover", {"id": lost.error["intent"], "replay": True})
        [refused] = said_to(inside(tmp_path, sandbox, **options), asked)
        assert refused.error["type"] == "Refused", options
    assert sandbox.balance("pixverse.ai") == 15_000


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        ({**VIDEO, "request": {**SHOT, "extra": {"price_tier": "gold"}}}, "Refused"),
        ({**VIDEO, "request": {**SHOT, "price_tier": "gold"}}, "InvalidRequest"),
        ({**SONG, "request": {**SONG["request"], "call_back_url": "https://example.com/mine"}}, "Refused"),
        ({"operation": "pixverse.delete-voice", "request": {"speaker_id": "voice-1"}}, "Refused"),
        ({"operation": "pixverse.upscale", "request": {"source_video_id": 1}}, "BudgetExceeded"),
    ],
)
def test_what_has_no_known_price_or_tells_others_is_not_submitted(
    tmp_path: Path, sandbox: Sandbox, wanted: dict[str, Any], kind: str
) -> None:
    [refused] = made_by(tmp_path, sandbox, wanted)

    assert refused.error["type"] == kind
    assert calls_of(sandbox) == []


def test_a_change_of_the_account_runs_where_the_person_named_it_and_it_is_known_to_be_free() -> None:
    limits = Wall(budget=Budget(500), allow=("pixverse.delete-voice",))
    ask: Any = partial(
        limits.reserve, "pixverse.delete-voice", role=CallKind.WRITE, host="pixverse.ai", account="studio"
    )

    assert ask(Quote(Decimal(0), "exact")).credits == 0
    for price in (None, Quote.unknown("no page tells it"), Quote(Decimal(1), "exact")):
        with pytest.raises(Refused, match="no published price"):
            ask(price)


def test_the_agent_reads_its_limits_and_no_tool_takes_one(tmp_path: Path, sandbox: Sandbox) -> None:
    options: dict[str, Any] = {
        "budget": "5USD",
        "per": "run",
        "max_per_call": "100",
        "ask_above": "1USD",
        "allow": ["suno.*"],
    }

    async def session() -> Any:
        async with agent(inside(tmp_path, sandbox, **options)) as ask:
            _ = await ask.done("submit", **SONG)
            tools = (await ask.client.list_tools()).tools
            return await ask.done("spend"), {name for tool in tools for name in tool.input_schema["properties"]}

    told, names = anyio.run(session)

    assert told["limits"] == {
        "budget": "5 USD",
        "per": "run",
        "max_per_call": "100 credits",
        "ask_above": "1 USD",
        "allow": ["suno.*"],
        "left": {"USD (sandbox)": "4.94"},
    }
    assert not names & {"budget", "per", "max_per_call", "ask_above", "allow", "root", "key", "api_key", "decide"}


# -- Generated calls ---------------------------------------------------------------------------------------------------

PROMPTS = st.sampled_from(["a fox", "a cat", "a bird"])
SHOTS = st.builds(
    lambda prompt, duration, quality: {**SHOT, "prompt": prompt, "duration": duration, "quality": quality},
    PROMPTS,
    st.sampled_from([5, 8, 7, 10]),
    st.sampled_from(["360p", "540p", "720p", "1080p"]),
)
SUBMISSIONS = st.builds(
    lambda request, again, extra: (
        "submit",
        {"operation": "pixverse.text-to-video", "request": request | extra, **again},
    ),
    SHOTS,
    st.sampled_from([{}, {"again": True, "reason": "a generated second take"}, {"again": True}]),
    st.sampled_from([{}, {}, {"extra": {"duration": 1}}, {"budget": 10_000}]),
)
OTHERS = st.sampled_from([
    ("submit", SONG),
    ("recover", {}),
    ("recover", {"replay": True}),
    ("recover", {"id": "first", "replay": True}),
    ("tasks", {}),
    ("spend", {}),
    ("submit", {**VIDEO, "host": "pixverseai.cn"}),
    ("submit", {"operation": "pixverse.create-voice", "request": {}}),
])  # fmt: skip
FAULTS = st.sampled_from(["", "", "answer-lost", "request-lost", "error-after-acceptance", "bad-gateway", "no-credits"])


@drawn(100)
@given(
    calls=st.lists(st.tuples(SUBMISSIONS | OTHERS, FAULTS), max_size=12), how=st.sampled_from(["in turn", "at once"])
)
def test_no_order_of_calls_spends_more_than_was_allowed(calls: list[Any], how: str) -> None:
    async def session(vendors: Sandbox) -> None:
        ledger = Ledger(":memory:")
        limits: dict[str, Any] = {"budget": "200", "per": "run", "max_per_call": "100", "allow": ["pixverse.*"]}
        async with agent(inside(HERE, vendors, ledger, **limits)) as ask:

            async def one(tool: str, arguments: Mapping[str, Any]) -> None:
                first = next(iter(ledger.tasks(newest_first=False)), None)
                named = {"id": first.intent} if first and arguments.get("id") == "first" else {}
                _ = await ask(tool, **{**arguments, **named})

            async with anyio.create_task_group() as group:
                for (tool, arguments), fault in calls:
                    if fault:
                        _ = vendors.fault(fault)
                    if how == "at once":
                        group.start_soon(one, tool, arguments)
                    else:
                        await one(tool, arguments)

    with running(speed=600) as vendors:
        anyio.run(session, vendors)
        spent = sum(15_000 - vendors.balance(host) for host in ("pixverse.ai", "pixverseai.cn"))
        made = vendors.tasks()

    assert spent <= 200
    assert all(Decimal(task["credits"]) <= 100 for task in made)
    assert {task["host"] for task in made} <= {"pixverse.ai", "pixverseai.cn"}
