"""Polls per job and seconds until its end is seen, on simulated durations: reelscore's own flow and the optimum.

Durations are log-normal about a minute. A poll takes no time. The optimum polls at the density that the true hazard
asks for, scaled to the mean delay of the schedule that it is compared with.
"""

from __future__ import annotations

import json
import math
import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

MEDIAN_SECONDS = 60.0
STEPS, WIDTHS = 2_000, 4.5
WARMING = 40
"""Jobs before the first that counts, so that the ledger knows durations."""


class Cost(NamedTuple):
    looks: float
    """Polls per job."""
    late: float
    """Seconds from the end of a job to the poll that saw it."""
    most: float = 0.0
    """Polls of one job in a second, at most."""


def durations(count: int, spread: float, *, seed: int) -> list[float]:
    draw = random.Random(seed)
    return [MEDIAN_SECONDS * math.exp(draw.gauss(0.0, spread)) for _ in range(count)]


def ours(jobs: Sequence[float]) -> Cost:
    """Wait for one job after the other with the library's flow, which learns from how long the last ones took."""
    known: list[float] = []
    ages = [polled(seconds, known) for seconds in jobs]
    counted = list(zip(ages, jobs, strict=True))[min(WARMING, len(jobs) // 2) :]
    most = max((1 / (after - before) for polls, _ in counted for before, after in pairwise(polls)), default=0.0)
    late = sum(polls[-1] - seconds for polls, seconds in counted)
    return Cost(sum(len(polls) for polls, _ in counted) / len(counted), late / len(counted), most)


def polled(seconds: float, known: list[float]) -> list[float]:
    """Play ``reelscore.flows.polling.wait`` for a job that takes so long; return the ages at which it polled."""
    from reelscore.effects import HttpResponse, LedgerJob, Now, Send, Sleep
    from reelscore.flows.context import ClientContext
    from reelscore.flows.polling import TaskRef, WaitOptions, wait
    from reelscore.vendors.family import find_family

    family = find_family("pixverse", "pixverse.ai")
    task = TaskRef(operation="text_to_video", task_id="1", just_submitted=True)
    options = WaitOptions(schedule=family.schedule(task.operation))
    flow: Any = wait(task, ClientContext(family=family, account="bench"), options=options)
    now, ages, effect = 0.0, list[float](), next(flow)
    while True:
        answer: Any = None
        if isinstance(effect, Sleep):
            answer = now = now + effect.seconds
        elif isinstance(effect, Now):
            answer = now
        elif isinstance(effect, Send):
            ages.append(now)
            told = {"id": 1, "status": 1 if now >= seconds else 5, "url": "https://media.example/1.mp4"}
            body = {"ErrCode": 0, "ErrMsg": "success", "Resp": told}
            answer = HttpResponse(status=200, content=json.dumps(body).encode())
        elif isinstance(effect, LedgerJob):
            answer = known[:-21:-1]
        try:
            effect = flow.send(answer)
        except StopIteration:
            known.append(ages[-1])
            return ages


def seen(ages: Sequence[float], jobs: Sequence[float]) -> Cost:
    """Return what polls at these ages cost."""
    index = [bisect_left(ages, seconds) for seconds in jobs]
    late = sum(ages[number] - seconds for number, seconds in zip(index, jobs, strict=True))
    return Cost(sum(index) / len(jobs) + 1, late / len(jobs))


def optimum(jobs: Sequence[float], spread: float, *, late: float) -> Cost:
    """Return the cost of the hazard-optimal schedule whose mean delay is *late* on these jobs."""
    grid = list(_density(spread, longest=max(jobs)))
    low, high = 0.01, 100.0
    for _ in range(24):
        scale = math.sqrt(low * high)
        low, high = (scale, high) if seen(_ages(grid, scale), jobs).late > late else (low, scale)
    return seen(_ages(grid, high), jobs)


def _density(spread: float, *, longest: float) -> Iterator[tuple[float, float]]:
    """Yield ages and the integral of the root of the hazard until there."""
    total, before = 0.0, 0.0
    start, end = -WIDTHS * spread, max(WIDTHS * spread, math.log(2 * longest / MEDIAN_SECONDS))
    for number in range(STEPS + 1):
        z = (start + (end - start) * number / STEPS) / spread
        age = MEDIAN_SECONDS * math.exp(z * spread)
        density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi) / spread / age
        total += math.sqrt(density / (math.erfc(z / math.sqrt(2)) / 2)) * (age - before) if number else 0.0
        before = age
        yield age, total


def _ages(grid: Sequence[tuple[float, float]], scale: float) -> list[float]:
    ages: list[float] = []
    for (start, before), (end, after) in pairwise(grid):
        while (wanted := (len(ages) + 1) / scale) <= after:
            ages.append(start + (end - start) * (wanted - before) / (after - before))
    return [*ages, grid[-1][0]]


def cost(subject: str, spread: float, *, draws: int, seed: int) -> Cost:
    """Return what polls cost the library ("ours"), or the hazard-optimal schedule with the library's mean delay."""
    jobs = durations(draws, spread, seed=seed)
    own = ours(jobs)
    return own if subject == "ours" else optimum(jobs, spread, late=own.late)
