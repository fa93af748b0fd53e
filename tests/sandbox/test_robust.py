"""Whatever arrives, the answer is the vendor's: no body makes the sandbox stumble."""

from __future__ import annotations

import random
from typing import Any

import httpx
import pytest

from reelscore.sandbox import running
from reelscore.sandbox.pixverse.table import OPERATIONS as VIDEO_OPERATIONS
from reelscore.sandbox.suno.table import OPERATIONS as SONG_OPERATIONS

PLAIN: list[Any] = [
    None,
    True,
    -1,
    5,
    10**25,
    0.5,
    "",
    "v6",
    "x" * 6_000,
    "https://example.com/a.mp3",
    [],
    [1],
    ["a"],
    [{}],
    {},
]
VALUES = [*PLAIN, [{"img_id": 1, "duration": "x"}] * 3, {"type": 7}]
FIELDS = sorted(
    {field for table in (VIDEO_OPERATIONS, SONG_OPERATIONS) for row in table.values() for field in row.fields}
)
VIDEO_PATHS = [f"pixverse{row.path}" for row in VIDEO_OPERATIONS.values()]
PATHS = [*VIDEO_PATHS, *(f"{host}{row.path}" for row in SONG_OPERATIONS.values() for host in ("kie", "sunoapi"))]
HEADERS = {"API-KEY": "sandbox-business", "Authorization": "Bearer sandbox-business"}


def _bodies(chance: random.Random) -> list[dict[str, Any]]:
    many = {field: chance.choice(VALUES) for field in FIELDS}
    few = {field: many[field] for field in chance.sample(FIELDS, 12)}
    jobs = {"model": chance.choice([row.jobs for row in SONG_OPERATIONS.values()]), "input": many}
    return [many, few, jobs]


@pytest.mark.parametrize("seed", range(3))
def test_no_body_makes_the_sandbox_answer_with_a_fault_of_its_own(seed: int) -> None:
    chance, codes = random.Random(seed), set[Any]()
    with running(speed=0, strict_references=False, rate_limit=0) as sandbox, httpx.Client(headers=HEADERS) as http:
        for path in [*PATHS, "kie/jobs/createTask"]:
            for number, body in enumerate(_bodies(chance)):
                trace = {"Ai-trace-id": f"{path}-{number}"}
                answer = http.post(f"{sandbox.url}/{path}", json=body, headers=trace).json()
                codes.add(answer.get("ErrCode", answer.get("code")))

    assert codes
    assert not codes & {99999, 500}
