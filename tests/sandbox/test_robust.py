"""Whatever arrives, the answer is the vendor's: no body makes the sandbox stumble."""

from __future__ import annotations

import random
from typing import Any

import httpx
import pytest

from reelscore.sandbox import running
from reelscore.sandbox.schemas import operations

VALUES: list[Any] = [
    *(None, True, -1, 5, 10**25, 0.5, "", "v6", "x" * 6_000, "https://example.com/a.mp3"),
    *([], [1], ["a"], [{}], {}, [{"img_id": 1, "duration": "x"}] * 3, {"type": 7}),
]
HOSTS = {"pixverse.ai": "pixverse", "kie.ai": "kie", "sunoapi.org": "sunoapi"}
ROWS = {host: operations("pixverse" if host == "pixverse.ai" else "suno", host) for host in HOSTS}
FIELDS = sorted({field for rows in ROWS.values() for row in rows.values() for field in row.schema["properties"]})
PATHS = sorted({f"{HOSTS[host]}{row.path}" for host, rows in ROWS.items() for row in rows.values()})
JOBS = [name for name in ROWS["kie.ai"] if "/" in name]
HEADERS = {"API-KEY": "sandbox-business", "Authorization": "Bearer sandbox-business"}


def _bodies(chance: random.Random) -> list[dict[str, Any]]:
    many = {field: chance.choice(VALUES) for field in FIELDS}
    few = {field: many[field] for field in chance.sample(FIELDS, 12)}
    jobs = {"model": chance.choice(JOBS), "input": many}
    return [many, few, jobs]


@pytest.mark.parametrize("seed", range(3))
def test_no_body_makes_the_sandbox_answer_with_a_fault_of_its_own(seed: int) -> None:
    chance, codes = random.Random(seed), set[Any]()
    with running(speed=0, strict_references=False, rate_limit=0) as sandbox, httpx.Client(headers=HEADERS) as http:
        for path in PATHS:
            for number, body in enumerate(_bodies(chance)):
                trace = {"Ai-trace-id": f"{path}-{number}"}
                answer = http.post(f"{sandbox.url}/{path}", json=body, headers=trace).json()
                codes.add(answer.get("ErrCode", answer.get("code")))

    assert codes
    assert not codes & {99999, 500}
