"""Tasks of kie.ai that report by webhook, against the sandbox over sockets: signed, one poll each, lost ones found."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import reelscore as rs
from reelscore import errors
from reelscore.flows.drivers import Clock
from reelscore.sandbox import Sandbox
from reelscore.webhooks import Inbox, Receiver, asgi, running
from tests.kie.test_sandbox import TASKS, names
from tests.webhooks.test_run import PATIENCE, until_waiting

SECRET = "hook-secret"


class Stage:
    """A sandbox, a receiver and a client whose tasks report to it."""

    def __init__(self, sandbox: Sandbox, app: Receiver, client: rs.Kie) -> None:
        self.sandbox, self.app, self.client = sandbox, app, client


@pytest.fixture
def stage() -> Iterator[Stage]:
    ledger = rs.Ledger(":memory:")
    with rs.sandbox.running(speed=0) as sandbox:
        sandbox.set_webhook(key="sandbox-key", secret=SECRET)
        app = asgi("kie.ai", secrets={"kie.ai": SECRET}, inbox=Inbox(ledger), clock=sandbox.now)
        with running(app) as base:
            url = app.callback_url(base, "kie.ai")
            with rs.Kie(sandbox=sandbox, ledger=ledger, callback_url=url, clock=Clock()) as client:
                yield Stage(sandbox, app, client)
    ledger.close()


@pytest.mark.parametrize("request_", TASKS[::3], ids=names)
def test_a_signed_callback_ends_the_wait_with_one_look(stage: Stage, request_: Any) -> None:
    task = stage.client.submit(request_)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(task.wait, PATIENCE, webhooks=stage.app.inbox)
        until_waiting(stage.app.inbox)
        stage.sandbox.advance(3_600)
        result = waiting.result(PATIENCE)

    assert result.assets
    assert len(stage.sandbox.requests(role="status")) == 1
    assert {each["status"] for each in stage.sandbox.deliveries()} == {200}


@pytest.mark.parametrize("operation", ["veo", "runway", "aleph", "flux_kontext"])
def test_a_lost_creation_is_settled_by_its_callback(stage: Stage, operation: str) -> None:
    request = next(each for each in TASKS if each.operation == operation)
    stage.sandbox.fault("answer-lost", operation=operation, role="submit", times=1)
    with pytest.raises(errors.SubmissionUnknown):
        stage.client.submit(request)
    (doubt,) = stage.client.recover()
    stage.sandbox.advance(3_600)
    (found,) = stage.client.recover(webhooks=stage.app.inbox)

    assert (doubt.action, found.action) == ("doubtful", "resumed")
    assert found.task is not None
    assert found.task.wait(PATIENCE).assets
    assert len(stage.sandbox.requests(operation=operation, role="submit")) == 1
