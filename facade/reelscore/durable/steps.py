"""The steps of a job, for any engine that runs a step at least once: the ledger alone decides whether money goes.

A paid call has the idempotency key "<batch>/<step>". Its row is committed before the first byte leaves, so a step that
runs a second time, after a crash or on another worker, finds the row and pays nothing. Nothing here knows an engine.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeAlias, cast

from reelscore.client.async_ import AsyncClient
from reelscore.durable.plans import budget_from_json
from reelscore.errors import (
    ApiError,
    BudgetExceeded,
    ConfigurationError,
    InvalidRequest,
    NotFound,
    ReelscoreError,
    SubmissionUnknown,
    TaskError,
)
from reelscore.flows.recovery import REPLAY_PAUSES
from reelscore.requests.request import TaskRequest
from reelscore.webhooks import Inbox

Json: TypeAlias = dict[str, Any]
SLOT_SECONDS = 3600.0
_LONGEST_PAUSE = 60.0
_REFUSED_TIMES = 20
"""Refusals that may pass, such as a maintenance, before one of them is believed."""
_DOUBT_PAUSE = 600.0
logger = logging.getLogger("reelscore.durable")


class Engine(Protocol):
    """What runs a job: it remembers what a step gave, and may run a step again that has given nothing yet."""

    async def step(self, name: str, work: Callable[..., Awaitable[Json]], *arguments: Any) -> Json:
        """Run a step of a name, or return what it gave before."""
        ...

    async def pause(self, seconds: float) -> None:
        """Sleep, or until somebody has decided a call in doubt."""
        ...


class Steps:
    """What one worker can do for a job: its clients, and the inbox of their ledger. Safe to run at any time, again."""

    def __init__(self, clients: Iterable[AsyncClient], *, inbox: Inbox | None = None) -> None:
        """Take the worker's clients, one for each host and account.

        Raises:
            ConfigurationError: there is none.
        """
        self.clients = tuple(clients)
        if not self.clients:
            raise ConfigurationError("a worker has no clients; give it one for each host that its batches name")
        self._inbox = inbox
        self._just_submitted: dict[str, Any] = {}
        """Tasks by intent, until they are waited for."""
        self._with_budget: dict[tuple[int, str], AsyncClient] = {}

    async def pay(self, job: Json, step: Json, values: Mapping[str, Any]) -> Json:
        """Send a paid call, once for ever.

        Args:
            job: as the batch wrote it.
            step: one of its steps.
            values: of the fields that earlier steps gave.

        Returns:
            The task; or "doubt" with the row's id while nobody knows whether there is one; or "error".
        """
        key = f"{job['batch']}/{step['key']}"

        async def submit() -> Json:
            client = self._client_for(job, step)
            kind = client.family.sibling(step["operation"], step["host"]).operation(step["operation"]).request
            request = cast("TaskRequest[Any]", kind.build({**step["request"], **values}))
            try:
                task = await client.submit(request, key=key, wait_for_slot=SLOT_SECONDS)
            except SubmissionUnknown as lost:
                return await self._settle(client, lost.intent)
            self._just_submitted[task.intent or ""] = task
            return {"task": task.id, "intent": task.intent}

        verdicts = (BudgetExceeded, InvalidRequest, ConfigurationError)
        return await self._until_told(submit, verdicts=verdicts, what=key, refusals=_REFUSED_TIMES)

    async def wait(self, job: Json, step: Json, receipt: Json, wanted: Sequence[Sequence[str | int]]) -> Json:
        """Wait for a task; only reads, so doing it again costs nothing.

        Returns:
            The task, its URLs and the wanted values, each under its path; or "error".
        """

        async def wait() -> Json:
            client = self._client_for(job, step)
            # Where it was submitted a moment ago the vendor need not be asked at once.
            made = self._just_submitted.pop(receipt["intent"], None)
            task = made or client.task(f"{step['host']}/{step['operation']}/{receipt['task']}")
            task.intent = receipt["intent"]
            # Whoever waits for deliveries looks seldom, so only where the vendor was told where to report.
            result = await task.wait(webhooks=self._inbox if client.callback_url else None)
            values = [[list(path), _value_at(task.id, result, path)] for path in wanted]
            urls = [asset.url for asset in getattr(result, "assets", ())]
            return {"task": task.id, "intent": receipt["intent"], "urls": urls, "values": values}

        return await self._until_told(wait, verdicts=(TaskError, NotFound), what=str(receipt["task"]))

    async def save(self, job: Json, step: Json, receipt: Json) -> Json:
        """Save a task's files into the step's folder; those that are there whole already are kept."""

        async def save() -> Json:
            client = self._client_for(job, step)
            task = client.task(f"{step['host']}/{step['operation']}/{receipt['task']}")
            task.intent = receipt["intent"]
            files = await client.save_all(await task.wait(), Path(step["save"]))
            return {"files": [str(path) for path in files]}

        return await self._until_told(save, verdicts=(TaskError, ReelscoreError, OSError), what=str(receipt["task"]))

    def _client_for(self, job: Json, step: Json) -> AsyncClient:
        host = str(step["host"]).partition("#")[0]
        fit = [each for each in self.clients if each.vendor == step["vendor"] and each.host.name == host]
        fit = [each for each in fit if not job["account"] or each.account == job["account"]]
        if not fit:
            account = f" with account={job['account']!r}" if job["account"] else ""
            raise ConfigurationError(f"this worker has no client of {step['vendor']} for {step['host']}{account}")
        client = next((each for each in fit if each.family.name == step["host"]), fit[0])
        if client.family.name != step["host"]:
            client = client.with_options(host=client.family.sibling(step["operation"], step["host"]))
        budget = budget_from_json(job["budget"])
        if budget is None:
            return client
        known = self._with_budget.get((id(client), budget.id))
        if known is None or known.budget != budget:
            known = self._with_budget[id(client), budget.id] = client.with_options(budget=budget)
        return known

    async def _until_told(
        self,
        work: Callable[[], Awaitable[Json]],
        *,
        verdicts: tuple[type[Exception], ...],
        what: str,
        refusals: int = 0,
    ) -> Json:
        """Work until something is sure: nothing but a verdict leaves a step, for an engine remembers it for ever.

        Trouble of our own side passes: the network, the ledger's server. So do refusals that the vendor calls passing.
        """
        tries = 0
        while True:
            try:
                return await work()
            except verdicts as error:
                return {"error": f"{type(error).__name__}: {error}"}
            except ReelscoreError as error:
                tries += 1
                pause = min(_LONGEST_PAUSE, 0.5 * 2 ** min(tries, 7))
                if isinstance(error, ApiError):
                    if refusals and (not error.retryable or tries >= refusals):
                        return {"error": f"{type(error).__name__}: {error}"}
                    pause = max(pause, error.retry_after or 0.0)
                logger.warning("%s: %s; again in %.0f s", what, type(error).__name__, pause)
                await self.clients[0].runtime().clock.sleep_async(pause)

    async def _settle(self, client: AsyncClient, intent: str) -> Json:
        found = await client.settle(intent, replay=True, webhooks=self._inbox)
        if found.task is not None:
            return {"task": found.task.id, "intent": intent}
        return {"doubt": intent, "note": found.note}


def _value_at(task_id: Any, result: Any, path: Sequence[str | int]) -> Any:
    if list(path) == ["id"]:
        return task_id
    value = result
    for part in path:
        try:
            value = value[part] if isinstance(part, int) or isinstance(value, Mapping) else getattr(value, part)
        except (AttributeError, LookupError, TypeError):
            return None
    return value if isinstance(value, (str, int, float, bool)) else None


async def run_job(job: Json, steps: Steps, engine: Engine) -> Json:
    """Run a job's steps in order; one that needs a step without a result is left out.

    Args:
        job: as ``Batch.to_json`` writes it.
        steps: what this worker can do.
        engine: remembers what each step gave.

    Returns:
        "state" is "succeeded" where every step was, else "failed"; "steps" has, by key, what each gave.
    """
    done: dict[str, Json] = {}
    for step in job["steps"]:
        done[step["key"]] = await _run_step(job, step, done, steps=steps, engine=engine)
    failed = any("error" in each for each in done.values())
    return {"state": "failed" if failed else "succeeded", "steps": done}


async def _run_step(job: Json, step: Json, done: Mapping[str, Json], *, steps: Steps, engine: Engine) -> Json:
    key = step["key"]
    needed = {*step["after"], *(later["step"] for later in step["later"].values())}
    absent = sorted(name for name in needed if "error" in done[name])
    if absent:
        return {"error": f"left out: {', '.join(absent)} has no result"}
    values: Json = {}
    for name, later in step["later"].items():
        value = next((value for path, value in done[later["step"]]["values"] if path == later["path"]), None)
        if value is None:
            return {"error": f"left out: the result of {later['step']} has no {'.'.join(map(str, later['path']))}"}
        values[name] = value
    receipt = await engine.step(f"pay {key}", steps.pay, job, step, values)
    pauses = list(REPLAY_PAUSES)
    # Asked again under its old trace id inside the window; then a webhook or a person decides.
    while "doubt" in receipt:
        await engine.pause(pauses.pop(0) if pauses else _DOUBT_PAUSE)
        receipt = await engine.step(f"pay {key} again", steps.pay, job, step, values)
    if "error" in receipt:
        return receipt
    wanted = [later["path"] for each in job["steps"] for later in each["later"].values() if later["step"] == key]
    result = await engine.step(f"wait {key}", steps.wait, job, step, receipt, wanted)
    if "error" in result or not step["save"]:
        return result
    saved = await engine.step(f"save {key}", steps.save, job, step, result)
    return {**result, **saved}
