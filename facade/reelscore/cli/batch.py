"""``reelscore batch``: batches on many machines, over the ledger that ``REELSCORE_LEDGER`` names.

The files are those of ``run --from``. A line's ``"after"`` names the keys of lines that must have succeeded before, and
a field may be ``{"later": "KEY/id"}``, ``{"later": "KEY/url"}`` or a longer path into the result of such a line.
"""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from time import sleep
from typing import TYPE_CHECKING, Any

import attrs

from reelscore.catalog.documents import TASK
from reelscore.catalog.documents import task as task_document
from reelscore.catalog.operations import Misuse
from reelscore.catalog.values import amount
from reelscore.cli import keys
from reelscore.cli.commands import ALLOW_UNKNOWN, NOT_TAKEN, TASK_ID, YES, argument, budget, commands, group, option
from reelscore.cli.inputs import RequestOptions, each_job
from reelscore.cli.ledger import ledger
from reelscore.cli.money import budget_of
from reelscore.cli.output import Output, show_logs
from reelscore.cli.running import REFUSED, in_doubt
from reelscore.durable import Batch, Later
from reelscore.errors import ConfigurationError
from reelscore.requests.request import Request
from reelscore.rules.schema import fields_of
from reelscore.vendors.family import families_of, hosts

if TYPE_CHECKING:
    from reelscore.durable import JobStatus, Studio

_SHOWN = 20
_LOOK_SECONDS = 2.0
_ENDED = {"succeeded", "failed", "cancelled"}


NAME = argument(metavar="NAME", help="The batch.")


@attrs.frozen(kw_only=True)
class SubmitOptions:
    source: list[str] = argument(metavar="FILE...", help='Requests, as for run --from, with "after" and "later".')
    name: str = option(..., "--name", metavar="NAME", help="Names the batch; the same name again adds what is new.")
    budget: str | None = budget("Cap over the whole batch, on all workers")
    allow_unknown: str | None = ALLOW_UNKNOWN
    account: str = option(
        "", "--account", metavar="NAME", help="Which of several accounts of a host pays.", show_default=False
    )
    save: str | None = option(None, "--out", "-o", metavar="FOLDER", help="Folder for files, on the workers' machines.")
    yes: bool = YES


def submit(out: Output, options: SubmitOptions) -> int:
    """Hand a batch over to the workers: checks and prices all of it, and asks."""
    batch = _batch_of(options)
    batch.check()
    cost = batch.total()
    if not options.yes:
        out.say(f"{len(batch.steps)} calls in {len(batch.jobs)} jobs: {cost}", style="bold")
        if not out.can_ask:
            raise Misuse(f"this costs {cost}, and there is nobody to ask", next="give --yes to pay")
        if not out.ask(f"Spend {cost}?"):
            out.say("nothing was handed over, nothing was charged")
            return REFUSED
    with _studio() as studio:
        new = studio.submit(batch)
    out.document({"name": batch.name, "jobs": len(batch.jobs), "new": new, "cost": str(cost)})
    out.line(f"{new} of {len(batch.jobs)} jobs are new")
    out.say(f"reelscore batch run works on them; reelscore batch status {batch.name} tells how far they are")
    return 0


def _batch_of(options: SubmitOptions) -> Batch:
    """Read the files; a line that cannot be a step is named."""
    asked, where = list(each_job(RequestOptions(source=options.source))), "--name"
    try:
        cap = budget_of(options.budget, options.allow_unknown, hosts=[job.host for job in asked])
        batch = Batch(options.name, budget=cap, account=options.account)
        for job in asked:
            where = job.where
            request = _with_later(job.request)
            batch.add(request, key=job.key, host=job.family, after=job.after, save=options.save)
    except ConfigurationError as error:
        raise Misuse(f"{where}: {error}", next="mend that, and submit the whole again") from error
    return batch


def _with_later(request: Request[Any]) -> Request[Any]:
    """Read fields that are {"later": "KEY/PATH"}, an earlier line's result."""
    found = {field.name: getattr(request, field.name) for field in fields_of(type(request))}
    later = {name: _later(name, value["later"]) for name, value in found.items() if _is_later(value)}
    for name, value in found.items():
        if name not in later and _holds_later(value):
            raise ConfigurationError(f'{name} holds "later" inside; it stands for a whole field only')
    return request.replace(**later) if later else request


def _is_later(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"later"}


def _holds_later(value: Any) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return any(_is_later(each) or _holds_later(each) for each in inside)


def _later(name: str, text: Any) -> Later:
    step, *path = str(text).split("/")
    if not all([step, *path, path]):
        raise ConfigurationError(
            f"{name} is {json.dumps({'later': text})}; it is the key of an earlier line and what of its result: "
            '"KEY/id", "KEY/url" or a longer path, such as "KEY/tracks/0/id"'
        )
    words = tuple(int(word) if word.isdecimal() else word for word in path)
    return Later(step, ("assets", 0, "url") if words == ("url",) else words)


def run(
    out: Output,
    *,
    name: str | None = option(
        None, "--name", metavar="NAME", show_default="host and process",
        help="Of this worker alone; one that starts again under its name takes its jobs up at once.",
    ),
    at_once: int = option(500, "--at-once", metavar="N", min=1, help="Jobs that run at once here."),
    slots: list[str] | None = option(
        None, "--slots", metavar="HOST=N|PLAN", help="Tasks that the account may run at once on a host. Repeatable."
    ),
    adopt: bool = option(True, "--adopt/--no-adopt", help="Take up jobs of workers that died."),
) -> int:  # fmt: skip
    """Work on batches until Ctrl-C or SIGTERM: a client for every host whose key is found."""
    room = dict(_slots(text) for text in slots or ())
    families = [family for host in keys.with_keys() for family in families_of(host) if not family.route]
    if not families:
        raise Misuse("no key was found, so there is nothing to work with", next="reelscore init keeps your keys")
    clients = [keys.client(family, awaiting=True, slots=room.get(family.host.name)) for family in families]
    from reelscore.durable import Worker, work

    def tell(worker: Worker) -> None:
        working_for = ", ".join(dict.fromkeys(family.host.name for family in families))
        out.say(f"{worker.name} works on {ledger().location} for {working_for}; Ctrl-C ends it")

    if out.talks and not (out.quiet or out.verbose):  # -v shows them with times, among all others
        show_logs("reelscore.durable", level=logging.INFO, form="%(message)s")
    work(ledger(), clients, on_ready=tell, name=name, at_once=at_once, adopt=adopt)
    out.say("ended; jobs that were under way go on with the next worker")
    return 0


def _studio() -> Studio:
    from reelscore.durable import Studio  # the engine is imported by those who need it

    return Studio(ledger())


def _slots(text: str) -> tuple[str, int | str]:
    host, _, given = text.partition("=")
    if host not in hosts or not given:
        raise Misuse(f"--slots is {text!r}", next="write HOST=N or HOST=PLAN, such as pixverse.ai=15")
    return host, int(given) if given.isdecimal() else given


def status(
    out: Output,
    name: str | None = argument(None, metavar="NAME", help="The batch; all are listed when left out."),
    *,
    wait: bool = option(False, "--wait", "-w", help="Look again every two seconds until all jobs have ended."),
) -> int:
    """Show how far a batch is, what it cost, and what went wrong; exit code 1 where a job failed. Without NAME: all."""
    with _studio() as studio:
        if name is None:
            return _all(studio, out)
        found = studio.status(name)
        while wait and not {job.state for job in found} <= _ENDED:
            out.say(_how_far(name, found))
            sleep(_LOOK_SECONDS)
            found = studio.status(name)
    if not found:
        raise Misuse(
            f"there is no batch {name!r} in {ledger().location}",
            next="batch submit makes one, batch status lists them",
        )
    counts = Counter(job.state for job in found)
    cost = {unit: str(each) for unit, each in _sum(found).items()}
    listed = [_job_document(job) for job in found]
    out.document({"name": name, "states": dict(counts), "credits": cost, "jobs": listed})
    out.line(_how_far(name, found))
    wrong = [job for job in found if job.errors or job.state in {"failed", "doubtful"}]
    if wrong:
        out.show(("job", "state", "why"), [(job.key, job.state, "; ".join(job.errors)) for job in wrong[:_SHOWN]])
    if len(wrong) > _SHOWN:
        out.say(f"and {len(wrong) - _SHOWN} more")
    return int(bool(counts["failed"]))


def _all(studio: Studio, out: Output) -> int:
    found = studio.batches()
    out.document({"batches": [{"name": name, "states": dict(states)} for name, states in found.items()]})
    _list(out, [f"{name}: {_counted(states)}" for name, states in found.items()])
    return 0


def _list(out: Output, lines: Sequence[str]) -> None:
    for line in lines or ["none"]:
        out.line(line)


def _how_far(name: str, jobs: Sequence[JobStatus]) -> str:
    cost = " and ".join(f"{amount(each)} credits of {unit}" for unit, each in _sum(jobs).items())
    states = _counted(Counter(job.state for job in jobs))
    return f"{name}: {len(jobs)} jobs: {states}; {cost or 'no credits'} charged or reserved"


def _counted(states: Counter[str]) -> str:
    return ", ".join(f"{number} {state}" for state, number in states.most_common())


def _sum(jobs: Sequence[JobStatus]) -> dict[str, Decimal]:
    units = dict.fromkeys(unit for job in jobs for unit in job.credits)
    return {unit: sum((job.credits.get(unit, Decimal(0)) for job in jobs), Decimal(0)) for unit in units}


def _job_document(job: JobStatus) -> dict[str, Any]:
    told = {
        key: {name: step[name] for name in ("task", "urls", "files", "error") if name in step}
        for key, step in job.steps.items()
    }
    cost = {unit: str(each) for unit, each in job.credits.items()}
    return {"key": job.key, "state": job.state, "credits": cost, "steps": told}


def doubts(out: Output, name: str = NAME) -> int:
    """List calls of a batch of which nobody knows whether they were taken; batch decide settles one."""
    with _studio() as studio:
        found = studio.doubts(name)
    out.document({"tasks": [task_document(row) for row in found]})
    if not found:
        out.line("none")
        return 0
    out.show(("row", "key", "host", "why"), [(row.intent, row.key, row.host, row.error) for row in found])
    out.say("reelscore batch decide ROW --task-id ID, or --not-taken: the vendor's own log tells which")
    return 0


def decide(
    out: Output,
    call: str = argument(metavar="ROW", help="The call, as batch doubts names it: it is"),
    *,
    task_id: str | None = TASK_ID,
    not_taken: bool = NOT_TAKEN,
) -> int:
    """Settle a call in doubt by hand, and let its job go on: with its task, or without one it is left out."""
    row = in_doubt(call, task_id, not_taken=not_taken, listed="batch doubts")
    with _studio() as studio:
        studio.decide(row.intent, task_id=task_id)
    row = ledger().show(row.intent) or row
    out.document({"tasks": [task_document(row)]})
    out.line(f"{row.key} {'is not taken' if not_taken else f'is {row.ref}'}; its job goes on")
    return 0


def cancel(out: Output, name: str = NAME) -> int:
    """Stop jobs of a batch that have not begun; those that run go on, for they are paid."""
    with _studio() as studio:
        stopped = studio.cancel(name)
    out.document({"name": name, "cancelled": stopped})
    out.line(f"{stopped} jobs will not run")
    return 0


def purge(
    out: Output,
    name: str | None = argument(None, metavar="NAME", help="The batch, whose jobs must all have ended."),
    *,
    older: str | None = option(
        None, "--older", metavar="AGE", help="Every batch that ended longer ago: 30d for days, 12h for hours."
    ),
) -> int:
    """Forget how the jobs of ended batches went; the ledger keeps what was paid, and the keys."""
    if (name is None) is (older is None):
        raise Misuse("one of NAME and --older is needed", next="such as: reelscore batch purge --older 30d")
    with _studio() as studio:
        gone = {name: studio.purge(name)} if name else studio.purge_older(_age(older))
    out.document({"forgotten": gone})
    _list(out, [f"{batch}: {number} jobs are forgotten" for batch, number in gone.items()])
    return 0


def _age(text: str | None) -> timedelta:
    found = re.fullmatch(r"(\d+)([hd])", text or "")
    if found is None:
        raise Misuse(f"--older is {text!r}, which is no age", next="write 30d for days, or 12h for hours")
    return timedelta(**{"hours" if found[2] == "h" else "days": int(found[1])})


_STATUS = (
    "name states: {state: jobs} credits: {unit: credits} jobs: [key state credits steps: {key: task urls files "
    "error}]; or batches: [name states]"
)
COMMANDS = group(
    "batch",
    "Batches on many machines: one ledger on PostgreSQL, any number of workers.",
    commands(
        submit=(submit, "name jobs new cost"),
        run=(run, "nothing"),
        status=(status, _STATUS),
        doubts=(doubts, f"tasks: [{TASK}]"),
        decide=(decide, f"tasks: [{TASK}]"),
        cancel=(cancel, "name cancelled"),
        purge=(purge, "forgotten: {name: jobs}"),
    ),
)
