# ruff: noqa: RUF009 - fields of options are declared by a function, as those of attrs
"""``run`` and ``submit``: price, ask, send once, watch all at once, save; Ctrl-C leaves every task resumable."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from reelscore.cli import documents
from reelscore.cli.commands import option
from reelscore.cli.operations import Job, RequestOptions, jobs, operation_group
from reelscore.cli.output import Output
from reelscore.cli.quoting import known, price_in_money, quote_table, quote_title, total_words, warn
from reelscore.cli.reports import Misuse
from reelscore.cli.working import Done, Manner, finish, work
from reelscore.effects import CallKind
from reelscore.errors import InvalidRequest
from reelscore.ledger.budget import Budget
from reelscore.pricing import Quote

REFUSED = 1
"""Exit code when somebody answers no to the price."""


@attrs.frozen(kw_only=True)
class SubmitOptions(RequestOptions):
    """What ``submit`` takes."""

    yes: bool = option(False, "--yes", "-y", help="Pay without asking.")
    budget: str | None = option(None, "--budget", metavar="CREDITS", help="Never spend more than this, all together.")
    at_once: int = option(
        8, "--at-once", metavar="N", min=1, help="Requests under way at the same time.", show_default=True
    )
    key: str | None = option(
        None,
        "--idempotency-key",
        metavar="KEY",
        help="The same key is the same task for ever on this ledger; for one request.",
    )


@attrs.frozen(kw_only=True)
class RunOptions(SubmitOptions):
    """What ``run`` takes."""

    out: Path = option(
        Path(),
        "--out",
        "-o",
        metavar="FOLDER",
        help="Folder for the files; made if it is missing.",
        show_default="here",
    )
    save: bool = option(True, "--save/--no-save", help="Save the files and a JSON beside them.", show_default=False)
    overwrite: bool = option(False, "--overwrite", help="Replace files that exist.")
    timeout: float | None = option(
        None, "--timeout", metavar="SECONDS", help="Stop waiting after this; the task goes on."
    )


def run(options: RunOptions, out: Output) -> int:
    """Make it: shows the price and asks, waits, and saves the files as TITLE-ID.EXT with a JSON beside them."""
    ready = prepared(options, out)
    if ready is None:
        return REFUSED
    manner = Manner(
        at_once=options.at_once,
        timeout=options.timeout,
        folder=options.out if options.save else None,
        overwrite=options.overwrite,
        budget=_budget(options),
    )
    return finish(work(ready, out, manner=manner), out)


def submit(options: SubmitOptions, out: Output) -> int:
    """Start it and leave: shows the price and asks, and prints what `reelscore wait` takes."""
    ready = prepared(options, out)
    if ready is None:
        return REFUSED
    manner = Manner(at_once=options.at_once, wait=False, budget=_budget(options))
    done = work(ready, out, manner=manner)
    for each in done:
        _printed(each, out)
    return finish(done, out, quiet=True)


def _printed(done: Done, out: Output) -> None:
    if done.ref and done.error is None:
        out.line(done.ref)
        out.say(f"wait for it with: reelscore wait {done.ref}")


def prepared(options: SubmitOptions, out: Output) -> list[Job] | None:
    """Check and price all requests and ask whether to pay; None when the answer is no.

    Raises:
        InvalidRequest: any of them breaks a rule; none is sent.
        Misuse: there is nobody to ask, and --yes was not given.
    """
    asked = jobs(options)
    _refuse_broken(asked)
    warn(asked, out)
    if options.key is not None:
        if len(asked) > 1:
            raise Misuse("--idempotency-key is for one request", next='write a "key" beside each request of the file')
        asked = [attrs.evolve(asked[0], key=options.key)]
    paid = [job for job in asked if job.host.operations[job.request.operation].role is CallKind.PAID]
    return asked if options.yes or _agreed(paid, out) else None


def _refuse_broken(asked: Sequence[Job]) -> None:
    many = len(asked) > 1
    broken = [
        attrs.evolve(violation, field=f"{job.where}: {violation.field}" if many else violation.field)
        for job in asked
        for violation in job.request.violations(job.host)
        if violation.severity == "error"
    ]
    if broken:
        raise InvalidRequest(broken)


def _agreed(paid: Sequence[Job], out: Output) -> bool:
    quotes = [job.request.quote(job.host) for job in paid]
    if known(quotes) and not documents.total([price.credits for price in quotes]):
        return True
    _show_prices(paid, quotes, out=out)
    if not out.can_ask:
        raise Misuse(f"this costs {total_words(quotes)}, and there is nobody to ask", next="give --yes to pay")
    import typer

    if typer.confirm(f"Spend {total_words(quotes)}?", default=False, err=True):
        return True
    out.say("nothing was sent, nothing was charged")
    return False


def _show_prices(paid: Sequence[Job], quotes: Sequence[Quote], *, out: Output) -> None:
    for job, price in zip(paid, quotes, strict=True):
        out.say(quote_title(job, price), style="bold")
        out.talk(quote_table(price))
        money = price_in_money(price)
        if money:
            out.say(f"in money: {money}")


def _budget(options: SubmitOptions) -> Budget | None:
    if options.budget is None:
        return None
    try:
        return Budget(options.budget)
    except (ArithmeticError, ValueError) as error:
        raise Misuse(f"--budget is {options.budget!r}, which is no number of credits") from error


COMMANDS = {
    "run": operation_group("run", run, options=RunOptions),
    "submit": operation_group("submit", submit, options=SubmitOptions),
}
