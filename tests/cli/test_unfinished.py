"""Tasks that end without what was paid for: the exit code says so, the error names the task, what is there is saved."""

from __future__ import annotations

import json
import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from reelscore.sandbox import Sandbox
from tests.cli.shells import VIDEO, Shell
from tests.field.vendor import at_work, pixverse, raw

SOUND = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(5000)


@contextmanager
def vendor(status: Any) -> Generator[str]:
    """A vendor that takes every task and answers each look with the same; ``{url}`` in it is its own address."""

    with at_work() as found:
        said = json.dumps(status).replace("{url}", found.url).encode()
        found.script |= {
            "POST": [pixverse({"video_id": 7})],
            "GET": [raw(said, content_type="application/json")],
            **{f"GET /{name}.mp3": [raw(SOUND, content_type="audio/mpeg")] for name in "ab"},
        }
        yield found.url


def test_done_without_a_file_is_no_success_and_names_the_task(keyless: Shell) -> None:
    with vendor({"ErrCode": 0, "ErrMsg": "Success", "Resp": {"id": 7, "status": 1, "url": ""}}) as url:
        where = {"PIXVERSE_API_KEY": "k", "PIXVERSE_BASE_URL": url}
        said = keyless("run", *VIDEO, "--yes", "--timeout", "3", "--json", **where)
        found = keyless("recover", "--json", **where)

    assert said.code in {5, 8}
    assert said.document["error"]["task"] == "pixverse.ai/text_to_video/7"
    assert [each["task_id"] for each in found.document["found"]] == ["7"]


def test_the_finished_track_of_a_failed_task_is_saved(keyless: Shell) -> None:
    tracks = [{"id": "a", "audioUrl": "{url}/a.mp3", "title": "One"}, {"id": "b", "audioUrl": "", "title": "Two"}]
    data = {"taskId": "t1", "status": "GENERATE_AUDIO_FAILED", "response": {"sunoData": tracks}}
    with vendor({"code": 200, "msg": "success", "data": {**data, "errorCode": 500, "errorMessage": "failed"}}) as url:
        said = keyless("save", "kie.ai/generate/t1", "--out", "songs", KIE_API_KEY="k", KIE_BASE_URL=url)

    assert said.code == 5
    [path] = (keyless.folder / "songs").glob("*.mp3")
    assert path.read_bytes() == SOUND
    assert path.name in said.out
    assert "kie.ai/generate/t1" in said.err


def test_what_a_vendor_says_never_steers_the_terminal(keyless: Shell) -> None:
    evil = "\x1b]0;owned\x07\x9b31m no\u202e"
    with vendor({"ErrCode": 400017, "ErrMsg": evil, "Resp": {"id": evil, "status": evil}}) as url:
        where = {"PIXVERSE_API_KEY": "k", "PIXVERSE_BASE_URL": url}
        said = [keyless("wait", "pixverse.ai/text_to_video/7", *how, **where) for how in ((), ("-vv", "--debug"))]

    assert all(each.code and "no" in each.err for each in said)
    assert [each for each in said if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", each.out + each.err)] == []


def test_a_track_that_came_is_kept_when_the_other_did_not(shell: Shell, sandbox: Sandbox) -> None:
    _ = sandbox.fault("download-html", times=1)

    cut = shell("run", "suno.generate", "--prompt", "a fox", "--model", "V5", "--yes", "--out", "out")
    ref = shell("show", "last", "--json").document["id"]
    whole = shell("save", "last", "--out", "out")

    assert (cut.code, whole.code) == (10, 0)
    assert ref in cut.err
    assert len(list((shell.folder / "out").glob("*.mp3"))) == 2
