"""The measures of _bench_worker.py that need no client: rules, ledger, downloads."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

Figures = dict[str, float]
FIELDS = {"prompt": "a red fox in snow", "model": "v5.6", "duration": 8, "quality": "720p", "aspect_ratio": "16:9"}
SUBMIT = "/openapi/v2/video/text/generate"


def resident(field: str) -> float:
    """MiB of memory: VmRSS now, VmHWM at most."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


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
    return {"us": min(_microseconds(work, times=200) for _ in range(max(1, count // 200)))}


def _microseconds(work: Callable[[], None], *, times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times * 1e6


def ledger(subject: str, base: str, *, count: int) -> Figures:
    """Write durable intents, from one caller or from 32 threads; rows a second."""
    del base
    folder = Path(tempfile.mkdtemp())
    if subject == "bare inserts":
        return {"rows/s": _bare_inserts(folder / "bare.sqlite", count=count)}
    from reelscore.effects import Call
    from reelscore.entries import Entry
    from reelscore.ledger import Ledger

    books = Ledger(folder / "l.sqlite")
    call = Call(method="POST", path=SUBMIT, content=json.dumps(FIELDS).encode())

    def intend() -> None:
        entry = Entry(intent=str(uuid.uuid4()), host="pixverse.ai", account="a", operation="text_to_video", call=call)
        books.run(lambda open_books: open_books.intend(entry))

    intend()
    start = time.perf_counter()
    with ThreadPoolExecutor(1 if subject == "one caller" else 32) as pool:
        for end in [pool.submit(intend) for _ in range(count)]:
            end.result()
    return {"rows/s": count / (time.perf_counter() - start)}


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
    """Bring a file of so many MiB; seconds, and MiB of memory over idle."""
    target = Path(tempfile.mkdtemp()) / "file.mp4"
    url = f"{base}/file/{count}.mp4"
    get = _bare_download if subject == "raw httpx" else _our_download
    get(f"{base}/file/1.mp4", target.with_name("first.mp4"))
    idle, start = resident("VmRSS"), time.perf_counter()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    get(url, target)
    return {"s": time.perf_counter() - start, "MiB": max(0.0, resident("VmHWM") - idle)}


def _bare_download(url: str, target: Path) -> None:
    import httpx

    with httpx.stream("GET", url) as answer, target.open("wb") as file:
        for chunk in answer.iter_bytes(1024 * 1024):
            file.write(chunk)


def _our_download(url: str, target: Path) -> None:
    from reelscore.downloads import download as bring
    from reelscore.downloads import manner_for

    bring(url, target, manner=manner_for(url, user_agent="bench"))
