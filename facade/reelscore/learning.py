# pyright: reportUnusedCallResult=true
"""Schedules that follow from how long tasks took before: arithmetic, and the flow that asks the ledger now and then.

A look costs a request, a late look costs time. The least of both together has looks apart by √(2/(λ·h(t))), where h is
the hazard: how likely a task that still runs ends now. Hardly any look is needed while no task has ever ended, many are
where most do. λ is set by how late a look may be on average; how the durations spread decides the rest.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

import attrs

from reelscore.effects import Flow, LedgerJob, Sleep
from reelscore.errors import ReelscoreError
from reelscore.flows.context import ClientContext
from reelscore.ledger import reports
from reelscore.ledger.reports import Sought, size_of
from reelscore.vendors.schedule import Schedule

if TYPE_CHECKING:
    from reelscore.requests.request import Request

HANDFUL = 8
"""Durations from which on they are worth more than a vendor's advice."""
RECENT = 100
"""Newest durations that count: vendors change."""
LEAST_SECONDS = 2.0
"""Between looks at one task, unless the vendor itself advises more of them."""
LONGEST_SECONDS = 60.0
"""Between looks, the first included: partial results and new words should be seen, and a faster vendor noticed."""
_DELAY_SHARE = 1 / 24
_LONGEST_DELAY = 15.0
_PRIOR_SPREAD, _PRIOR_WEIGHT = 0.4, 2
_KERNELS, _CELLS = 40, 160
_NORMAL_MIDDLE = 1.349
"""Standard deviations between the quarters of a normal distribution."""
_KNOWN = 0.02
"""Share of tasks beyond which nothing is known."""
_MOST_AGES = 200
_KEPT_SECONDS = 300.0
logger = logging.getLogger("reelscore.learning")


@attrs.frozen(kw_only=True)
class Pupil:
    """A task that is about to be waited for."""

    operation: str
    task_id: str
    request: Request[Any] | None = None
    born: float | None = None
    """When it was submitted, by the client's clock; None for one that was not submitted here."""


Lessons = dict[Sought, tuple[float, Schedule]]
"""What one client has learned, and until when it is believed."""


def schedule_for(pupil: Pupil, terms: ClientContext, *, lessons: Lessons) -> Flow[Schedule]:
    """Tell when to look at a task: by what the ledger knows of tasks like it, else as the vendor advises.

    Yields:
        ``LedgerJob`` to read the ledger, once for some minutes and kind of task; others meanwhile go by what was known.
    """
    now = yield from Sleep(0)
    age = None if pupil.born is None else now - pupil.born
    advice = terms.host.schedule(pupil.operation)
    try:
        if age is None:
            age = yield from LedgerJob(partial(reports.age, host=terms.host.name, task_id=pupil.task_id))
        known = (
            advice if age is None else (yield from _lesson(_sought(pupil, terms), advice, terms=terms, lessons=lessons))
        )
    except ReelscoreError as error:
        logger.warning("the ledger tells no durations, the vendor's advice stands: %s", error)
        known = advice
    return attrs.evolve(known, age=age)


def _lesson(sought: Sought, advice: Schedule, *, terms: ClientContext, lessons: Lessons) -> Flow[Schedule]:
    now = yield from Sleep(0)
    until, known = lessons.get(sought, (now, advice))
    if now < until:
        return known
    lessons[sought] = now + _KEPT_SECONDS, known
    rate = terms.host.limits.polls_per_second
    known = yield from LedgerJob(partial(_read, sought=sought, advice=advice, polls_per_second=rate))
    lessons[sought] = now + _KEPT_SECONDS, known
    return known


def _read(books: Any, *, sought: Sought, advice: Schedule, polls_per_second: float) -> Schedule:
    seconds = reports.durations(books, sought, least=HANDFUL, limit=RECENT)
    return learned(seconds, advice, polls_per_second=polls_per_second)


def _sought(pupil: Pupil, terms: ClientContext) -> Sought:
    request = pupil.request
    model = str(getattr(request, "model", None) or "")
    size = size_of(getattr(request, "duration", None), getattr(request, "quality", None))
    return Sought(terms.account, pupil.operation, model, size)


@attrs.frozen
class Durations:
    """Past durations, smoothed: a log-normal kernel about each of them, or about as many quantiles."""

    logs: tuple[float, ...]
    width: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Durations:
        """Smooth at least two durations above 0, by Silverman's rule; few of them are spread by what is usual."""
        logs = sorted(map(math.log, seconds))
        mean = sum(logs) / len(logs)
        variance = sum((log - mean) ** 2 for log in logs) / len(logs)
        middle = (quantile(logs, 0.75) - quantile(logs, 0.25)) / _NORMAL_MIDDLE
        variance = min(variance, middle**2 or variance)
        spread = math.sqrt((len(logs) * variance + _PRIOR_WEIGHT * _PRIOR_SPREAD**2) / (len(logs) + _PRIOR_WEIGHT))
        kernels = [quantile(logs, (number + 0.5) / _KERNELS) for number in range(_KERNELS)]
        return cls(tuple(kernels if len(logs) > _KERNELS else logs), 0.9 * spread * len(logs) ** -0.2)

    def survival(self, seconds: float) -> float:
        """Tell which share of tasks still runs at an age above 0."""
        at, unit = math.log(seconds), self.width * math.sqrt(2)
        return sum(math.erfc((at - log) / unit) for log in self.logs) / (2 * len(self.logs))

    def cells(self) -> Iterator[Cell]:
        """Cut the known range into short spans, from the first age at which a task may end."""
        low, high = self.logs[0] - 4 * self.width, self.logs[-1] + 4 * self.width
        edges = [math.exp(low + (high - low) * number / _CELLS) for number in range(_CELLS + 1)]
        for (start, before), (end, after) in pairwise((edge, self.survival(edge)) for edge in edges):
            if after < _KNOWN:
                return
            yield Cell(start=start, end=end, ending=before - after, hazard=math.log(before / after) / (end - start))


@attrs.frozen(kw_only=True)
class Cell:
    """A span of ages."""

    start: float
    end: float
    ending: float
    """Share of all tasks that end in it."""
    hazard: float
    """Per second, of those that still run."""


def learned(seconds: Sequence[float], advice: Schedule, *, polls_per_second: float) -> Schedule:
    """Make a schedule from past durations.

    Args:
        seconds: how long tasks like it took.
        advice: the vendor's; it is given back where fewer than a handful of durations are known.
        polls_per_second: what the vendor allows for one task.
    """
    known = [value for value in seconds if value > 0]
    if len(known) < HANDFUL:
        return advice
    least = max(1 / polls_per_second, min(LEAST_SECONDS, advice.first, *advice.steps))
    delay = min(max(quantile(sorted(known), 0.5) * _DELAY_SHARE, least / 2), _LONGEST_DELAY)
    ceiling = max(LONGEST_SECONDS, advice.ceiling)
    ages = _spaced(look_ages(list(Durations.of(known).cells()), delay), least=least, most=ceiling)
    kept = tuple(islice(ages, _MOST_AGES))
    return attrs.evolve(advice, ages=kept or (least,), least=least, ceiling=ceiling)


def quantile(rising: Sequence[float], share: float) -> float:
    """Give the value below which a share of values lies, between two of them where it falls there.

    >>> quantile([10.0, 20.0, 40.0], 0.5), quantile([10.0, 20.0], 0.25)
    (20.0, 12.5)
    """
    place = share * (len(rising) - 1)
    low = int(place)
    high = min(low + 1, len(rising) - 1)
    return rising[low] + (rising[high] - rising[low]) * (place - low)


def look_ages(cells: Sequence[Cell], delay: float) -> Iterator[float]:
    """Give the ages at which to look, so that looks come *delay* seconds late on average: one per unit of √(λ·h/2).

    The mean delay is half the spacing, averaged over where tasks end; that fixes λ.
    """
    mean = sum(cell.ending / math.sqrt(cell.hazard) for cell in cells if cell.hazard > 0)
    unit, passed, due = 2 * delay * sum(cell.ending for cell in cells) / mean, 0.0, 1.0
    for cell in cells:
        due_here = math.sqrt(cell.hazard) * (cell.end - cell.start) / unit
        while due_here and passed + due_here >= due:
            yield cell.start + (cell.end - cell.start) * (due - passed) / due_here
            due += 1
        passed += due_here
    yield cells[-1].end


def _spaced(ages: Iterator[float], *, least: float, most: float) -> Iterator[float]:
    last = 0.0
    for age in ages:
        while age - last > most:
            last += most
            yield last
        if age - last >= least:
            last = age
            yield last
