"""What reaches a terminal, a pipe and a shell: questions, code pages, closed streams, control characters, codes."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from reelscore.cli import main
from reelscore.cli.reports import spoken
from reelscore.sandbox import Sandbox
from tests.cli.shells import VIDEO, Shell, answered, towards
from tests.rows import each

SONG = ("suno.generate", "--prompt", "a fox", "--model", "V5")


@each("key, expected", [(b"\x03", 130), (b"\x04", 130), (b"\n", 1)])
def test_ctrl_c_ctrl_d_and_enter_at_the_price_question_cost_nothing(
    shell: Shell, sandbox: Sandbox, key: bytes, expected: int
) -> None:
    before = sandbox.balance("kie.ai")

    code, text = answered(shell, "run", *SONG, keys=[key])

    assert (code, sandbox.balance("kie.ai")) == (expected, before)
    assert ("nothing was charged" in text, "defect" in text) == (True, False)


def test_a_ctrl_c_that_another_thread_takes_ends_the_price_question_too(shell: Shell, sandbox: Sandbox) -> None:
    program = """
import signal, sys, threading
threading.Thread(target=threading.Event().wait, daemon=True).start()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
from reelscore.cli import main
sys.exit(main(sys.argv[1:]))"""
    before = sandbox.balance("kie.ai")

    code, text = answered(shell, "run", *SONG, keys=[b"\x03"], program=("-c", program))

    assert (code, sandbox.balance("kie.ai")) == (130, before)
    assert "cost: nothing was charged" in text


@pytest.mark.parametrize(("key", "code"), [("sandbox-poor", 4), ("nonsense", 3)])
def test_balance_and_key_are_looked_at_before_the_price_question(
    shell: Shell, sandbox: Sandbox, key: str, code: int
) -> None:
    asking = Shell(shell.folder, {**shell.environment, **towards(sandbox, key)})

    found, text = answered(asking, "run", *VIDEO, keys=[])

    assert (found, "[y/N]" in text) == (code, False)
    assert ("90 would be needed" in text) == (code == 4)


def test_many_requests_may_begin_with_less_than_all_cost_and_no_at_the_price_question_sends_nothing(
    shell: Shell, sandbox: Sandbox
) -> None:
    asking = Shell(shell.folder, {**shell.environment, **towards(sandbox, "sandbox-poor")})
    shell.write("shots.csv", "prompt\na fox\na hare\n")

    code, text = answered(asking, "run", "--from", "shots.csv", *VIDEO, keys=[b"n\n"])

    assert code == 1
    assert text.index("180 would be needed") < text.index("[y/N]")
    assert "nothing was sent, nothing was charged" in text


@each("folder", ["a-file", "a-file/below", "/proc/none"])
def test_a_folder_that_cannot_be_written_is_refused_before_paying(shell: Shell, folder: str) -> None:
    shell.write("a-file", "x")

    said = shell("run", *SONG, "--yes", "--out", folder)

    assert (said.code, said.out, "name another folder with --out" in said.err) == (2, "", True)
    assert shell("tasks", "--json").document == {"tasks": []}


def test_a_missing_key_is_told_before_the_price_is_asked(keyless: Shell) -> None:
    said = keyless("run", *SONG)

    assert said.code == 3
    assert [word in said.err for word in ("KIE_API_KEY", "nobody to ask", "Traceback")] == [True, False, False]


def test_a_failure_after_paying_names_the_task(shell: Shell) -> None:
    first = shell("submit", *VIDEO, "--yes").out.strip()
    _ = shell("wait", first, "--no-save")
    taken = shell.folder / "out"
    _ = shell("save", first, "--out", "out")
    [film] = taken.glob("*.mp4")
    _ = film.write_bytes(b"another")

    said = shell("save", first, "--out", "out")

    assert said.code == 10
    assert first in said.err
    assert "--overwrite" in said.err
    assert "overwrite=True" not in said.err


def test_a_home_sign_in_out_is_the_home_folder(shell: Shell) -> None:
    home = shell.folder / "home"
    home.mkdir()

    said = shell("run", *SONG, "--yes", "--out", "~/songs", HOME=str(home))

    assert said.code == 0
    assert list((home / "songs").glob("*.mp3"))
    assert not (shell.folder / "~").exists()


def test_json_is_whole_on_a_code_page_that_lacks_its_letters(keyless: Shell) -> None:
    line = {"operation": "suno.generate", "request": {"prompt": "狐狸 🦊", "model": "V5"}}
    keyless.write("one.jsonl", json.dumps(line))

    said = keyless("quote", "--from", "one.jsonl", "--json", PYTHONIOENCODING="cp1252")
    shown = keyless("check", "--from", "one.jsonl", PYTHONIOENCODING="cp1252")

    assert said.document["requests"][0]["request"]["prompt"] == "狐狸 🦊"
    assert (said.code, shown.code) == (0, 0)
    assert "Traceback" not in shown.err


@each("arguments", ["rules", "rules --json", "--help"])
def test_a_reader_that_has_left_gives_141(keyless: Shell, arguments: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    command, environment = [sys.executable, "-m", "reelscore", *arguments.split()], dict(keyless.environment)
    done = subprocess.run(command, env=environment, stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)

    assert (done.returncode, b"Traceback" in done.stderr, b"error" in done.stderr) == (141, False, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is Linux's")
def test_a_full_disk_under_the_output_is_told_in_one_line(keyless: Shell) -> None:
    command = ["bash", "-c", f"{sys.executable} -m reelscore rules suno.generate --json >/dev/full"]
    done = subprocess.run(command, env=dict(keyless.environment), capture_output=True, check=False)

    assert (done.returncode, b"Traceback" in done.stderr, b"No space left" in done.stderr) == (1, False, True)


@each("arguments", ["tasks", "rules", "models --json", "--help", "--version"])
def test_a_closed_standard_output_gives_no_traceback(keyless: Shell, arguments: str) -> None:
    command = ["bash", "-c", f"{sys.executable} -m reelscore {arguments} >&- <&-"]
    done = subprocess.run(command, env=dict(keyless.environment), capture_output=True, check=False)

    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


@each("options", [(), ("--json",)])
def test_control_characters_never_reach_the_terminal(keyless: Shell, options: tuple[str, ...]) -> None:
    evil = "a\x1b]0;owned\x07\x9b31m fox\u202e\r"
    keyless.write("evil.jsonl", json.dumps({"prompt": evil, "model": evil, "\x1b[2J": evil}))

    said = [
        keyless(*words, *options)
        for words in (
            ("check", "suno.generate", "--from", "evil.jsonl"),
            ("show", evil),
            ("quote", "suno.generate", "--host", evil),
            ("run", "suno.generate", "--from", f"{evil}.json"),
            (evil,),
        )
    ]

    assert [told.code for told in said] == [6, 2, 2, 2, 2]
    assert [told for told in said if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", told.out + told.err)] == []


def test_the_command_line_never_speaks_of_arguments_of_python() -> None:
    package = Path(main.__code__.co_filename).parents[1]
    said = ["ask for overwrite=True or choose another name", "set allow_unknown= to reserve an amount",
            "pass api_key=, set", "Run client.recover()", "recover(replay=True) may send it again",
            "then tell ledger.resolve(intent, task_id=...), or task_id=None where there is none",
            "client.recover_audio(task_id=...), then save what it gives", "client.download_url(url=...)",
            "withdrawn=True sends", "client.models() lists", "client.model_schema(model=...)"]  # fmt: skip
    files = [path for kind in ("*.py", "*.csv") for path in package.rglob(kind) if package / "cli" not in path.parents]
    sources = "".join(path.read_text() for path in files)

    assert [words for words in said if words not in sources] == []
    assert (
        spoken("duration is 7; try 8, with aspect_ratio='16:9'") == "duration is 7; try 8, with --aspect-ratio '16:9'"
    )
    assert spoken("see https://a.b/c?token=5&page=2") == "see https://a.b/c?token=5&page=2"
    assert [spoken(words) for words in said if re.search(r"\w=(\w| )|\w\(", spoken(words))] == []


def test_one_call_can_be_recovered_by_its_name(shell: Shell, sandbox: Sandbox) -> None:
    _ = sandbox.fault("answer-lost", operation="text_to_video", times=1)
    lost = shell("submit", *VIDEO, "--yes", "--json").document["error"]["intent"]

    asked = shell("recover", lost, "--json")
    settled = shell("recover", lost, "--replay", "--yes", "--json")

    assert (asked.code, asked.document["found"][0]["action"]) == (9, "doubtful")
    assert (settled.code, settled.document["found"][0]["action"]) == (0, "replayed")
    assert shell("recover", "00000000").code == 2


WRONG = [
    ("balance", "--host", "nix"),
    ("quote", *SONG, "--plan", "nix"),
    ("sandbox", "--port", "99999"),
    ("sandbox", "--speed", "nan"),
    ("webhooks", "serve", "--port", "-1"),
    ("webhooks", "serve", "--host", "nix"),
    ("gallery", "--out", "."),
    ("market", "quote", "z-image", "prompt"),
    ("run", *SONG, "--timeout", "-1"),
    ("run", *SONG, "--again"),
]


@each("arguments", WRONG)
def test_a_wrong_option_is_exit_code_2(shell: Shell, arguments: tuple[str, ...]) -> None:
    said = shell(*arguments)

    assert (said.code, said.out, "defect" in said.err) == (2, "", False)


def test_a_port_that_is_taken_is_told_with_what_to_do(keyless: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = keyless("sandbox", "--port", str(taken.getsockname()[1]))

    assert (said.code, "next: name another --port" in said.err) == (1, True)


def test_somebody_who_watches_sees_each_task_and_its_end(shell: Shell) -> None:
    watched = Shell(shell.folder, {**shell.environment, "COLUMNS": "140"})

    code, text = answered(watched, "run", *VIDEO, "--yes", keys=[])

    assert code == 0
    assert "pixverse.text-to-video" in text
    assert shell("show", "last", "--json").document["task_id"][:16] in text
    assert "done" in text
