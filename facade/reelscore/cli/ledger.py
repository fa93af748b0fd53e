"""What this computer's ledger knows: how a task is named on the command line; ``tasks``, ``show`` and ``spend``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

import attrs
import typer

from reelscore.catalog import documents
from reelscore.catalog.operations import Misuse, host_named, near
from reelscore.catalog.values import amount, plain_text, words
from reelscore.cli.commands import HOST, PLAN, argument, commands, completion, group, limit, option
from reelscore.cli.money import sum_in_money
from reelscore.cli.output import Output, readable
from reelscore.cli.reports import spoken
from reelscore.ledger import Ledger, find_ledger
from reelscore.ledger.budget import SANDBOX
from reelscore.ledger.database import OPEN
from reelscore.ledger.records import CallRecord, CallStatus
from reelscore.ledger.store import LedgerTransaction
from reelscore.pricing import Sum
from reelscore.results import State
from reelscore.vendors.family import families_of, family_of, hosts

_LEAST = 4
"""Characters of a row's name that are enough."""
_SHORT = 8
"""Characters of an id that are shown at least."""
_WIDE = 130
"""Columns from which ids are shown whole."""
_PROMPT = 40
_LACKING = {"quoted": "unquoted", "charged": "untold"}
"""Columns of ``spend``, and the keys that count the calls which they lack."""
_STATES = tuple(dict.fromkeys([*CallStatus, *State]))
"""What ``tasks`` calls a state: of the call, then of the task."""


@cache
def ledger() -> Ledger:
    return find_ledger("default")


def rows(where: str = "1 = 1", *values: Any, limit: int = 2**62) -> list[CallRecord]:
    """List rows of the ledger, newest first; a ledger that was never written has none."""
    if not ledger().exists():
        return []
    return ledger().read(lambda tx: tx.rows(f"{where} ORDER BY created DESC LIMIT ?", *values, limit))


def count(where: str, *values: Any) -> int:
    if not ledger().exists():
        return 0
    sql = f"SELECT count(*) FROM calls WHERE {where}"  # noqa: S608 - no user text
    return int(ledger().read(lambda tx: tx.query(sql, *values))[0][0])


def find_row(text: str) -> CallRecord | None:
    """Find a task's row; None without one.

    Args:
        text: its reference; the vendor's id or the row's name, or the first letters of either; "last", "last~1" for the
            one before, "#3" for the third that ``reelscore tasks`` lists.

    Raises:
        Misuse: several rows are meant.
    """
    if counted := re.fullmatch(r"last(?:~(\d{1,6}))?|#(\d{1,6})", text):
        number = int(counted[2]) - 1 if counted[2] else int(counted[1] or 0)
        found = rows("1 = 1" if counted[2] else "task IS NOT NULL", limit=number + 1)
        return found[number] if 0 <= number < len(found) else None
    place, operation, task_id = _parts(text)
    if place:
        host, _, route = place.partition("#")
        found = rows("host = ? AND route = ? AND operation = ? AND task = ?", host, route, operation, task_id, limit=1)
    else:
        found = rows("task = ?", text, limit=2)
    if not found and len(text) >= _LEAST:
        end = text[:-1] + chr(ord(text[-1]) + 1)
        found = rows("(intent >= ? AND intent < ?) OR (task >= ? AND task < ?)", text, end, text, end, limit=2)
    if len({row.intent for row in found}) > 1:
        several = ", ".join(row.ref for row in found)
        raise Misuse(f"{text!r} names several tasks: {several}", next="name one of them")
    return found[0] if found else None


def short_id(tx: LedgerTransaction, name: str) -> str:
    """The first letters of a task's id or a row's name, as many as tell it from others: every command takes them."""
    found: list[Any] = []
    for column in ("task", "intent"):
        for side in (f"max({column}) FROM calls WHERE {column} < ?", f"min({column}) FROM calls WHERE {column} > ?"):
            found += [other for (other,) in tx.query(f"SELECT {side}", name) if other]
    size = _SHORT
    while any(other[:size] == name[:size] for other in found) and size < len(name):
        size += 1
    return name[:size]


def _parts(text: str) -> tuple[str, str, str]:
    host, _, rest = text.partition("/")
    operation, _, task_id = rest.partition("/")
    return (host, operation, task_id) if task_id else ("", "", text)


def find_ref(text: str) -> str:
    """The reference of a task; one that the ledger does not know is taken as it is written.

    Raises:
        Misuse: there is no such task, or it has no id yet.
    """
    row = find_row(text)
    if row is not None and row.task_id is None:
        step = "reelscore recover settles it" if row.doubtful else "nothing is left to do for it"
        raise Misuse(f"{text} has no task at the vendor ({row.status})", next=step)
    if row is not None:
        return row.ref
    place, operation, _ = _parts(text)
    if any(operation.replace("-", "_") in family.operations for family in families_of(place)):
        return text
    known = [row.task_id for row in rows(limit=500) if row.task_id]
    meant = near(text.rpartition("/")[2], known, cutoff=0.8)
    raise Misuse(f"there is no task {text!r} in {ledger().location}{meant}", next="reelscore tasks lists them")


def complete_task(incomplete: str) -> list[str]:
    found = [row.ref for row in rows("task IS NOT NULL", limit=50)]
    return [ref for ref in ("last", *found) if ref.startswith(incomplete)]


@attrs.frozen(kw_only=True)
class Period:
    host: str | None = HOST
    days: int | None = option(None, "--days", metavar="N", min=1, max=36_500, help="The last so many days only.")
    since: str | None = option(None, "--since", metavar="DATE", help="From this day on (UTC): 2026-11-01.")

    def conditions(self) -> dict[str, Any]:
        """Of host and time, with their values."""
        host, _, route = (self.host or "").partition("#")
        try:
            since = self.since and datetime.fromisoformat(self.since).replace(tzinfo=UTC)
        except ValueError as error:
            raise Misuse(f"--since is {self.since!r}, which is no day", next="write it like 2026-11-01") from error
        if self.days is not None:
            since = datetime.now(UTC) - timedelta(days=self.days)
        return _given({
            "host = ?": host_named(host).name if host else None,
            "route = ?": route or None,
            "created >= ?": since and since.timestamp(),
        })  # fmt: skip


ID = argument(metavar="ID", help="A reference, a vendor's id, a row's name, or last.", autocompletion=complete_task)


def tasks(
    out: Output,
    period: Period,
    *,
    is_open: bool = option(False, "--open", help="Only what is not finished."),
    state: str | None = option(
        None, "--state", metavar="STATE", help="Only these, such as succeeded or failed.",
        autocompletion=completion(_STATES),
    ),
    model: str | None = option(None, "--model", metavar="MODEL", help="This model only."),
    text: str | None = option(None, "--text", metavar="TEXT", help="Only requests that hold this text."),
    limit: int = limit(20),
) -> int:  # fmt: skip
    """List the tasks of this computer's ledger, newest first."""
    if state not in {None, *_STATES}:
        raise Misuse(f"no task is {state!r}{near(str(state), _STATES)}", next=f"one of {', '.join(_STATES)}")
    given = period.conditions() | _given({
        f"{OPEN} OR ?": False if is_open else None,
        "? IN (status, state)": state,
        "model = ?": model,
        # As the ledger writes it.
        "instr(request, ?) > 0": text and json.dumps(text)[1:-1],
    })  # fmt: skip
    where = " AND ".join(f"({condition})" for condition in given) or "1 = 1"
    found, known = rows(where, *given.values(), limit=limit), count(where, *given.values())
    out.document({"tasks": [documents.task(row) for row in found]})
    if found:
        numbers = [f"#{number}" if not given else "" for number in range(1, len(found) + 1)]
        names = [row.ref for row in found]
        if out.width < _WIDE:
            names = [ledger().read(partial(short_id, name=row.task_id or row.intent)) for row in found]
        columns = ("", "id", "state", "what", "quoted", "charged", "age")
        lines = [(number, name, *_listed(row)) for number, name, row in zip(numbers, names, found, strict=True)]
        out.show(columns, lines, right=("quoted", "charged"))
        if len(found) < known:
            out.say(f"{len(found)} of {known}; -n {known} shows all")
    else:
        out.say("no task is like that" if given else "no task yet; reelscore demo shows how it goes")
    return 0


def _given(conditions: Mapping[str, Any]) -> dict[str, Any]:
    return {where: value for where, value in conditions.items() if value is not None}


def _listed(row: CallRecord) -> tuple[Any, ...]:
    title = str(row.request.get("title") or row.request.get("prompt") or "").replace("\n", " ")[:_PROMPT]
    where = state(row) + SANDBOX if row.sandbox else state(row)
    charged = "refunded" if row.refunded else "" if row.charged is None else amount(row.charged)
    return (where, title, amount(row.quoted), charged, age(row.created))


def state(row: CallRecord) -> str:
    """Where a row stands, in one word."""
    if row.doubtful:
        return "in doubt"
    return row.state if row.status is CallStatus.FINISHED and row.state else str(row.status)


def age(seconds: float) -> str:
    passed = max(0, int(datetime.now(UTC).timestamp() - seconds))
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if passed >= size:
            return f"{passed // size} {unit}"
    return f"{passed} s"


def show(out: Output, task: str = ID) -> int:
    """Show everything that the ledger knows about one task."""
    row = _row(task)
    told = documents.task(row)
    out.document(told)
    told |= {"files": [str(file.get("path")) for file in row.files], "note": spoken(told["note"] or "")}
    for name in documents.TASK.split():
        if told[name] not in (None, False, "", [], {}):
            out.line(f"{name:<10} {_cell(told[name])}".replace("\n", f"\n{'':<11}"))
    if text := text_of(row):
        out.line(f"\n{text}")
    if step := _advice(row):
        out.say(f"next: {step}")
    return 0


def _row(text: str) -> CallRecord:
    row = find_row(text)
    if row is None:
        raise Misuse(f"there is no task {text!r} in {ledger().location}", next="reelscore tasks lists them")
    return row


def files_in_order(row: CallRecord) -> list[Mapping[str, Any]]:
    """Return the saved files of a task in the order of the vendor's links; what came without a link is last."""
    order = {url: number for number, url in enumerate(row.urls)}
    return sorted(row.files, key=lambda file: order.get(str(file.get("url")), len(order)))


def text_of(row: CallRecord) -> str:
    """What a result of words says: of an answer that the ledger keeps, or of a file that was saved."""
    if row.answer is not None and row.host in hosts:
        return readable(family_of(row.place, row.operation).result(row.operation, row.answer))
    paths = [Path(str(file.get("path", ""))) for file in row.files]
    texts = [path.read_text("utf-8", "replace").rstrip() for path in paths if path.suffix == ".txt" and path.is_file()]
    return "\n\n".join(texts)


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {words(item)}" for name, item in value.items())
    if isinstance(value, list):
        return "\n".join(plain_text(item) if isinstance(item, dict) else str(item) for item in value)
    return value.isoformat(sep=" ", timespec="seconds") if isinstance(value, datetime) else words(value)


def _advice(row: CallRecord) -> str:
    """The command that goes on with a task; empty where nothing is left to do."""
    if row.doubtful:
        return "reelscore recover"
    is_whole = row.status is CallStatus.FINISHED and row.state == "succeeded" and row.task_id is not None
    word = "wait" if row.status is CallStatus.SUBMITTED else "save" if is_whole else ""
    return f"reelscore {word} {row.ref}" if word else ""


def open_result(
    out: Output,
    task: str = ID,
    *,
    is_told: bool = option(False, "--print", help="Print where it is, and open nothing."),
) -> int:
    """Open a result with this computer's program for it, and print where it is: the saved file, or its link."""
    row = _row(task)
    saved = [str(file.get("path", "")) for file in files_in_order(row)]
    where = [path for path in saved if Path(path).is_file()] or [url for url in row.urls if url.startswith("http")]
    if not where:
        raise Misuse(f"{row.ref} has nothing to open", next=_advice(row) or f"reelscore show {row.ref}")
    opened = not is_told and typer.launch(where[0], wait=True) == 0
    out.document({"id": row.ref, "places": where, "opened": opened})
    for place in where:
        out.line(place)
    return 0


def spend(out: Output, period: Period, *, plan: str | None = PLAN) -> int:
    """Show what was quoted, what was charged, and where the two differ."""
    given = period.conditions()
    found = rows(" AND ".join(["role = 'paid' AND status NOT IN ('void', 'refused')", *given]), *given.values())
    differing = [row for row in found if row.quoted is not None and row.charged not in (None, row.quoted)]
    groups: dict[tuple[str, str, bool], list[CallRecord]] = {}
    for row in found:
        groups.setdefault((row.host, row.account, row.sandbox), []).append(row)
    sums = [_sum(groups[group]) for group in sorted(groups)]
    charged: dict[str, Decimal] = {}
    for each in sums:
        if not each["sandbox"]:
            charged[each["host"]] = charged.get(each["host"], Decimal(0)) + each["charged"]
    money = sum_in_money(charged, plan)
    keys = ("id", "host", "operation", "created", "quoted", "charged")
    differences = [{name: told[name] for name in keys} for told in map(documents.task, differing)]
    out.document({"hosts": sums, "differences": differences})
    columns = ("host", "account", "calls", "quoted", "charged", "held", "refunded")
    lines: list[list[Any]] = []
    for each in sums:
        told = {name: _at_least(each[name], each[lacking]) for name, lacking in _LACKING.items()}
        told["host"] = each["host"] + (SANDBOX if each["sandbox"] else "")
        lines.append([told.get(name, each[name]) for name in columns])
    out.show(columns, lines, right=columns[2:])
    if money:
        out.line(f"charged in money: {money}")
    if differing:
        out.head("charged otherwise than quoted")
        cells = [(row.ref, row.quoted, row.charged) for row in differing]
        out.show(("id", "quoted", "charged"), cells, right=("quoted", "charged"))
    return 0


def _sum(found: Sequence[CallRecord]) -> dict[str, Any]:
    """Add up the calls of one host and account, those of a sandbox by themselves."""
    kept = [row for row in found if not row.refunded]
    quoted, charged = Sum.of(row.quoted for row in found), Sum.of(row.charged for row in kept)
    return {
        **{name: getattr(found[0], name) for name in ("host", "account", "sandbox")},
        "calls": len(found),
        "quoted": quoted.credits,
        "charged": charged.credits,
        "held": sum((row.reserved for row in kept if row.charged is None), Decimal(0)),
        "refunded": sum((row.charged or row.quoted or Decimal(0) for row in found if row.refunded), Decimal(0)),
        "unquoted": quoted.unknown,
        "untold": charged.unknown,
    }


def _at_least(credits: Decimal, lacking: int) -> str:
    return f"at least {amount(credits)}; {lacking} not told" if lacking else amount(credits)


def move_ledger(
    out: Output,
    source_file: str = argument(metavar="FROM", help="The file."),
    place: str = argument(metavar="TO", help="postgresql://user:password@host/database, or service=NAME."),
) -> int:
    """Copy a ledger's file into a PostgreSQL database; nothing is paid from the file any more, which stays as it is."""
    from reelscore.ledger.move import move
    from reelscore.webhooks import store

    source, target = find_ledger(source_file), find_ledger(place)
    if not source.exists():
        raise Misuse(f"there is no ledger {source.location}", next="name the file that holds it")
    also = store.TABLES if source.read(store.has_tables) else ()
    if also:
        _ = target.run(store.path_token)
    moved = move(source, target, also=also)
    out.document({"calls": moved, "source": source.location, "target": target.location})
    out.line(f"{moved} calls are in {target.location} now")
    out.say("name it with REELSCORE_LEDGER, on every machine")
    return 0


_SPENT = (
    "hosts: [host account sandbox calls quoted charged held refunded unquoted untold], "
    "differences: [id host operation created quoted charged]"
)
COMMANDS = {
    **commands(
        tasks=(tasks, f"tasks: [{documents.TASK}]"),
        show=(show, documents.TASK),
        open=(open_result, "id places opened"),
        spend=(spend, _SPENT),
    ),
    **group("ledger", "Where the ledger is.", commands(move=(move_ledger, "calls source target"))),
}
