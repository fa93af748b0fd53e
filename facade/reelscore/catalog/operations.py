"""Operations and hosts by the names that commands and agents use, with what was perhaps meant by a wrong one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, ClassVar

from reelscore._attrs import frozen
from reelscore.catalog.values import words
from reelscore.effects import CallKind
from reelscore.errors import NOTHING_SENT, ReelscoreError, Violation
from reelscore.pricing import Quote
from reelscore.requests.request import Request
from reelscore.rules.kinds import Rule
from reelscore.rules.schema import derived_rules
from reelscore.vendors.family import Family, families_of, find_family, hosts, vendors
from reelscore.vendors.host import Host

VENDORS = vendors()


class Misuse(ReelscoreError):
    """What a command, a file or an agent names is not there, or cannot be read as meant; nothing was sent."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, *, next: str = "") -> None:  # noqa: A002 - what to do next
        super().__init__(message)
        self._next = next

    @property
    def cost(self) -> str:
        return NOTHING_SENT

    @property
    def next(self) -> str:
        return self._next


def op_word(vendor: str, operation: str) -> str:
    return f"{vendor}.{operation.replace('_', '-')}"


@cache
def operations(vendor: str) -> Mapping[str, type[Request[Any]]]:
    """The request classes of a vendor by operation, over all its hosts."""
    found: dict[str, type[Request[Any]]] = {}
    for family in families(vendor):
        found |= {op: entry.request for op, entry in family.operations.items() if op not in found}
    return found


@cache
def families(vendor: str) -> tuple[Family, ...]:
    """What a vendor offers on each of its hosts, the default first."""
    first = find_family(vendor)
    others = [family for name in hosts for family in families_of(name) if family.vendor == vendor]
    return first, *(family for family in others if family.name != first.name)


def every_operation() -> Iterator[type[Request[Any]]]:
    """All request classes, vendor by vendor."""
    for vendor in VENDORS:
        yield from operations(vendor).values()


def word_of(cls: type[Request[Any]] | Request[Any]) -> str:
    """Name an operation as commands and agents do: vendor, a dot, words with dashes."""
    return op_word(cls.vendor, cls.operation)


def summary(cls: type[Request[Any]]) -> str:
    """The first line of what an operation does."""
    return (cls.__doc__ or "").strip().partition("\n")[0]


@cache
def op_words() -> tuple[str, ...]:
    return tuple(map(word_of, every_operation()))


@frozen(kw_only=True)
class Asked:
    """A request, and what its vendor offers on the host that it is for."""

    request: Request[Any]
    family: Family

    @property
    def op(self) -> str:
        return word_of(self.request)

    @property
    def host(self) -> Host:
        return self.family.host

    @property
    def role(self) -> CallKind:
        return self.family.operations[self.request.operation].role

    def violations(self) -> tuple[Violation, ...]:
        """Return the rules that it breaks, warnings among them."""
        return self.request.violations(self.family)

    def quote(self) -> Quote:
        """Return what it costs."""
        return self.request.quote(self.family)


def rows_of(cls: type[Request[Any]]) -> list[Rule]:
    return [row for row in (*cls.rules, *derived_rules(cls)) if not row.operations or cls.operation in row.operations]


def conditions(row: Rule) -> dict[str, str]:
    """When a row holds, in words: what each other field is."""
    return {name: _condition(value) for name, value in row.when.items()}


def _condition(value: Any) -> str:
    if isinstance(value, (tuple, list, set, frozenset)):
        return " or ".join(_named(item) for item in value)
    if hasattr(value, "values"):
        return f"not {' or '.join(_named(item) for item in value.values)}"
    return type(value).__name__.strip("_").lower()


def _named(value: Any) -> str:
    return "left out" if value is None else words(value)


def find(op: str) -> type[Request[Any]]:
    """Find the request class of an OP; ``text_to_video`` with underscores is understood.

    Raises:
        Misuse: there is none; the nearest are named.
    """
    vendor, _, name = op.partition(".")
    found = operations(vendor).get(name.replace("-", "_")) if vendor in VENDORS else None
    if found is None:
        raise Misuse(f"there is no operation {op!r}{did_you_mean(op)}", next="reelscore quote --help lists them")
    return found


def near(word: str, known: Iterable[str], *, cutoff: float = 0.6, most: int = 1) -> str:
    """A question that names what was perhaps meant; empty when nothing is near."""
    close = difflib.get_close_matches(word, list(known), n=most, cutoff=cutoff)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def did_you_mean(op: str) -> str:
    word = op.replace("_", "-")
    same = [known for known in op_words() if known.partition(".")[2] == word]
    return near(word, same or op_words(), cutoff=0.0 if same else 0.6, most=3)


def family_for(cls: type[Request[Any]], named: str | None) -> Family:
    """Choose where a request runs: the host that is named, else the vendor's first that has the operation.

    Raises:
        Misuse: the host is unknown, of another vendor, or lacks the operation.
    """
    routes = families_of(named) if named else ()
    offered = (*families(cls.vendor), *(each for each in routes if each.vendor == cls.vendor))
    having = {family.name: family for family in offered if cls.operation in family.operations}
    if named is None:
        return next(iter(having.values()))
    if named not in having:
        _ = host_named(named.partition("#")[0])
        raise Misuse(f"{named} has no {word_of(cls)}", next=f"--host {' or '.join(having)}")
    return having[named]


def host_named(name: str) -> Host:
    """The host of this name.

    Raises:
        Misuse: there is none.
    """
    if name in hosts:
        return hosts[name]
    raise Misuse(f"there is no host {name!r}{near(name, hosts, cutoff=0.4)}", next=f"one of {', '.join(hosts)}")


_COMMANDS = (
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
    ("client.models() lists", "reelscore market list --live shows"),
    ("client.model_schema(model=...)", "reelscore market show MODEL --live"),
    ("withdrawn=True sends", "--withdrawn sends"),
)
"""What the library says of its calls, and the same as commands."""
_CALL = re.compile(r"client\.(\w+)\((\w+)=\.\.\.\)")


def as_commands(text: str) -> str:
    """The text with the library's calls replaced by commands."""
    for python, command in _COMMANDS:
        text = text.replace(python, command)
    return _CALL.sub(_run_of, text)


def _run_of(call: re.Match[str]) -> str:
    name, argument = call.groups()
    words = [op_word(vendor, name) for vendor in VENDORS if name in operations(vendor)]
    option = f"--{argument.replace('_', '-')} {argument.rpartition('_')[2].upper()}"
    return f"reelscore run {words[0]} {option}" if words else call[0]
