"""Many requests: keys, callbacks and files for each, the same in both flavours; a break ends at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import reelscore as rs
from reelscore.client.task import Outcome
from reelscore.sandbox import Sandbox, running

SONGS = [rs.suno.Generate(prompt=f"fox {number}", model="V5") for number in range(2)]
LYRICS = rs.suno.Lyrics(prompt="a fox")
Run = Callable[..., list[tuple[Any, Outcome[Any]]]]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running(speed=600) as server:
        yield server


@pytest.fixture(params=["blocking", "async"])
def run_all(request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path: Path) -> Run:
    """Runs requests to their end in one flavour, on a ledger of the test's own."""
    options: dict[str, Any] = {"sandbox": sandbox, "ledger": tmp_path / "ledger.sqlite", "api_key": "sandbox-business"}

    def blocking(requests: Any, **more: Any) -> list[Any]:
        with rs.Suno(**options) as client:
            return list(client.run_all(requests, **more))

    async def gathered(requests: Any, more: Any) -> list[Any]:
        async with rs.AsyncSuno(**options) as client:
            return [each async for each in client.run_all(requests, **more)]

    return blocking if request.param == "blocking" else lambda requests, **more: asyncio.run(gathered(requests, more))


def ids(found: list[tuple[Any, Outcome[Any]]]) -> dict[Any, str]:
    return {request.prompt: outcome.task.id for request, outcome in found}


def test_a_batch_is_paid_for_once_whatever_is_moved_or_inserted(run_all: Run, tmp_path: Path) -> None:
    first = run_all([SONGS[0], SONGS[1], SONGS[0]], key="foxes", wait=False)
    new = rs.suno.Generate(prompt="a new one", model="V5")
    again = run_all([new, SONGS[1], SONGS[0], SONGS[0]], key="foxes", wait=False)

    paid = rs.Ledger(tmp_path / "ledger.sqlite").tasks()
    assert len({outcome.task.id for _, outcome in first}) == 3
    assert len(paid) == 4
    assert {outcome.task.id for _, outcome in first} < {outcome.task.id for _, outcome in again}


def test_a_function_gives_each_request_its_key(run_all: Run, tmp_path: Path) -> None:
    run_all(SONGS, key=lambda request: f"order {request.prompt}", wait=False)

    keys = {row.key for row in rs.Ledger(tmp_path / "ledger.sqlite").tasks()}
    assert keys == {"order fox 0", "order fox 1"}


def test_each_request_is_told_of_and_its_files_are_saved_with_a_json(run_all: Run, tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []
    found = run_all(
        SONGS,
        on_submitted=lambda request, task: told.append((request.prompt, task.id)),
        on_progress=lambda request, progress: told.append((request.prompt, str(progress.state))),
        save_to=tmp_path / "out",
    )

    for request, outcome in found:
        sidecar = json.loads((tmp_path / "out" / f"{request.prompt}-{outcome.task.id}.json").read_text())
        names = [path.name for path in outcome.files]
        assert outcome.get().tracks
        assert [path.suffix for path in outcome.files] == [".mp3", ".mp3"]
        assert {each["name"] for each in sidecar["files"]} >= set(names)
        assert (sidecar["operation"], sidecar["request"]["prompt"]) == ("suno.generate", request.prompt)
        assert {(request.prompt, outcome.task.id), (request.prompt, "succeeded")} < set(told)
    assert [row.saved is not None for row in rs.Ledger(tmp_path / "ledger.sqlite").tasks()] == [True, True]


def test_what_is_run_again_brings_no_file_twice(run_all: Run, tmp_path: Path) -> None:
    options: dict[str, Any] = {"key": "foxes", "save_to": tmp_path / "out"}
    first = run_all(SONGS[:1], **options)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    again = run_all(SONGS[:1], **options)

    assert again[0][1].files == first[0][1].files
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()} == before


def test_words_are_saved_like_files(run_all: Run, tmp_path: Path) -> None:
    [(_, outcome)] = run_all([LYRICS], save_to=tmp_path / "out")

    assert [path.suffix for path in outcome.files] == [".txt"]
    assert outcome.get().texts[0].text in outcome.files[0].read_text()


def test_a_task_whose_files_do_not_come_keeps_its_result_and_its_name(run_all: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    [(_, outcome)] = run_all(SONGS[:1], save_to=out, on_submitted=lambda *_: out.write_text("no folder"))

    assert isinstance(outcome.error, rs.errors.ConfigurationError)
    assert outcome.result is not None
    assert (outcome.result.tracks[0].task.id, outcome.files) == (outcome.task.id, ())


def test_a_callback_that_fails_stops_nothing(run_all: Run) -> None:
    def fails(*_: object) -> None:
        raise ValueError("no")

    assert [outcome.ok for _, outcome in run_all(SONGS[:1], on_submitted=fails, on_progress=fails)] == [True]


@pytest.mark.parametrize("flavour", ["blocking", "async"])
def test_a_break_leaves_tasks_that_never_end_and_they_stay_in_the_ledger(
    sandbox: Sandbox, tmp_path: Path, *, flavour: str
) -> None:
    """The tasks would never end, so that only a break that waits for none of them lets this test end."""
    options: dict[str, Any] = {"sandbox": sandbox, "ledger": tmp_path / "ledger.sqlite", "api_key": "sandbox-business"}
    _ = sandbox.fault("stuck", operation="generate", times=2)
    voices = [*SONGS, LYRICS]

    async def broken_off() -> None:
        async with rs.AsyncSuno(**options) as client:
            async for request, _ in client.run_all(voices):
                assert request is LYRICS
                break

    if flavour == "async":
        asyncio.run(broken_off())
    else:
        with rs.Suno(**options) as client:
            for request, _ in client.run_all(voices):
                assert request is LYRICS
                break

    found = rs.Ledger(tmp_path / "ledger.sqlite").tasks()
    assert {row.operation for row in found if row.status.open and row.task_id} == {"generate"}
