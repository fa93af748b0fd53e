"""``quote`` and ``check``: what requests cost and which rules they break; nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from reelscore.catalog import documents
from reelscore.catalog.prices import savings
from reelscore.catalog.values import amount, words
from reelscore.cli.commands import PLAN
from reelscore.cli.inputs import Job, RequestOptions, each_job, operation_commands
from reelscore.cli.money import price_in_money, sum_in_money
from reelscore.cli.output import Output
from reelscore.cli.reports import show_violations
from reelscore.errors import InvalidRequest, Violation
from reelscore.pricing import Quote, Total

QUOTE = "operation host request credits basis low high source lines money savings"
QUOTED = f"requests: [{QUOTE}], total: credits: {{host: sum}} unknown money"
CHECKED = (
    "requests: [operation host request violations: [rule field given allowed message suggestion example remove "
    "severity code source], nearest], ok"
)
FEW = 20
"""So many requests are shown whatever they are; of further ones only those that break a rule."""
_LONG = 100
"""So many broken requests are shown at length; further ones in one line."""


@attrs.define(kw_only=True)
class Tally:
    """How many requests break a rule."""

    requests: int = 0
    broken: int = 0
    warned: int = 0
    """Requests that break no rule and are warned of."""

    def judge(self, options: RequestOptions, out: Output) -> Iterator[tuple[Job, Sequence[Violation], bool]]:
        """Yield each request, what is found in it, and whether it is shown at length; others are named if broken."""
        for job in each_job(options):
            found = job.violations()
            errors = dict.fromkeys(each.rule for each in found if each.severity == "error")
            self.requests += 1
            self.broken += bool(errors)
            self.warned += bool(found) and not errors
            if self.requests == FEW + 1 and not out.json:
                out.say(f"more than {FEW} requests: of the others only broken ones are shown; --json tells all")
            is_shown = self.requests <= FEW or (bool(errors) and self.broken <= _LONG)
            if errors and not is_shown:
                out.say(f"{job.where}: {job.op} on {job.host.name} breaks {', '.join(errors)}", style="bold red")
            yield job, found, is_shown
        if self.requests > FEW:
            fine = self.requests - self.broken - self.warned
            warned = f", {self.warned:,} with warnings" if self.warned else ""
            words = f"{self.requests:,} requests: {self.broken:,} broken{warned}, {fine:,} without fault"
            out.say(words, style="bold")

    @property
    def exit_code(self) -> int:
        return InvalidRequest.exit_code if self.broken else 0


@attrs.frozen(kw_only=True)
class QuoteOptions(RequestOptions):
    plan: str | None = PLAN


def quote(out: Output, options: QuoteOptions) -> int:
    """Show what a request costs, line by line, in credits and in money, and what one change would save.

    Of more than 20 requests only broken ones and the total are shown; --json tells all.
    """
    tally, total = Tally(), Total()
    for job, found, is_shown in tally.judge(options, out):
        price = job.quote()
        total.add(price)
        if out.json:
            out.entry("requests", quoted(job, price))
        elif is_shown:
            _warn(job, found, out=out)
            show_price(job, price, out=out, plan=options.plan)
            for each in savings(job.request, job.family):
                out.say(f"cheaper: {each.words}", style="green")
            if price.source and price.credits is not None:
                out.say(f"source: {price.source}", style="dim")
    out.document({"total": documents.total(total)})
    if tally.requests > 1:
        money = sum_in_money(total.credits, options.plan)
        out.say(f"total {total}{f'; in money: {money}' if money else ''}", style="bold")
    for credits in ["unknown"] if total.unknown else total.credits.values():
        out.line(words(credits))
    return tally.exit_code


def check(out: Output, options: RequestOptions) -> int:
    """Check a request against the rules, and show the nearest legal values; exit code 6 if any is broken.

    Of more than 20 requests only broken ones are shown; --json tells all.
    """
    tally = Tally()
    for job, found, is_shown in tally.judge(options, out):
        if out.json:
            out.entry("requests", _checked(job, found))
        elif is_shown:
            _show_checked(job, found, out=out)
    out.document({"ok": not tally.broken})
    return tally.exit_code


def warn(asked: Sequence[Job], out: Output) -> None:
    """Show broken rules and warnings, on stderr."""
    for job in asked:
        _warn(job, job.violations(), out=out)


def _warn(job: Job, found: Sequence[Violation], *, out: Output) -> None:
    if found:
        out.say(f"{job.where}: {job.op} on {job.host.name}", style="yellow")
        show_violations(found, out)


def show_price(job: Job, price: Quote, *, out: Output, plan: str | None) -> None:
    """Show what a request costs, line by line, and in money."""
    where = "" if job.where == "the options" else f"{job.where}: "
    out.say(f"{where}{job.op} on {job.host.name}, {price.basis}", style="bold")
    rows = [(line.what, amount(line.credits), line.note) for line in price.lines]
    if price.credits is None:
        bounds = [(word, value) for word, value in (("at least", price.low), ("at most", price.high)) if value]
        text = ", ".join(["unknown", *(f"{word} {amount(value)}" for word, value in bounds)])
        rows = [("price", text, price.source)]
    elif len(rows) != 1:
        rows.append(("total", amount(price.credits), ""))
    out.talk(("what", "credits", "note"), rows, right=("credits",))
    money = price_in_money(price, plan)
    if money:
        out.say(f"in money: {money}")


def quoted(job: Job, price: Quote) -> dict[str, Any]:
    cheaper = [each.document() for each in savings(job.request, job.family)]
    return {**_named(job), **documents.quote(price), "savings": cheaper}


def _named(job: Job) -> dict[str, Any]:
    return {"operation": job.op, "host": job.host.name, "request": job.request.to_json()}


def _checked(job: Job, violations: Sequence[Violation]) -> dict[str, Any]:
    nearest: Mapping[str, Any] | None = job.request.repaired(job.family).to_json() if violations else None
    return {**_named(job), "violations": [documents.violation(v) for v in violations], "nearest": nearest}


def _show_checked(job: Job, violations: Sequence[Violation], *, out: Output) -> None:
    if not violations:
        out.say(f"{job.where}: {job.op} on {job.host.name} breaks no rule", style="green")
        return
    out.say(f"{job.where}: {job.op} on {job.host.name}", style="bold red")
    show_violations(violations, out)
    repaired = job.request.repaired(job.family)
    needs_user = any(violation.severity == "error" for violation in repaired.violations(job.family))
    label = "with every suggestion, still to be mended by you" if needs_user else "nearest legal request"
    out.say(f"{label}: {words(repaired.to_json())}")


COMMANDS = operation_commands(quote=(quote, QUOTED), check=(check, CHECKED))
