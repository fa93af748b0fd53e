"""Who is measured: reelscore in its ways, raw httpx and raw aiohttp, and the peers, all behind the same verbs.

Imported by the Python of `.bench` too: the project and HTTP libraries are imported where they are used.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import uuid
from pathlib import Path
from typing import Any, ClassVar

from _bench_peers import INTERVAL, PEERS

FIELDS = {"prompt": "a red fox in snow", "model": "v5.6", "duration": 8, "quality": "720p", "aspect_ratio": "16:9"}
SUBMIT = "/openapi/v2/video/text/generate"
RESULT = "/openapi/v2/video/result/"
CONNECTIONS = 20
"""Of the raw baselines; what a user who knows httpx would set."""
DONE = 1


class Ours:
    """reelscore without a ledger."""

    ledger: ClassVar[str | None] = None
    http_client: ClassVar[str | None] = None
    start: ClassVar = "import reelscore"
    rest: ClassVar = (
        "from reelscore.pixverse import TextToVideo\n"
        f"reelscore.PixVerse(api_key='k', base_url=BASE, ledger=None).submit(TextToVideo(**{FIELDS}))\n"
        # The vendors have https only: who puts TLS off while the address is http gains nothing in life.
        "from reelscore.transport.http import tls; tls()"
    )

    def __init__(self, base: str, *, is_async: bool) -> None:
        import reelscore as rs
        from reelscore.pixverse import TextToVideo

        self.base = base
        self.shot = TextToVideo(**FIELDS)  # type: ignore[arg-type]
        options: dict[str, Any] = {"api_key": "k", "base_url": base, "ledger": None}
        if self.ledger is not None:
            place = Path(tempfile.mkdtemp(dir=os.environ.get("BENCH_FOLDER"))) / "ledger.sqlite"
            options["ledger"] = rs.Ledger(place, synchronous=self.ledger)  # type: ignore[arg-type]
        if self.http_client is not None:
            options["http_client"] = self.http_client
        self.client: Any = _impatient(rs.AsyncPixVerse if is_async else rs.PixVerse)(**options)

    def call(self) -> Any:
        """Make one paid call."""
        return self.client.submit(self.shot)

    async def acall(self) -> Any:
        """Make one paid call on a loop."""
        return await self.client.submit(self.shot)

    async def job(self) -> None:
        """Run one job to its end."""
        made = await self.client.submit(self.shot)
        await made.wait()

    def blocking_job(self) -> None:
        """Run one job to its end in a thread."""
        self.client.submit(self.shot).wait()

    def bring(self, megabytes: int, target: Path) -> None:
        """Bring a file as results do."""
        from reelscore.downloads import download, manner_for

        url = f"{self.base}/file/{megabytes}.mp4"
        download(url, target, manner=manner_for(url, user_agent="bench"))


class OursFull(Ours):
    """reelscore with the ledger as it is by default."""

    ledger = "FULL"
    rest: ClassVar = Ours.rest.replace("ledger=None", "ledger=reelscore.Ledger(FOLDER + '/first.sqlite')")


class OursNormal(Ours):
    """reelscore with a ledger that survives a kill, not a power cut."""

    ledger = "NORMAL"


class OursAiohttp(Ours):
    """reelscore with its aiohttp extra."""

    http_client = "aiohttp"


def _impatient(kind: Any) -> Any:
    """Look each second, as the raw subjects do: machinery is compared here, not schedules."""
    from reelscore.vendors.schedule import Schedule

    each_second = Schedule(first=INTERVAL, steps=(INTERVAL,))

    async def later(_client: Any, _task: Any) -> Schedule:
        return each_second

    def now(_client: Any, _task: Any) -> Schedule:
        return each_second

    return type(kind.__name__, (kind,), {"schedule": later if kind.__name__.startswith("Async") else now})


class Httpx:
    """httpx as a careful user writes it: 20 connections, and a semaphore of 20 where there are many jobs."""

    fsync: ClassVar = False
    start: ClassVar = "import httpx"
    rest: ClassVar = f"httpx.Client(timeout=60).post(BASE + {SUBMIT!r}, json={FIELDS}).json()['Resp']['video_id']"

    def __init__(self, base: str, *, is_async: bool) -> None:
        import httpx

        self.base, self.places = base, asyncio.Semaphore(CONNECTIONS)
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
        self.client: Any = (httpx.AsyncClient if is_async else httpx.Client)(timeout=60, limits=limits)

    def call(self) -> Any:
        """Make one paid call."""
        return self.client.post(self.base + SUBMIT, json=FIELDS, headers=headers()).json()["Resp"]["video_id"]

    async def acall(self) -> Any:
        """Make one paid call on a loop."""
        answer = await self.client.post(self.base + SUBMIT, json=FIELDS, headers=headers())
        return answer.json()["Resp"]["video_id"]

    async def job(self) -> None:
        """Run one job to its end."""
        async with self.places:
            number = await self.acall()
        status = 0
        while status != DONE:
            await asyncio.sleep(INTERVAL)
            async with self.places:
                answer = await self.client.get(f"{self.base}{RESULT}{number}", headers=headers())
            status = answer.json()["Resp"]["status"]

    def bring(self, megabytes: int, target: Path) -> None:
        """Bring a file in the chunks that arrive, the fastest that httpx has."""
        import httpx

        with httpx.stream("GET", f"{self.base}/file/{megabytes}.mp4") as answer, target.open("wb") as file:
            file.writelines(answer.iter_bytes())
            if self.fsync:
                file.flush()
                os.fsync(file.fileno())


class HttpxFsync(Httpx):
    """httpx, and on the disk is the file when it is there, and of a call its intent before and its answer after it.

    A line of text and its fsync is the least that a durable note costs: what a ledger is held against.
    """

    fsync = True

    def __init__(self, base: str, *, is_async: bool) -> None:
        super().__init__(base, is_async=is_async)
        self.notes, name = tempfile.mkstemp()
        Path(name).unlink()

    def call(self) -> Any:
        """Make one paid call between two notes."""
        self.note(FIELDS)
        number = super().call()
        self.note(number)
        return number

    def note(self, words: Any) -> None:
        """Write a line to the disk."""
        os.write(self.notes, json.dumps(words).encode())
        getattr(os, "fdatasync", os.fsync)(self.notes)


class Aiohttp:
    """aiohttp with 20 connections."""

    start: ClassVar = "import aiohttp"
    rest: ClassVar = (
        "import asyncio\n"
        "async def main():\n"
        "    async with aiohttp.ClientSession() as http:\n"
        f"        async with http.post(BASE + {SUBMIT!r}, json={FIELDS}) as answer:\n"
        "            return (await answer.json())['Resp']['video_id']\n"
        "asyncio.run(main())"
    )

    def __init__(self, base: str, *, is_async: bool) -> None:
        import aiohttp

        self.base, self.timeout = base, aiohttp.ClientTimeout(total=60)
        if is_async:
            self.client = aiohttp.ClientSession(timeout=self.timeout, connector=aiohttp.TCPConnector(limit=CONNECTIONS))

    async def acall(self) -> Any:
        """Make one paid call on a loop."""
        async with self.client.post(self.base + SUBMIT, json=FIELDS, headers=headers()) as answer:
            return (await answer.json())["Resp"]["video_id"]

    async def job(self) -> None:
        """Run one job to its end."""
        number, status = await self.acall(), 0
        while status != DONE:
            await asyncio.sleep(INTERVAL)
            async with self.client.get(f"{self.base}{RESULT}{number}", headers=headers()) as answer:
                status = (await answer.json())["Resp"]["status"]

    def bring(self, megabytes: int, target: Path) -> None:
        """Bring a file a chunk at a time."""
        asyncio.run(self._bring(f"{self.base}/file/{megabytes}.mp4", target))

    async def _bring(self, url: str, target: Path) -> None:
        import aiohttp

        async with aiohttp.ClientSession(timeout=self.timeout) as http, http.get(url) as answer:
            with target.open("wb") as file:
                async for chunk in answer.content.iter_any():
                    file.write(chunk)


def headers() -> dict[str, str]:
    """Make what a call needs, anew as the vendor asks."""
    return {"API-KEY": "k", "Ai-trace-id": str(uuid.uuid4())}


SUBJECTS: dict[str, Any] = {
    "ours": Ours,
    "ours, FULL": OursFull,
    "ours, NORMAL": OursNormal,
    "ours, aiohttp": OursAiohttp,
    "ours, threads": Ours,
    "raw httpx": Httpx,
    "raw httpx, fsync": HttpxFsync,
    "raw aiohttp": Aiohttp,
    **PEERS,
}
