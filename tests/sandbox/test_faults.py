"""Faults: each does to a client what its name says, and nothing else."""

from __future__ import annotations

import httpx
import pytest

from reelscore.sandbox import FAULTS, Sandbox
from reelscore.sandbox.faults import ALIASES
from tests.sandbox.callers import FOX, SONG, PixVerse, Suno

LOST = (httpx.RemoteProtocolError, httpx.ReadError)


@pytest.mark.parametrize(
    ("fault", "made", "error"),
    [
        ("answer-lost", 1, httpx.RemoteProtocolError),
        ("request-lost", 0, httpx.RemoteProtocolError),
        ("connection-reset", 0, httpx.ReadError),
        ("reset-mid-answer", 1, httpx.ReadError),
    ],
)
def test_a_lost_answer_leaves_a_charged_task_or_none(
    sandbox: Sandbox, pixverse: PixVerse, *, fault: str, made: int, error: type[Exception]
) -> None:
    sandbox.fault(fault)
    with pytest.raises(error):
        pixverse.post("/video/text/generate", FOX)

    assert len(sandbox.tasks()) == made
    assert sandbox.balance("pixverse.ai") == 15_000 - 90 * made


def test_the_replay_of_a_lost_answer_finds_the_same_task(sandbox: Sandbox, pixverse: PixVerse) -> None:
    sandbox.fault("answer_lost")
    with pytest.raises(LOST):
        pixverse.post("/video/text/generate", FOX, trace="t")
    replayed = pixverse.post("/video/text/generate", FOX, trace="t")["Resp"]["video_id"]

    assert [task["id"] for task in sandbox.tasks()] == [replayed]


@pytest.mark.parametrize(
    ("fault", "status", "made", "begins"),
    [
        ("500", 500, 0, '{"ErrCode":99999'),
        ("error-after-acceptance", 500, 1, '{"ErrCode":99999'),
        ("bad-gateway", 502, 0, "<html>"),
        ("bad-gateway-after-acceptance", 502, 1, "<html>"),
        ("forbidden-by-cdn", 403, 0, "error code: 1010"),
        ("empty-body", 200, 1, ""),
        ("wrong-shape", 200, 1, "[]"),
        ("throttle-http", 429, 0, '{"code":429'),
    ],
)
def test_a_garbled_answer_has_the_status_and_text_that_it_is_named_for(
    sandbox: Sandbox, pixverse: PixVerse, *, fault: str, status: int, made: int, begins: str
) -> None:
    sandbox.fault(fault)
    answer = pixverse.http.post("/video/text/generate", json=FOX, headers=pixverse.headers())

    assert (answer.status_code, len(sandbox.tasks())) == (status, made)
    assert answer.text.startswith(begins)


def test_a_redirect_points_where_it_was_told_to(sandbox: Sandbox, pixverse: PixVerse) -> None:
    sandbox.fault("redirect", value="http://127.0.0.1:9/elsewhere")
    answer = pixverse.http.post("/video/text/generate", json=FOX, headers=pixverse.headers())

    assert (answer.status_code, answer.headers["location"]) == (307, "http://127.0.0.1:9/elsewhere")


def test_a_fault_strikes_as_often_as_asked_after_those_it_skips(sandbox: Sandbox, pixverse: PixVerse) -> None:
    sandbox.fault("code", value=500100, times=2, skip=1, operation="balance")
    pixverse.submit()
    codes = [pixverse.get("/account/balance")["ErrCode"] for _ in range(4)]

    assert codes == [0, 500100, 500100, 0]


def test_a_fault_by_rate_strikes_the_same_calls_for_the_same_seed(sandbox: Sandbox, pixverse: PixVerse) -> None:
    sandbox.fault("code", value=500100, rate=0.5)
    codes = [pixverse.get("/account/balance")["ErrCode"] for _ in range(40)]

    assert 8 < codes.count(500100) < 32


def test_a_submission_fault_lets_status_calls_pass(sandbox: Sandbox, pixverse: PixVerse) -> None:
    video = pixverse.submit()
    sandbox.fault("answer-lost")

    assert pixverse.result(video)["status"] in {5, 9, 10}
    assert sandbox.requests(role="status")[-1]["fault"] is None


@pytest.mark.parametrize(("fault", "status"), [("task-fails", 8), ("moderated", 7), ("deleted", 6)])
def test_a_task_fault_decides_how_the_task_ends(
    sandbox: Sandbox, pixverse: PixVerse, *, fault: str, status: int
) -> None:
    sandbox.fault(fault)
    video = pixverse.submit()
    sandbox.advance(300)

    assert pixverse.result(video)["status"] == status


def test_an_unknown_status_shows_until_the_task_is_finished(sandbox: Sandbox) -> None:
    with PixVerse(sandbox) as pixverse, Suno(sandbox, "kie.ai") as kie:
        sandbox.fault("unknown-status", value="77", host="pixverse.ai")
        sandbox.fault("unknown-status-forever", value="DREAMING", host="kie.ai")
        video, song = pixverse.submit(), kie.start()
        sandbox.advance(20)
        before = pixverse.result(video)["status"], kie.record("/generate", song)["status"]
        sandbox.advance(500)
        after = pixverse.result(video)["status"], kie.record("/generate", song)["status"]

    assert (before, after) == ((77, "DREAMING"), (1, "DREAMING"))


def test_a_callback_exception_is_a_final_word_with_files(sandbox: Sandbox, kie: Suno) -> None:
    sandbox.fault("callback-exception")
    task = kie.start()
    sandbox.advance(200)
    record = kie.record("/generate", task)

    assert (record["status"], len(record["response"]["sunoData"])) == ("CALLBACK_EXCEPTION", 2)


def test_a_late_record_is_not_known_yet(sandbox: Sandbox, pixverse: PixVerse) -> None:
    video = pixverse.submit()
    sandbox.fault("record-late")

    assert [pixverse.get(f"/video/result/{video}")["ErrCode"] for _ in range(2)] == [500008, 0]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [("download-missing", 404), ("download-error", 503), ("download-html", 200), ("download-without-range", 200)],
)
def test_a_download_fault_strikes_once(sandbox: Sandbox, pixverse: PixVerse, *, fault: str, expected: int) -> None:
    link = _finished(sandbox, pixverse)
    sandbox.fault(fault)
    struck, whole = (httpx.get(link, headers={"Range": "bytes=10-"}) for _ in range(2))

    assert (struck.status_code, whole.status_code) == (expected, 206)


def test_a_truncated_download_can_be_resumed(sandbox: Sandbox, pixverse: PixVerse) -> None:
    link, kept = _finished(sandbox, pixverse), bytearray()
    sandbox.fault("download-truncated")
    with httpx.stream("GET", link) as answer, pytest.raises(httpx.RemoteProtocolError):
        _keep(answer, kept)
    rest = httpx.get(link, headers={"Range": f"bytes={len(kept)}-", "If-Range": answer.headers["etag"]})

    assert rest.status_code == 206
    assert bytes(kept) + rest.content == httpx.get(link).content


def _keep(answer: httpx.Response, kept: bytearray) -> None:
    for chunk in answer.iter_raw():
        kept += chunk


def _finished(sandbox: Sandbox, pixverse: PixVerse) -> str:
    video = pixverse.submit()
    sandbox.advance(300)
    return str(pixverse.result(video)["url"])


def test_every_fault_of_a_request_changes_what_its_client_sees(sandbox: Sandbox) -> None:
    unseen = []
    with Suno(sandbox, "kie.ai", key="sandbox-business") as kie:
        task = kie.start()
        for name, kind in FAULTS.items():
            if kind.when not in {"before", "after", "answer"} or name in {"slow", "hang"}:
                continue
            sandbox.advance(10)
            sandbox.fault(name, value="499" if name == "code" else None)
            try:
                answer = (
                    kie.http.get("/generate/record-info", params={"taskId": task})
                    if kind.roles == ("status",)
                    else kie.http.post("/generate", json=SONG)
                )
                seen = answer.status_code != 200 or answer.json()["code"] != 200
            except (*LOST, ValueError, TypeError):
                seen = True
            if not seen:
                unseen.append(name)
            sandbox.clear_faults()

    assert unseen == []
    assert set(ALIASES.values()) <= set(FAULTS)


def test_a_record_that_is_late_may_be_an_empty_success(sandbox: Sandbox, kie: Suno) -> None:
    task = kie.start()
    sandbox.fault("record-late", value="null")
    looks = [kie.get("/generate/record-info", taskId=task) for _ in range(2)]

    assert [(look["code"], look["data"] is None) for look in looks] == [(200, True), (200, False)]
