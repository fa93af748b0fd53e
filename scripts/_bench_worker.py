"""One measure of one subject in a fresh process; prints a JSON object of figures. Started by _bench.py.

Run by the project's Python, and for the peers by that of `.bench`. Linux only: memory is read from /proc.
"""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import Any

import _bench_durable as durable
import _bench_polls as polls
from _bench_server import control, open_many_files
from _bench_subjects import FIELDS, SUBJECTS, SUBMIT

Figures = dict[str, float]
WARMING, BATCH = 100, 250
"""Calls: a batch holds what comes only now and then, such as a checkpoint of the ledger."""
PATIENCE = 150.0
"""Seconds that jobs may take; what is not done by then has failed."""
FEW_ROWS, OPEN_ROWS, RESERVATIONS = 100, 20, 200
BROKEN_EACH = 10
"""One line in so many breaks a rule: what is said of it must not pile up either."""


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

    async def on_a_loop() -> Figures:
        await kind(ahead, is_async=True).acall()
        caller, start = kind(base, is_async=True), _started(base)
        done, late = await asyncio.wait([asyncio.ensure_future(caller.job()) for _ in range(count)], timeout=PATIENCE)
        used = _used(start)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return used | {"failed": len(late) + sum(task.exception() is not None for task in done)}

    if "threads" not in subject:
        return asyncio.run(on_a_loop())
    kind(ahead, is_async=False).call()
    caller, start = kind(base, is_async=False), _started(base)
    with ThreadPoolExecutor(count) as pool:
        failed = sum(end.exception() is not None for end in [pool.submit(caller.blocking_job) for _ in range(count)])
    return _used(start) | {"failed": failed}


BARE = """
from mcp.server.mcpserver import MCPServer

server = MCPServer("bare")


@server.tool()
def add(a: int, b: int) -> int:
    return a + b


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
    with subprocess.Popen([sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        if process.stdin is None or process.stdout is None:
            raise AssertionError
        process.stdin.write(ASKED.encode())
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline())["result"] for _ in range(2)]
        wall = time.perf_counter() - start
        process.stdin.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"ms": used * 1e3, "wall ms": wall * 1e3, "tools": len(answers[1]["tools"])}


def _started(base: str) -> tuple[float, float]:
    control(int(base.rpartition(":")[2]), "/_reset")
    return clocks()


def _used(start: tuple[float, float]) -> Figures:
    cpu, wall = clocks()
    return {"s": cpu - start[0], "wall s": wall - start[1]}


def reservation(subject: str, base: str, *, count: int) -> Figures:
    """Reserve under a budget that has 100 rows already, or *count*; wall microseconds, the median of single ones."""
    del base
    import reelscore as rs

    budget = rs.Budget(10**9)
    with tempfile.TemporaryDirectory() as folder:
        ledger = rs.Ledger(Path(folder) / "ledger.sqlite", synchronous="NORMAL")
        rows = count if subject == "many rows" else FEW_ROWS
        for start in range(0, rows, 500):
            ledger.run(partial(_fill, numbers=range(start, min(start + 500, rows)), rows=rows, budget=budget))
        taken: list[float] = []
        for number in range(RESERVATIONS):
            insert = methodcaller("insert_intent", _new_call(f"timed-{number}", budget))
            begun = time.perf_counter()
            ledger.run(insert)
            taken.append(time.perf_counter() - begun)
        ledger.close()
    return {"us": statistics.median(taken) * 1e6, "rows": rows}


def _fill(tx: Any, *, numbers: range, rows: int, budget: Any) -> None:
    """Write rows under a budget; all but the last few have ended and were charged."""
    for number in numbers:
        name = f"row-{number}"
        tx.insert_intent(_new_call(name, budget))
        if number < rows - OPEN_ROWS:
            tx.mark_submitted(name, f"task-{number}")
            tx.record_completion(name, "succeeded", charge=Decimal(90))


def _new_call(name: str, budget: Any) -> Any:
    from reelscore.effects import HttpCall
    from reelscore.ledger.records import NewCall
    from reelscore.pixverse import TextToVideo

    shot = TextToVideo(**FIELDS)  # type: ignore[arg-type]
    call = HttpCall(method="POST", path=SUBMIT, content=json.dumps(FIELDS).encode())
    own: dict[str, Any] = {"intent": name, "call": call, "budget": budget, "quote": shot.quote()}
    return NewCall(host="pixverse.ai", account="a", operation="text_to_video", **own)


def looks(subject: str, base: str, *, count: int) -> Figures:
    """Simulate polls per job; *base* is the spread of durations."""
    spread, _, seed = base.partition(" ")
    cost = polls.cost(subject, float(spread), draws=count, seed=int(seed))
    return {"looks": cost.looks, "late s": cost.late, "polls/s": cost.most}


def download(subject: str, base: str, *, count: int) -> Figures:
    """Bring a file of so many MiB twice; seconds of the quicker, and MiB of memory over idle in any."""
    caller = SUBJECTS[subject](base, is_async=False)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "file.mp4"
        _bring(caller, target, megabytes=1)
        idle = resident("VmRSS")
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        lasted = [_bring(caller, target, megabytes=count) for _ in range(2)]
    return {"s": min(lasted), "MiB": max(0.0, resident("VmHWM") - idle)}


def _bring(caller: Any, target: Path, *, megabytes: int) -> float:
    start = time.perf_counter()
    caller.download(megabytes, target)
    lasted, size = time.perf_counter() - start, target.stat().st_size
    target.unlink()
    if size != megabytes * 1024 * 1024:
        raise RuntimeError(f"{size} bytes of {megabytes} MiB came")
    return lasted


def resident(field: str) -> float:
    """Return MiB of memory: VmRSS now, VmHWM at most."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


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
    # Of the only child that was waited for.
    return {
        "MiB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "lines/s": number / lasted,
        "s/3,000": lasted / number * 3000,
    }


def write_requests(path: Path, number: int) -> None:
    """Write requests, each with words of its own, some of which break a rule."""
    with path.open("w", encoding="utf-8") as out:
        for take in range(number):
            fields = {**FIELDS, "prompt": f"a red fox in snow, take {take}"}
            if take % BROKEN_EACH == BROKEN_EACH - 1:
                fields["duration"] = 7
            out.write(json.dumps({"operation": "pixverse.text-to-video", "request": fields}) + "\n")


_ALL = (
    call_sync, call_async, jobs, reservation, looks, download, agents, durable.waiting, durable.engine, lines
)  # fmt: skip
MEASURES: dict[str, Callable[..., Figures]] = {measure.__name__: measure for measure in _ALL}


if __name__ == "__main__":
    open_many_files()
    _measure, _subject, _base, _count = sys.argv[1:]
    print(json.dumps(MEASURES[_measure](_subject, _base, count=int(_count))))
