"""What shall be made, as values: a batch of jobs, each one or more steps; nothing here sends anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from reelscore.errors import ConfigurationError, InvalidRequest, Violation
from reelscore.ledger.budget import Budget
from reelscore.pricing import Money, Plan, Quote, Total, total
from reelscore.requests.request import Request
from reelscore.rules.schema import fields_of
from reelscore.vendors.family import Family, find_family

_NAME = re.compile(r"[^\s/]{1,100}")
_STAND_INS: tuple[Any, ...] = (1, "00000000-0000-4000-8000-000000000000", "https://example.com/file.mp4", ["1"])
"""What a later value may be, for rules and prices: a number, an id, a link, a list."""


@attrs.frozen(repr=False)
class Later:
    """A value that an earlier step's result will have; it stands in a field of a later step's request."""

    step: str
    """Key of the earlier step."""
    path: tuple[str | int, ...]
    """Names and numbers from the result to the value, as ("assets", 0, "url"); ("id",) is the task's id."""

    def __repr__(self) -> str:
        return f"<{self.step}: {'.'.join(map(str, self.path))}>"

    def to_json(self) -> dict[str, Any]:
        """Write it as JSON."""
        return {"step": self.step, "path": list(self.path)}


@attrs.frozen(kw_only=True)
class Step:
    """One paid call, the wait for its task, and where its files go."""

    key: str
    """Names it in its batch; with the batch's name it is the call's idempotency key."""
    request: Request[Any]
    family: Family
    """Of its vendor and host."""
    after: tuple[str, ...] = ()
    """Keys of steps that end, with a result, before it begins."""
    save: str | None = None
    """Folder on the worker's machine."""

    @property
    def id(self) -> Any:
        """Stands for the id of its task."""
        return Later(self.key, ("id",))

    @property
    def url(self) -> Any:
        """Stands for the URL of its first file."""
        return Later(self.key, ("assets", 0, "url"))

    def result(self, *path: str | int) -> Any:
        """Stand for any value of its result: ``step.result("tracks", 0, "id")``."""
        return Later(self.key, path)

    @property
    def later(self) -> dict[str, Later]:
        """Fields whose values earlier steps give."""
        given = {field.name: getattr(self.request, field.name) for field in fields_of(type(self.request))}
        return {name: value for name, value in given.items() if isinstance(value, Later)}

    @property
    def needs(self) -> tuple[str, ...]:
        """Keys of the steps that it waits for."""
        return tuple(dict.fromkeys([*self.after, *(value.step for value in self.later.values())]))

    def assumed(self) -> Request[Any]:
        """Return its request with plausible values for those that come later: rules and price are judged by it."""
        request = self.request
        for name in self.later:
            tried = [request.replace(**{name: value}) for value in _STAND_INS]
            request = min(tried, key=lambda each: len(each.violations(self.family)))
        return request

    def violations(self) -> tuple[Violation, ...]:
        """List its broken rules; those of values that come later are asked about when they have come."""
        return tuple(each for each in self.assumed().violations(self.family) if each.field not in self.later)

    def quote(self) -> Quote:
        """Price it."""
        return self.assumed().quote(self.family)

    def to_json(self) -> dict[str, Any]:
        """Write it as JSON."""
        later = self.later
        fields = self.request.replace(**dict.fromkeys(later)).to_json()
        return {
            "key": self.key,
            "vendor": self.family.vendor,
            "host": self.family.name,
            "operation": self.request.operation,
            "request": fields,
            "later": {name: value.to_json() for name, value in later.items()},
            "after": list(self.after),
            "save": self.save,
        }


@attrs.frozen(kw_only=True)
class Job:
    """Steps that depend on each other, in their order; it runs on one worker at a time."""

    steps: tuple[Step, ...]

    @property
    def key(self) -> str:
        """The first step's."""
        return self.steps[0].key


@attrs.define
class Batch:
    """Jobs under one name and one budget. The same name and key are the same paid call for ever, on one ledger."""

    name: str
    budget: Budget | None = attrs.field(default=None, kw_only=True)
    """Of all its jobs together, on all workers, where it is per run."""
    account: str = attrs.field(default="", kw_only=True)
    """Which of several accounts of a host pays: the client's ``account=``."""
    _steps: dict[str, Step] = attrs.field(factory=dict, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ConfigurationError(f"a batch's name is {self.name!r}; it has 1 to 100 characters, no spaces and no /")

    def add(
        self,
        request: Request[Any],
        *,
        key: str | None = None,
        host: str | Family | None = None,
        after: Iterable[Step | str] = (),
        save: str | None = None,
    ) -> Step:
        """Add one paid call; its fields may be values of earlier steps: ``Extend(source_video_id=clip.id, ...)``.

        Args:
            request: a request that starts a task.
            key: names it in the batch; its number when left out.
            host: where it is sent; the vendor's first host when left out.
            after: steps that must have succeeded before it begins.
            save: folder on the worker's machine for its files.

        Raises:
            ConfigurationError: the key is used, or a step that it needs is not in the batch.
        """
        key = str(len(self._steps) + 1) if key is None else key
        if key in self._steps or not _NAME.fullmatch(key):
            why = "is used already" if key in self._steps else "has spaces, / or more than 100 characters"
            raise ConfigurationError(f"key {key!r} of batch {self.name!r} {why}; give each step a key of its own")
        family = find_family(request.vendor, host)
        earlier = tuple(each if isinstance(each, str) else each.key for each in after)
        step = Step(key=key, request=request, family=family, after=earlier, save=save)
        for name, later in step.later.items():
            if not later.path:
                raise ConfigurationError(
                    f"{name} of step {key!r} is the whole result of {later.step}; name what of it: "
                    "step.id, step.url or step.result('tracks', 0, 'id')"
                )
        absent = [each for each in step.needs if each not in self._steps]
        if absent:
            raise ConfigurationError(
                f"step {key!r} needs {', '.join(absent)}, which is no earlier step of batch {self.name!r}"
            )
        self._steps[key] = step
        return step

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, as they were added."""
        return tuple(self._steps.values())

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Steps that need each other, directly or not, belong to one job."""
        job_of: dict[str, list[Step]] = {}
        for step in self.steps:
            joined = [step]
            for found in {id(job_of[key]): job_of[key] for key in step.needs}.values():
                joined = [*found, *joined]
            job_of.update((each.key, joined) for each in joined)
        order = {step.key: number for number, step in enumerate(self.steps)}
        unique = {id(steps): steps for steps in job_of.values()}
        return tuple(Job(steps=tuple(sorted(steps, key=lambda each: order[each.key]))) for steps in unique.values())

    def quote(self) -> dict[str, Quote]:
        """Price every step, by key; a price that is not known is None, never 0."""
        return {step.key: step.quote() for step in self.steps}

    def total(self) -> Total:
        """Add up what all steps cost, in credits by host and in money."""
        return total(self.quote().values())

    def check(self) -> None:
        """Raise InvalidRequest with every broken rule of every step; warnings pass.

        Raises:
            InvalidRequest: fields are named as "key.field".
            ConfigurationError: the batch is empty.
        """
        if not self._steps:
            raise ConfigurationError(f"batch {self.name!r} has no steps; add() some")
        broken = [
            attrs.evolve(each, field=f"{step.key}.{each.field}", message=f"{step.key}: {each.message}")
            for step in self.steps
            for each in step.violations()
            if each.severity == "error"
        ]
        if broken:
            raise InvalidRequest(broken)

    def to_json(self) -> Iterator[dict[str, Any]]:
        """Write each job as JSON, as a worker reads it."""
        for job in self.jobs:
            yield {
                "batch": self.name,
                "key": job.key,
                "account": self.account,
                "budget": _budget_json(self.budget, self.name),
                "steps": [step.to_json() for step in job.steps],
            }


def _budget_json(budget: Budget | None, name: str) -> dict[str, Any] | None:
    """Write a budget; one per run is the batch's own on every worker, and when the batch is submitted again."""
    if budget is None:
        return None
    own = attrs.evolve(budget, id=f"batch {name}")
    return attrs.asdict(own, value_serializer=lambda _, __, value: str(value) if type(value) is Decimal else value)


def budget_from_json(written: Mapping[str, Any] | None) -> Budget | None:
    """Read a budget that a batch wrote."""
    if written is None:
        return None
    kinds: dict[str, Any] = {"money": Money, "plan": Plan}
    fields = {name: kinds[name](**value) if isinstance(value, Mapping) else value for name, value in written.items()}
    return Budget(**fields)
