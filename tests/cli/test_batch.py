"""``reelscore batch``: jobs handed over in one process and done by another."""

from __future__ import annotations

import json
import signal
from typing import Any

import pytest

from reelscore.sandbox import Sandbox
from tests.cli.shells import Shell, towards
from tests.durable.shop import skip_without_engine
from tests.rows import each

CLIP = {"prompt": "a fox", "model": "v5.6", "duration": 8, "quality": "720p", "aspect_ratio": "16:9"}
LONGER = {"source_video_id": {"later": "shot/id"}, "prompt": "it runs", "model": "v5", "duration": 5, "quality": "540p"}
LINES = [
    {"operation": "pixverse.text-to-video", "key": "shot", "request": CLIP},
    {"operation": "pixverse.extend", "key": "longer", "request": LONGER},
    {"operation": "pixverse.text-to-video", "key": "last", "after": "shot", "request": CLIP | {"prompt": "a hen"}},
]

SONG = {"operation": "suno.generate", "host": "kie.ai", "key": "song", "request": {"prompt": "a fox", "model": "V5"}}


@pytest.fixture
def paying(shell: Shell, sandbox: Sandbox) -> Shell:
    """Keep an account of its own."""
    skip_without_engine(shell.folder / "l.sqlite")
    shell.write("film.jsonl", "\n".join(map(json.dumps, LINES)))
    shell.write("song.jsonl", json.dumps(SONG))
    return Shell(shell.folder, {**shell.environment, **towards(sandbox, "sandbox-film")})


def until_doubtful(shell: Shell, name: str) -> None:
    """Look until a batch's job is in doubt."""
    for _ in range(60):
        if shell("batch", "status", name, "--json").document["states"] == {"doubtful": 1}:
            return
    raise AssertionError


def test_a_batch_is_handed_over_worked_on_and_told_of(paying: Shell, sandbox: Sandbox) -> None:
    submit = ("batch", "submit", "film.jsonl", "--name", "spring", "--budget", "500", "--out", "films")
    asked = paying(*submit)
    first, again = paying(*submit, "--yes", "--json"), paying(*submit, "--yes", "--json")
    with paying.start("batch", "run", "--name", "w1") as worker:
        ended = paying("batch", "status", "spring", "--wait", "--json")
        sandbox.fault("answer-lost", host="kie.ai")
        paying("batch", "submit", "song.jsonl", "--name", "song", "--yes")
        until_doubtful(paying, "song")
        [doubt] = paying("batch", "doubts", "song", "--json").document["tasks"]
        [song] = sandbox.tasks(host="kie.ai", key="sandbox-film")
        decided = paying("batch", "decide", doubt["intent"], "--task-id", song["id"])
        sung = paying("batch", "status", "song", "--wait", "--json")
        worker.send_signal(signal.SIGINT)
        _ = worker.communicate()

    assert (asked.code, "nobody to ask" in asked.err) == (2, True)
    assert (first.document["jobs"], first.document["new"], again.document["new"]) == (1, 1, 0)
    assert worker.returncode == 0
    assert ended.document["states"] == {"succeeded": 1}
    assert ended.document["credits"] == {"pixverse (sandbox)": "225"}
    assert sandbox.balance("pixverse.ai", "sandbox-film") == 15_000 - 225
    assert len(list((paying.folder / "films").glob("*.mp4"))) == 3
    assert paying("batch", "doubts", "spring").out == "none\n"
    assert (decided.code, "its job goes on" in decided.out) == (0, True)
    assert sung.document["states"] == {"succeeded": 1}
    assert [task["id"] for task in sandbox.tasks(host="kie.ai", key="sandbox-film")] == [song["id"]]
    assert paying("batch", "purge", "--older", "1h").out == "none\n"
    assert paying("batch", "purge", "spring", "--json").document["forgotten"] == {"spring": 1}


def test_what_has_not_begun_is_cancelled_and_costs_nothing(paying: Shell) -> None:
    paying("batch", "submit", "film.jsonl", "--name", "never", "--yes")

    assert paying("batch", "cancel", "never", "--json").document["cancelled"] == 1
    assert paying("batch", "status", "never", "--json").document["states"] == {"cancelled": 1}
    assert paying("tasks", "--json").document["tasks"] == []


MARKET = {"model": "nano-banana", "input": {"urls": [{"later": "shot/url"}]}}
MISTAKES = [
    (LINES[0] | {"request": CLIP | {"duration": 99}}, 6, "shot.duration"),
    (LINES[0] | {"key": "a shot"}, 2, "wrong.jsonl:1: key 'a shot' of batch 'wrong' has spaces"),
    (LINES[0] | {"after": "later-shot"}, 2, "wrong.jsonl:1: step 'shot' needs later-shot, which is no earlier step"),
    (LINES[1] | {"request": LONGER | {"source_video_id": {"later": "shot"}}}, 2, 'is {"later": "shot"}; it is'),
    ({"operation": "kie.market", "request": MARKET}, 2, 'input holds "later" inside'),
]


@each("line, code, words", MISTAKES)
def test_mistakes_are_told_and_nothing_is_handed_over(keyless: Shell, line: Any, code: int, words: str) -> None:
    keyless.write("wrong.jsonl", json.dumps(line))

    said = keyless("batch", "submit", "wrong.jsonl", "--name", "wrong", "--yes")

    assert (said.code, words in said.err) == (code, True)
    assert not (keyless.folder / "ledger.sqlite").exists()


def test_a_batch_that_is_not_there_is_no_batch(paying: Shell) -> None:
    none = paying("batch", "status", "wrong")

    assert (none.code, "there is no batch 'wrong'" in none.err) == (2, True)
    assert paying("batch", "status").out == "none\n"
