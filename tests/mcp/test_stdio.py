"""A whole session of an agent, over stdio with real processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

from reelscore.sandbox import Sandbox, running
from tests.cli.shells import Shell, bare, towards
from tests.mcp.agents import SHOT, SONG, VIDEO, agent, inside, server, submitted, video


@pytest.mark.parametrize("era", ["auto", "legacy"])
def test_an_agent_finds_prices_makes_loses_recovers_and_saves_within_its_budget(
    tmp_path: Path, sandbox: Sandbox, era: str
) -> None:
    async def session() -> None:
        async with agent(server(tmp_path, sandbox, "--budget", "300"), mode=era) as ask:
            found = await ask.done("find_operations", text="video from words")
            told = await ask.done("describe", operation=found["found"][0]["operation"])
            price = await ask.done("quote", requests=[{"operation": told["operation"], "request": SHOT}])
            made = await ask.done("submit", **VIDEO)
            _ = sandbox.fault("answer-lost")
            lost = await ask("submit", **video("a lost fox"))
            lost_again = await ask("submit", **video("a lost fox"))
            doubtful = await ask.done("recover")
            replayed = await ask.done("recover", id=lost.error["intent"], replay=True)
            ids = [made["id"], replayed["found"][0]["id"]]
            ended = await ask("wait", ids=ids, seconds=60)
            saved = await ask("save", ids=ids, folder="films")
            third = await ask.done("submit", **video("a third fox"))
            over = await ask("submit", **video("one fox too many"))

        assert told["operation"] == "pixverse.text-to-video"
        assert price["total"]["credits"] == {"pixverse.ai": "90"}
        assert lost.error["cost"].startswith("perhaps charged")
        assert "tool recover" in lost.error["next"]
        assert lost_again.error["intent"] == lost.error["intent"]
        assert [each["action"] for each in doubtful["found"] if each["in_doubt"]] == ["doubtful"]
        assert replayed["found"][0]["action"] == "replayed"
        assert ended.document["done"]
        assert [each["state"] for each in ended.document["tasks"]] == ["succeeded", "succeeded"]
        assert sorted(path.suffix for path in (tmp_path / "films").iterdir()) == [".json", ".json", ".mp4", ".mp4"]
        assert len(saved.links) == 2
        assert third["limits"]["left"] == {"pixverse (sandbox)": "30"}
        assert over.error["type"] == "BudgetExceeded"

    anyio.run(session)

    assert sandbox.balance("pixverse.ai") == 15_000 - 270


def test_the_same_request_again_is_the_first_task_unless_there_is_a_reason(tmp_path: Path, sandbox: Sandbox) -> None:
    reason = "the person wants a second take of it"

    again = {**VIDEO, "again": True}

    first, same, without, take, newest = submitted(
        server(tmp_path, sandbox, "--budget", "500"), VIDEO, VIDEO, again, {**again, "reason": reason}, VIDEO
    )

    made = [first.document, same.document, take.document, newest.document]
    assert [each["reused"] for each in made] == [False, True, False, True]
    assert [each["id"] for each in made] == [made[0]["id"]] * 2 + [made[2]["id"]] * 2
    assert made[0]["id"] != made[2]["id"]
    assert "reason" in without.error["next"]
    shown = Shell(tmp_path, bare(tmp_path))("show", made[2]["id"], "--json").document
    assert shown["note"] == f"again: {reason}"
    assert sandbox.balance("pixverse.ai") == 15_000 - 180


def test_a_take_that_the_budget_refused_does_not_let_the_first_be_paid_again(tmp_path: Path, sandbox: Sandbox) -> None:
    again = {**VIDEO, "again": True, "reason": "the person wants another one"}

    first, refused, same = submitted(inside(tmp_path, sandbox, budget="100"), VIDEO, again, VIDEO)

    assert (refused.error["type"], same.document["id"]) == ("BudgetExceeded", first.document["id"])


def test_waiting_ends_at_its_limit_and_says_how_far_each_task_is(tmp_path: Path) -> None:
    async def session(sandbox: Sandbox) -> Any:
        async with agent(inside(tmp_path, sandbox, budget="90")) as ask:
            made = await ask.done("submit", **VIDEO)
            return made, await ask.done("wait", ids=[made["id"], "no-such-task"], seconds=1)

    with running(speed=0.001) as slow:
        made, told = anyio.run(session, slow)

    assert told["done"] is False
    assert [(each["id"], each["state"]) for each in told["tasks"]] == [
        (made["id"], "running"), ("no-such-task", "no task"),
    ]  # fmt: skip


@pytest.mark.parametrize("leaves", [False, True])
def test_a_client_that_gives_up_leaves_a_task_and_no_doubt(tmp_path: Path, *, leaves: bool) -> None:
    async def session(sandbox: Sandbox) -> Any:
        async with agent(server(tmp_path, sandbox, "--budget", "500")) as ask:
            _ = await ask.done("balance", host="pixverse.ai")  # all is loaded by then
            with anyio.move_on_after(1):
                _ = await ask("submit", **VIDEO)
            if not leaves:
                return await ask.done("submit", **VIDEO), await ask.done("tasks")
        async with agent(inside(tmp_path, sandbox, budget="500")) as ask:
            return await ask.done("submit", **VIDEO), await ask.done("tasks")

    with running(speed=1) as patient:  # the second submission waits for the first at the sandbox's pace
        _ = patient.fault("slow", value=2.0, role="submit")
        made, told = anyio.run(session, patient)
        left = patient.balance("pixverse.ai")

    assert [(each["id"], each["in_doubt"]) for each in told["tasks"]] == [(made["id"], False)]
    assert left == 15_000 - 90


def test_chosen_operations_are_tools_of_their_own(tmp_path: Path, sandbox: Sandbox) -> None:
    async def session() -> Any:
        options = ("--budget", "1USD", "--tools", "suno.generate, pixverse.text-to-video")
        async with agent(server(tmp_path, sandbox, *options)) as ask:
            listed = {tool.name: tool.input_schema for tool in (await ask.client.list_tools()).tools}
            made = await ask.done("suno_generate", **SONG["request"])
            take = {"again": True, "reason": "the person wants another take"}
            other = await ask.done("suno_generate", **SONG["request"], **take)
            wrong = await ask("pixverse_text-to-video", **{**SHOT, "duration": 7})
            return listed, made, other, wrong.error

    listed, made, other, wrong = anyio.run(session)

    assert {"model", "prompt", "again", "reason"} <= listed["suno_generate"]["properties"].keys()
    assert listed["pixverse_text-to-video"]["required"] == ["prompt", "model", "duration", "quality", "aspect_ratio"]
    assert (made["operation"], other["operation"], other["reused"]) == ("suno.generate", "suno.generate", False)
    assert [(each["field"], each["suggestion"]) for each in wrong["violations"]] == [("duration", 8)]


def test_stdout_carries_the_protocol_and_nothing_else(tmp_path: Path, sandbox: Sandbox) -> None:
    calls = [
        (
            "initialize",
            {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
        ),
        ("tools/list", {}),
        ("tools/call", {"name": "submit", "arguments": VIDEO}),
    ]
    lines = [json.dumps({"jsonrpc": "2.0", "id": n, "method": m, "params": p}) for n, (m, p) in enumerate(calls)]
    lines.insert(1, json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}))
    command = [sys.executable, "-m", "reelscore", "mcp", "--budget", "90", "--root", str(tmp_path)]
    environment = {**bare(tmp_path), **towards(sandbox)}

    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(("\n".join(lines) + "\n").encode())
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for _ in calls]
        process.stdin.close()
        rest = process.stdout.read()

    assert sorted(each["id"] for each in answers) == [0, 1, 2]
    assert rest == b""
    assert process.returncode == 0
