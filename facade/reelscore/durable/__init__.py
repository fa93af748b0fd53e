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

What is free: DBOS Transact is MIT. Its company sells the rest (Conductor, ``dbos-enterprise``), and since version 3
that includes the recovery of another machine's jobs. Nothing of it is needed here: each worker holds an advisory lock
on its name, and the others take up the jobs of one whose lock is free at two looks. ``adopt=False`` leaves that to
you or them.

Another engine: ``Steps`` and ``run_job`` know none. In Celery, Temporal, Prefect or a cron job give each paid call a
key that stays the same when the engine runs it again, ``client.submit(request, key=task_id)``; that alone makes it
safe.

Sizes: a job costs about 20 commits and 10 KiB of write-ahead log, and 6 KiB in the database; one that waits 20 KiB of
memory and no thread, one whose turn has not come nothing. A worker has about 10 connections. Whatever pools them must
pool sessions, not transactions. Clocks of the machines must agree to a second: rate limits are counted by them.
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
