"""How many looks a job costs and how late its end is seen, on simulated durations: learned, fixed and optimal schedules."""

from __future__ import annotations

import argparse
import heapq
import json
import math
import random
import sys
import time
import tracemalloc
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from reelscore.effects import Effect, Flow, HttpResponse, Send, Sleep
from reelscore.flows.context import ClientContext
from reelscore.flows.polling import TaskRef, WaitOptions, wait
from reelscore.learning import Cell, learned, look_ages
from reelscore.results import Progress
from reelscore.vendors.host import find_host
from reelscore.vendors.schedule import Schedule

MEDIAN_SECONDS = 60.0
SPREADS = (0.3, 0.6)
FIXED = (1.0, 3.0, 5.0, 10.0, 30.0)
DRAWS = 40_000
HISTORIES = (8, 20, 100)
ADVICE = Schedule(first=5.0, steps=(3.0, 4.0, 5.0), ceiling=5.0)
"""PixVerse's: what is done before anything is known."""
_LIMIT = 1.15
_CELLS, _WIDTHS = 600, 4.5
_SEARCHES = 20


class Cost(NamedTuple):
    """What a schedule costs, per job."""

    looks: float
    delay: float
    """Seconds from the end of a job to the look that saw it."""


def durations(count: int, spread: float, *, seed: int, factor: float = 1.0) -> list[float]:
    """Draw log-normal durations in seconds about the median."""
    draw = random.Random(seed)
    return [factor * MEDIAN_SECONDS * math.exp(draw.gauss(0.0, spread)) for _ in range(count)]


def simulated(schedule: Schedule, jobs: Sequence[float]) -> Cost:
    """Wait for each job as ``waiting.wait`` does, on a clock of its own; a look takes no time."""
    longest, ages = max(jobs), list[float]()
    at = 0.0
    while at < longest:
        at += schedule.pause(len(ages), waited=at)
        ages.append(at)
    return looked_at(ages, jobs)


def looked_at(ages: Sequence[float], jobs: Sequence[float]) -> Cost:
    """Count looks at these ages until each job is seen ended."""
    seen = [bisect_left(ages, seconds) for seconds in jobs]
    late = sum(ages[index] - seconds for index, seconds in zip(seen, jobs, strict=True))
    return Cost(sum(seen) / len(jobs) + 1, late / len(jobs))


def optimal(delay: float, spread: float, *, longest: float) -> list[float]:
    """Give the ages of looks by the hazard of the true distribution, for about this mean delay in seconds."""
    ages = list(look_ages(list(_true_cells(spread)), delay))
    step = ages[-1] - ages[-2]
    while ages[-1] < longest:
        ages.append(ages[-1] + step)
    return ages


def optimal_looks(jobs: Sequence[float], *, delay: float, spread: float) -> float:
    """Give the looks per job of the hazard-optimal schedule whose measured mean delay is the same."""
    low, high, longest = delay / 4, delay * 4, max(jobs)
    for _ in range(_SEARCHES):
        middle = math.sqrt(low * high)
        found = looked_at(optimal(middle, spread, longest=longest), jobs)
        low, high = (middle, high) if found.delay < delay else (low, middle)
    return looked_at(optimal(low, spread, longest=longest), jobs).looks


def _true_cells(spread: float) -> Iterator[Cell]:
    center, reach = math.log(MEDIAN_SECONDS), _WIDTHS * spread
    edges = [math.exp(center - reach + 2 * reach * number / _CELLS) for number in range(_CELLS + 1)]
    left = [math.erfc((math.log(edge) - center) / spread / math.sqrt(2)) / 2 for edge in edges]
    for (start, before), (end, after) in pairwise(zip(edges, left, strict=True)):
        yield Cell(start=start, end=end, ending=before - after, hazard=math.log(before / after) / (end - start))


def schedules(spread: float) -> Iterator[tuple[str, Schedule]]:
    """Give every schedule that is compared, by name."""
    for seconds in FIXED:
        yield f"fixed {seconds:g} s", Schedule(first=seconds, steps=(seconds,))
    yield "vendor's advice", ADVICE
    for count in HISTORIES:
        yield f"learned from {count}", from_history(count, spread)


def from_history(count: int, spread: float, *, seed: int = 7) -> Schedule:
    """Learn from draws of the same kind."""
    return learned(durations(count, spread, seed=seed), ADVICE, polls_per_second=3.0)


def ratio(spread: float, *, histories: int = 5, draws: int = DRAWS) -> float:
    """Give learned looks over optimal ones at the same delay, the mean over several histories."""
    pairs = [measured(spread, draws=draws, seed=2 * seed) for seed in range(histories)]
    return sum(ours.looks / best.looks for ours, best in pairs) / histories


def measured(spread: float, *, draws: int, seed: int) -> tuple[Cost, Cost]:
    """Give what a learned schedule costs, and the optimum at the same delay."""
    jobs = durations(draws, spread, seed=seed)
    ours = simulated(from_history(100, spread, seed=seed + 1), jobs)
    return ours, Cost(optimal_looks(jobs, delay=ours.delay, spread=spread), ours.delay)


def closed_loop(factors: Sequence[float], *, spread: float = 0.3, each: int = 200) -> Iterator[tuple[float, Cost]]:
    """Run jobs that learn from what was seen of those before, while the vendor gets slower and faster.

    A duration is known only as the time between two looks, as in life. Yields each factor with the cost of its last half.
    """
    known: list[float] = []
    for number, factor in enumerate(factors):
        costs = list[Cost]()
        for seconds in durations(each, spread, seed=number, factor=factor):
            schedule = learned(known[:-101:-1], ADVICE, polls_per_second=3.0)
            age, looks, before = 0.0, 0, 0.0
            while age < seconds:
                before, age = age, age + schedule.pause(looks, waited=age)
                looks += 1
            known.append(age - min((age - before) / 2, 0.2 * age))
            costs.append(Cost(looks, age - seconds))
        late = costs[each // 2 :]
        yield factor, Cost(sum(cost.looks for cost in late) / len(late), sum(cost.delay for cost in late) / len(late))


def exponent(run: Callable[[int], object], sizes: Sequence[int] = (2_500, 5_000, 10_000)) -> float:
    """Give the power by which the time of *run* grows with its size; 1 is linear. The best of three runs counts."""
    points = [(math.log(size), math.log(min(_timed(run, size) for _ in range(3)))) for size in sizes]
    mean_x, mean_y = (sum(column) / len(points) for column in zip(*points, strict=True))
    top = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return float(top / sum((x - mean_x) ** 2 for x, _ in points))


def _timed(run: Callable[[int], object], size: int) -> float:
    started = time.process_time()
    run(size)
    return time.process_time() - started


def wait_for_all(count: int) -> int:
    """Wait for many jobs at once with the flows of the package, on a virtual clock; gives the number of looks."""
    schedule = from_history(100, 0.3)
    ends = durations(count, 0.3, seed=3)
    terms = ClientContext(host=find_host("pixverse.ai"), account="bench")
    flows = [_waiting(str(number), terms, schedule=schedule) for number in range(count)]
    queue = [(0.0, number, next(flow)) for number, flow in enumerate(flows)]
    heapq.heapify(queue)
    looks = 0
    while queue:
        now, number, effect = heapq.heappop(queue)
        looks += isinstance(effect, Send)
        try:
            following = flows[number].send(_answer(effect, now, ended=now >= ends[number]))
        except StopIteration:
            continue
        later = now + (following.seconds if isinstance(following, Sleep) else 0.0)
        heapq.heappush(queue, (later, number, following))
    return looks


def _waiting(task_id: str, terms: ClientContext, *, schedule: Schedule) -> Flow[Progress[Any]]:
    target = TaskRef(operation="text_to_video", task_id=task_id, fresh=True)
    return wait(target, terms, watch=WaitOptions(schedule=schedule))


def _answer(effect: Effect[Any], now: float, *, ended: bool) -> Any:
    if isinstance(effect, Sleep):
        return now
    return _LOOKS[ended] if isinstance(effect, Send) else None


def _look(status: int) -> HttpResponse:
    told = {
        "ErrCode": 0,
        "ErrMsg": "success",
        "Resp": {"id": 1, "status": status, "url": "https://media.example/1.mp4"},
    }
    return HttpResponse(status=200, content=json.dumps(told).encode())


_LOOKS = {False: _look(5), True: _look(1)}


def peak_bytes(count: int) -> int:
    """Give the most memory that waiting for so many jobs holds at once."""
    tracemalloc.start()
    wait_for_all(count)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def main(arguments: Sequence[str] = ()) -> int:
    """Print the tables; exit code 1 when looks pass their budget."""
    parser = argparse.ArgumentParser(prog="_bench_polls.py", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer draws, and no growth")
    options = parser.parse_args(arguments)
    draws = DRAWS // 10 if options.quick else DRAWS
    ratios = [print_table(spread, draws=draws) for spread in SPREADS]
    print_loop()
    if not options.quick:
        print_growth()
    return int(max(ratios) > _LIMIT)


def print_table(spread: float, *, draws: int) -> float:
    """Print what each schedule costs for one spread; gives learned looks over optimal ones."""
    jobs = durations(draws, spread, seed=1)
    print(f"spread {spread}: {draws:,} log-normal durations about {MEDIAN_SECONDS:g} s")
    print(f"  {'schedule':18} {'looks':>7} {'delay s':>8} {'optimal looks at that delay':>28} {'ratio':>6}")
    for name, schedule in schedules(spread):
        cost = simulated(schedule, jobs)
        best = optimal_looks(jobs, delay=cost.delay, spread=spread)
        print(f"  {name:18} {cost.looks:7.2f} {cost.delay:8.2f} {best:28.2f} {cost.looks / best:6.2f}", flush=True)
    mean = ratio(spread, draws=draws)
    print(f"  learned from 100, mean of five histories: {mean:.3f} x the optimum (limit {_LIMIT})")
    return mean


def print_loop() -> None:
    """Print what a vendor that changes its pace costs those who learn from what they saw."""
    print("learning from what was seen, spread 0.3, last 100 of 200 jobs at each pace")
    for factor, cost in closed_loop((1.0, 2.0, 1.0, 0.5, 4.0)):
        print(f"  {factor:g} x as slow: {cost.looks:6.2f} looks, {cost.delay:5.2f} s late", flush=True)


def memory_exponent(sizes: tuple[int, int] = (2_500, 10_000)) -> float:
    """Give the power by which the memory that waiting holds grows with the number of jobs."""
    small, large = sizes
    return math.log(peak_bytes(large) / peak_bytes(small)) / math.log(large / small)


def print_growth() -> None:
    """Print by which power time and memory grow with the number of jobs."""
    wait_for_all(100)  # so that imports are no part of it
    print(
        "2,500 to 10,000 jobs on a virtual clock: "
        f"time grows by the power {exponent(wait_for_all):.2f}, memory {memory_exponent():.2f}"
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
