"""One measure of one subject in a fresh process; prints a JSON object of figures. Started by _bench.py."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from _bench_parts import FIELDS, SUBMIT, Figures, download, ledger, rules

RESULT = "/openapi/v2/video/result/"
LEDGERS: dict[str, str | None] = {"ours": None, "ours, FULL": "FULL", "ours, NORMAL": "NORMAL", "ours, aiohttp": None}


def cpu() -> float:
    """CPU seconds of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


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
        options["http_client"] = "aiohttp"
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

        make = partial(rs.PixVerse, api_key="k", base_url=base, ledger=None)
    kept = [make()]
    start = time.perf_counter()
    kept += [make() for _ in range(count)]
    return {"ms": (time.perf_counter() - start) / count * 1e3}


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
