"""``quote`` and ``check``: what requests cost and which rules they break; nothing is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs

from reelscore.cli import documents
from reelscore.cli.commands import option
from reelscore.cli.operations import Job, RequestOptions, jobs, operation_group
from reelscore.cli.output import Output, amount, table, words
from reelscore.cli.pricing import Saving, savings
from reelscore.cli.reports import violation_table
from reelscore.credits import Quote
from reelscore.errors import InvalidRequest

_NAMED = 3
"""Plans of one price that are named."""


@attrs.frozen(kw_only=True)
class QuoteOptions(RequestOptions):
    """What ``quote`` takes."""

    plan: str | None = option(None, "--plan", metavar="PLAN", help="Show money by this plan or pack only.")


def quote(options: QuoteOptions, out: Output) -> int:
    """Say what a request costs, line by line, in credits and in money, and what one change would save."""
    asked = jobs(options)
    quotes = [job.request.quote(job.host) for job in asked]
    cheaper = [savings(job.request, job.host) for job in asked]
    warn(asked, out)
    if out.json:
        out.document(_document(asked, quotes, cheaper=cheaper))
        return exit_code(asked)
    for job, price, saving in zip(asked, quotes, cheaper, strict=True):
        _show(job, price, out=out, saving=saving, plan=options.plan)
    if len(asked) > 1:
        out.say(f"total {total_words(quotes)}", style="bold")
    for credits in by_host(quotes).values() if known(quotes) else ["unknown"]:
        out.line(words(credits))
    return exit_code(asked)


def check(options: RequestOptions, out: Output) -> int:
    """Say which rules a request breaks, with the nearest legal values; exit code 6 if any."""
    asked = jobs(options)
    found = [(job, job.request.violations(job.host)) for job in asked]
    if out.json:
        told = [_checked(job, violations) for job, violations in found]
        out.document({"ok": not exit_code(asked), "requests": told})
        return exit_code(asked)
    for job, violations in found:
        _show_checked(job, violations, out=out)
    return exit_code(asked)


def exit_code(asked: Sequence[Job]) -> int:
    """Give 6 when a request breaks a rule, else 0."""
    broken = any(v.severity == "error" for job in asked for v in job.request.violations(job.host))
    return InvalidRequest.exit_code if broken else 0


def warn(asked: Sequence[Job], out: Output) -> None:
    """Tell of broken rules and of warnings, on stderr."""
    for job in asked:
        found = job.request.violations(job.host)
        if found:
            out.say(f"{job.where}: {job.op} on {job.host.name}", style="yellow")
            out.talk(violation_table(found))


def known(quotes: Sequence[Quote]) -> bool:
    """Tell whether every price is known."""
    return all(price.credits is not None for price in quotes)


def total_words(quotes: Sequence[Quote]) -> str:
    """Write a sum, and how many prices are not in it."""
    unknown = sum(price.credits is None for price in quotes)
    sums = by_host(quotes)
    parts = [f"{amount(credits)} credits{f' of {host}' if len(sums) > 1 else ''}" for host, credits in sums.items()]
    return " and ".join([*parts, *([f"{unknown} call(s) of unknown price"] if unknown else [])])


def by_host(quotes: Sequence[Quote]) -> dict[str, Decimal]:
    """Add known prices up by host: credits of two hosts are two currencies."""
    found = [price for price in quotes if price.credits is not None]
    hosts = dict.fromkeys(price.host for price in found)
    return {host: documents.total([price.credits for price in found if price.host == host]) for host in hosts}


def quote_table(price: Quote) -> Any:
    """Show a quote line by line."""
    rows = [(line.what, amount(line.credits), line.note) for line in price.lines]
    if price.credits is None:
        rows = [("price", _range(price), price.source)]
    elif len(rows) != 1:
        rows.append(("total", amount(price.credits), ""))
    return table(("what", "credits", "note"), rows, right=("credits",))


def quote_title(job: Job, price: Quote) -> str:
    """Say whose quote it is."""
    where = "" if job.where == "the options" else f"{job.where}: "
    return f"{where}{job.op} on {job.host.name}, {price.basis}"


def _range(price: Quote) -> str:
    bounds = [f"{word} {amount(value)}" for word, value in (("at least", price.low), ("at most", price.high)) if value]
    return ", ".join(["unknown", *bounds])


def _show(job: Job, price: Quote, *, out: Output, saving: Sequence[Saving], plan: str | None) -> None:
    out.say(quote_title(job, price), style="bold")
    out.talk(quote_table(price))
    money = price_in_money(price, plan)
    if money:
        out.say(f"in money: {money}")
    for each in saving:
        out.say(f"cheaper: {each.words}", style="green")
    if price.source and price.credits is not None:
        out.say(f"source: {price.source}", style="dim")


def price_in_money(price: Quote, plan: str | None = None) -> str:
    """Write a price in the money of one plan, or of all."""
    alike: dict[str, list[str]] = {}
    for name in [plan] if plan else price.plans:
        money = price.money(name)
        if money is not None:
            alike.setdefault(f"{_rounded(money.amount)} {money.currency}", []).append(name)
    return ", ".join(f"{text} ({_some(names)})" for text, names in alike.items())


def _some(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= _NAMED else f"{', '.join(names[: _NAMED - 1])} and {len(names) - 2} more"


def _rounded(value: Decimal) -> str:
    return f"{value:.4f}" if value < Decimal("0.1") else f"{value:.2f}"


def _document(asked: Sequence[Job], quotes: Sequence[Quote], *, cheaper: Sequence[Sequence[Saving]]) -> dict[str, Any]:
    told = [
        {**_named(job), **documents.quote(price), "savings": [each.document() for each in saving]}
        for job, price, saving in zip(asked, quotes, cheaper, strict=True)
    ]
    return {"requests": told, "total": _total(quotes)}


def _total(quotes: Sequence[Quote]) -> dict[str, Any]:
    sums: dict[tuple[str, str], Decimal] = {}
    for price in quotes:
        for each in documents.money(price):
            place = (each["plan"], each["currency"])
            sums[place] = sums.get(place, Decimal(0)) + each["amount"]
    money = [{"plan": plan, "amount": value, "currency": currency} for (plan, currency), value in sums.items()]
    unknown = sum(price.credits is None for price in quotes)
    return {"credits": by_host(quotes), "unknown": unknown, "money": money}


def _named(job: Job) -> dict[str, Any]:
    return {"operation": job.op, "host": job.host.name, "request": job.request.to_json()}


def _checked(job: Job, violations: Sequence[Any]) -> dict[str, Any]:
    nearest: Mapping[str, Any] | None = job.request.repaired(job.host).to_json() if violations else None
    return {**_named(job), "violations": [documents.violation(v) for v in violations], "nearest": nearest}


def _show_checked(job: Job, violations: Sequence[Any], *, out: Output) -> None:
    if not violations:
        out.say(f"{job.where}: {job.op} on {job.host.name} breaks no rule", style="green")
        return
    out.say(f"{job.where}: {job.op} on {job.host.name}", style="bold red")
    out.talk(violation_table(violations))
    out.say(f"nearest legal request: {words(job.request.repaired(job.host).to_json())}")


COMMANDS = {
    "quote": operation_group("quote", quote, options=QuoteOptions),
    "check": operation_group("check", check),
}
