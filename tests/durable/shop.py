"""A sandbox and workers as processes of their own, so that they can be killed: ``python -m tests.durable.shop ...``."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import urllib.request
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest

from reelscore import webhooks
from reelscore.durable import Batch
from reelscore.durable.dbos import engine_url
from reelscore.errors import ConfigurationError
from reelscore.ledger import Ledger
from reelscore.ledger.budget import Budget
from reelscore.pixverse import Extend, TextToVideo
from reelscore.suno import Generate, Suno

ROOT = Path(__file__).resolve().parents[2]
KEY = "sandbox-business"
SLOTS = 15
_PATHS = os.pathsep.join([str(ROOT), str(ROOT / "facade"), str(ROOT / "generated")])
ENVIRONMENT = os.environ | {"PYTHONPATH": _PATHS, "PYTHONUNBUFFERED": "1"}


def skip_without_engine(place: Path | str) -> None:
    """Skip a test where DBOS cannot stand beside a ledger; the message says what it lacks."""
    try:
        engine_url(Ledger(place))
    except ConfigurationError as error:
        pytest.skip(str(error))


@attrs.frozen
class Elsewhere:
    """A sandbox in another process, as clients want it."""

    ready: dict[str, str]
    speed: float
    earlier: frozenset[str] = frozenset()
    """Tasks of earlier tests."""

    def emptied(self) -> Elsewhere:
        """Return it without faults, and without what was charged before."""
        for what in ("/faults", "/requests"):
            self.control(what, method="DELETE")
        charged = [*self.charges(), *self.charges("kie.ai")]
        return attrs.evolve(self, earlier=self.earlier.union(charged))

    def base_url(self, host_name: str, /) -> str:
        """Return where a host is."""
        return self.ready[_named(host_name)]

    def upload_url(self, host_name: str, /) -> str:
        """Return where it takes files."""
        return self.ready.get(f"{_named(host_name)}_upload", self.ready["pixverse"])

    def control(self, path: str, body: Any = None, *, method: str | None = None) -> Any:
        """Ask or tell the sandbox itself."""
        root = self.ready["pixverse"].rsplit("/", 1)[0]
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(  # noqa: S310 - on the loopback address
            f"{root}/_sandbox{path}", data=data, headers={"content-type": "application/json"}, method=method
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - as above
            return json.loads(answer.read())

    def charges(self, host: str = "pixverse.ai") -> Counter[str]:
        """Count the vendor's charges by task."""
        lines = self.control(f"/books?host={host}&key={KEY}")
        return Counter(line["task"] for line in lines if line["kind"] == "hold" and line["task"] not in self.earlier)


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
        self.environment = ENVIRONMENT
        self.processes: dict[str, subprocess.Popen[str]] = {}

    def start(self, *names: str, **options: Any) -> None:
        """Start some at once, and return when all take jobs."""
        for name in names:
            told = {"ledger": self.ledger, "ready": self.sandbox.ready, "speed": self.sandbox.speed, "name": name}
            with (self.folder / f"{name}.log").open("a") as log:
                self.processes[name] = subprocess.Popen(
                    [sys.executable, "-m", "tests.durable.shop", json.dumps({**told, **options})],
                    env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True,
                )  # fmt: skip
        for name in names:
            stdout = self.processes[name].stdout
            assert stdout is not None
            assert stdout.readline() == "ready\n", self.log(name)

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


def songs(name: str, count: int) -> Batch:
    """Make a batch of songs on kie.ai, which takes 20 submissions in 10 s."""
    batch = Batch(name)
    for number in range(count):
        batch.add(Generate(prompt=f"a fox {number}", model="V5", custom_mode=False, instrumental=False), host="kie.ai")
    return batch


@contextmanager
def receiving(ledger: str, sandbox: Elsewhere) -> Generator[str]:
    """Receive kie.ai's webhooks in this process, into a ledger; the URL is for its clients elsewhere."""
    app = webhooks.asgi(Suno(host="kie.ai", sandbox=sandbox, api_key=KEY, ledger=ledger))
    with webhooks.running(app) as base:
        yield app.callback_url(base)


def main() -> None:
    """Work until killed, as a worker of ours or, with "application", inside a DBOS of somebody else."""
    from dbos import DBOS, DBOSConfig

    from reelscore.durable import Worker, register
    from reelscore.durable.dbos import engine_url
    from reelscore.ledger import find_ledger
    from reelscore.pixverse import AsyncPixVerse
    from reelscore.suno import AsyncSuno

    told = json.loads(sys.argv[1])
    place = Elsewhere(told["ready"], told["speed"])
    common: dict[str, Any] = {"sandbox": place, "api_key": KEY, "environment": {}}
    clients = [
        AsyncPixVerse(**common, slots=told.get("slots", SLOTS)),
        AsyncSuno(**common, host="kie.ai", callback_url=told.get("callback_url")),
    ]
    logging.basicConfig(format="%(message)s")
    logging.getLogger("reelscore.durable").setLevel("INFO")
    if "application" in told:
        url = engine_url(find_ledger(told["ledger"]))
        _ = DBOS(config=DBOSConfig(name=told["application"], system_database_url=url, log_level="WARNING"))
        listen = register(told["ledger"], clients)
        DBOS.launch()
        listen(told["application"])
    else:
        given: dict[str, Any] = {"poll_seconds": 0.2, "look_seconds": 1.0}
        given |= {name: told[name] for name in ("look_seconds", "at_once") if name in told}
        Worker(told["ledger"], clients, name=told["name"], **given).start()
    print("ready", flush=True)  # noqa: T201 - whoever started it waits for this
    threading.Event().wait()


if __name__ == "__main__":
    main()
