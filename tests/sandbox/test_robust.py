"""Values of a wrong kind in every field of every operation: the answer is the vendor's, no fault of the sandbox."""

from __future__ import annotations

import random
from typing import Any

from starlette.testclient import TestClient

from reelscore.sandbox.app import App
from reelscore.sandbox.engine import Engine, Settings
from reelscore.sandbox.schemas import operations
from reelscore.sandbox.vendors import BASE_PREFIXES

VALUES: list[Any] = [
    *(None, True, -1, 5, 10**25, 0.5, "", "v6", "x" * 6_000, "https://example.com/a.mp3"),
    *([], [1], ["a"], [{}], {}, [{"img_id": 1, "duration": "x"}] * 3, {"type": 7}),
]
ROWS = {
    (vendor, host): operations(vendor, host)
    for vendor, host in (("pixverse", "pixverse.ai"), ("suno", "kie.ai"), ("suno", "sunoapi.org"), ("kie", "kie.ai"))
}
FIELDS = sorted({field for rows in ROWS.values() for row in rows.values() for field in row.schema["properties"]})
PATHS = sorted({f"/{BASE_PREFIXES[host]}{row.path}" for (_, host), rows in ROWS.items() for row in rows.values()})
JOBS = [name for name in ROWS["suno", "kie.ai"] if "/" in name]
HEADERS = {"api-key": "sandbox-business", "authorization": "Bearer sandbox-business"}


def test_no_body_makes_the_sandbox_answer_with_a_fault_of_its_own() -> None:
    chance, faults = random.Random(0), dict[str, Any]()
    http = TestClient(App(Engine(Settings(speed=0, strict_references=False, rate_limit=0))), headers=HEADERS)
    for number, path in enumerate(PATHS * 2):
        many = {field: chance.choice(VALUES) for field in FIELDS}
        few = {field: many[field] for field in chance.sample(FIELDS, 12)}
        jobs = {"model": chance.choice(JOBS), "input": many}
        body = jobs if path.endswith("createTask") else chance.choice([many, few])
        answer = http.post(path, json=body, headers={"ai-trace-id": str(number)})
        if answer.status_code >= 500:
            faults[path] = (body, answer.text)

    assert faults == {}
