"""Whole runs by webhook, against the sandbox over real sockets: whatever happens on the way, a task costs one look."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest

import reelscore as rs
from reelscore.errors import SubmissionUnknown, TaskFailed
from reelscore.flows.drivers import Clock, manual_clock
from reelscore.sandbox import Sandbox
from reelscore.sandbox import running as sandbox_running
from reelscore.webhooks import Inbox, Receiver, asgi, running
from tests.webhooks.posting import JSON

HOSTS = ("pixverse.ai", "kie.ai", "sunoapi.org")
SECRET, WEBHOOK_ID = "hook-secret", "77"
PATIENCE = 20.0
"""Seconds after which a test has failed; no test waits for them."""
LONG = 3_600.0
"""Seconds of the sandbox in which every task ends and every delivery is tried often enough."""
SHOT: dict[str, Any] = {"prompt": "a fox", "model": "v5.6", "duration": 5, "quality": "540p", "aspect_ratio": "16:9"}
SONG: dict[str, Any] = {
    "prompt": "[Verse] a fox",
    "style": "folk",
    "title": "Fox",
    "model": "V5",
    "instrumental": False,
}


@attrs.frozen(kw_only=True)
class Stage:
    """A sandbox, a receiver and a ledger."""

    sandbox: Sandbox
    app: Receiver
    base: str
    ledger: rs.Ledger
    closing: ExitStack

    @property
    def inbox(self) -> Inbox:
        """What tasks wait on."""
        return self.app.inbox

    def options(self, host: str, clock: Clock | None = None) -> dict[str, Any]:
        """Return the options of a client of a host; by default it waits in real time for a delivery."""
        url = None if host == "pixverse.ai" else self.app.callback_url(self.base, host)
        told = {"host": host, "sandbox": self.sandbox, "ledger": self.ledger, "callback_url": url}
        return {**told, "clock": clock or Clock()}

    def client(self, host: str) -> Any:
        """Make a client of a host; it is closed with the stage."""
        made = (rs.PixVerse if host == "pixverse.ai" else rs.Suno)(**self.options(host))
        self.closing.callback(made.close)
        return made

    def start(self, host: str) -> Any:
        """Start a task that reports by webhook."""
        client = self.client(host)
        if host == "pixverse.ai":
            return client.text_to_video(**SHOT, webhook_id=WEBHOOK_ID)
        return client.generate(**SONG)

    def looks(self, *tasks: Any) -> list[int]:
        """Count the looks at each task."""
        asked = Counter(request["host"] for request in self.sandbox.requests(role="status"))
        return [asked[task.client.host.name] for task in tasks]

    def statuses(self) -> list[int | None]:
        """List how the receiver answered, in order."""
        return [delivery["status"] for delivery in self.sandbox.deliveries()]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Set everything up; time passes only when a test moves it."""
    ledger = rs.Ledger(tmp_path / "ledger.sqlite")
    with sandbox_running(speed=0) as sandbox:
        sandbox.set_webhook(key="sandbox-key", secret=SECRET)
        secrets: dict[str, str] = {"pixverse.ai": SECRET, "kie.ai": SECRET}
        app = asgi(HOSTS, secrets=secrets, inbox=Inbox(ledger), clock=sandbox.now)
        with running(app) as base, ExitStack() as closing:
            sandbox.set_webhook(webhook_id=WEBHOOK_ID, url=app.callback_url(base, "pixverse.ai"))
            yield Stage(sandbox=sandbox, app=app, base=base, ledger=ledger, closing=closing)
    ledger.close()


def until_waiting(inbox: Inbox, count: int = 1) -> None:
    """Return when so many tasks are waited for."""
    end = time.monotonic() + PATIENCE
    while len(inbox._wakers) < count and time.monotonic() < end:
        threading.Event().wait(0.001)


def finish(stage: Stage, *tasks: Any, seconds: float = LONG) -> list[Any]:
    """Wait for tasks, each in a thread, and let time pass once all of them are waited for."""
    with ThreadPoolExecutor(len(tasks)) as pool:
        waits = [pool.submit(task.wait, PATIENCE, webhooks=stage.inbox) for task in tasks]
        until_waiting(stage.inbox, len(tasks))
        stage.sandbox.advance(seconds)
        return [wait.exception(PATIENCE) or wait.result() for wait in waits]


def test_a_webhook_driven_run_looks_once_at_each_task(stage: Stage) -> None:
    tasks = [stage.start(host) for host in HOSTS]
    results = finish(stage, *tasks)

    assert [type(result).__name__ for result in results] == ["Video", "Song", "Song"]
    assert stage.looks(*tasks) == [1, 1, 1]
    assert set(stage.statuses()) == {200}


def test_an_async_run_looks_once_at_each_task(stage: Stage) -> None:
    async def run() -> list[Any]:
        async with (
            rs.AsyncSuno(**stage.options("kie.ai")) as suno,
            rs.AsyncPixVerse(**stage.options("pixverse.ai")) as px,
        ):
            tasks: list[Any] = [await suno.generate(**SONG), await px.text_to_video(**SHOT, webhook_id=WEBHOOK_ID)]
            waits = [asyncio.create_task(task.wait(PATIENCE, webhooks=stage.inbox)) for task in tasks]
            await asyncio.to_thread(until_waiting, stage.inbox, len(waits))
            await asyncio.to_thread(stage.sandbox.advance, LONG)
            return [*await asyncio.gather(*waits), stage.looks(*tasks)]

    song, video, looks = asyncio.run(run())

    assert (len(song.tracks), video.url.endswith(".mp4"), looks) == (2, True, [1, 1])


def test_a_task_that_ended_before_the_wait_is_looked_at_once(stage: Stage) -> None:
    task = stage.start("kie.ai")
    stage.sandbox.advance(LONG)

    assert len(task.wait(PATIENCE, webhooks=stage.inbox).tracks) == 2
    assert stage.looks(task) == [1]


FAULTS: dict[str, tuple[int, set[int | None]]] = {
    # how often it strikes, 0 is always → what the receiver answers
    "callback-duplicate": (0, {200}),
    "callback-reordered": (1, {200}),
    "callback-unreachable": (2, {None, 200}),
    "callback-stale": (1, {401, 200}),
    "callback-garbage": (1, {400, 200}),
    "callback-forged": (0, {401, 200}),
    "callback-skipped": (2, {None, 200}),
}


@pytest.mark.parametrize(
    ("host", "name"),
    [(host, name) for name in FAULTS for host in HOSTS if (host, name) != ("pixverse.ai", "callback-skipped")],
)
def test_a_fault_on_the_way_costs_no_further_look(stage: Stage, host: str, name: str) -> None:
    times, answers = FAULTS[name]
    task = stage.start(host)
    stage.sandbox.fault(name, times=times)
    [result] = finish(stage, task)

    assert type(result).__name__ in {"Video", "Song"}
    assert stage.looks(task) == [1]
    assert set(stage.statuses()) == answers - ({401} if host == "sunoapi.org" else set())


@pytest.mark.parametrize("host", HOSTS)
def test_a_task_that_fails_is_a_failure_after_one_look(stage: Stage, host: str) -> None:
    stage.sandbox.fault("task-fails")
    task = stage.start(host)
    stage.sandbox.fault("callback-forged", times=0)
    [error] = finish(stage, task)

    assert isinstance(error, TaskFailed)
    assert stage.looks(task) == [1]


def test_a_callback_that_claims_success_is_corrected_by_the_look(stage: Stage) -> None:
    """Whoever learned the address of sunoapi.org can make us look, and nothing else."""
    stage.sandbox.fault("task-fails")
    suno = rs.Suno(**stage.options("sunoapi.org", manual_clock(stage.sandbox)))
    stage.closing.callback(suno.close)
    task = suno.generate(**SONG)
    url = stage.app.callback_url(stage.base, "sunoapi.org", intents=False)
    track = {"id": "evil", "audio_url": "https://evil.example/x.mp3"}
    forged = {"code": 200, "msg": "ok", "data": {"callbackType": "complete", "task_id": task.id, "data": [track]}}
    assert httpx.post(url, content=json.dumps(forged), headers=JSON).status_code == 200

    with pytest.raises(TaskFailed):
        task.wait(webhooks=stage.inbox)
    assert stage.looks(task)[0] > 1


def test_a_callback_for_somebody_elses_task_is_kept_and_wakes_nobody(stage: Stage) -> None:
    task = stage.start("sunoapi.org")
    url = stage.app.callback_url(stage.base, "sunoapi.org", intents=False)
    body = {"code": 200, "msg": "ok", "data": {"callbackType": "complete", "task_id": "somebody-elses", "data": []}}

    assert httpx.post(url, content=json.dumps(body), headers=JSON).status_code == 200
    assert [found.task_id for found in stage.inbox.unknown()] == ["somebody-elses"]
    assert stage.looks(task) == [0]
    assert len(finish(stage, task)[0].tracks) == 2


@pytest.mark.parametrize("host", ["kie.ai", "sunoapi.org"])
def test_a_lost_submission_is_settled_by_its_webhook(stage: Stage, host: str) -> None:
    client = stage.client(host)
    stage.sandbox.fault("answer-lost")
    before = stage.sandbox.balance(host)
    with pytest.raises(SubmissionUnknown):
        client.generate(**SONG)
    stage.sandbox.advance(LONG)
    [found] = client.recover(webhooks=stage.inbox)

    assert (found.action, len(found.task.wait(PATIENCE).tracks)) == ("resumed", 2)
    assert len(stage.sandbox.tasks(host=host)) == 1
    assert stage.sandbox.balance(host) < before
    assert [row.action for row in client.recover()] == ["unsaved"]


def test_a_lost_submission_without_a_webhook_stays_in_doubt(stage: Stage) -> None:
    client = stage.client("kie.ai")
    stage.sandbox.fault("answer-lost")
    stage.sandbox.fault("callback-skipped", times=0)
    with pytest.raises(SubmissionUnknown):
        client.generate(**SONG)
    stage.sandbox.advance(LONG)

    assert [found.action for found in client.recover(webhooks=stage.inbox)] == ["doubtful"]


def test_a_wait_on_a_turned_clock_takes_no_time_and_one_look(stage: Stage) -> None:
    """What ``reelscore.testing`` gives: the wait itself turns the sandbox's clock."""
    with rs.Suno(**stage.options("kie.ai", manual_clock(stage.sandbox))) as suno:
        task = suno.generate(**SONG)
        assert (len(task.wait(webhooks=stage.inbox).tracks), stage.looks(task)) == (2, [1])

    async def run() -> list[int]:
        async with rs.AsyncSuno(**stage.options("sunoapi.org", manual_clock(stage.sandbox))) as suno:
            task = await suno.generate(**SONG)
            return [len((await task.wait(webhooks=stage.inbox)).tracks), *stage.looks(task)]

    assert asyncio.run(run()) == [2, 1]


def test_without_a_single_delivery_the_task_is_found_by_looking_now_and_then(stage: Stage) -> None:
    stage.sandbox.fault("callback-skipped", times=0)
    stage.sandbox.fault("slow-task", value=5)
    suno = rs.Suno(**stage.options("kie.ai", manual_clock(stage.sandbox)))
    stage.closing.callback(suno.close)
    task = suno.generate(**SONG)
    began = stage.sandbox.now()
    song = task.wait(webhooks=stage.inbox)
    [looks] = stage.looks(task)

    assert len(song.tracks) == 2
    assert 1 < looks <= (stage.sandbox.now() - began) / 120 + 1
