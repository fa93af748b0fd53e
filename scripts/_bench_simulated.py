"""The measures of _bench_worker.py that need many of something and no server: simulated jobs, files of requests."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from _bench_subjects import FIELDS

Figures = dict[str, float]
BROKEN_EACH = 10
"""One line in so many breaks a rule: what is said of it must not pile up either."""


def growth(subject: str, base: str, *, count: int) -> Figures:
    """Wait for so many jobs on a virtual clock; the powers by which time and memory grow from a quarter of them."""
    del subject, base
    import _bench_polls as polls

    sizes = (count // 4, count // 2, count)
    polls.wait_for_all(100)  # so that imports are no part of it
    return {
        "time power": polls.exponent(polls.wait_for_all, sizes),
        "memory power": polls.memory_exponent((sizes[0], sizes[-1])),
    }


def file(subject: str, base: str, *, count: int) -> Figures:
    """Check or quote a file of requests with the command line; MiB at its peak, lines a second.

    The subject is ``COMMAND``, or ``COMMAND, LINES`` where the number of lines is always the same.
    """
    del base
    command, _, fixed = subject.partition(", ")
    lines = int(fixed.replace(",", "").removesuffix(" lines")) if fixed else count
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "requests.jsonl"
        write_requests(path, lines=lines)
        start = time.perf_counter()
        asked = [sys.executable, "-m", "reelscore", command, "--from", str(path), "--json"]
        done = subprocess.run(asked, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, text=True)
        lasted = time.perf_counter() - start
    if done.returncode not in {0, 6}:  # 6: a request breaks a rule
        raise RuntimeError(f"{command} of {lines} lines: exit {done.returncode}: {done.stderr[-300:]}")
    # Of the only child that was waited for.
    return {"MiB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, "lines/s": lines / lasted}


def write_requests(path: Path, *, lines: int) -> None:
    """Write requests, each with words of its own, some of which break a rule."""
    with path.open("w", encoding="utf-8") as out:
        for number in range(lines):
            fields = {**FIELDS, "prompt": f"a red fox in snow, take {number}"}
            if number % BROKEN_EACH == BROKEN_EACH - 1:
                fields["duration"] = 7
            out.write(json.dumps({"operation": "pixverse.text-to-video", "request": fields}) + "\n")
