"""A sandbox and workers as processes of their own, so that they can be killed: ``python -m tests.durable.shop ...``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from reelscore.durable import Batch
from reelscore.ledger.budget import Budget
from reelscore.pixverse import Extend, TextToVideo

ROOT = Path(__file__).resolve().parents[2]
KEY = "sandbox-business"
SLOTS = 15
_PATHS = os.pathsep.join([str(ROOT), str(ROOT / "facade"), str(ROOT / "generated")])
ENVIRONMENT = os.environ | {"PYTHONPATH": _PATHS, "PYTHONUNBUFFERED": "1"}


@attrs.frozen
class Elsewhere:
    """A sandbox in another process, as clients want it."""

    ready: dict[str, str]
    speed: float

    def base_url(self, host_name: str, /) -> str:
        """Return where a host is."""
        return self.ready[_named(host_name)]

    def upload_url(self, host_name: str, /) -> str:
        """Return where it takes files."""
        return self.ready.get(f"{_named(host_name)}_upload", self.ready["pixverse"])

    def control(self, path: str, body: Any = None) -> Any:
        """Ask or tell the sandbox itself."""
        root = self.ready["pixverse"].rsplit("/", 1)[0]
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(  # noqa: S310 - on the loopback address
            f"{root}/_sandbox{path}", data=data, headers={"content-type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - as above
            return json.loads(answer.read())

    def charges(self, host: str = "pixverse.ai") -> Counter[str]:
        """Count the vendor's charges by task."""
        return Counter(line["task"] for line in self.control(f"/books?host={host}&key={KEY}") if line["kind"] == "hold")


def _named(host: str) -> str:
    return {"pixverse.ai": "pixverse", "pixverseai.cn": "pixverse_cn", "kie.ai": "kie", "sunoapi.org": "sunoapi"}[host]


@contextmanager
def sandbox(*, speed: float, seed: int = 7) -> Generator[Elsewhere]:
    """Run a sandbox in a process of its own."""
    command = [sys.executable, "-m", "reelscore.sandbox", "--speed", str(speed), "--seed", str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=ENVIRONMENT, text=True) as process:
        try:
            assert process.stdout is not None
            yield Elsewhere(json.loads(process.stdout.readline()), speed)
        finally:
            process.kill()


class Workers:
    """Worker processes, by name."""

    def __init__(self, ledger: str, sandbox: Elsewhere, folder: Path) -> None:
        self.ledger, self.sandbox, self.folder = ledger, sandbox, folder
        self.processes: dict[str, subprocess.Popen[str]] = {}

    def start(self, name: str, **options: Any) -> subprocess.Popen[str]:
        """Start one and return when it takes jobs."""
        told = {
            "ledger": self.ledger,
            "ready": self.sandbox.ready,
            "speed": self.sandbox.speed,
            "name": name,
            **options,
        }
        with (self.folder / f"{name}.log").open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.durable.shop", json.dumps(told)],
                env=ENVIRONMENT, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip
        self.processes[name] = process
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", self.log(name)
        return process

    def kill(self, name: str) -> None:
        """Kill one, as a power cut would."""
        process = self.processes.pop(name)
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()

    def log(self, name: str) -> str:
        """Read what one said."""
        return (self.folder / f"{name}.log").read_text()

    def close(self) -> None:
        """Kill all."""
        for name in list(self.processes):
            self.kill(name)


def clip(number: int) -> TextToVideo:
    """Make a request of 90 credits."""
    return TextToVideo(
        prompt=f"a red fox in snow, take {number}", model="v5.6", duration=8, quality="720p", aspect_ratio="16:9"
    )


def film(name: str, *, jobs: int, longer: int) -> Batch:
    """Make a batch whose budget is exactly what it costs; the first *longer* jobs have a second paid step."""
    priced = _film(name, jobs=jobs, longer=longer, budget=None)
    return _film(name, jobs=jobs, longer=longer, budget=Budget(sum(priced.total().credits.values())))


def _film(name: str, *, jobs: int, longer: int, budget: Budget | None) -> Batch:
    batch = Batch(name, budget=budget)
    for number in range(jobs):
        made = batch.add(clip(number), key=f"clip-{number}")
        if number < longer:
            request = Extend(source_video_id=made.id, prompt="it runs", model="v5", duration=5, quality="540p")
            batch.add(request, key=f"longer-{number}")
    return batch


def main() -> None:
    """Work until killed."""
    from reelscore.durable import Worker
    from reelscore.pixverse import AsyncPixVerse
    from reelscore.suno import AsyncSuno

    told = json.loads(sys.argv[1])
    place = Elsewhere(told["ready"], told["speed"])
    common: dict[str, Any] = {"sandbox": place, "api_key": KEY, "environment": {}}
    clients = [
        AsyncPixVerse(**common, slots=told.get("slots", SLOTS)),
        AsyncSuno(**common, host="kie.ai", callback_url=told.get("callback_url")),
    ]
    look = told.get("look_seconds", 1.0)
    with Worker(told["ledger"], clients, name=told["name"], poll_seconds=0.2, look_seconds=look):
        print("ready", flush=True)  # noqa: T201 - whoever started it waits for this
        sys.stdin.read() if not sys.stdin.closed else None
        import threading

        threading.Event().wait()


if __name__ == "__main__":
    main()
