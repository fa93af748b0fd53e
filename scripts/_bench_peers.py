"""The libraries that people would otherwise use, each behind the verbs of _bench_subjects.py, with its default settings.

Imported by the Python of `.bench` too: nothing of the project is imported here, and no peer before it is made.
``start`` and ``rest`` are what a program writes until its first answer; BASE stands for the server's address.
"""

from __future__ import annotations

import asyncio
import importlib
import warnings
from pathlib import Path
from typing import Any, ClassVar

KEY = "k"
INTERVAL = 1.0
"""Seconds between two looks of every subject: machinery is compared, not schedules."""


class Replicate:
    """predictions.create(), then wait(): the way that holds no request open."""

    start: ClassVar = "import replicate"
    rest: ClassVar = (
        "replicate.Client(api_token='k', base_url=BASE).predictions.create(version='v1', input={'prompt': 'x'})"
    )
    asked: ClassVar[dict[str, Any]] = {"version": "v1", "input": {"prompt": "a red fox in snow"}}

    def __init__(self, base: str, *, is_async: bool) -> None:
        del is_async  # one client has both kinds of method
        self.base = base
        self.client: Any = importlib.import_module("replicate").Client(api_token=KEY, base_url=base)
        self.client.poll_interval = INTERVAL

    def call(self) -> Any:
        """Make one paid call."""
        return self.client.predictions.create(**self.asked)

    async def acall(self) -> Any:
        """Make one paid call on a loop."""
        return await self.client.predictions.async_create(**self.asked)

    async def job(self) -> None:
        """Run one job to its end."""
        made = await self.acall()
        await made.async_wait()
        _finished(made.status, "succeeded")

    def bring(self, megabytes: int, target: Path) -> None:
        """Bring a file, a chunk at a time, as its README does for large ones."""
        output = importlib.import_module("replicate.helpers").FileOutput
        with target.open("wb") as file:
            file.writelines(output(f"{self.base}/file/{megabytes}.mp4", self.client))


class Fal:
    """submit(), then get() of its handle."""

    start: ClassVar = "import fal_client.client as fal"
    rest: ClassVar = (
        "fal.QUEUE_URL_FORMAT = BASE + '/'; fal.SyncClient(key='k').submit('fal/video', arguments={'prompt': 'x'})"
    )
    asked: ClassVar[dict[str, Any]] = {"arguments": {"prompt": "a red fox in snow"}}

    def __init__(self, base: str, *, is_async: bool) -> None:
        module: Any = importlib.import_module("fal_client.client")
        module.QUEUE_URL_FORMAT = base + "/"  # its hosts are constants with https
        self.client: Any = (module.AsyncClient if is_async else module.SyncClient)(key=KEY)

    def call(self) -> Any:
        """Make one paid call."""
        return self.client.submit("fal/video", **self.asked)

    async def acall(self) -> Any:
        """Make one paid call on a loop."""
        return await self.client.submit("fal/video", **self.asked)

    async def job(self) -> None:
        """Run one job to its end."""
        made = await self.acall()
        result = await made.get(interval=INTERVAL)
        _finished(bool(result["video"]["url"]), True)


class Runway:
    """text_to_video.create(), then wait_for_task_output()."""

    start: ClassVar = "import runwayml"
    rest: ClassVar = (
        "runwayml.RunwayML(api_key='k', base_url=BASE)"
        ".text_to_video.create(model='veo3.1', prompt_text='x', ratio='1280:720')"
    )
    asked: ClassVar = {"model": "veo3.1", "prompt_text": "a red fox in snow", "ratio": "1280:720"}

    def __init__(self, base: str, *, is_async: bool) -> None:
        module: Any = importlib.import_module("runwayml")
        polling: Any = importlib.import_module("runwayml.lib.polling")
        polling.POLL_TIME, polling.POLL_JITTER = INTERVAL, 0
        self.client: Any = (module.AsyncRunwayML if is_async else module.RunwayML)(api_key=KEY, base_url=base)

    def call(self) -> Any:
        """Make one paid call."""
        return self.client.text_to_video.create(**self.asked)

    async def acall(self) -> Any:
        """Make one paid call on a loop."""
        return await self.client.text_to_video.create(**self.asked)

    async def job(self) -> None:
        """Run one job to its end."""
        made = await self.acall()
        result = await made.wait_for_task_output()
        _finished(result.status, "SUCCEEDED")


class Luma:
    """generations.create(), then the loop of its published examples; the library has none."""

    start: ClassVar = "import lumaai"
    rest: ClassVar = "lumaai.LumaAI(auth_token='k', base_url=BASE + '/dream-machine/v1').generations.create(model='ray-2', prompt='x')"
    asked: ClassVar = {"model": "ray-2", "prompt": "a red fox in snow"}

    def __init__(self, base: str, *, is_async: bool) -> None:
        module: Any = importlib.import_module("lumaai")
        kind = module.AsyncLumaAI if is_async else module.LumaAI
        self.client: Any = kind(auth_token=KEY, base_url=base + "/dream-machine/v1")

    def call(self) -> Any:
        """Make one paid call."""
        return self.client.generations.create(**self.asked)

    async def acall(self) -> Any:
        """Make one paid call on a loop."""
        return await self.client.generations.create(**self.asked)

    async def job(self) -> None:
        """Run one job to its end."""
        made = await self.acall()
        found = await self.client.generations.get(id=made.id)
        while found.state != "completed":
            await asyncio.sleep(INTERVAL)
            found = await self.client.generations.get(id=made.id)
        _finished(bool(found.assets.video), True)


class OpenAI:
    """videos.create(), then videos.poll()."""

    start: ClassVar = "import openai"
    rest: ClassVar = (
        "import warnings; warnings.simplefilter('ignore')\n"
        "openai.OpenAI(api_key='k', base_url=BASE + '/v1').videos.create(model='sora-2', prompt='x')"
    )
    asked: ClassVar = {"model": "sora-2", "prompt": "a red fox in snow"}

    def __init__(self, base: str, *, is_async: bool) -> None:
        warnings.simplefilter("ignore", DeprecationWarning)  # Sora is closed; its helpers are still the library's
        module: Any = importlib.import_module("openai")
        self.client: Any = (module.AsyncOpenAI if is_async else module.OpenAI)(api_key=KEY, base_url=base + "/v1")

    def call(self) -> Any:
        """Make one paid call."""
        return self.client.videos.create(**self.asked)

    async def acall(self) -> Any:
        """Make one paid call on a loop."""
        return await self.client.videos.create(**self.asked)

    async def job(self) -> None:
        """Run one job to its end."""
        made = await self.acall()
        found = await self.client.videos.poll(made.id, poll_interval_ms=int(INTERVAL * 1000))
        _finished(found.status, "completed")

    def bring(self, megabytes: int, target: Path) -> None:
        """Bring a file, a chunk at a time."""
        with self.client.videos.with_streaming_response.download_content(str(megabytes)) as answer:
            answer.stream_to_file(target)


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
POLLERS = {"replicate": 0.5, "fal-client": 0.1, "runwayml": 6.0, "openai": 1.0}
"""Seconds between two looks where a peer is left to its defaults; lumaai leaves the loop to its users."""
LOOKS_AT_ONCE = ("fal-client", "openai")
"""Peers whose first look comes at once; the others sleep first."""
