"""``check`` and ``quote`` of many requests: told while they are read, forgotten when they were told."""

from __future__ import annotations

import json
import signal
import subprocess
import weakref
from collections.abc import Generator
from contextlib import contextmanager
from decimal import Decimal
from threading import Timer

from reelscore.cli.inputs import RequestOptions, each_job
from tests.cli.shells import Shell
from tests.rows import each

SONG = {"operation": "suno.generate", "request": {"prompt": "a fox", "model": "V5"}}
SHOT = {"prompt": "a fox", "model": "v5", "duration": 5, "quality": "720p", "aspect_ratio": "16:9"}
CLIP = {"operation": "pixverse.text-to-video", "request": SHOT}
BROKEN = {"operation": "pixverse.text-to-video", "request": {**SHOT, "duration": 7}}
MALFORMED = '{"operation": "suno.generate", "request": {"prompt" 3}}'


def lines(*requests: object) -> str:
    return "".join(f"{json.dumps(request)}\n" for request in requests)


@contextmanager
def started(shell: Shell, *arguments: str) -> Generator[subprocess.Popen[str]]:
    """Start a command whose standard input stays open; what never answers is killed, so that no test waits for ever."""
    with shell.start(*arguments) as process:
        watch = Timer(900, process.kill)
        watch.start()
        try:
            yield process
        finally:
            watch.cancel()
            process.kill()


def tell(process: subprocess.Popen[str], text: str) -> None:
    assert process.stdin is not None
    process.stdin.write(text)
    process.stdin.flush()


def heard(process: subprocess.Popen[str], last: str) -> str:
    """Read the document on to the end of the line with this key."""
    assert process.stdout is not None
    text = ""
    while f'"{last}":' not in text:
        line = process.stdout.readline()
        assert line, f"it ended without {last}: {text}"
        text += line
    return text


def ended(process: subprocess.Popen[str]) -> str:
    """Write no more, and read to the end."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    return process.stdout.read()


def test_an_answer_is_printed_before_the_next_request_is_written(keyless: Shell) -> None:
    with started(keyless, "check", "--from", "-") as process:
        assert process.stderr is not None
        tell(process, lines(SONG, CLIP))
        first = [process.stderr.readline() for _ in range(2)]
        tell(process, lines(CLIP))
        third = process.stderr.readline()

    assert [*first, third] == [
        "-:1: suno.generate on kie.ai breaks no rule\n",
        "-:2: pixverse.text-to-video on pixverse.ai breaks no rule\n",
        "-:3: pixverse.text-to-video on pixverse.ai breaks no rule\n",
    ]


@each("command, last, rest", [("check", "nearest", "ok"), ("quote", "savings", "total")])
def test_an_entry_of_the_document_is_printed_before_the_next_request_is_written(
    keyless: Shell, command: str, last: str, rest: str
) -> None:
    with started(keyless, command, "--from", "-", "--json") as process:
        tell(process, lines(SONG, SONG))
        text = heard(process, last) + heard(process, last)
        tell(process, lines(SONG))
        text += heard(process, last)
        document = json.loads(text + ended(process))

    assert list(document) == ["requests", rest]
    assert [each["request"] for each in document["requests"]] == [SONG["request"]] * 3


def test_a_request_is_forgotten_before_the_one_after_the_next_is_made(keyless: Shell) -> None:
    keyless.write("many.jsonl", lines(*[SONG, CLIP] * 50))
    made: list[weakref.ref[object]] = []
    alive: list[int] = []

    for job in each_job(RequestOptions(source=[str(keyless.folder / "many.jsonl")])):
        made.append(weakref.ref(job.request))
        alive.append(sum(each() is not None for each in made))

    assert len(made) == 100
    assert max(alive) <= 2


def test_a_fault_in_the_last_line_of_a_file_is_said_before_anything_else(keyless: Shell) -> None:
    keyless.write("many.jsonl", f"{lines(*[SONG] * 50)}\n{MALFORMED}")

    said = keyless("quote", "--from", "many.jsonl", "--json")
    shown = keyless("quote", "--from", "many.jsonl")

    assert (said.code, shown.code, shown.out) == (2, 2, "")
    assert list(said.document) == ["error"]
    assert said.document["error"]["message"] == "many.jsonl, line 52, column 53: Expecting ':' delimiter"
    assert shown.err.startswith("error: many.jsonl, line 52, column 53: ")


@each("command", ["check", "quote"])
def test_a_fault_in_the_middle_of_a_pipe_is_the_last_that_is_said(keyless: Shell, command: str) -> None:
    told = f"{lines(SONG, CLIP)}{MALFORMED}\n{lines(SONG)}"

    said, shown = keyless(command, "--from", "-", "--json", stdin=told), keyless(command, "--from", "-", stdin=told)

    assert (said.code, said.err) == (2, "")
    assert list(said.document) == ["requests", "error"]
    assert [each["operation"] for each in said.document["requests"]] == ["suno.generate", "pixverse.text-to-video"]
    assert said.document["error"]["message"] == "-, line 3, column 53: Expecting ':' delimiter"
    assert (shown.code, shown.out, "total" in shown.err) == (2, "", False)
    assert shown.err.splitlines()[-3].startswith("error: -, line 3, column 53: ")


def test_ctrl_c_leaves_a_whole_document(keyless: Shell) -> None:
    with started(keyless, "quote", "--from", "-", "--json") as process:
        tell(process, lines(SONG, SONG))
        text = heard(process, "savings") + heard(process, "savings")
        process.send_signal(signal.SIGINT)
        document = json.loads(text + ended(process))
        code = process.wait()

    assert code == 130
    assert list(document) == ["requests", "error"]
    assert len(document["requests"]) == 2


def test_the_total_is_the_sum_of_the_requests_in_both_forms(keyless: Shell) -> None:
    keyless.write("many.jsonl", lines(*[SONG, CLIP, CLIP, BROKEN] * 10))
    keyless.write("known.jsonl", lines(*[SONG, CLIP, CLIP] * 10))

    said, shown = keyless("quote", "--from", "many.jsonl", "--json"), keyless("quote", "--from", "known.jsonl")
    told, total = said.document["requests"], said.document["total"]
    money = [each["amount"] for request in told for each in request["money"] if each["plan"] == "Essential"]
    [essential] = [each["amount"] for each in total["money"] if each["plan"] == "Essential"]

    assert (said.code, shown.code, shown.out) == (6, 0, "120\n1200\n")
    assert (len(told), total["unknown"]) == (40, 10)
    assert {host: Decimal(credits) for host, credits in total["credits"].items()} == {
        host: sum(Decimal(each["credits"]) for each in told if each["host"] == host and each["credits"] is not None)
        for host in ("kie.ai", "pixverse.ai")
    }
    assert Decimal(essential) == sum(map(Decimal, money))
    assert "total 120 credits of kie.ai and 1200 credits of pixverse.ai" in shown.err


@each("command", ["check", "quote"])
def test_of_many_requests_only_broken_ones_are_shown_and_all_are_counted(keyless: Shell, command: str) -> None:
    keyless.write("many.jsonl", lines(*[SONG] * 149, BROKEN, *[CLIP] * 50))

    said = keyless(command, "--from", "many.jsonl")
    shown = {line.split(": ")[0] for line in said.err.splitlines() if line.startswith("many.jsonl:")}

    assert said.code == 6
    assert shown == {*(f"many.jsonl:{number}" for number in range(1, 21)), "many.jsonl:150"}
    assert "duration.v5" in said.err
    assert "200 requests: 1 broken, 199 without fault" in said.err.splitlines()


def test_of_very_many_broken_requests_each_is_named_and_the_first_hundred_are_shown(keyless: Shell) -> None:
    keyless.write("many.jsonl", lines(*[BROKEN] * 130))

    said = keyless("check", "--from", "many.jsonl")
    rest = [line for line in said.err.splitlines() if line.endswith("breaks duration.v5")]

    assert said.err.count("nearest legal request: ") == 100
    assert rest == [
        f"many.jsonl:{number}: pixverse.text-to-video on pixverse.ai breaks duration.v5" for number in range(101, 131)
    ]


def test_an_unknown_operation_is_named_with_its_line(keyless: Shell) -> None:
    keyless.write("many.jsonl", lines(SONG, {**SONG, "operation": "suno.generat"}))

    said = keyless("check", "--from", "many.jsonl")

    assert said.code == 2
    assert said.err.startswith("error: many.jsonl:2: there is no operation 'suno.generat'; did you mean suno.generate")
