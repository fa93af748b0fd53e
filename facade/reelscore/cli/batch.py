"""``reelscore batch``: batches on many machines, over the ledger that ``REELSCORE_LEDGER`` names.

The files are those of ``run --from``. A line's ``"after"`` names the keys of lines that must have succeeded before, and
a field may be ``{"later": "KEY/id"}``, ``{"later": "KEY/url"}`` or a longer path into the result of such a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs
import typer
from typer.main import get_command

from reelscore.catalog.documents import task as task_document
from reelscore.catalog.operations import Misuse
from reelscore.catalog.values import amount
from reelscore.cli import keys
from reelscore.cli.commands import Common, argument, command, option
from reelscore.cli.documents import KEYS
from reelscore.cli.inputs import RequestOptions, jobs
from reelscore.cli.ledger import ledger
from reelscore.cli.output import Output, table
from reelscore.cli.running import REFUSED, budget_of
from reelscore.client.keys import find_key
from reelscore.durable import Batch, Later
from reelscore.requests.request import Request
from reelscore.rules.schema import fields_of
from reelscore.vendors.family import families_of, hosts

if TYPE_CHECKING:
    from reelscore.durable import JobStatus, Studio

_NAME = argument(metavar="NAME", help="The batch.")
_SHOWN = 20


@attrs.frozen(kw_only=True)
class SubmitOptions(Common):
    source: list[str] = argument(metavar="FILE...", help='Requests, as for run --from, with "after" and "later".')
    name: str = option(..., "--name", metavar="NAME", help="Names the batch; the same name again adds what is new.")
    budget: str | None = option(
        None, "--budget", metavar="N", help="Cap over the whole batch, on all workers: credits, or money, such as 5USD."
    )
    allow_unknown: str | None = option(
        None, "--allow-unknown", metavar="CREDITS", help="What a call of unknown price takes of the budget."
    )
    account: str = option("", "--account", metavar="NAME", help="Which of several accounts of a host pays.")
    save: str | None = option(None, "--out", "-o", metavar="FOLDER", help="Folder for files, on the workers' machines.")
    yes: bool = option(False, "--yes", "-y", help="Pay without asking.")


@attrs.frozen(kw_only=True)
class WorkOptions(Common):
    name: str | None = option(
        None, "--name", metavar="NAME", show_default="host and process",
        help="Of this worker alone; one that starts again under its name takes its jobs up at once.",
    )  # fmt: skip
    at_once: int = option(500, "--at-once", metavar="N", min=1, help="Jobs that run at once here.", show_default=True)
    slots: list[str] | None = option(
        None, "--slots", metavar="HOST=N|PLAN", help="Tasks that the account may run at once on a host. Repeatable."
    )
    adopt: bool = option(True, "--adopt/--no-adopt", help="Take up jobs of workers that died.", show_default=True)


@attrs.frozen(kw_only=True)
class NameOptions(Common):
    name: str = _NAME


def submit(options: SubmitOptions, out: Output) -> int:
    """Hand a batch over to the workers: checks and prices all of it, and asks."""
    asked = jobs(RequestOptions(source=options.source))
    batch = Batch(options.name, budget=budget_of(options.budget, options.allow_unknown, asked), account=options.account)
    for job in asked:
        request = _with_later(job.request)
        batch.add(request, key=job.key, host=job.family, after=job.after, save=options.save)
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
    if out.json:
        out.document({"name": batch.name, "jobs": len(batch.jobs), "new": new, "cost": str(cost)})
    out.line(f"{new} of {len(batch.jobs)} jobs are new")
    out.say(f"reelscore batch run works on them; reelscore batch status {batch.name} tells how far they are")
    return 0


def _with_later(request: Request[Any]) -> Request[Any]:
    found = {field.name: getattr(request, field.name) for field in fields_of(type(request))}
    later = {
        name: value["later"].split("/")
        for name, value in found.items()
        if isinstance(value, dict) and value.keys() == {"later"} and isinstance(value["later"], str)
    }
    changes = {name: Later(step, _path(path)) for name, (step, *path) in later.items()}
    return request.replace(**changes) if changes else request


def _path(words: Sequence[str]) -> tuple[str | int, ...]:
    if list(words) == ["url"]:
        return ("assets", 0, "url")
    return tuple(int(word) if word.isdecimal() else word for word in words)


def run(options: WorkOptions, out: Output) -> int:
    """Work on batches until Ctrl-C or SIGTERM: a client for every host whose key is found."""
    slots = dict(_slots(text) for text in options.slots or ())
    families = [
        family for name in hosts if find_key(hosts[name]).key for family in families_of(name) if not family.route
    ]
    if not families:
        raise Misuse("no key was found, so there is nothing to work with", next="reelscore init keeps your keys")
    clients = [keys.client(family, awaiting=True, slots=slots.get(family.host.name)) for family in families]
    from reelscore.durable import work

    out.say(f"working for {', '.join(dict.fromkeys(family.host.name for family in families))}; Ctrl-C ends it")
    work(ledger(), clients, name=options.name, at_once=options.at_once, adopt=options.adopt)
    return 0


def _studio() -> Studio:
    from reelscore.durable import Studio  # the engine is imported by those who need it

    return Studio(ledger())


def _slots(text: str) -> tuple[str, int | str]:
    host, _, given = text.partition("=")
    if host not in hosts or not given:
        raise Misuse(f"--slots is {text!r}", next="write HOST=N or HOST=PLAN, such as pixverse.ai=15")
    return host, int(given) if given.isdecimal() else given


def status(options: NameOptions, out: Output) -> int:
    """Show how far a batch is, what it cost, and what went wrong; exit code 1 where a job failed."""
    with _studio() as studio:
        found = studio.status(options.name)
    if not found:
        raise Misuse(f"there is no batch {options.name!r} in {ledger().location}", next="batch submit makes one")
    counts = Counter(job.state for job in found)
    cost = sum((job.cost for job in found), Decimal(0))
    if out.json:
        listed = [_job_document(job) for job in found]
        out.document({"name": options.name, "states": dict(counts), "cost": str(cost), "jobs": listed})
    told = ", ".join(f"{number} {state}" for state, number in counts.most_common())
    out.line(f"{options.name}: {len(found)} jobs: {told}; {amount(cost)} credits charged or reserved")
    wrong = [job for job in found if job.errors or job.state in {"failed", "doubtful"}]
    if wrong:
        rows = [(job.key, job.state, "; ".join(job.errors)) for job in wrong[:_SHOWN]]
        out.show(table(("job", "state", "why"), rows))
        out.say(f"and {len(wrong) - _SHOWN} more") if len(wrong) > _SHOWN else None
    return int(bool(counts["failed"]))


def _job_document(job: JobStatus) -> dict[str, Any]:
    told = {
        key: {name: step[name] for name in ("task", "urls", "files", "error") if name in step}
        for key, step in job.steps.items()
    }
    return {"key": job.key, "state": job.state, "cost": str(job.cost), "steps": told}


def doubts(options: NameOptions, out: Output) -> int:
    """List calls of a batch of which nobody knows whether they were taken; recover --decide settles one."""
    with _studio() as studio:
        found = studio.doubts(options.name)
    if out.json:
        out.document({"tasks": [task_document(row) for row in found]})
    if found:
        out.show(table(("row", "key", "host", "why"), [(row.intent, row.key, row.host, row.error) for row in found]))
        out.say("reelscore recover --decide ROW --task-id ID, or --not-taken: the vendor's own log tells which")
    else:
        out.line("none")
    return 0


def cancel(options: NameOptions, out: Output) -> int:
    """Stop jobs of a batch that have not begun; those that run go on, for they are paid."""
    with _studio() as studio:
        stopped = studio.cancel(options.name)
    if out.json:
        out.document({"name": options.name, "cancelled": stopped})
    out.line(f"{stopped} jobs will not run")
    return 0


def purge(options: NameOptions, out: Output) -> int:
    """Forget how the jobs of an ended batch went; the ledger keeps what was paid, and the keys."""
    with _studio() as studio:
        gone = studio.purge(options.name)
    if out.json:
        out.document({"name": options.name, "forgotten": gone})
    out.line(f"{gone} jobs are forgotten")
    return 0


_LEAVES: dict[str, tuple[Any, type[Common], str]] = {
    "submit": (submit, SubmitOptions, "name jobs new cost"),
    "run": (run, WorkOptions, "nothing"),
    "status": (status, NameOptions, KEYS["batch"]),
    "doubts": (doubts, NameOptions, "tasks: as reelscore tasks"),
    "cancel": (cancel, NameOptions, "name cancelled"),
    "purge": (purge, NameOptions, "name forgotten"),
}


def _batch() -> Any:
    app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

    @app.callback(help="Batches on many machines: one ledger on PostgreSQL, any number of workers.")
    def _group() -> None: ...

    made: Any = get_command(app)
    for word, (body, options, told) in _LEAVES.items():
        made.add_command(command(word, body, options=options, epilog=partial(_told, told)), word)
    return made


def _told(keys: str) -> str:
    return f"--json prints: {keys}"


COMMANDS = {"batch": _batch()}
