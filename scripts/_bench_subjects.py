"""Who is measured, behind the same verbs: reelscore, raw httpx, and the libraries that people would otherwise use.

A subject has one paid call (``call``, ``acall``), a job to its end (``job``), a file (``download``), and in ``start``
and ``rest`` what a program writes until its first answer, where BASE stands for the server's address. Imported by the
Python of `.bench` too: the project and the libraries are imported where they are used.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import tempfile
import uuid
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

FIELDS = {"prompt": "a red fox in snow", "model": "v5.6", "duration": 8, "quality": "720p", "aspect_ratio": "16:9"}
SUBMIT = "/openapi/v2/video/text/generate"
INTERVAL = 1.0  # seconds between two looks of every subject: machinery is compared, not schedules
CONNECTIONS = 20


class Ours:
    """reelscore without a file for its ledger."""

    start = "import reelscore"
    rest = (
        "from reelscore.pixverse import TextToVideo\n"
        f"reelscore.PixVerse(api_key='k', base_url=BASE, ledger=None).submit(TextToVideo(**{FIELDS}))"
    )
    has_ledger: ClassVar = False

    def __init__(self, base: str, *, is_async: bool) -> None:
        import reelscore as rs
        from reelscore.pixverse import TextToVideo

        self.base, self.shot = base, TextToVideo(**FIELDS)  # type: ignore[arg-type]
        folder = Path(tempfile.mkdtemp(dir=os.environ.get("BENCH_FOLDER"))) if self.has_ledger else None
        ledger = rs.Ledger(folder / "ledger.sqlite") if folder else None
        kind: Any = rs.AsyncPixVerse if is_async else rs.PixVerse
        self.client = kind(host=each_second(), api_key="k", base_url=base, ledger=ledger)

    def call(self) -> Any:
        return self.client.submit(self.shot)

    async def acall(self) -> Any:
        return await self.call()

    async def job(self) -> None:
        task = await self.client.submit(self.shot)
        await task.wait()

    def blocking_job(self) -> None:
        self.client.submit(self.shot).wait()

    def download(self, megabytes: int, target: Path) -> None:
        from reelscore.downloads.fetch import download_all
        from reelscore.downloads.http import DownloadOptions
        from reelscore.downloads.targets import DownloadTarget

        where = DownloadTarget(url=f"{self.base}/file/{megabytes}.mp4", target=target)
        download_all([where], options=DownloadOptions(user_agent="bench", loopback=True))


class OursFull(Ours):
    """reelscore with its ledger as it is by default: on the disk before the first byte leaves."""

    has_ledger = True


def each_second() -> Any:
    """Return PixVerse's family with one poll a second, as the raw subjects do."""
    import attrs

    from reelscore.vendors.family import Schedule, find_family

    family, schedule = find_family("pixverse", "pixverse.ai"), Schedule(first=INTERVAL, steps=(INTERVAL,))
    kind: Any = type("EachSecond", (type(family),), {"schedule": lambda _family, _operation: schedule})
    return kind(**{field.name: getattr(family, field.name) for field in attrs.fields(type(family))})


class Httpx:
    """httpx as a careful user writes it: 20 kept connections, and a semaphore of 20 where there are many jobs."""

    start = "import httpx"
    rest = f"httpx.Client(timeout=60).post(BASE + {SUBMIT!r}, json={FIELDS}).json()['Resp']['video_id']"
    kept: ClassVar = CONNECTIONS

    def __init__(self, base: str, *, is_async: bool) -> None:
        import httpx

        self.base, self.places = base, asyncio.Semaphore(CONNECTIONS)
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=self.kept)
        self.client: Any = (httpx.AsyncClient if is_async else httpx.Client)(timeout=60, limits=limits)

    def call(self) -> Any:
        return self.client.post(self.base + SUBMIT, json=FIELDS, headers=headers()).json()["Resp"]["video_id"]

    async def acall(self) -> Any:
        answer = await self.client.post(self.base + SUBMIT, json=FIELDS, headers=headers())
        return answer.json()["Resp"]["video_id"]

    async def job(self) -> None:
        async with self.places:
            number = await self.acall()
        done = False
        while not done:
            await asyncio.sleep(INTERVAL)
            async with self.places:
                answer = await self.client.get(f"{self.base}/openapi/v2/video/result/{number}", headers=headers())
            done = answer.json()["Resp"]["status"] == 1

    def download(self, megabytes: int, target: Path) -> None:
        import httpx

        with httpx.stream("GET", f"{self.base}/file/{megabytes}.mp4") as answer, target.open("wb") as file:
            file.writelines(answer.iter_bytes())
            file.flush()
            os.fsync(file.fileno())


class HttpxAnew(Httpx):
    """httpx that connects anew for each call, as a call that must not be sent twice does."""

    kept = 0


class HttpxNotes(HttpxAnew):
    """The same between two bare lines and their fdatasync: the least that a durable note of each call costs."""

    def __init__(self, base: str, *, is_async: bool) -> None:
        super().__init__(base, is_async=is_async)
        self.notes, name = tempfile.mkstemp(dir=os.environ.get("BENCH_FOLDER"))
        Path(name).unlink()

    def call(self) -> Any:
        self.note(FIELDS)
        number = super().call()
        self.note(number)
        return number

    def note(self, words: Any) -> None:
        os.write(self.notes, json.dumps(words).encode() + b"\n")
        getattr(os, "fdatasync", os.fsync)(self.notes)


def headers() -> dict[str, str]:
    return {"API-KEY": "k", "Ai-trace-id": str(uuid.uuid4())}


class Peer:
    """A library, by what a program writes: an import, a client, and what that is asked."""

    def __init__(self, start: str, kinds: str, given: str, asked: str, *, end: Any, asked_async: str = "") -> None:
        self.start, self._kinds, self._given, self._end = start, kinds.split(), given, end
        self.module = start.split()[1].strip(",").partition(".")[0]
        self._asked = asked, asked_async or asked
        self.rest = f"{self._kinds[0]}({given}).{asked}"

    def __call__(self, base: str, *, is_async: bool) -> Any:
        """Make a client with the verbs of the subjects above."""
        names: dict[str, Any] = {"BASE": base}
        made = f"client = {self._kinds[is_async]}({self._given})\ndef call(): return client.{self._asked[is_async]}"
        exec(f"{self.start}\n{made}", names)  # noqa: S102 - our own words, as the first call's process runs them

        async def job() -> None:
            if not await self._end(names["client"], await names["call"]()):
                raise RuntimeError("the job did not succeed")

        return SimpleNamespace(call=names["call"], acall=names["call"], job=job)


async def _replicate(client: Any, made: Any) -> bool:
    """Wait in the way that holds no request open."""
    client.poll_interval = INTERVAL
    await made.async_wait()
    return bool(made.status == "succeeded")


async def _fal(_: Any, made: Any) -> bool:
    return bool((await made.get(interval=INTERVAL))["video"]["url"])


async def _runway(_: Any, made: Any) -> bool:
    polling: Any = importlib.import_module("runwayml.lib.polling")
    polling.POLL_TIME, polling.POLL_JITTER = INTERVAL, 0
    return bool((await made.wait_for_task_output()).status == "SUCCEEDED")


async def _luma(client: Any, made: Any) -> bool:
    """Wait as its published examples do; the library has no loop."""
    while made.state != "completed":
        await asyncio.sleep(INTERVAL)
        made = await client.generations.get(id=made.id)
    return bool(made.assets.video)


async def _openai(client: Any, made: Any) -> bool:
    return bool((await client.videos.poll(made.id, poll_interval_ms=int(INTERVAL * 1000))).status == "completed")


PEERS = {
    "replicate": Peer(
        "import replicate", "replicate.Client replicate.Client", "api_token='k', base_url=BASE",
        "predictions.create(version='v1', input={'prompt': 'x'})", end=_replicate,
        asked_async="predictions.async_create(version='v1', input={'prompt': 'x'})",
    ),
    "fal-client": Peer(  # its hosts are constants with https
        "import fal_client.client as fal; fal.QUEUE_URL_FORMAT = BASE + '/'", "fal.SyncClient fal.AsyncClient",
        "key='k'", "submit('fal/video', arguments={'prompt': 'x'})", end=_fal,
    ),
    "runwayml": Peer(
        "import runwayml", "runwayml.RunwayML runwayml.AsyncRunwayML", "api_key='k', base_url=BASE",
        "text_to_video.create(model='veo3.1', prompt_text='x', ratio='1280:720')", end=_runway,
    ),
    "lumaai": Peer(
        "import lumaai", "lumaai.LumaAI lumaai.AsyncLumaAI", "auth_token='k', base_url=BASE + '/dream-machine/v1'",
        "generations.create(model='ray-2', prompt='x')", end=_luma,
    ),
    "openai": Peer(  # Sora is closed; its helpers are still the library's
        "import openai, warnings; warnings.simplefilter('ignore')", "openai.OpenAI openai.AsyncOpenAI",
        "api_key='k', base_url=BASE + '/v1'", "videos.create(model='sora-2', prompt='x')", end=_openai,
    ),
}  # fmt: skip
SUBJECTS: dict[str, Any] = {
    "ours": Ours,
    "ours, FULL": OursFull,
    "ours, threads": Ours,
    "raw httpx": Httpx,
    "raw httpx, anew": HttpxAnew,
    "raw httpx, notes": HttpxNotes,
    **PEERS,
}
