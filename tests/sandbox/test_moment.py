"""An answer is true of one moment, however the clock turns while it is written."""

from __future__ import annotations

from typing import Any

import anyio
import httpx

from reelscore.sandbox.app import App
from reelscore.sandbox.clock import Clock
from reelscore.sandbox.engine import Engine, Settings
from tests.sandbox.callers import FOX, SONG

KEYS = {"API-KEY": "sandbox-key", "Authorization": "Bearer sandbox-key", "Ai-trace-id": "one"}


class HastyClock(Clock):
    """A clock that moves on whenever it is read."""

    def now(self) -> float:
        """Return the time, a second later than the last one."""
        self.advance(1)
        return super().now()


async def _ask(path: str, *, body: dict[str, Any], status: str, key: str) -> list[dict[str, Any]]:
    """Start a task and look at it until long after its end."""
    engine = Engine(Settings(speed=0))
    engine.clock = HastyClock(0)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(App(engine)), headers=KEYS) as http:
        made = (await http.post(f"http://sandbox.invalid{path}", json=body)).json()
        task = (made.get("Resp") or made.get("data"))[key]
        looks = [(await http.get(f"http://sandbox.invalid{status}{task}")).json() for _ in range(120)]
    return [look.get("Resp") or look.get("data") or {} for look in looks]


def test_a_song_that_has_succeeded_always_has_both_of_its_files() -> None:
    looks = anyio.run(
        lambda: _ask("/kie/generate", body=SONG, status="/kie/generate/record-info?taskId=", key="taskId")
    )
    wanted = {"PENDING": [], "TEXT_SUCCESS": [0, 0], "FIRST_SUCCESS": [1, 0], "SUCCESS": [1, 1]}
    told = {
        (look["status"], *(bool(track["audioUrl"]) for track in (look["response"] or {}).get("sunoData", [])))
        for look in looks
        if look
    }

    assert told == {(status, *map(bool, files)) for status, files in wanted.items()}


def test_a_video_that_has_succeeded_always_has_its_link() -> None:
    looks = anyio.run(
        lambda: _ask("/pixverse/video/text/generate", body=FOX, status="/pixverse/video/result/", key="video_id")
    )

    assert {(look["status"] == 1, bool(look["url"])) for look in looks if look} == {(False, False), (True, True)}
