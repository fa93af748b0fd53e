"""``run`` and ``submit``: check, price, ask, send once, watch all at once, save; Ctrl-C leaves every task resumable."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import attrs

from reelscore.cli import keys
from reelscore.cli.batches import keyed, made_before
from reelscore.cli.commands import OUT, OVERWRITE, SAVE, TIMEOUT, option
from reelscore.cli.groups import operation_group
from reelscore.cli.jobs import Job, RequestOptions, jobs
from reelscore.cli.output import Output
from reelscore.cli.quoting import FEW, price_in_money, quote_table, quote_title, quoted, warn
from reelscore.cli.reports import Misuse
from reelscore.cli.sums import Total
from reelscore.cli.working import Done, Manner, finish, folder_for, work
from reelscore.effects import CallKind
from reelscore.errors import InvalidRequest
from reelscore.ledger.budget import Budget
from reelscore.pricing import Money

REFUSED = 1
"""Exit code when somebody answers no to the price."""
_MONEY = re.compile(r"(?P<amount>[\d._]+)\s*(?P<currency>[A-Za-z]{3})?")


@attrs.frozen(kw_only=True)
class SubmitOptions(RequestOptions):
    yes: bool = option(False, "--yes", "-y", help="Pay without asking.")
    dry_run: bool = option(False, "--dry-run", help="Show what would be sent and paid, and send nothing.")
    budget: str | None = option(
        None, "--budget", metavar="N", help="Cap over all that this command pays: credits, or money, such as 5USD."
    )
    allow_unknown: str | None = option(
        None, "--allow-unknown", metavar="CREDITS", help="What a call of unknown price takes of the budget."
    )
    at_once: int = option(
        8, "--at-once", metavar="N", min=1, help="Requests under way at the same time.", show_default=True
    )
    key: str | None = option(
        None,
        "--idempotency-key",
        metavar="KEY",
        help="The same key is the same task for ever on this ledger; for one request. Lines of a file have their own.",
    )
    batch: str | None = option(
        None,
        "--name",
        "--batch",
        metavar="NAME",
        help="Name of the batch, whose lines are paid for once: run again, it goes on where it stopped. "
        "Where --name is a field of the request, write --batch.",
        show_default="the file's path",
    )
    retry_failed: bool = option(
        False, "--retry-failed", help="Make lines of the batch again, and pay for them, whose task failed."
    )
    again: bool = option(False, "--again", help="Begin the batch anew: everything is made and paid for once more.")


@attrs.frozen(kw_only=True)
class RunOptions(SubmitOptions):
    out: Path = OUT
    save: bool = SAVE
    overwrite: bool = OVERWRITE
    timeout: float | None = TIMEOUT


def run(options: RunOptions, out: Output) -> int:
    """Make it: shows the price and asks, waits, and saves the files as TITLE-ID.EXT with a JSON beside them."""
    manner = Manner(
        at_once=options.at_once,
        timeout=options.timeout,
        folder=folder_for(options.out) if options.save else None,
        overwrite=options.overwrite,
    )
    return _run(options, out, manner=manner)


def submit(options: SubmitOptions, out: Output) -> int:
    """Start it and leave: shows the price and asks, and prints what `reelscore wait` takes."""
    return _run(options, out, manner=Manner(at_once=options.at_once, wait=False))


def _run(options: SubmitOptions, out: Output, *, manner: Manner) -> int:
    asked = _asked(options)
    warn(asked, out)
    budget = _budget(options, asked)
    if options.dry_run:
        return _rehearsed(made_before(asked, None), out)
    clients = {host: keys.client(host, awaiting=True, budget=budget) for host in {job.host.name for job in asked}}
    asked = made_before(asked, {host: client.context.account for host, client in clients.items()})
    if not (options.yes or _agreed(asked, out)):
        return REFUSED
    done = work(asked, out, manner=manner, clients=clients)
    if not manner.wait:
        for each in done:
            _printed(each, out)
    return finish(done, out, quiet=not manner.wait)


def _printed(done: Done, out: Output) -> None:
    if done.ref and done.error is None:
        out.line(done.ref)
        out.say(f"wait for it with: reelscore wait {done.ref}")


def _asked(options: SubmitOptions) -> list[Job]:
    """The requests with their keys.

    Raises:
        InvalidRequest: any of them breaks a rule; none is sent.
        Misuse: options do not fit together.
    """
    asked = jobs(options)
    many = len(asked) > 1
    broken = [
        attrs.evolve(violation, field=f"{job.where}: {violation.field}" if many else violation.field)
        for job in asked
        for violation in job.request.violations(job.host)
        if violation.severity == "error"
    ]
    if broken:
        raise InvalidRequest(broken)
    if (options.batch or options.again or options.retry_failed) and not options.source:
        raise Misuse("--name, --again and --retry-failed are for files of requests", next="name the file with --from")
    if options.key is None:
        return keyed(asked, name=options.batch, again=options.again, retry_failed=options.retry_failed)
    if many:
        raise Misuse("--idempotency-key is for one request", next='write a "key" beside each request of the file')
    return [attrs.evolve(asked[0], key=options.key)]


def _paid(asked: Sequence[Job]) -> list[Job]:
    return [
        job for job in asked if job.made is None and job.host.operations[job.request.operation].role is CallKind.PAID
    ]


def _rehearsed(asked: Sequence[Job], out: Output) -> int:
    total = _show_prices(_paid(asked), out)
    if out.json:
        told = [
            {**quoted(job, job.request.quote(job.host)), "key": job.key, "made": job.made is not None} for job in asked
        ]
        out.document({"requests": told, "total": total.document()})
    _tell_made(asked, out)
    out.say(f"{len(asked)} request(s), {total.words or '0 credits'}; nothing was sent", style="bold")
    return 0


def _tell_made(asked: Sequence[Job], out: Output) -> None:
    made = [job for job in asked if job.made is not None]
    if made:
        out.say(f"{len(made)} of {len(asked)} were made before: nothing is paid for them again")


def _agreed(asked: Sequence[Job], out: Output) -> bool:
    paid = _paid(asked)
    total = Total.of([job.request.quote(job.host) for job in paid])
    _tell_made(asked, out)
    if not total.unknown and not any(total.credits.values()):
        return True
    if not out.can_ask:
        _ = _show_prices(paid, out)
        raise Misuse(f"this costs {total.words}, and there is nobody to ask", next="give --yes to pay")
    _ = _show_prices(paid, out)
    if out.ask(f"Spend {total.words}?"):
        return True
    out.say("nothing was sent, nothing was charged")
    return False


def _show_prices(paid: Sequence[Job], out: Output) -> Total:
    quotes = [job.request.quote(job.host) for job in paid]
    for job, price in list(zip(paid, quotes, strict=True))[:FEW]:
        out.say(quote_title(job, price), style="bold")
        out.talk(quote_table(price))
        money = price_in_money(price)
        if money:
            out.say(f"in money: {money}")
    if len(paid) > FEW:
        out.say(f"... and {len(paid) - FEW} more; --dry-run --json shows all", style="dim")
    return Total.of(quotes)


def _budget(options: SubmitOptions, asked: Sequence[Job]) -> Budget | None:
    if options.budget is None:
        if options.allow_unknown is not None:
            raise Misuse("--allow-unknown is for a budget", next="add --budget N")
        return None
    found = _MONEY.fullmatch(options.budget.strip())
    cap = None if found is None else _number(found["amount"])
    unknown = None if options.allow_unknown is None else _number(options.allow_unknown)
    if found is None or cap is None or (options.allow_unknown is not None and unknown is None):
        wrong = "--budget is {!r}" if cap is None else "--allow-unknown is {!r}"
        given = options.budget if cap is None else options.allow_unknown
        raise Misuse(f"{wrong.format(given)}, which is no number", next="write --budget 500 or --budget 5USD")
    if found["currency"]:
        return Budget(money=Money(cap, found["currency"].upper()), allow_unknown=unknown)
    units: Mapping[Any, str] = {job.host.unit: job.host.name for job in asked}
    if len(units) > 1:
        hosts = ", ".join(units.values())
        raise Misuse(f"--budget counts credits, and those of {hosts} differ", next="cap the money: --budget 5USD")
    return Budget(cap, allow_unknown=unknown)


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace("_", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None


COMMANDS = {
    "run": operation_group("run", run, options=RunOptions),
    "submit": operation_group("submit", submit, options=SubmitOptions),
}
