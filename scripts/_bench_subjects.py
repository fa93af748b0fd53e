"""Who is measured, behind the same verbs: reelscore, raw httpx, and the libraries that people would otherwise use.

Imported by the Python of `.bench` too: the project and the libraries are imported where they are used. ``start`` and
``rest`` are what a program writes until its first answer; BASE stands for the server's address.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import tempfile
import uuid
import warnings
from pathlib import Path
from typing import Any, ClassVar, cast

FIELDS = {"prompt": "a red fox in snow", "model": "v5.6", "duration": 8, "quality": "720p", "aspect_ratio": "16:9"}
SUBMIT = "/openapi/v2/video/text/generate"
RESULT = "/openapi/v2/video/result/"
INTERVAL = 1.0
"""Seconds between two looks of every subject: machinery is compared, not schedules."""
CONNECTIONS = 20


class Subject:
    """A client with one paid call (``call``, ``acall``), one job to its end (``job``) and one file (``download``)."""

    start: ClassVar[str]
    rest: ClassVar[str]
    base: str
    client: Any
    call: Any

    async def acall(self) -> Any:
        """Make one paid call on a loop; most libraries have the same method, which is awaited there."""
        return await self.call()


class Ours(Subject):
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


class Httpx(Subject):
    """httpx as a careful user writes it: 20 kept connections, and a semaphore of 20 where there are many jobs."""

    start = "import httpx"
    rest = f"httpx.Client(timeout=60).post(BASE + {SUBMIT!r}, json={FIELDS}).json()['Resp']['video_id']"
    kept: ClassVar = CONNECTIONS

    def __init__(self, base: str, *, is_async: bool) -> None:
        import httpx

        self.base, self.places = base, asyncio.Semaphore(CONNECTIONS)
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=self.kept)
        self.client = (httpx.AsyncClient if is_async else httpx.Client)(timeout=60, limits=limits)

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
                answer = await self.client.get(f"{self.base}{RESULT}{number}", headers=headers())
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


class Peer(Subject):
    """A library whose client is a class of its module, the async one's name beginning with Async."""

    kind: ClassVar[str]
    options: ClassVar[dict[str, str]] = {"api_key": "k"}
    path: ClassVar = ""
    """What its base URL has behind the address."""

    def __init__(self, base: str, *, is_async: bool) -> None:
        warnings.simplefilter("ignore", DeprecationWarning)  # Sora is closed; its helpers are still the library's
        self.base, self.module = base, cast("Any", importlib.import_module(self.start.split()[1]))
        kind = getattr(self.module, f"Async{self.kind}" if is_async else self.kind)
        self.client = kind(**self.options, base_url=base + self.path)


class Replicate(Peer):
    """predictions.create(), then wait(): the way that holds no request open."""

    start, kind = "import replicate", "Client"
    rest = "replicate.Client(api_token='k', base_url=BASE).predictions.create(version='v1', input={'prompt': 'x'})"
    options: ClassVar = {"api_token": "k"}
    asked: ClassVar[dict[str, Any]] = {"version": "v1", "input": {"prompt": FIELDS["prompt"]}}

    def __init__(self, base: str, *, is_async: bool) -> None:
        del is_async  # one client has both kinds of method
        super().__init__(base, is_async=False)
        self.client.poll_interval = INTERVAL

    def call(self) -> Any:
        return self.client.predictions.create(**self.asked)

    async def acall(self) -> Any:
        return await self.client.predictions.async_create(**self.asked)

    async def job(self) -> None:
        made = await self.acall()
        await made.async_wait()
        _finished(made.status, "succeeded")


class Fal(Subject):
    """submit(), then get() of its handle."""

    start = "import fal_client.client as fal"
    rest = "fal.QUEUE_URL_FORMAT = BASE + '/'; fal.SyncClient(key='k').submit('fal/video', arguments={'prompt': 'x'})"

    def __init__(self, base: str, *, is_async: bool) -> None:
        module: Any = importlib.import_module("fal_client.client")
        module.QUEUE_URL_FORMAT = base + "/"  # its hosts are constants with https
        self.client = (module.AsyncClient if is_async else module.SyncClient)(key="k")

    def call(self) -> Any:
        return self.client.submit("fal/video", arguments={"prompt": FIELDS["prompt"]})

    async def job(self) -> None:
        made = await self.acall()
        result = await made.get(interval=INTERVAL)
        _finished(bool(result["video"]["url"]), True)


class Runway(Peer):
    """text_to_video.create(), then wait_for_task_output()."""

    start, kind = "import runwayml", "RunwayML"
    rest = (
        "runwayml.RunwayML(api_key='k', base_url=BASE)"
        ".text_to_video.create(model='veo3.1', prompt_text='x', ratio='1280:720')"
    )

    def call(self) -> Any:
        return self.client.text_to_video.create(model="veo3.1", prompt_text=FIELDS["prompt"], ratio="1280:720")

    async def job(self) -> None:
        polling: Any = importlib.import_module("runwayml.lib.polling")
        polling.POLL_TIME, polling.POLL_JITTER = INTERVAL, 0
        made = await self.acall()
        result = await made.wait_for_task_output()
        _finished(result.status, "SUCCEEDED")


class Luma(Peer):
    """generations.create(), then the loop of its published examples; the library has none."""

    start, kind, path = "import lumaai", "LumaAI", "/dream-machine/v1"
    rest = (
        "lumaai.LumaAI(auth_token='k', base_url=BASE + '/dream-machine/v1')"
        ".generations.create(model='ray-2', prompt='x')"
    )
    options: ClassVar = {"auth_token": "k"}

    def call(self) -> Any:
        return self.client.generations.create(model="ray-2", prompt=FIELDS["prompt"])

    async def job(self) -> None:
        made = await self.acall()
        found = await self.client.generations.get(id=made.id)
        while found.state != "completed":
            await asyncio.sleep(INTERVAL)
            found = await self.client.generations.get(id=made.id)
        _finished(bool(found.assets.video), True)


class OpenAI(Peer):
    """videos.create(), then videos.poll()."""

    start, kind, path = "import openai", "OpenAI", "/v1"
    rest = (
        "import warnings; warnings.simplefilter('ignore')\n"
        "openai.OpenAI(api_key='k', base_url=BASE + '/v1').videos.create(model='sora-2', prompt='x')"
    )

    def call(self) -> Any:
        return self.client.videos.create(model="sora-2", prompt=FIELDS["prompt"])

    async def job(self) -> None:
        made = await self.acall()
        found = await self.client.videos.poll(made.id, poll_interval_ms=int(INTERVAL * 1000))
        _finished(found.status, "completed")


def _finished(told: object, wanted: object) -> None:
    if told != wanted:
        raise RuntimeError(f"the job ended with {told}, not {wanted}")


PEERS: dict[str, Any] = {
    "replicate": Replicate,
    "fal-client": Fal,
    "runwayml": Runway,
    "lumaai": Luma,
    "openai": OpenAI,
}
SUBJECTS: dict[str, Any] = {
    "ours": Ours,
    "ours, FULL": OursFull,
    "ours, threads": Ours,
    "raw httpx": Httpx,
    "raw httpx, anew": HttpxAnew,
    "raw httpx, notes": HttpxNotes,
    **PEERS,
}
