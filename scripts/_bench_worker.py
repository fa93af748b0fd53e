"""One measure of one subject in a fresh process; prints a JSON object of figures. Started by _bench.py.

Run by the project's Python, and for the peers by that of `.bench`: the project is imported where it is used. Linux
only: memory is read from /proc.
"""

from __future__ import annotations

import asyncio
import gc
import json
import math
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from itertools import pairwise
from operator import methodcaller
from pathlib import Path
from typing import Any

import _bootstrap
from _bench_server import control, open_many_files
from _bench_subjects import FIELDS, SUBJECTS, SUBMIT

Figures = dict[str, float]
WARMING, BATCH = 100, 250  # calls: a batch holds what comes only now and then, such as a checkpoint of the ledger
PATIENCE = 150.0  # seconds that jobs may take; what is not done by then has failed


# -- Calls, jobs and files, of every subject ---------------------------------------------------------------------------


def clocks() -> tuple[float, float]:
    """Read the CPU seconds of this process, all threads, and the wall clock."""
    return time.process_time(), time.perf_counter()


def call_sync(subject: str, base: str, *, count: int) -> Figures:
    """Submit one after the other; CPU microseconds for each in the quietest batch."""
    once: Callable[[], object] = SUBJECTS[subject](base, is_async=False).call
    return in_batches(lambda number: [once() for _ in range(number)], count)


def call_async(subject: str, base: str, *, count: int) -> Figures:
    """Do the same on an event loop."""
    once = SUBJECTS[subject](base, is_async=True).acall

    async def several(number: int) -> None:
        for _ in range(number):
            await once()

    with asyncio.Runner() as runner:
        return in_batches(lambda number: runner.run(several(number)), count)


def in_batches(several: Callable[[int], object], count: int) -> Figures:
    cpu, wall = list[float](), list[float]()
    for number in [WARMING, *[BATCH] * max(1, count // BATCH)]:
        start = clocks()
        several(number)
        for times, now, then in zip((cpu, wall), clocks(), start, strict=True):
            times.append((now - then) / number * 1e6)
    return {"us": min(cpu[1:]), "mean us": statistics.mean(cpu[1:]), "wall us": min(wall[1:])}


def jobs(subject: str, base: str, *, count: int) -> Figures:
    """Run so many jobs at once, a poll each second; CPU seconds, and how many failed.

    Another client calls ahead, by another name of this machine: what is imported for a call has a measure of its own,
    and nobody begins with a connection.
    """
    kind, ahead = SUBJECTS[subject], base.replace("127.0.0.1", "localhost")

    async def job(caller: Any) -> None:
        async with asyncio.timeout(PATIENCE):
            await caller.job()

    async def on_a_loop() -> Figures:
        await kind(ahead, is_async=True).acall()
        caller, _, start = kind(base, is_async=True), control(base, "/_reset"), clocks()
        ends = await asyncio.gather(*(job(caller) for _ in range(count)), return_exceptions=True)
        return _since(start) | {"failed": sum(end is not None for end in ends)}

    if "threads" not in subject:
        return asyncio.run(on_a_loop())
    kind(ahead, is_async=False).call()
    caller, _, start = kind(base, is_async=False), control(base, "/_reset"), clocks()
    with ThreadPoolExecutor(count) as pool:
        failed = sum(end.exception() is not None for end in [pool.submit(caller.blocking_job) for _ in range(count)])
    return _since(start) | {"failed": failed}


def _since(start: tuple[float, float]) -> Figures:
    cpu, wall = clocks()
    return {"s": cpu - start[0], "wall s": wall - start[1]}


def download(subject: str, base: str, *, count: int) -> Figures:
    """Bring a file of so many MiB twice; seconds of the quicker, and MiB of memory over idle in any."""
    caller = SUBJECTS[subject](base, is_async=False)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "file.mp4"
        _bring(caller, target, megabytes=1)
        idle = _memory("status", "VmRSS")
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        lasted = [_bring(caller, target, megabytes=count) for _ in range(2)]
    return {"s": min(lasted), "MiB": max(0.0, _memory("status", "VmHWM") - idle) / 1024}


def _bring(caller: Any, target: Path, *, megabytes: int) -> float:
    start = time.perf_counter()
    caller.download(megabytes, target)
    lasted, size = time.perf_counter() - start, target.stat().st_size
    target.unlink()
    if size != megabytes * 1024 * 1024:
        raise RuntimeError(f"{size} bytes of {megabytes} MiB came")
    return lasted


def _memory(file: str, field: str) -> float:
    """Add up the KiB of this process that lines of a file tell: VmRSS now, VmHWM at most, Private_ its own."""
    lines = Path("/proc/self", file).read_text(encoding="ascii").splitlines()
    return sum(float(line.split()[1]) for line in lines if line.startswith(field))


# -- The ledger, polls, programs ---------------------------------------------------------------------------------------

FEW_ROWS, OPEN_ROWS, RESERVATIONS = 100, 20, 200


def reservation(subject: str, base: str, *, count: int) -> Figures:
    """Reserve under a budget that has 100 rows already, or *count*; wall microseconds, the median of single ones."""
    del base
    import reelscore as rs

    budget, rows = rs.Budget(10**9), count if subject == "many rows" else FEW_ROWS

    def fill(tx: Any) -> None:
        """Write rows; all but the last few have ended and were charged."""
        for number in range(rows):
            name = f"row-{number}"
            tx.insert_intent(_new_call(name, budget))
            if number < rows - OPEN_ROWS:
                tx.mark_submitted(name, f"task-{number}")
                tx.record_completion(name, "succeeded", charge=Decimal(90))

    with tempfile.TemporaryDirectory() as folder:
        ledger = rs.Ledger(Path(folder) / "ledger.sqlite", synchronous="NORMAL")
        ledger.run(fill)
        taken: list[float] = []
        for number in range(RESERVATIONS):
            insert = methodcaller("insert_intent", _new_call(f"timed-{number}", budget))
            begun = time.perf_counter()
            ledger.run(insert)
            taken.append(time.perf_counter() - begun)
        ledger.close()
    return {"us": statistics.median(taken) * 1e6, "rows": rows}


def _new_call(name: str, budget: Any) -> Any:
    from reelscore.effects import HttpCall
    from reelscore.ledger.records import NewCall
    from reelscore.pixverse import TextToVideo

    shot = TextToVideo(**FIELDS)  # type: ignore[arg-type]
    call = HttpCall(method="POST", path=SUBMIT, content=json.dumps(FIELDS).encode())
    own: dict[str, Any] = {"intent": name, "call": call, "budget": budget, "quote": shot.quote()}
    return NewCall(host="pixverse.ai", account="a", operation="text_to_video", **own)


MEDIAN_SECONDS = 60.0
KNOWN_JOBS = 40  # jobs before the first that counts, so that the ledger knows durations


def looks(subject: str, base: str, *, count: int) -> Figures:
    """Wait for jobs of log-normal durations, one after the other; *base* is their spread, and a seed.

    Returns:
        polls a job, seconds from its end to the poll that saw it, and polls of one job in a second at most; of the
        optimum, the polls with which no schedule could see the ends as soon.
    """
    spread, seed = map(float, base.split())
    draw, known = random.Random(seed), list[float]()
    durations = [MEDIAN_SECONDS * math.exp(draw.gauss(0.0, spread)) for _ in range(count)]
    waits = [(polled(seconds, known), seconds) for seconds in durations][min(KNOWN_JOBS, count // 2) :]
    late = statistics.mean(polls[-1] - seconds for polls, seconds in waits)
    if subject == "hazard optimum":
        return {"looks": fewest_looks(spread, late=late), "late s": late}
    gaps = (after - before for polls, _ in waits for before, after in pairwise(polls))
    most = 1 / min(gaps, default=math.inf)
    return {"looks": statistics.mean(len(polls) for polls, _ in waits), "late s": late, "polls/s": most}


def polled(seconds: float, known: list[float]) -> list[float]:
    """Play ``reelscore.flows.polling.wait`` for a job that takes so long; return the ages at which it polled."""
    from reelscore.effects import HttpResponse, LedgerJob, Now, Send, Sleep
    from reelscore.flows.context import ClientContext
    from reelscore.flows.polling import TaskRef, WaitOptions, wait
    from reelscore.vendors.family import find_family

    family = find_family("pixverse", "pixverse.ai")
    task = TaskRef(operation="text_to_video", task_id="1", just_submitted=True)
    options = WaitOptions(schedule=family.schedule(task.operation))
    flow: Any = wait(task, ClientContext(family=family, account="bench"), options=options)
    now, ages, effect = 0.0, list[float](), next(flow)
    while True:
        answer: Any = None
        if isinstance(effect, Sleep):
            answer = now = now + effect.seconds
        elif isinstance(effect, Now):
            answer = now
        elif isinstance(effect, Send):
            ages.append(now)
            told = {"id": 1, "status": 1 if now >= seconds else 5, "url": "https://media.example/1.mp4"}
            body = {"ErrCode": 0, "ErrMsg": "success", "Resp": told}
            answer = HttpResponse(status=200, content=json.dumps(body).encode())
        elif isinstance(effect, LedgerJob):
            answer = known[:-21:-1]
        try:
            effect = flow.send(answer)
        except StopIteration:
            known.append(ages[-1])
            return ages


def fewest_looks(spread: float, *, late: float, steps: int = 2_000) -> float:
    """Return the polls a job that see a log-normal end *late* seconds late on average, at the best.

    Polls at the density d cost ∫dS and are ∫f/2d late (f the durations' density, S its tail); at the best d, which goes
    with the root of the hazard f/S, their product is (∫√fS)²/2.
    """
    total, width = 0.0, 9.0
    for number in range(steps):
        z = width * (2 * (number + 0.5) / steps - 1)
        tail, seconds = math.erfc(z / math.sqrt(2)) / 2, MEDIAN_SECONDS * math.exp(spread * z)
        total += math.sqrt(statistics.NormalDist().pdf(z) * tail * spread * seconds) * 2 * width / steps
    return total**2 / 2 / late


BARE = """
from mcp.server.mcpserver import MCPServer
server = MCPServer("bare")
def add(a: int, b: int) -> int:
    return a + b
server.tool()(add)
server.run()
"""
SERVERS = {"ours": ("-m", "reelscore", "mcp", "--budget", "500"), "bare server": ("-c", BARE)}
"""How a server of the Model Context Protocol is started: ours, and one tool on the same SDK."""
ASKED = (
    '{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18", '
    '"capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}}\n'
    '{"jsonrpc": "2.0", "method": "notifications/initialized"}\n'
    '{"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {}}\n'
)


def agents(subject: str, base: str, *, count: int) -> Figures:
    """Start a server for agents, ask for its tools, and end it; its CPU milliseconds, the least of so many starts."""
    del base
    return min((_listed(SERVERS[subject]) for _ in range(count)), key=lambda figures: figures["ms"])


def _listed(arguments: tuple[str, ...]) -> Figures:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    server: Any = subprocess.Popen([sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with server as process:
        process.stdin.write(ASKED.encode())
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline())["result"] for _ in range(2)]
        wall = time.perf_counter() - start
        process.stdin.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"ms": used * 1e3, "wall ms": wall * 1e3, "tools": len(answers[1]["tools"])}


def lines(subject: str, base: str, *, count: int) -> Figures:
    """Check or quote a file of requests with the command line; MiB at its peak, lines a second.

    The subject is ``COMMAND``, or ``COMMAND, 1,000`` where the number of lines is always the same.
    """
    del base
    command, _, few = subject.partition(", ")
    number = int(few.replace(",", "")) if few else count
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "requests.jsonl"
        write_requests(path, number)
        start = time.perf_counter()
        asked = [sys.executable, "-m", "reelscore", command, "--from", str(path), "--json"]
        done = subprocess.run(asked, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, text=True)
        lasted = time.perf_counter() - start
    if done.returncode not in {0, 6}:  # 6: a request breaks a rule
        raise RuntimeError(f"{command} of {number} lines: exit {done.returncode}: {done.stderr[-300:]}")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # of the only child that was waited for
    return {"MiB": most, "lines/s": number / lasted, "s/3,000": lasted / number * 3000}


def write_requests(path: Path, number: int) -> None:
    """Write requests, each with words of its own; a tenth breaks a rule, and what is said of it must not pile up."""
    with path.open("w", encoding="utf-8") as out:
        for take in range(1, number + 1):
            fields = {**FIELDS, "prompt": f"a red fox in snow, take {take}", "duration": 8 if take % 10 else 7}
            out.write(json.dumps({"operation": "pixverse.text-to-video", "request": fields}) + "\n")


# -- Batches on DBOS and PostgreSQL ------------------------------------------------------------------------------------

AHEAD = 20  # jobs that go first, unmeasured
QUIET_SECONDS = 10.0
"""In which a worker settles; then it is watched as long."""
COMMITS = "SELECT xact_commit FROM pg_stat_database WHERE datname = 'postgres'"
PAID = "SELECT count(*) FROM reelscore.calls WHERE status = 'submitted'"
ENDED = "SELECT count(*) FROM dbos.workflow_status WHERE status = 'SUCCESS'"
SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"


def waiting(subject: str, base: str, *, count: int) -> Figures:
    """Let one worker wait for so many paid tasks; the memory of each, and what the worker costs meanwhile."""
    del subject
    _ = control(base, "/_reset?seconds=36000")
    with _postgres() as (url, one), _worker(_client(url, base, "webhook-1"), at_once=count + AHEAD):
        _submit(url, "ahead", AHEAD)
        _until(lambda: one(PAID) == AHEAD)
        _ = gc.collect()
        before = _memory("smaps_rollup", "Private_")
        _submit(url, "many", count)
        _until(lambda: one(PAID) == AHEAD + count)
        time.sleep(QUIET_SECONDS)
        _ = gc.collect()
        each, done, used = (_memory("smaps_rollup", "Private_") - before) / count, one(COMMITS), time.process_time()
        time.sleep(QUIET_SECONDS)
        return {
            "KiB": each,
            "% of a core": (time.process_time() - used) / QUIET_SECONDS * 100,
            "commits/s": (one(COMMITS) - done) / QUIET_SECONDS,
            "threads": threading.active_count(),
            "connections": one(SESSIONS) - 1,  # but for the one that counts
        }


def engine(subject: str, base: str, *, count: int) -> Figures:
    """Run jobs of one step in one worker; its milliseconds of CPU for each, and commits of a job in all."""
    del subject
    with _postgres() as (url, one), _worker(_client(url, base), at_once=count):
        _submit(url, "ahead", AHEAD)
        _until(lambda: one(ENDED) == AHEAD)
        done, used = one(COMMITS), time.process_time()
        _submit(url, "many", count)
        _until(lambda: one(ENDED) == AHEAD + count)
        time.sleep(2.0)  # until the server's counts hold what its sessions did
        return {"ms": (time.process_time() - used) / count * 1e3, "commits": (one(COMMITS) - done) / count}


def _client(url: str, base: str, callback_url: str | None = None) -> Any:
    """Make a client; one that is told of each end by webhook looks seldom."""
    import reelscore as rs

    return rs.AsyncPixVerse(api_key="x", base_url=base, ledger=url, callback_url=callback_url)


def _submit(url: str, name: str, count: int) -> None:
    from reelscore.durable import Batch, Studio
    from reelscore.pixverse import TextToVideo

    batch = Batch(name)
    for take in range(count):
        fields: dict[str, Any] = {**FIELDS, "prompt": f"{name}: a red fox in snow, take {take}"}
        batch.add(TextToVideo(**fields))
    with Studio(url) as studio:
        _ = studio.submit(batch)


def _worker(client: Any, *, at_once: int) -> Any:
    from reelscore.durable import Worker

    return Worker(client.ledger, [client], name="bench", at_once=at_once)


@contextmanager
def _postgres() -> Generator[tuple[str, Callable[[Any], float]]]:
    """Run a server of its own; yield its URL, and what answers a query with a number."""
    sys.path.insert(0, str(_bootstrap.ROOT))
    import psycopg
    from tests.postgres import running_server

    with running_server() as found, psycopg.connect(found.url(), autocommit=True) as session:

        def one(sql: Any) -> float:
            row = session.execute(sql).fetchone()
            return float(row[0]) if row else 0.0

        yield found.url(), one


def _until(is_done: Callable[[], bool]) -> None:
    end = time.monotonic() + 6 * PATIENCE
    while not is_done():
        if time.monotonic() > end:
            raise TimeoutError(f"still waiting after {6 * PATIENCE:g} s")
        time.sleep(0.5)


if __name__ == "__main__":
    open_many_files()
    _measure, _subject, _base, _count = sys.argv[1:]
    print(json.dumps(globals()[_measure](_subject, _base, count=int(_count))))
