"""What is said of an error: what happened, what it cost, what to do next; and the exit code, which the class knows."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any, ClassVar

import attrs
from typer import Abort

from reelscore import errors
from reelscore.catalog.operations import Misuse, as_commands
from reelscore.catalog.values import words
from reelscore.cli.extras import missing
from reelscore.cli.output import Output
from reelscore.errors import NOT_CHARGED, NOTHING_SENT, ReelscoreError, Violation

INTERRUPTED = 130
_SHOWN = 60
"""Characters of a value that a table of broken rules shows."""


class Interrupted(ReelscoreError):
    """Ctrl-C while tasks were running."""

    exit_code: ClassVar[int] = INTERRUPTED

    def __init__(self, refs: list[str], *, unsent: int, step: str) -> None:
        super().__init__("interrupted")
        later = f"; {unsent} have none yet: reelscore tasks shows any that left" if unsent else ""
        self.refs = refs
        self._cost = f"what was quoted, if they succeed: {len(refs)} task(s) go on at the vendor{later}"
        if not refs:
            self._cost = "nothing, unless a call was under way: reelscore tasks shows it"
        self._next = step


_ARGUMENT = re.compile(r"(?<![\w?&/.-])([a-z]\w*)=(?=[\w'\"\[{.-])")
"""A value for an argument, which is no part of an address."""


def spoken(text: str) -> str:
    """The text with the library's calls replaced by commands, and their arguments by options."""
    return _ARGUMENT.sub(lambda found: f"--{found[1].replace('_', '-')} ", as_commands(text))


_STEPS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "free some space and run the command again"),
    errno.EADDRINUSE: "name another --port, or --port 0 for a free one",
}
"""What to do about errors of the system."""


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
    violations: Sequence[Violation] = ()

    def document(self) -> dict[str, Any]:
        told = {"type": self.type, "message": self.what, "cost": self.cost, "next": self.next}
        return {"error": {**told, "exit_code": self.exit_code, **self.more}}


def explain(error: BaseException) -> Report:
    told: dict[str, Any] = {"what": str(error), "exit_code": 1, "next": ""}
    if isinstance(error, (KeyboardInterrupt, Abort)):
        told |= {"what": "interrupted", "cost": NOT_CHARGED, "exit_code": INTERRUPTED}
    elif isinstance(error, ModuleNotFoundError):
        told |= {"what": missing(error), "cost": NOTHING_SENT, "exit_code": 2}
    elif isinstance(error, sqlite3.Error):
        told |= {"what": f"the ledger cannot be used: {error}", "next": "reelscore doctor looks at ledger and disk"}
        told["cost"] = "nothing: no paid call leaves before its row is on disk"
    elif isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        told |= {"what": f"{where}{error.strerror or error}", "cost": NOT_CHARGED}
        told["next"] = _STEPS.get(error.errno or 0, "check the path and its permissions")
    elif isinstance(error, ReelscoreError):
        told |= {"cost": error.cost, "next": error.next, "exit_code": error.exit_code, "more": _more(error)}
    else:
        told |= {"what": f"{type(error).__name__}: {error}", "cost": "unknown: reelscore tasks shows what was sent"}
        told["next"] = "this is a defect of reelscore: --debug shows where"
    told |= {name: spoken(told[name]) for name in ("what", "next")}
    return Report(type=type(error).__name__, violations=getattr(error, "violations", ()), **told)


def _more(error: ReelscoreError) -> dict[str, Any]:
    if isinstance(error, Interrupted):
        return {"tasks": error.refs}
    if isinstance(error, errors.InvalidRequest):
        from reelscore.catalog.documents import violation

        return {"violations": [violation(each) for each in error.violations]}
    if isinstance(error, errors.ApiError):
        return {name: getattr(error, name) for name in ("code", "host", "retry_after", "charged", "trace_id", "field")}
    if isinstance(error, errors.SubmissionUnknown):
        return {"intent": error.intent}
    task = getattr(error, "task", None)
    return {} if task is None else {"task": str(getattr(task, "ref", ""))}


def report(error: BaseException, out: Output) -> int:
    return report_told(explain(error), out)


def report_told(told: Report, out: Output) -> int:
    """Print what was found out about an error, and return its exit code."""
    if not out.talks:
        out.document(told.document())
    else:
        say(told, out)
    return told.exit_code


def say(told: Report, out: Output) -> None:
    out.quiet = False
    if told.violations:
        out.say(f"{len(told.violations)} broken rule(s)", style="bold red")
        show_violations(told.violations, out)
    else:
        out.say(f"error: {told.what}", style="bold red")
    out.say(f" cost: {told.cost}")
    if told.next:
        out.say(f" next: {told.next}")


def show_violations(violations: Any, out: Output) -> None:
    """Show broken rules with the nearest legal values; then why, and who says so."""
    rows = [(v.field, words(_short(v.given)) or "missing", spoken(v.allowed), _nearest(v), v.rule) for v in violations]
    out.talk(("field", "given", "allowed", "nearest", "rule"), rows)
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


def report_usage(error: Any, out: Output, arguments: Sequence[str]) -> int:
    """Report what the parser could not read of a command line."""
    message = " ".join(str(error.format_message()).split())
    message = message.removeprefix("Invalid value for COMMAND: ").removeprefix("Invalid value for OP: ")
    typed = " ".join(["reelscore", *takewhile(lambda word: not word.startswith("-"), arguments)])
    context = getattr(error, "ctx", None)
    step = typed if context is None else " ".join(context.command_path.split())
    return report(Misuse(message, next=f"{step} --help"), out)
