"""One measure of one subject in a fresh process; prints a JSON object of figures. Started by _bench.py."""

from __future__ import annotations

import asyncio
import json
import resource
import sqlite3
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

Figures = dict[str, float]
FIELDS = {"prompt": "a red fox in snow", "model": "v5.6", "duration": 8, "quality": "720p", "aspect_ratio": "16:9"}
SUBMIT, RESULT = "/openapi/v2/video/text/generate", "/openapi/v2/video/result/"
LEDGERS: dict[str, str | None] = {"ours": None, "ours, FULL": "FULL", "ours, NORMAL": "NORMAL", "ours, aiohttp": None}


def cpu() -> float:
    """CPU seconds of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def resident(field: str) -> float:
    """MiB of memory: VmRSS now, VmHWM at most."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def headers() -> dict[str, str]:
    """What a call needs, made anew as the vendor asks."""
    return {"API-KEY": "k", "Ai-trace-id": str(uuid.uuid4())}


def client(subject: str, base: str, *, is_async: bool) -> Any:
    """Make a client of ours."""
    import reelscore as rs

    mode = LEDGERS[subject]
    ledger = None if mode is None else rs.Ledger(Path(tempfile.mkdtemp()) / "l.sqlite", synchronous=mode)  # type: ignore[arg-type]
    options: dict[str, Any] = {"api_key": "k", "base_url": base, "ledger": ledger}
    if subject == "ours, aiohttp":
        import httpx
        from httpx_aiohttp import AiohttpTransport

        options["http_client"] = httpx.AsyncClient(transport=AiohttpTransport())
    return _impatient(rs.AsyncPixVerse if is_async else rs.PixVerse)(**options)


def _impatient(kind: Any) -> Any:
    """Look each second, as the raw subjects do: machinery is compared here, not schedules."""
    from reelscore.schedule import Schedule

    each_second = Schedule(first=1.0, steps=(1.0,))

    async def later(_client: Any, _task: Any) -> Schedule:
        return each_second

    def now(_client: Any, _task: Any) -> Schedule:
        return each_second

    return type(kind.__name__, (kind,), {"schedule": later if kind.__name__.startswith("Async") else now})


def request() -> Any:
    """Make the request that is measured."""
    from reelscore.pixverse import TextToVideo

    return TextToVideo(**FIELDS)  # type: ignore[arg-type]


def call_sync(subject: str, base: str, *, count: int) -> Figures:
    """Submit one after the other; microseconds of CPU and of wall for each."""
    if subject == "raw httpx":
        import httpx

        http = httpx.Client(timeout=60)

        def once() -> Any:
            return http.post(base + SUBMIT, json=FIELDS, headers=headers()).json()["Resp"]["video_id"]
    else:
        ours, shot = client(subject, base, is_async=False), request()

        def once() -> Any:
            return ours.submit(shot).id

    for _ in range(100):
        once()
    wall, used = time.perf_counter(), cpu()
    for _ in range(count):
        once()
    return {"us": (cpu() - used) / count * 1e6, "wall us": (time.perf_counter() - wall) / count * 1e6}


def call_async(subject: str, base: str, *, count: int) -> Figures:
    """Submit one after the other on an event loop; microseconds of CPU for each."""

    async def measure() -> Figures:
        once = await _async_submit(subject, base)
        for _ in range(100):
            await once()
        wall, used = time.perf_counter(), cpu()
        for _ in range(count):
            await once()
        return {"us": (cpu() - used) / count * 1e6, "wall us": (time.perf_counter() - wall) / count * 1e6}

    return asyncio.run(measure())


async def _async_submit(subject: str, base: str) -> Callable[[], Coroutine[Any, Any, Any]]:
    if subject == "raw httpx":
        import httpx

        http = httpx.AsyncClient(timeout=60)

        async def post() -> Any:
            return (await http.post(base + SUBMIT, json=FIELDS, headers=headers())).json()["Resp"]["video_id"]

        return post
    ours, shot = client(subject, base, is_async=True), request()

    async def submit() -> Any:
        return (await ours.submit(shot)).id

    return submit


def jobs_async(subject: str, base: str, *, count: int) -> Figures:
    """Run so many jobs at once, a look each second; CPU seconds, and how many failed."""

    async def measure() -> Figures:
        one = await _async_job(subject, base)
        wall, used = time.perf_counter(), cpu()
        ended = await asyncio.gather(*(one() for _ in range(count)), return_exceptions=True)
        failed = sum(isinstance(end, BaseException) for end in ended)
        return {"s": cpu() - used, "wall s": time.perf_counter() - wall, "failed": failed}

    return asyncio.run(measure())


async def _async_job(subject: str, base: str) -> Callable[[], Awaitable[Any]]:
    if subject != "raw httpx":
        ours, shot = client(subject, base, is_async=True), request()

        async def job() -> Any:
            return await (await ours.submit(shot)).wait()

        return job
    import httpx

    limits = httpx.Limits(max_connections=20, max_keepalive_connections=20)
    http, places = httpx.AsyncClient(timeout=60, limits=limits), asyncio.Semaphore(20)

    async def raw() -> None:
        async with places:
            answer = await http.post(base + SUBMIT, json=FIELDS, headers=headers())
        number = answer.json()["Resp"]["video_id"]
        status = 5
        while status != 1:
            await asyncio.sleep(1)
            async with places:
                status = (await http.get(f"{base}{RESULT}{number}", headers=headers())).json()["Resp"]["status"]

    return raw


def jobs_sync(subject: str, base: str, *, count: int) -> Figures:
    """Run so many jobs at once in threads, a look each second; CPU seconds, and how many failed."""
    ours, shot = client(subject, base, is_async=False), request()
    wall, used, failed = time.perf_counter(), cpu(), 0
    with ThreadPoolExecutor(count) as pool:
        for end in [pool.submit(lambda: ours.submit(shot).wait()) for _ in range(count)]:
            failed += end.exception() is not None
    return {"s": cpu() - used, "wall s": time.perf_counter() - wall, "failed": failed}


def construct(subject: str, base: str, *, count: int) -> Figures:
    """Make clients after the first one; milliseconds for each."""
    if subject == "raw httpx":
        import httpx

        make: Callable[[], Any] = httpx.Client
    else:
        import reelscore as rs

        def make() -> Any:
            return rs.PixVerse(api_key="k", base_url=base, ledger=None)

    kept = [make()]
    start = time.perf_counter()
    kept += [make() for _ in range(count)]
    return {"ms": (time.perf_counter() - start) / count * 1e3}


def rules(subject: str, base: str, *, count: int) -> Figures:
    """Build, or build, check and quote, a request; microseconds for each."""
    del base
    from reelscore.pixverse import TextToVideo

    def bare() -> None:
        TextToVideo(**FIELDS)  # type: ignore[arg-type]

    def whole() -> None:
        shot = TextToVideo(**FIELDS)  # type: ignore[arg-type]
        shot.violations()
        shot.quote()

    work = bare if subject == "bare value" else whole
    work()
    start = time.perf_counter()
    for _ in range(count):
        work()
    return {"us": (time.perf_counter() - start) / count * 1e6}


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


MEASURES: dict[str, Callable[..., Figures]] = {
    "call_sync": call_sync,
    "call_async": call_async,
    "jobs_async": jobs_async,
    "jobs_sync": jobs_sync,
    "construct": construct,
    "rules": rules,
    "ledger": ledger,
    "download": download,
}


def main(arguments: list[str]) -> int:
    """Run the measure that is named and print its figures."""
    measure, subject, base, count = arguments
    print(json.dumps(MEASURES[measure](subject, base, count=int(count))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
