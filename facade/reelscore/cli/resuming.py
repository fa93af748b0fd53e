# ruff: noqa: RUF009 - fields of options are declared by a function, as those of attrs
"""``wait``, ``save`` and ``recover``: go on with what was started, here or in another process."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import attrs
from typer import Abort

from reelscore.cli import documents, keys
from reelscore.cli.commands import HOST, OUT, OVERWRITE, SAVE, TIMEOUT, Common, argument, command, option
from reelscore.cli.finding import complete_task, find_ref, find_row, ledger, rows
from reelscore.cli.operations import VENDORS, host_named
from reelscore.cli.output import Output, amount, table
from reelscore.cli.reports import Misuse, spoken
from reelscore.cli.sums import Sum
from reelscore.cli.working import Manner, finish, folder_for, resume
from reelscore.errors import SubmissionUnknown
from reelscore.ledger.records import CallRecord
from reelscore.vendors.host import hosts

_OPEN = "status IN ('intent', 'unknown', 'submitted')"
_ID = "A task: its reference, the vendor's id or the first letters of it, last, last~1, or #3 of the list of tasks."


@attrs.frozen(kw_only=True)
class WaitOptions(Common):
    ids: list[str] = argument(metavar="ID...", help=_ID, autocompletion=complete_task)
    out: Path = OUT
    save: bool = SAVE
    overwrite: bool = OVERWRITE
    timeout: float | None = TIMEOUT


@attrs.frozen(kw_only=True)
class SaveOptions(Common):
    ids: list[str] = argument(metavar="ID...", help=_ID, autocompletion=complete_task)
    out: Path = OUT
    overwrite: bool = OVERWRITE


@attrs.frozen(kw_only=True)
class RecoverOptions(Common):
    id: str | None = argument(None, metavar="[ID]", help="This call only.", autocompletion=complete_task)
    host: str | None = HOST
    replay: bool = option(
        False, "--replay", help="Send calls in doubt again under their old trace id (PixVerse): this may be paid for."
    )
    yes: bool = option(False, "--yes", "-y", help="Replay without asking.")
    decide: str | None = option(None, "--decide", metavar="ROW", help="Settle a call in doubt by hand, with:")
    task_id: str | None = option(
        None, "--task-id", metavar="ID", help="... the id that the vendor's log shows for it, or"
    )
    not_taken: bool = option(False, "--not-taken", help="... that the vendor's log does not have it.")


def wait(options: WaitOptions, out: Output) -> int:
    """Wait for tasks, from any process, and save their files; looking costs nothing."""
    refs = [find_ref(text) for text in options.ids]
    folder = folder_for(options.out) if options.save else None
    manner = Manner(timeout=options.timeout, folder=folder, overwrite=options.overwrite)
    return finish(resume(refs, out, manner=manner), out)


def save(options: SaveOptions, out: Output) -> int:
    """Save the files of finished tasks, resuming what was cut; fresh links are asked for."""
    refs = [find_ref(text) for text in options.ids]
    manner = Manner(folder=folder_for(options.out), overwrite=options.overwrite)
    return finish(resume(refs, out, manner=manner), out)


def recover(options: RecoverOptions, out: Output) -> int:
    """List what is unfinished, unsaved or in doubt, and settle what can be settled; exit code 9 if doubt is left."""
    if options.decide is not None:
        _decide(options, out)
    if options.replay and not options.yes:
        _ask_to_replay(out)
    if options.id is not None:
        return _recovered_one(options, out)
    names = [host_named(options.host).name] if options.host else _hosts_with_rows()
    keyed = [name for name in names if options.host or keys.find_key(hosts[name]).key]
    accounts: set[str] = set()
    found = [each for name in keyed for each in _recovered(name, replay=options.replay, accounts=accounts)]
    elsewhere = [row for row in rows(_OPEN) if row.host in names and row.account not in accounts]
    if out.json:
        out.document({**_document(found), "elsewhere": [documents.task(row) for row in elsewhere]})
    else:
        _show(found, out, elsewhere=elsewhere)
    doubtful = any(each.action == "doubtful" for _, each in found) or any(row.doubtful for row in elsewhere)
    return SubmissionUnknown.exit_code if doubtful else 0


def _recovered_one(options: RecoverOptions, out: Output) -> int:
    row = find_row(options.id or "")
    if row is None:
        raise Misuse(f"there is no call {options.id!r} in the ledger", next="reelscore recover lists them")
    with keys.client(row.host) as client:
        found = [(row.host, client.settle(row.intent, replay=options.replay))]
    if out.json:
        out.document({**_document(found), "elsewhere": []})
    else:
        _show(found, out, elsewhere=())
    return SubmissionUnknown.exit_code if found[0][1].action == "doubtful" else 0


def _decide(options: RecoverOptions, out: Output) -> None:
    if (options.task_id is None) is not options.not_taken:
        raise Misuse("--decide needs --task-id ID or --not-taken, and not both")
    row = find_row(options.decide or "")
    if row is None or not row.doubtful:
        raise Misuse(f"{options.decide!r} is no call in doubt", next="reelscore recover lists them")
    ledger().resolve(row.intent, task_id=options.task_id, note="decided on the command line")
    out.say(f"{row.intent}: {'was not taken' if options.not_taken else f'is task {options.task_id}'}")


def _ask_to_replay(out: Output) -> None:
    doubtful = [row for row in rows("status IN ('intent', 'unknown')") if row.doubtful]
    hosts_ = dict.fromkeys(row.host for row in doubtful)
    sums = {host: Sum.of([row.quoted for row in doubtful if row.host == host]) for host in hosts_}
    held = " and ".join(each.words(f" credits of {host}") for host, each in sums.items()) or "0 credits"
    if not out.can_ask:
        raise Misuse(f"a replay may cost up to {held}, and there is nobody to ask", next="give --yes to replay")
    if not out.ask(f"Replay {len(doubtful)} call(s)? Each that never arrived is paid for: up to {held}"):
        raise Abort


def _hosts_with_rows() -> list[str]:
    having = {row.host for row in rows(f"{_OPEN} OR saved IS NULL")}
    return [name for names in VENDORS.values() for name in names if name in having]


def _recovered(host: str, *, replay: bool, accounts: set[str]) -> list[tuple[str, Any]]:
    with ExitStack() as stack:
        client = stack.enter_context(keys.client(host))
        accounts.add(client.context.account)
        return [(host, each) for each in client.recover(replay=replay)]


def _document(found: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    told = [{**documents.task(each.row), "action": each.action, "note": each.note} for _, each in found]
    return {"found": told}


def _show(found: Sequence[tuple[str, Any]], out: Output, *, elsewhere: Sequence[CallRecord]) -> None:
    for row in elsewhere:
        out.say(f"not looked at: {documents.ref(row)} belongs to another key of {row.host}", style="yellow")
    if not found and not elsewhere:
        out.say("nothing is unfinished, unsaved or in doubt", style="green")
        return
    cells = [(each.action, documents.ref(each.row), amount(each.row.quoted), _next(each)) for _, each in found]
    if cells:
        out.show(table(("what", "id", "credits", "next"), cells, right=("credits",)))


def _next(found: Any) -> str:
    ref = documents.ref(found.row)
    if found.action in {"resumed", "replayed"}:
        return f"reelscore wait {ref}"
    return f"reelscore save {ref}" if found.action == "unsaved" else spoken(found.note)


COMMANDS = {
    "wait": command("wait", wait, options=WaitOptions),
    "save": command("save", save, options=SaveOptions),
    "recover": command("recover", recover, options=RecoverOptions),
}
