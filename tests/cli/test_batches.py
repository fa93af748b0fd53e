"""Batches: a file of requests is paid for once, whatever is killed, moved or asked for again."""

from __future__ import annotations

import json
import signal

import psycopg
import pytest

from reelscore.sandbox import Sandbox
from tests.cli.shells import Shell, towards
from tests.cli.test_running import until_submitted
from tests.postgres import PostgresServer
from tests.rows import each

SONG = {"prompt": "a fox", "model": "V5"}
SHOT = {"prompt": "a fox", "model": "v5.6", "duration": 5, "quality": "540p", "aspect_ratio": "16:9"}


def line(**request: object) -> str:
    return json.dumps({"operation": "suno.generate", "request": {**SONG, **request}})


def spent(sandbox: Sandbox, key: str) -> object:
    return 15_000 - sandbox.balance("pixverse.ai", key), sandbox.balance("kie.ai", key)


def paying(shell: Shell, sandbox: Sandbox, key: str) -> Shell:
    return Shell(shell.folder, {**shell.environment, **towards(sandbox, key)})


def test_a_batch_that_was_interrupted_goes_on_where_it_stopped(shell: Shell, sandbox: Sandbox) -> None:
    shell = paying(shell, sandbox, "sandbox-batch")
    shell.write("many.jsonl", "\n".join(line(prompt=f"fox {number}") for number in range(3)))
    command = ("run", "--from", "many.jsonl", "--yes", "--out", "out")
    sandbox.set_clock(speed=0)  # no task ends before the interrupt, however slow this machine is
    process = shell.start(*command)
    until_submitted(shell)
    process.send_signal(signal.SIGINT)
    _ = process.communicate(timeout=900)
    sandbox.set_clock(speed=60)

    done = shell(*command, "--json")
    paid = spent(sandbox, "sandbox-batch")
    again = shell(*command)

    assert (process.returncode, done.code, again.code) == (130, 0, 0)
    assert len({task["id"] for task in done.document["tasks"]}) == 3
    assert len(shell("tasks", "--json").document["tasks"]) == 3
    assert spent(sandbox, "sandbox-batch") == paid
    assert "3 of 3 were made before: nothing was paid for them" in again.err
    assert "quoted" not in again.err


def test_lines_that_are_moved_or_inserted_pay_for_no_other_line(shell: Shell) -> None:
    shell.write("many.jsonl", "\n".join([line(prompt="one"), line(prompt="two"), line(prompt="one")]))
    first = shell("submit", "--from", "many.jsonl", "--yes", "--json").document["tasks"]
    shell.write(
        "many.jsonl", "\n".join([line(prompt="new"), line(prompt="one"), line(prompt="one"), line(prompt="two")])
    )
    second = shell("submit", "--from", "many.jsonl", "--yes", "--json").document

    assert len({task["id"] for task in first}) == 3
    assert [task["reused"] for task in second["tasks"]] == [False, True, True, True]
    assert {task["id"] for task in second["tasks"][1:]} == {task["id"] for task in first}
    assert second["totals"][0]["calls"] == 1


def test_again_pays_once_more_and_is_itself_resumable(shell: Shell) -> None:
    shell.write("many.jsonl", line())
    command = ("submit", "--from", "many.jsonl", "--yes")

    dry = [told["made"] for told in shell(*command, "--dry-run", "--json").document["requests"]]
    ids = [shell(*command).out, shell(*command, "--again").out, shell(*command).out, shell(*command, "--name", "x").out]

    assert dry == [False]
    assert [told["made"] for told in shell(*command, "--dry-run", "--json").document["requests"]] == [True]
    assert ids[1] == ids[2]
    assert len(set(ids)) == 3


def test_a_dry_run_sends_nothing_and_needs_no_key(keyless: Shell) -> None:
    keyless.write("many.jsonl", f"{line()}\n{line(prompt='b')}")

    said = keyless("run", "--from", "many.jsonl", "--dry-run", "--json")
    shown = keyless("run", "--from", "many.jsonl", "--dry-run")

    assert (said.code, shown.code, shown.out) == (0, 0, "")
    assert [told["made"] for told in said.document["requests"]] == [False, False]
    assert said.document["total"]["credits"] == {"kie.ai": "24"}
    assert "2 request(s), 24 credits; nothing was sent" in shown.err


@each("name, meant", [("idempotency_key", "key"), ("hots", "host")])
def test_an_unknown_name_beside_a_request_is_refused_with_what_was_meant(shell: Shell, name: str, meant: str) -> None:
    shell.write("one.jsonl", json.dumps({"operation": "suno.generate", name: "x", "request": SONG}))

    said = shell("submit", "--from", "one.jsonl", "--yes")

    assert (said.code, said.out) == (2, "")
    assert f'one.jsonl:1: {name!r} is unknown beside "request"; did you mean {meant}?' in said.err
    assert shell("tasks", "--json").document == {"tasks": []}


def test_a_table_fills_templates_and_fields(keyless: Shell) -> None:
    keyless.write("shots.csv", 'animal,seconds,Quality,host,notes\nfox,5,540p,pixverseai.cn,"a, b"\nowl,8,720p,,\n')
    options = ("--prompt", "a {animal} in snow", "--duration", "{seconds}", "--model", "v5.6", "--aspect-ratio", "16:9")

    command = ("quote", "pixverse.text-to-video", "--from", "shots.csv", *options)
    said, one = (
        keyless(*command, "--json"),
        keyless(*command, "--quality", "360p", "--field", "requests.request.quality"),
    )
    requests = said.document["requests"]

    assert (said.code, one.out) == (0, "360p\n360p\n")
    assert [told["request"]["prompt"] for told in requests] == ["a fox in snow", "a owl in snow"]
    assert [told["request"]["duration"] for told in requests] == [5, 8]
    assert [told["request"]["quality"] for told in requests] == ["540p", "720p"]
    assert [told["host"] for told in requests] == ["pixverseai.cn", "pixverse.ai"]


@each(
    "table, words",
    [
        ("animl\nfox\n", "has no column 'animal'; did you mean animl?"),
        ("animal,duraton\nfox,5\n", "has a column 'duraton'; did you mean duration?"),
        ("animal\nfox,5\n", "x.csv:2 has 2 cells under 1 columns"),
        ("animal,animal\nfox,5\n", "x.csv:1 has columns without a name, or with the same"),
        ("animal\n", "x.csv holds no request"),
    ],
)
def test_a_wrong_table_is_a_usage_error(keyless: Shell, table: str, words: str) -> None:
    keyless.write("x.csv", table)

    said = keyless("quote", "suno.generate", "--from", "x.csv", "--prompt", "a {animal}", "--model", "V5")

    assert (said.code, said.out) == (2, "")
    assert words in said.err


def test_a_budget_is_one_cap_over_all_hosts(shell: Shell) -> None:
    shot = json.dumps({"operation": "pixverse.text-to-video", "request": SHOT})
    shell.write("many.jsonl", f"{shot}\n{line()}\n")

    mixed = shell("submit", "--from", "many.jsonl", "--yes", "--budget", "40")
    money = shell("submit", "--from", "many.jsonl", "--yes", "--json", "--at-once", "1", "--budget", "0.2 USD")

    assert (mixed.code, mixed.out) == (2, "")
    assert "cap the money: --budget 5USD" in mixed.err
    assert money.code == 4
    assert [task["error"] and task["error"]["type"] for task in money.document["tasks"]].count("BudgetExceeded") == 1


def test_one_file_holds_requests_of_two_vendors_on_one_host(shell: Shell) -> None:
    veo = {"operation": "kie.veo", "request": {"prompt": "a fox", "model": "veo3_fast"}}
    shell.write("many.jsonl", f"{line()}\n{json.dumps(veo)}\n")

    made = shell("submit", "--from", "many.jsonl", "--yes", "--field", "tasks.id")
    waited = shell("wait", "last", "last~1", "--no-save", "--field", "tasks.operation", "--field", "tasks.outcome")

    assert [ref.rpartition("/")[0] for ref in made.out.split()] == ["kie.ai/generate", "kie.ai/veo"]
    assert sorted(waited.out.splitlines()) == ["kie.veo\tsucceeded", "suno.generate\tsucceeded"]


@pytest.mark.parametrize("keyed", [0, 1, 3], ids="lines with a key of their own: {}".format)
def test_a_budget_caps_all_runs_of_a_batch(shell: Shell, keyed: int) -> None:
    lines = [json.loads(line(prompt=f"fox {number}")) for number in range(3)]
    lines = [{"key": f"scene {number}", **told} if number < keyed else told for number, told in enumerate(lines)]
    shell.write("many.jsonl", "\n".join(map(json.dumps, lines)))
    command = ("submit", "--from", "many.jsonl", "--yes", "--at-once", "1", "--field", "tasks.id")

    runs = [shell(*command, "--budget", budget) for budget in ("24", "24", "36")]

    assert [(run.code, len(run.out.split())) for run in runs] == [(4, 2), (4, 2), (0, 3)]


def test_an_error_that_many_requests_share_is_told_once(shell: Shell) -> None:
    shell.write("many.jsonl", "\n".join(line(prompt=f"fox {number}") for number in range(3)))
    shell.write("wrong.jsonl", "\n".join(line(prompt=f"fox {number}", model="V9") for number in range(3)))

    failed = shell("submit", "--from", "many.jsonl", "--yes", "--budget", "0")
    wrong = shell("submit", "--from", "wrong.jsonl", "--yes")

    assert [said.err.count("error: ") for said in (failed, wrong)] == [1, 1]
    assert "suno.generate, and 2 more" in failed.err


def test_names_that_differ_in_case_are_two_batches_however_the_database_sorts(
    shell: Shell, postgres: PostgresServer
) -> None:
    with psycopg.connect(postgres.url(), autocommit=True) as database:
        _ = database.execute(
            "CREATE DATABASE english TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
        )
    shell.write("many.jsonl", line())
    command = ("submit", "--from", "many.jsonl", "--yes", "--field", "tasks.id", "--name")
    ledger = postgres.url("english")

    runs = [
        shell(*command, *name, REELSCORE_LEDGER=ledger).out for name in (["spring"], ["Spring", "--again"], ["spring"])
    ]

    assert runs[0] == runs[2] != runs[1]


@each(
    "options", [["--budget="], ["--budget", "much"], ["--allow-unknown", "5"], ["--budget=5", "--allow-unknown=5USD"]]
)
def test_a_budget_that_cannot_be_one_is_a_usage_error(shell: Shell, options: list[str]) -> None:
    said = shell("submit", "suno.generate", "--prompt", "x", "--model", "V5", "--yes", *options)

    assert (said.code, said.out) == (2, "")
    assert options[0].partition("=")[0] in said.err or options[1].partition("=")[0] in said.err


def test_a_batch_is_named_beside_a_request_that_has_a_name(shell: Shell) -> None:
    voice = {"audio_media_id": 3, "name": "Ann"}
    shell.write("voices.json", json.dumps(voice))
    command = ("submit", "pixverse.create-voice", "--from", "voices.json", "--dry-run", "--json")

    named = shell(*command, "--name", "Bea", "--batch", "voices")

    [told] = named.document["requests"]
    assert (named.code, told["request"]["name"], told["key"].split(" #")[0]) == (0, "Bea", "voices")


def test_a_line_that_failed_is_made_again_only_when_it_is_asked_for(shell: Shell, sandbox: Sandbox) -> None:
    shot = json.dumps({"operation": "pixverse.text-to-video", "request": {**SHOT, "prompt": "a fox that fails"}})
    shell.write("one.jsonl", shot)
    command = ("run", "--from", "one.jsonl", "--yes", "--json", "--no-save")
    _ = sandbox.fault("task-fails", operation="text_to_video", times=1)

    codes = [shell(*command).code, shell(*command).code]
    retried = shell(*command, "--retry-failed")
    again = shell(*command)

    assert (codes, retried.code, again.code) == ([5, 5], 0, 0)
    assert len(shell("tasks", "--json").document["tasks"]) == 2
    assert again.document["tasks"][0]["id"] == retried.document["tasks"][0]["id"]


@pytest.mark.slow
def test_two_hundred_prompts_under_a_budget_are_killed_and_resumed_and_none_is_paid_twice(
    shell: Shell, sandbox: Sandbox
) -> None:
    shell = paying(shell, sandbox, "sandbox-prompts")
    rows = "".join(f'"a fox, scene {number}",{("16:9", "9:16")[number % 2]}\n' for number in range(200))
    shell.write("prompts.csv", f"prompt,aspect_ratio\n{rows}")
    same = ("--model", "v6", "--duration", "1", "--quality", "360p")  # 5 credits each
    command = ("run", "--from", "prompts.csv", "pixverse.text-to-video", *same, "--out", "films", "--yes")
    capped = (*command, "--budget", "500")
    process = shell.start(*capped)
    while len(list(shell.folder.glob("films/*.mp4"))) < 20:
        assert process.poll() is None
    process.kill()
    _ = process.communicate()

    first = shell(*capped, "--json").document
    settled = shell("recover", "--replay", "--yes", "--field", "found.action").out.split()
    capped_at = spent(sandbox, "sandbox-prompts")
    rest = shell(*command, "--budget", "1000", "--json").document

    assert sum(task["reused"] for task in first["tasks"]) >= 20
    assert capped_at == (500, 1000)
    assert (rest["failed"], len({task["id"] for task in rest["tasks"]})) == (0, 200)
    assert sum(task["reused"] for task in rest["tasks"]) == 100
    assert spent(sandbox, "sandbox-prompts") == (1000, 1000)
    assert set(settled) <= {"replayed", "resumed", "unsaved"}
    assert len(list(shell.folder.glob("films/*.mp4"))) == 200
