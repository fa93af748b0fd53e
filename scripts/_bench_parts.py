"""The measures of _bench_worker.py that are no calls: construction, rules, ledger, downloads."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from _bench_subjects import FIELDS, SUBJECTS, SUBMIT

Figures = dict[str, float]
CLIENTS = 25
"""Made in one batch."""
REQUESTS = 200
"""Built in one batch."""
TRANSFERS = 2


def resident(field: str) -> float:
    """MiB of memory: VmRSS now, VmHWM at most."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def seconds(work: Callable[[], object], *, times: int) -> float:
    """Time one call of *work*, as the mean of a batch."""
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times


def construct(subject: str, base: str, *, count: int) -> Figures:
    """Make clients after the first one; milliseconds for each, in the quietest batch."""
    make: Callable[[], Any]
    if subject == "raw httpx":
        import httpx

        make = httpx.Client
    else:
        import reelscore as rs

        make = partial(rs.PixVerse, api_key="k", base_url=base, ledger=None)
    kept = [make()]
    batches = [seconds(lambda: kept.append(make()), times=CLIENTS) for _ in range(max(1, count // CLIENTS))]
    return {"ms": min(batches) * 1e3}


def rules(subject: str, base: str, *, count: int) -> Figures:
    """Build, or build, check and quote, a request; microseconds for each, in the quietest batch."""
    del base
    from reelscore.pixverse import TextToVideo

    def bare() -> None:
        TextToVideo(**FIELDS)  # type: ignore[arg-type]

    def whole() -> None:
        shot = TextToVideo(**FIELDS)  # type: ignore[arg-type]
        shot.violations()
        shot.quote()

    work = bare if subject == "bare value" else whole
    return {"us": min(seconds(work, times=REQUESTS) for _ in range(max(1, count // REQUESTS))) * 1e6}


def ledger(subject: str, base: str, *, count: int) -> Figures:
    """Write durable intents, from one caller or from 32 threads; rows a second."""
    del base
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        if subject == "bare inserts":
            return {"rows/s": _bare_inserts(path, count=count)}
        return {"rows/s": _intents(path, count=count, threads=1 if subject == "one caller" else 32)}


def _intents(path: Path, *, count: int, threads: int) -> float:
    from reelscore.effects import HttpCall
    from reelscore.ledger import Ledger
    from reelscore.ledger.records import NewCall

    ledger = Ledger(path)
    call = HttpCall(method="POST", path=SUBMIT, content=json.dumps(FIELDS).encode())

    def intend() -> None:
        entry = NewCall(intent=str(uuid.uuid4()), host="pixverse.ai", account="a", operation="text_to_video", call=call)
        ledger.run(lambda open_tx: open_tx.insert_intent(entry))

    intend()
    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        for end in [pool.submit(intend) for _ in range(count)]:
            end.result()
    return count / (time.perf_counter() - start)


def _bare_inserts(path: Path, *, count: int) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE rows (id TEXT PRIMARY KEY, body TEXT)")
    body, start = json.dumps(FIELDS), time.perf_counter()
    for _ in range(count):
        connection.execute("INSERT INTO rows VALUES (?, ?)", (str(uuid.uuid4()), body))
    return count / (time.perf_counter() - start)


def download(subject: str, base: str, *, count: int) -> Figures:
    """Bring a file of so many MiB; seconds of the quietest transfer, and MiB of memory over idle in any."""
    caller = SUBJECTS[subject](base, is_async=False)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "file.mp4"
        _bring(caller, target, megabytes=1)
        idle = resident("VmRSS")
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        lasted = [_bring(caller, target, megabytes=count) for _ in range(TRANSFERS)]
    return {"s": min(lasted), "MiB": max(0.0, resident("VmHWM") - idle)}


def _bring(caller: Any, target: Path, *, megabytes: int) -> float:
    start = time.perf_counter()
    caller.bring(megabytes, target)
    lasted = time.perf_counter() - start
    size = target.stat().st_size
    target.unlink()
    if size != megabytes * 1024 * 1024:
        raise RuntimeError(f"{size} bytes of {megabytes} MiB came")
    return lasted
