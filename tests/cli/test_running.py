import json
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

from reelscore.sandbox import Sandbox
from tests.cli.conftest import Made
from tests.cli.shells import VIDEO, Shell, towards


def test_a_paid_command_without_yes_and_without_a_terminal_sends_nothing(shell: Shell) -> None:
    said = shell("run", *VIDEO)

    assert (said.code, said.out) == (2, "")
    assert "this costs 90 credits, and there is nobody to ask" in said.err
    assert shell("tasks", "--json").document == {"tasks": []}


def test_what_run_prints_is_what_is_on_disk_beside_the_file_and_on_the_account(made: Made, sandbox: Sandbox) -> None:
    document = made.said.document
    [task] = document["tasks"]
    [file] = task["files"]
    path = made.shell.folder / "out" / f"a red fox-{task['task_id']}.mp4"
    beside = json.loads(path.with_suffix(".json").read_text())

    assert (made.said.code, made.said.err) == (0, "")
    told = {"host": "pixverse.ai", "quoted": "90", "charged": "90", "calls": 1, "unquoted": 0, "untold": 0}
    assert document["totals"] == [told]
    assert sandbox.balance("pixverse.ai", "sandbox-made") == 15_000 - 90
    assert (Path(file["path"]), file["sha256"]) == (path, sha256(path.read_bytes()).hexdigest())
    assert [beside[name] for name in ("request", "quoted", "charged", "urls")] == [
        task["request"], "90", "90", task["urls"],
    ]  # fmt: skip
    assert beside["files"][0]["sha256"] == file["sha256"]


def test_a_key_makes_the_same_task_once(shell: Shell, sandbox: Sandbox) -> None:
    once = shell("submit", *VIDEO, "--yes", "--idempotency-key", "order-42")
    left = sandbox.balance("pixverse.ai")
    again = shell("submit", *VIDEO, "--yes", "--idempotency-key", "order-42")

    assert once.code == again.code == 0
    assert once.out == again.out
    assert sandbox.balance("pixverse.ai") == left


def test_a_broken_request_among_many_stops_all_before_anything_is_sent(shell: Shell, sandbox: Sandbox) -> None:
    good = {"operation": "suno.generate", "request": {"prompt": "a fox", "model": "V5"}}
    bad = {"operation": "suno.generate", "request": {"model": "V5"}}
    shell.write("many.jsonl", f"{json.dumps(good)}\n{json.dumps(bad)}\n")
    before = len(sandbox.tasks())

    said = shell("submit", "--from", "many.jsonl", "--yes")

    assert said.code == 6
    assert "many.jsonl:2: prompt" in said.err
    assert len(sandbox.tasks()) == before


def test_a_wrong_key_is_refused_with_exit_code_3_never_shown_and_counted_in_no_sum(
    shell: Shell, sandbox: Sandbox
) -> None:
    said = shell("submit", *VIDEO, "--yes", "-vv", **towards(sandbox, "wrong-key-4711"))

    assert said.code == 3
    assert "wrong-key-4711" not in said.out + said.err
    assert "next: reelscore init" in said.err
    assert shell("tasks", "--field", "tasks.stage").out == "refused\n"
    assert shell("spend", "--json").document["hosts"] == []
    assert [shell("show", name).code for name in ("last", "#1")] == [2, 0]


def test_verbose_shows_calls_and_trace_ids(shell: Shell) -> None:
    said = shell("submit", *VIDEO, "--yes", "-v")
    row = shell("show", "last", "--json").document

    assert "POST /openapi/v2/video/text/generate: 200" in said.err
    assert f"trace {row['intent']}" in said.err


def test_ctrl_c_leaves_the_task_and_says_how_to_go_on(shell: Shell) -> None:
    process = shell.start("run", "suno.generate", "--prompt", "sandbox:stuck", "--model", "V5", "--yes")
    until_submitted(shell)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=900)
    [task] = shell("tasks", "--open", "--json").document["tasks"]

    assert (process.returncode, out) == (130, "")
    assert f"next: reelscore wait {task['id']}" in err


def test_a_command_to_copy_says_where_the_files_were_to_go(shell: Shell) -> None:
    said = shell("run", *VIDEO, "--yes", "--timeout", "0.01", "--out", "my films")
    ref = shell("show", "last", "--json").document["id"]

    assert said.code == 8
    assert f" next: reelscore wait {ref} --out '{shell.folder / 'my films'}'" in said.err.splitlines()


def test_a_result_that_is_not_saved_is_told_by_its_links(shell: Shell) -> None:
    said = shell("run", *VIDEO, "--yes", "--no-save")

    assert said.out.splitlines() == shell("show", "last", "--json").document["urls"]


def until_submitted(shell: Shell) -> None:
    for _ in range(100):
        found = shell("tasks", "--open", "--json").document["tasks"]
        if any(task["task_id"] for task in found):
            return
        time.sleep(0.1)
    raise AssertionError("nothing was submitted")


def test_a_lost_answer_is_exit_code_9_and_recover_names_it(shell: Shell, sandbox: Sandbox) -> None:
    key = towards(sandbox, "sandbox-lost")
    _ = sandbox.fault("answer-lost", operation="text_to_video", times=1)

    said = shell("submit", *VIDEO, "--yes", "--json", **key)
    left = sandbox.balance("pixverse.ai", "sandbox-lost")
    listed = shell("recover", "--json", **key)
    other = shell("recover", "--json")
    settled = shell("recover", "--replay", "--yes", "--json", **key)

    assert (said.code, said.document["error"]["type"]) == (9, "SubmissionUnknown")
    assert (listed.code, listed.document["found"][0]["action"]) == (9, "doubtful")
    assert (other.code, other.document["elsewhere"][0]["stage"]) == (9, "unknown")
    assert (settled.code, settled.document["found"][0]["action"]) == (0, "replayed")
    assert sandbox.balance("pixverse.ai", "sandbox-lost") == left


def test_one_of_many_that_fails_stops_no_other_and_gives_the_exit_code(shell: Shell, sandbox: Sandbox) -> None:
    shot = {"prompt": "a fox", "model": "v5", "duration": 5, "quality": "540p", "aspect_ratio": "16:9"}
    line = json.dumps({"operation": "pixverse.text-to-video", "request": shot})
    shell.write("many.jsonl", f"{line}\n{line}\n")
    _ = sandbox.fault("no-credits", operation="text_to_video", times=1)

    said = shell("submit", "--from", "many.jsonl", "--yes", "--json", "--at-once", "1")
    first, second = said.document["tasks"]

    assert (said.code, said.document["failed"]) == (4, 1)
    assert (first["error"]["type"], second["error"]) == ("InsufficientCredits", None)
    assert second["id"].startswith("pixverse.ai/text_to_video/")


def test_what_came_back_counts_as_no_charge(shell: Shell) -> None:
    shot = {"model": "v5", "duration": 5, "quality": "540p", "aspect_ratio": "16:9"}
    lines = [
        {"operation": "pixverse.text-to-video", "request": shot | {"prompt": f"{word} fox"}}
        for word in ("a", "sandbox:fail")
    ]
    shell.write("many.jsonl", "\n".join(map(json.dumps, lines)))

    [told] = shell("run", "--from", "many.jsonl", "--yes", "--no-save", "--json").document["totals"]

    assert (told["quoted"], told["charged"]) == ("90", "45")


def test_of_several_failures_one_that_was_perhaps_charged_gives_the_exit_code(shell: Shell, sandbox: Sandbox) -> None:
    shot = {"prompt": "a fox", "model": "v5", "duration": 5, "quality": "540p", "aspect_ratio": "16:9"}
    clip = {"operation": "pixverse.text-to-video", "request": shot}
    song = {"operation": "suno.generate", "request": {"prompt": "a fox", "model": "V5"}}
    shell.write("many.jsonl", f"{json.dumps(clip)}\n{json.dumps(song)}\n")
    _ = sandbox.fault("no-credits", operation="text_to_video", times=1)
    _ = sandbox.fault("answer-lost", operation="generate", times=1)

    said = shell("submit", "--from", "many.jsonl", "--yes", "--json")

    told = [task["error"]["type"] for task in said.document["tasks"]]
    assert (said.code, told) == (9, ["InsufficientCredits", "SubmissionUnknown"])


def test_a_disk_that_is_full_is_one_line(made: Made) -> None:
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, 90_000)); "
        "from reelscore.cli import main; sys.exit(main(['gallery', '--out', 'full.html', '--title', 'x' * 100_000]))"
    )
    where: dict[str, Any] = {"cwd": made.shell.folder, "env": dict(made.shell.environment)}
    done = subprocess.run([sys.executable, "-c", code], **where, capture_output=True, text=True, check=False)

    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "next: free some space" in done.stderr
    assert list(made.shell.folder.glob("*full.html*")) == []


def test_a_song_by_the_second_route_is_submitted_listed_waited_for_and_recovered(shell: Shell) -> None:
    song = ("suno.generate", "--host", "kie.ai#jobs", "--prompt", "a fox", "--model", "V6")
    sent = shell("submit", *song, "--yes")
    ref = sent.out.strip()
    [listed] = shell("tasks", "--json").document["tasks"]
    recovered = shell("recover", "--json", "--host", "kie.ai").document
    waited = shell("wait", ref, "--json", "--out", "out")

    assert (sent.code, ref.partition("/")[0]) == (0, "kie.ai#jobs")
    assert (listed["id"], listed["host"], listed["operation"]) == (ref, "kie.ai", "suno.generate")
    assert [(found["id"], found["action"]) for found in recovered["found"]] == [(ref, "resumed")]
    assert (waited.code, waited.document["totals"][0]["host"]) == (0, "kie.ai")
    files = [Path(file["path"]) for file in waited.document["tasks"][0]["files"]]
    [sidecar] = (shell.folder / "out").glob("*.json")
    assert all(path.is_file() for path in files)
    assert json.loads(sidecar.read_text())["id"] == ref
