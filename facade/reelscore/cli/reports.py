"""What is said of an error: what happened, what it cost, what to do next; and the exit code, which the class knows."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
from typer import Abort

from reelscore import errors
from reelscore.catalog.operations import Misuse
from reelscore.catalog.values import words
from reelscore.cli.extras import missing
from reelscore.cli.output import Output, table
from reelscore.errors import NOT_CHARGED, NOTHING_SENT, ReelscoreError

INTERRUPTED = 130
_KEPT = "nothing: no paid call leaves before its row is on disk"
_SHOWN = 60
"""Characters of a value that a table of broken rules shows."""


class Interrupted(ReelscoreError):
    """Ctrl-C while tasks were running."""

    exit_code: ClassVar[int] = INTERRUPTED

    def __init__(self, refs: list[str], *, unsent: int, step: str) -> None:
        super().__init__("interrupted")
        self.refs, self.unsent, self.step = refs, unsent, step


class Several(ReelscoreError):
    """Some of many requests failed; each was reported on its own."""

    def __init__(self, message: str, *, exit_code: int, document: Any) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]
        self.document = document


_SPOKEN = (
    ("ask for overwrite=True or choose another name", "add --overwrite, or choose another folder with --out"),
    ("pass overwrite=True to replace it", "add --overwrite to replace it"),
    ("wait again or run client.recover()", "run reelscore wait or reelscore recover"),
    ("client.recover(replay=True)", "reelscore recover --replay"),
    ("recover(replay=True)", "reelscore recover --replay"),
    ("client.recover()", "reelscore recover"),
    ("set allow_unknown= to reserve an amount", "--allow-unknown CREDITS reserves an amount for it"),
    ("ledger= or REELSCORE_LEDGER", "REELSCORE_LEDGER"),
    ("pass api_key=, set", "set"),
    ('as Budget(money=Money(5, "USD"))', "such as --budget 5USD"),
    ("task.refresh()", "reelscore wait ID"),
    ("ledger.tasks() lists", "reelscore tasks lists"),
    ("Look at it with ledger.show(", "Look at it with (reelscore show "),
    (
        "then tell ledger.resolve(intent, task_id=...), or task_id=None where there is none",
        "then run reelscore recover --decide ROW with --task-id ID, or with --not-taken where there is none",
    ),
    ("client.recover_audio(task_id=...), then save what it gives", "reelscore run suno.recover-audio --task-id ID"),
    ("client.download_url(url=...)", "reelscore run kie.download-url --url URL"),
    ("withdrawn=True sends", "--withdrawn sends"),
)
"""What the library says of its calls, and the same in words of the command line."""
_ARGUMENT = re.compile(r"(?<![\w?&/.-])([a-z]\w*)=(?=[\w'\"\[{.-])")
"""A value for an argument, which is no part of an address."""


def spoken(text: str) -> str:
    """The text with the library's calls replaced by commands and options."""
    for python, words_ in _SPOKEN:
        text = text.replace(python, words_)
    return _ARGUMENT.sub(lambda found: f"--{found[1].replace('_', '-')} ", text)


@attrs.frozen(kw_only=True)
class Report:
    """One error, for a person and for a program."""

    what: str
    cost: str
    next: str
    exit_code: int
    type: str
    more: Mapping[str, Any] = attrs.field(factory=dict)
    """Further keys of the JSON document."""

    def document(self) -> dict[str, Any]:
        told = {"type": self.type, "message": self.what, "cost": self.cost, "next": self.next}
        return {"error": {**told, "exit_code": self.exit_code, **self.more}}


def explain(error: BaseException) -> Report:
    if isinstance(error, Interrupted):
        return _interrupted(error)
    if isinstance(error, (KeyboardInterrupt, Abort)):
        return _made(error, NOT_CHARGED, "", what="interrupted", exit_code=INTERRUPTED)
    if isinstance(error, ModuleNotFoundError):
        return _made(error, NOTHING_SENT, "", what=missing(error), exit_code=2)
    if isinstance(error, (OSError, sqlite3.Error)):
        return _system(error)
    if isinstance(error, ReelscoreError):
        return _made(error, error.cost, error.next, exit_code=error.exit_code, more=_more(error))
    step = "this is a defect of reelscore: --debug shows where"
    return _made(error, "unknown: reelscore tasks shows what was sent", step, what=f"{type(error).__name__}: {error}")


def _made(error: BaseException, cost: str, next: str, **more: Any) -> Report:  # noqa: A002
    fields: dict[str, Any] = {"what": spoken(str(error)), "exit_code": 1, **more}
    next = spoken(next)  # noqa: A001
    return Report(cost=cost, next=next, type=type(error).__name__, **fields)


def _interrupted(error: Interrupted) -> Report:
    goes_on = f"what was quoted, if they succeed: {len(error.refs)} task(s) go on at the vendor"
    unsent = f"; {error.unsent} have none yet: reelscore tasks shows any that left" if error.unsent else ""
    cost = f"{goes_on}{unsent}" if error.refs else "nothing, unless a call was under way: reelscore tasks shows it"
    return _made(error, cost, error.step, exit_code=INTERRUPTED, more={"tasks": error.refs})


def _system(error: OSError | sqlite3.Error) -> Report:
    if isinstance(error, sqlite3.Error):
        what = f"the ledger cannot be used: {error}"
        return _made(error, _KEPT, "reelscore doctor looks at the ledger and at the disk", what=what)
    where = f"{error.filename}: " if error.filename else ""
    full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    step = "free some space and run the command again" if full else "check the path and its permissions"
    return _made(error, NOT_CHARGED, step, what=f"{where}{error.strerror or error}")


def _more(error: ReelscoreError) -> dict[str, Any]:
    if isinstance(error, errors.InvalidRequest):
        from reelscore.catalog.documents import violation

        return {"violations": [violation(each) for each in error.violations]}
    if isinstance(error, errors.ApiError):
        told = {"code": error.code, "host": error.host, "retry_after": error.retry_after, "charged": error.charged}
        return {**told, "trace_id": error.trace_id, "field": error.field}
    if isinstance(error, errors.SubmissionUnknown):
        return {"intent": error.intent}
    task = getattr(error, "task", None)
    return {} if task is None else {"task": str(getattr(task, "ref", ""))}


def report(error: BaseException, out: Output) -> int:
    if isinstance(error, Several):
        out.quiet = False
        if out.json:
            out.document(error.document)
        out.say(f"{error}", style="bold red")
        return error.exit_code
    return report_told(explain(error), out, violations=getattr(error, "violations", ()))


def report_told(told: Report, out: Output, *, violations: Any = ()) -> int:
    """Print what was found out about an error, and return its exit code."""
    if not out.talks:
        out.document(told.document())
    else:
        say(told, out, violations=violations)
    return told.exit_code


def say(told: Report, out: Output, *, violations: Any = ()) -> None:
    out.quiet = False
    if violations:
        out.say(f"{len(violations)} broken rule(s)", style="bold red")
        show_violations(violations, out)
    else:
        out.say(f"error: {told.what}", style="bold red")
    out.say(f" cost: {told.cost}")
    if told.next:
        out.say(f" next: {told.next}")


def show_violations(violations: Any, out: Output) -> None:
    """Show broken rules with the nearest legal values; then why, and who says so."""
    rows = [(v.field, words(_short(v.given)) or "missing", v.allowed, _nearest(v), v.rule) for v in violations]
    out.talk(table(("field", "given", "allowed", "nearest", "rule"), rows))
    for v in {each.message: each for each in violations}.values():
        out.say(f"{v.severity}: {spoken(v.message)}", style="yellow" if v.severity == "warning" else "red")
        if v.source:
            out.say(f"  source: {v.source}", style="dim")


def _nearest(violation: Any) -> str:
    if violation.severity == "warning":
        return "sent as it is"
    if violation.example is not None:
        return f"for example {words(_short(violation.example))}"
    return "leave it out" if violation.remove else words(_short(violation.suggestion))


def _short(value: Any) -> Any:
    is_long = isinstance(value, str) and len(value) > _SHOWN
    return f"{value[: _SHOWN - 20]}… ({len(value)} characters)" if is_long else value


def report_usage(error: Any, out: Output) -> int:
    """Report what the parser of the command line could not read."""
    message = " ".join(str(error.format_message()).split())
    message = message.removeprefix("Invalid value for COMMAND: ").removeprefix("Invalid value for OP: ")
    context = getattr(error, "ctx", None)
    step = " ".join([*(context.command_path.split() if context is not None else ["reelscore"]), "--help"])
    return report(Misuse(message, next=step), out)
