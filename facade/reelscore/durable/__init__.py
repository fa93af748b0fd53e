"""Batches and pipelines on many machines: any worker may die at any time, and nothing is paid twice.

    batch = Batch("spring", budget=rs.Budget(50_000))
    clip = batch.add(TextToVideo(prompt="a fox", ...), key="shot-1")
    batch.add(Extend(source_video_id=clip.id, prompt="it runs", ...), save="films/")
    with Studio("postgresql://…") as studio:
        studio.submit(batch)                                     # the same name again adds only what is new
        print(studio.status("spring"))

    work("postgresql://…", [rs.AsyncPixVerse(slots="Business")], name="worker-3")     # any number of processes

The engine is DBOS Transact (extra ``durable``), on the database that holds the ledger. With a ledger in a SQLite file
the same works with one worker on one machine; a second is refused.

What is free: DBOS Transact is MIT-licensed, and all that is used here is of it. Its company sells the rest under a
licence of its own, with a key for production: Conductor and ``dbos-enterprise``, which since version 3 hold the
recovery of another machine's jobs, sharding, retention and automatic upgrades. Here each worker holds an advisory lock
on its name, and the others take up the jobs of one whose lock is free at two looks; ``Studio.purge_older`` is the
retention. ``adopt=False`` leaves the first to you or them.

A DBOS application of your own runs the jobs after ``register``. Another engine: ``Steps`` and ``run_job`` know none.
In Celery, Temporal, Prefect or a cron job give each paid call a key that stays the same when the engine runs it again;
that alone makes it safe, whatever the engine redelivers:

    @app.task(bind=True, acks_late=True)                                             # Celery; Temporal: activity_id
    def make(self, prompt):
        task = client.submit(TextToVideo(prompt=prompt, ...), key=self.request.id)   # the same task at each delivery
        return task.wait(timeout=3600).save("films/")                                # only reads: again is free

Sizes on two cores with a server of its own; ``scripts/bench --only worker`` measures CPU, memory and commits anew:

| what | takes |
|---|---|
| a job of one step | 20 ms of CPU, 8 of them without an engine; 19 commits, 10 KiB of write-ahead log, 6 KiB kept |
| a job that waits at the vendor | 35 KiB of memory, no thread; with webhooks one look in two minutes |
| 5,000 of them in one worker | 10 % of a core, 39 commits a second, 35 threads |
| a job whose turn has not come | one row |
| a worker | 12 connections; whatever pools them must pool sessions, not transactions |
| one budget on all workers | 250 reservations a second |
| a webhook that another machine receives | wakes the job in 0.15 s, 0.8 s at most of 60; one look a job |

The vendor is the limit: 15 slots of 75 s make 17,000 clips a day, 20 submissions in 10 s 170,000 songs. A million jobs
are 20 million commits and 6 GiB. Then let PostgreSQL vacuum ``dbos.workflow_status`` early
(``autovacuum_vacuum_scale_factor = 0.02``, ``fillfactor = 80``) and purge ended batches. Clocks of the machines must
agree to a second: rate limits are counted by them. A worker that stands still keeps its jobs and goes on with them; one
that is gone is replaced within two looks (10 s), or at once when it starts again under its name. After an outage of
the database all go on by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reelscore.durable.plans import Batch, Job, Later, Step
from reelscore.durable.steps import Engine, Steps, run_job
from reelscore.errors import ConfigurationError

if TYPE_CHECKING:
    from reelscore.durable.dbos import DbosEngine, JobStatus, Studio, Worker, register, work

__all__ = [
    "Batch", "DbosEngine", "Engine", "Job", "JobStatus", "Later", "Step", "Steps", "Studio", "Worker", "register",
    "run_job", "work",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from reelscore.durable import dbos
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in {"dbos", "psycopg", "sqlalchemy"}:
            raise
        raise ConfigurationError("batches on DBOS need the extra: pip install 'reelscore[durable]'") from missing
    return getattr(dbos, name)
