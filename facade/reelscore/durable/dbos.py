"""Jobs on DBOS Transact: submitted from anywhere, run by workers that share the ledger's database.

DBOS remembers which steps a job has behind it. It is never asked whether a call was paid: that is the ledger's word.
Its free part hands a dead worker's jobs on only when a process starts again under the same name; the others' ``Worker``
does it here, by the public calls of DBOS and an advisory lock that every worker holds on its name.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

import attrs
import psycopg
from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions, run_dbos_database_migrations

from reelscore.client.async_ import AsyncClient
from reelscore.durable.plans import Batch
from reelscore.durable.steps import Json, Steps, run_job
from reelscore.errors import ConfigurationError, ReelscoreError
from reelscore.ledger import Ledger, find_ledger
from reelscore.ledger.locks import open_exclusive
from reelscore.ledger.postgres import DELIVERIES, connect, lock_number
from reelscore.ledger.records import CallRecord
from reelscore.webhooks import Inbox

APPLICATION = "reelscore"
VERSION = "reelscore-durable-1"
"""Of the order of steps in a job, not of a release: a worker takes up jobs of its own version only."""
WORKFLOW = "reelscore.job"
_DECIDED = "decided"
_STATES = {
    "ENQUEUED": "waiting",
    "DELAYED": "waiting",
    "PENDING": "running",
    "CANCELLED": "cancelled",
    "ERROR": "failed",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "failed",
}
_AGAIN_SECONDS = 0.5
"""After trouble with the session, and between looks whether the worker ends."""
_LOOK_SECONDS = 5.0
"""Between an adopter's looks; whoever is found dead at two of them is."""
_DELIVERY_SECONDS = 0.25
"""Between looks at a file for webhook deliveries; the server tells of each in the transaction that stores it."""
_AT_ONCE = 1000
"""Jobs that one statement deletes."""
_OLDEST_SQLITE = (3, 42)
"""Has the function by which DBOS tells the time under Python 3.12 and newer."""
logger = logging.getLogger("reelscore.durable")


# -- The workflow ------------------------------------------------------------------------------------------------------


class DbosEngine:
    """DBOS as the engine of ``run_job``, inside any workflow of yours or ours."""

    async def step(self, name: str, work: Callable[..., Awaitable[Json]], *arguments: Any) -> Json:
        """Run a step, or return what it gave before."""

        async def named() -> Json:
            return await work(*arguments)

        return await DBOS.run_step_async({"name": name}, named)

    async def pause(self, seconds: float) -> None:
        """Sleep, however often the worker changes, or until a call in doubt is decided."""
        _ = await DBOS.recv_async(_DECIDED, timeout_seconds=seconds)


_here: list[Steps] = []
"""What this process can do."""


@DBOS.workflow(name=WORKFLOW, max_recovery_attempts=1000)
async def _job(job: Json) -> Json:
    given = await run_job(job, _here[-1], DbosEngine())
    logger.info("; ".join([f"{job['batch']}/{job['key']} {given['state']}", *_errors(given["steps"])]))
    return given


def queue_of(host: str, application: str = APPLICATION) -> str:
    """Name the queue of a host's jobs."""
    return f"{application} {host.partition('#')[0]}"


# -- Submitting and looking --------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class JobStatus:
    """How far a job is."""

    key: str
    state: str
    """"waiting", "running", "doubtful", "succeeded", "failed" or "cancelled"."""
    calls: tuple[CallRecord, ...] = attrs.field(default=(), repr=False)
    """Its rows in the ledger."""
    steps: dict[str, Json] = attrs.field(factory=dict, repr=False)
    """What each step gave, once the job has ended: "task", "urls", "files", or "error"."""

    @property
    def credits(self) -> dict[str, Decimal]:
        """What it costs, charged or reserved, by unit: credits of two hosts are two currencies."""
        units = dict.fromkeys(call.unit for call in self.calls)
        return {unit: sum((call.reserved for call in self.calls if call.unit == unit), Decimal(0)) for unit in units}

    @property
    def errors(self) -> tuple[str, ...]:
        """Why steps gave no result."""
        return _errors(self.steps)


def _errors(steps: dict[str, Json]) -> tuple[str, ...]:
    return tuple(f"{key}: {step['error']}" for key, step in steps.items() if "error" in step)


class Studio:
    """Where batches are submitted and looked at; it runs nothing itself."""

    def __init__(
        self,
        ledger: Ledger | str | os.PathLike[str] = "default",
        *,
        application: str = APPLICATION,
        database: str | None = None,
    ) -> None:
        """Open it.

        Args:
            ledger: a PostgreSQL URL, or a SQLite file for one worker.
            application: name of your own DBOS application that runs the jobs; see ``register``.
            database: URL of its system database; the ledger's when left out.

        Raises:
            ConfigurationError: it cannot be used.
        """
        self.ledger = find_ledger(ledger)
        _ = self.ledger.read(lambda tx: tx.now())
        self._application = application
        url = database or engine_url(self.ledger)
        run_dbos_database_migrations(url)
        self._client = DBOSClient(system_database_url=url, application_name=application)

    def submit(self, batch: Batch) -> int:
        """Check a batch as a whole and hand its jobs over; those of its name and key that are there already stay.

        Returns:
            How many jobs are new.

        Raises:
            InvalidRequest: rules are broken, all of them are named; nothing was handed over.
            ConfigurationError: the batch is empty.
        """
        batch.check()
        known = {status.workflow_id for status in self._list(batch.name)}
        jobs = [job for job in batch.to_json() if f"{batch.name}/{job['key']}" not in known]
        for job in jobs:
            options: EnqueueOptions = {
                "queue_name": queue_of(job["steps"][0]["host"], self._application),
                "workflow_name": WORKFLOW,
                "workflow_id": f"{batch.name}/{job['key']}",
                "application_name": self._application,
                "queue_partition_key": batch.account or "default",
            }
            if self._application == APPLICATION:  # in another, its newest version takes them
                options["app_version"] = VERSION
            _ = self._client.enqueue(options, job)
        return len(jobs)

    def status(self, name: str) -> list[JobStatus]:
        """Return how far each job of a batch is, in the order of submission."""
        jobs = self._list(name, outputs=True)  # first: the calls of a job that has ended are all there then
        rows = self._rows(name)
        return [self._status(found, name, rows) for found in jobs]

    def counts(self, name: str) -> Counter[str]:
        """Count a batch's jobs by state."""
        return Counter(status.state for status in self.status(name))

    def doubts(self, name: str) -> list[CallRecord]:
        """List a batch's calls of which nobody knows whether they were taken; ``decide`` settles one by hand."""
        return [row for row in self._rows(name) if row.doubtful]

    def decide(self, intent: str, *, task_id: str | None) -> None:
        """Settle a call in doubt by hand and wake its job: with its task's id, or None when it started none.

        Raises:
            ReelscoreError: there is no such call, or it is not in doubt.
        """
        row = self.ledger.show(intent)
        self.ledger.resolve(intent, task_id=task_id, note="decided by hand")
        batch, _, key = (row.key if row is not None and row.key else "").partition("/")
        for found in self._list(batch, outputs=False) if key else ():
            job = found.input["args"][0] if found.input else {"steps": []}
            if key in {step["key"] for step in job["steps"]}:
                self._client.send(found.workflow_id, intent, topic=_DECIDED)

    def cancel(self, name: str) -> int:
        """Stop what has not begun; jobs that run go on, for their calls are paid. Returns how many were stopped."""
        waiting = [found.workflow_id for found in self._list(name) if _stage(found) == "waiting"]
        if waiting:
            self._client.cancel_workflows(waiting)
        return len(waiting)

    def batches(self) -> dict[str, Counter[str]]:
        """Count the jobs of each batch by state: "waiting", "running", "ended", "cancelled" or "failed"."""
        return {name: Counter(map(_stage, jobs)) for name, jobs in self._by_batch().items()}

    def purge(self, name: str) -> int:
        """Forget the engine's record of a batch whose jobs have all ended; the ledger keeps its rows, and its keys.

        Returns:
            How many jobs.

        Raises:
            ConfigurationError: jobs are under way.
        """
        jobs = self._list(name)
        if any(_stage(job) in {"waiting", "running"} for job in jobs):
            raise ConfigurationError(f"batch {name!r} has jobs under way; cancel it, or wait for them")
        return self._forget(jobs)

    def purge_older(self, age: timedelta) -> dict[str, int]:
        """Forget, as ``purge``, every batch whose last job ended longer ago; returns how many jobs, by batch."""
        before = (datetime.now(UTC) - age).timestamp() * 1e3
        old = {
            name: jobs
            for name, jobs in self._by_batch().items()
            if all(_stage(job) not in {"waiting", "running"} and job.updated_at < before for job in jobs)
        }
        return {name: self._forget(jobs) for name, jobs in old.items()}

    def _forget(self, jobs: Sequence[Any]) -> int:
        ids = [job.workflow_id for job in jobs]
        for start in range(0, len(ids), _AT_ONCE):
            self._client.delete_workflows(ids[start : start + _AT_ONCE])
        return len(ids)

    def close(self) -> None:
        """Close the connections."""
        self._client.destroy()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _by_batch(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for job in self._client.list_workflows(name=WORKFLOW, load_input=False, load_output=False):
            found.setdefault(job.workflow_id.partition("/")[0], []).append(job)
        return found

    def _list(self, name: str, *, outputs: bool = False) -> list[Any]:
        return self._client.list_workflows(
            name=WORKFLOW, workflow_id_prefix=f"{name}/", load_input=True, load_output=outputs
        )

    def _rows(self, name: str) -> list[CallRecord]:
        prefix = f"{name}/"
        return self.ledger.read(lambda tx: tx.rows("substr(key, 1, ?) = ? ORDER BY created", len(prefix), prefix))

    def _status(self, found: Any, name: str, rows: Sequence[CallRecord]) -> JobStatus:
        job: Json = found.input["args"][0]
        keys = {f"{name}/{step['key']}" for step in job["steps"]}
        calls = tuple(row for row in rows if row.key in keys)
        output: Json = found.output or {}
        state = output.get("state") or _STATES.get(found.status, "running")
        if state == "running" and any(row.doubtful for row in calls):
            state = "doubtful"
        return JobStatus(key=job["key"], state=state, calls=calls, steps=output.get("steps", {}))


def _stage(job: Any) -> str:
    return "ended" if job.status == "SUCCESS" else _STATES.get(job.status, "running")


def engine_url(ledger: Ledger) -> str:
    """Return the URL of DBOS's tables: in the ledger's database, or in a file beside the ledger's.

    Raises:
        ConfigurationError: the ledger is in memory, or in a file that DBOS cannot stand beside.
    """
    if ledger.in_memory:
        raise ConfigurationError("a batch needs a ledger that outlives its process: a file, or postgresql://…")
    if ledger.path is not None and sys.version_info >= (3, 12) and sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise ConfigurationError(
            f"a batch beside a ledger in a file needs SQLite 3.42 under Python 3.12 and newer, and this is "
            f"{sqlite3.sqlite_version}: DBOS writes its times with it; use a ledger on PostgreSQL, or Python 3.11"
        )
    return ledger.url if ledger.path is None else f"sqlite:///{ledger.path.absolute()}.dbos"


# -- Working -----------------------------------------------------------------------------------------------------------


class Worker:
    """Runs jobs of every batch on a ledger until it is closed; ``with Worker(...)`` or ``work(...)``."""

    def __init__(
        self,
        ledger: Ledger | str | os.PathLike[str],
        clients: Iterable[AsyncClient],
        *,
        name: str | None = None,
        at_once: int = 500,
        adopt: bool = True,
        poll_seconds: float = 1.0,
        look_seconds: float = _LOOK_SECONDS,
    ) -> None:
        """Prepare it; nothing runs before ``start``.

        Args:
            ledger: a PostgreSQL URL for any number of workers, or a SQLite file for one.
            clients: one for each host and account; their ledger becomes the worker's.
            name: of its own among all workers; one that starts again under its name takes its jobs up at once.
            at_once: jobs that it runs at once; the others wait in the database.
            adopt: whether it takes up jobs of workers that died.
            poll_seconds: between looks for new jobs.
            look_seconds: between looks for dead workers.
        """
        self.ledger = find_ledger(ledger)
        self.name = name or f"{socket.gethostname()}-{os.getpid()}"
        self.clients = tuple(client.with_options(ledger=self.ledger) for client in clients)
        self._at_once, self._poll = at_once, poll_seconds
        inbox = Inbox(self.ledger, poll_interval=None if self.ledger.path is None else _DELIVERY_SECONDS)
        self._steps = Steps(self.clients, inbox=inbox)
        self._adopter = Adopter(self.ledger, self.name, adopt=adopt, every=look_seconds, inbox=inbox)

    def start(self) -> None:
        """Begin to run jobs.

        Raises:
            ConfigurationError: another process has this name; or, on SQLite, another worker runs.
        """
        self.prepare()
        try:
            _ = DBOS(
                config=DBOSConfig(
                    name=APPLICATION,
                    system_database_url=engine_url(self.ledger),
                    executor_id=self.name,
                    application_version=VERSION,
                    log_level="WARNING",
                    sys_db_pool_size=8,
                    sys_db_idle_transaction_timeout_sec=10.0,
                    scheduler_polling_interval_sec=3600.0,
                )
            )
            DBOS.launch()
            self.listen()
        except BaseException:
            self.close()
            raise

    def prepare(self) -> None:
        """Be what this process can do for jobs, under its name.

        Raises:
            ConfigurationError: as for ``start``.
        """
        _ = self.ledger.read(lambda tx: tx.now())
        self._adopter.start()
        _here.append(self._steps)

    def listen(self, application: str = APPLICATION) -> None:
        """Take jobs from the queue of each client's host: no more of an account, over all workers, than it may run."""
        for host in dict.fromkeys(client.host.name for client in self.clients):
            slots = [client.context.limits.slots for client in self.clients if client.host.name == host]
            known = [number for number in slots if number is not None]
            _ = DBOS.register_queue(
                queue_of(host, application),
                partition_concurrency=max(known) if len(known) == len(slots) else self._at_once,
                worker_concurrency=self._at_once,
                polling_interval_sec=self._poll,
                on_conflict="always_update",
            )

    def close(self) -> None:
        """End; what is under way is another worker's, or this one's when it starts again."""
        DBOS.destroy()
        self._adopter.close()
        _here.clear()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def work(
    ledger: Ledger | str | os.PathLike[str],
    clients: Iterable[AsyncClient],
    *,
    on_ready: Callable[[Worker], object] = lambda _: None,
    **options: Any,
) -> None:
    """Run jobs until this process is asked to end, by Ctrl-C or SIGTERM; other arguments as for ``Worker``."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        _ = signal.signal(number, lambda *_: ended.set())
    with Worker(ledger, clients, **options) as worker:
        on_ready(worker)
        while not ended.wait(1.0):
            pass


def register(
    ledger: Ledger | str | os.PathLike[str], clients: Iterable[AsyncClient], *, at_once: int = 500
) -> Callable[[str], None]:
    """Let a DBOS application of yours run jobs: before its ``launch()``, which takes up what was under way.

        listen = register("postgresql://…", [rs.AsyncPixVerse()])
        DBOS.launch()
        listen("shop")                                   # your application's name
        Studio("postgresql://…", application="shop", database=YOUR_SYSTEM_DATABASE).submit(batch)

    Whatever recovers your other workflows recovers these. To have a job's steps inside a workflow of your own, await
    ``run_job(job, Steps(clients), DbosEngine())`` there.

    Args:
        ledger: a PostgreSQL URL, or a SQLite file for one process.
        clients: one for each host and account; their ledger becomes this one.
        at_once: jobs that this process runs at once.

    Returns:
        What takes jobs from the queues of an application, once it has been launched.
    """
    worker = Worker(ledger, clients, at_once=at_once, adopt=False)
    worker.prepare()
    return worker.listen


class Adopter(threading.Thread):
    """Holds this worker's name, and hands jobs of workers that nobody holds the name of back to their queues.

    Its session also hears of each webhook delivery that another process stores.
    """

    def __init__(self, ledger: Ledger, name: str, *, adopt: bool, every: float, inbox: Inbox | None = None) -> None:
        super().__init__(daemon=True, name="reelscore-adopter")
        self._ledger, self._name, self._adopt, self._every = ledger, name, adopt, every
        self._inbox = inbox or Inbox(ledger)
        self._ended = threading.Event()
        self._session: Any = None
        self._dead: Counter[str] = Counter()

    def start(self) -> None:
        """Take the name.

        Raises:
            ConfigurationError: another process has it.
        """
        if self._ledger.path is not None:
            self._session = open_exclusive(Path(f"{self._ledger.path.absolute()}.worker"), mode=0o600)
            if self._session is None:
                raise ConfigurationError(
                    f"another worker runs on {self._ledger.location}; a ledger in a file has one, "
                    "any number of them need it on PostgreSQL"
                )
            return
        self._hold()
        super().start()

    def close(self) -> None:
        """Release the name."""
        self._ended.set()
        if self.is_alive():
            self.join()
        if self._session is not None:
            if self._ledger.path is None:  # the server would let go a moment after the session's end
                with contextlib.suppress(psycopg.Error):
                    _ = self._session.execute("SELECT pg_advisory_unlock(%s)", (_worker_number(self._name),))
            self._session.close()
            self._session = None

    def run(self) -> None:
        """Look again and again, whatever happens."""
        while not self._ended.is_set():
            try:
                if self._session.closed:
                    self._hold()
                self._inbox.poll()  # what was stored before, or while nobody listened
                self._listen()
                self._look()
            except (psycopg.Error, ReelscoreError) as error:
                logger.warning("the session of worker %s: %s", self._name, type(error).__name__)
                _ = self._ended.wait(_AGAIN_SECONDS)
            except Exception:
                logger.exception("the session of worker %s", self._name)
                _ = self._ended.wait(_AGAIN_SECONDS)

    def _listen(self) -> None:
        until = time.monotonic() + self._every
        while not self._ended.is_set() and (left := until - time.monotonic()) > 0:
            for notice in self._session.notifies(timeout=min(left, _AGAIN_SECONDS)):
                host, _, task_id = notice.payload.partition("/")
                self._inbox.wake(host, task_id)

    def _hold(self) -> None:
        session = connect(self._ledger.url, name=f"reelscore worker {self._name}")
        found = session.execute("SELECT pg_try_advisory_lock(%s)", (_worker_number(self._name),)).fetchone()
        if not (found and found[0]):
            session.close()
            raise ConfigurationError(f"another worker is called {self._name!r}; give each a name of its own")
        _ = session.execute(f"LISTEN {DELIVERIES}")
        self._session = session

    def _look(self) -> None:
        sql = "SELECT DISTINCT executor_id FROM dbos.workflow_status WHERE status = 'PENDING' AND name = %s"
        names = [name for (name,) in self._session.execute(sql, (WORKFLOW,)).fetchall() if name and name != self._name]
        dead = [name for name in names if self._may_lock("SELECT pg_try_advisory_xact_lock_shared(%s)", name)]
        self._dead = Counter({name: self._dead[name] + 1 for name in dead})
        for name in dead if self._adopt else ():
            if self._dead[name] > 1 and self._may_lock("SELECT pg_try_advisory_lock(%s)", f"adopt {name}"):
                try:
                    self._take_up(name)
                finally:
                    _ = self._session.execute("SELECT pg_advisory_unlock(%s)", (_worker_number(f"adopt {name}"),))

    def _may_lock(self, sql: str, name: str) -> bool:
        return bool(self._session.execute(sql.encode(), (_worker_number(name),)).fetchone()[0])

    def _take_up(self, name: str) -> None:
        found = DBOS.list_workflows(
            status="PENDING", executor_id=name, name=WORKFLOW, load_input=False, load_output=False
        )
        for queue in dict.fromkeys(each.queue_name for each in found):
            ids = [each.workflow_id for each in found if each.queue_name == queue]
            _ = DBOS.resume_workflows(ids, queue_name=queue)
        logger.warning("%s took up %d jobs of %s, which is gone", self._name, len(found), name)


def _worker_number(name: str) -> int:
    return lock_number(f"worker {name}")
