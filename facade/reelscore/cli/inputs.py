"""The commands that take an OP: options from the fields of its request, files of requests, and templates for them."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache, wraps
from itertools import chain, product
from pathlib import Path
from typing import Any

import attrs
import typer
from typer.core import TyperGroup

from reelscore.catalog.operations import (
    VENDORS,
    Asked,
    Misuse,
    did_you_mean,
    family_for,
    find,
    near,
    op_words,
    operations,
    rows_of,
    summary,
    word_of,
)
from reelscore.catalog.prices import price_hint
from reelscore.cli.bodies import BESIDE, Body, decoded, parsed, read_bodies
from reelscore.cli.commands import Body as CommandBody
from reelscore.cli.commands import command, completion, epilog, option
from reelscore.cli.config import defaults_of
from reelscore.cli.output import Output
from reelscore.effects import CallKind
from reelscore.ledger.records import CallRecord
from reelscore.requests.request import Request
from reelscore.rules.kinds import Length, Range
from reelscore.rules.schema import Field, fields_of
from reelscore.vendors.family import Family, hosts

MANY = "@many"
"""Stands in for OP where only --from is given."""
_SHOWN_CHOICES = 28
_FIGURES = re.compile(r"\d+")
_WORDS = {"whole number": "INTEGER", "number": "NUMBER", "list": "JSON", "object": "JSON", "media": "FILE|URL|ID"}
_BOOLEANS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_FORMATS: Mapping[str, Callable[[str], Any]] = {"whole number": int, "number": float}
_ROLES: Mapping[str, tuple[CallKind, ...]] = {
    "operations": (CallKind.PAID, CallKind.WRITE),
    "free questions and uploads": (CallKind.READ, CallKind.UPLOAD),
}
_OP = inspect.Parameter(
    "op", inspect.Parameter.KEYWORD_ONLY, default=typer.Argument(None, metavar="[OP]", hidden=True),
    annotation=str | None,
)  # fmt: skip
_COLUMN = re.compile(r"\{([^{}\"':,]+)\}")


@attrs.frozen(kw_only=True)
class Job(Asked):
    """One request that a command is about."""

    where: str
    """File and line, or "the options"."""
    key: str | None = None
    after: tuple[str, ...] = ()
    """In a batch: keys of the requests that come first."""
    source: str = ""
    """The file that it was read from."""
    batch: str = ""
    """The batch that it is a line of, with its generation."""
    made: CallRecord | None = None
    """The ledger's row of its key, where it was paid for before."""


@attrs.frozen(kw_only=True)
class RequestOptions:
    source: list[str] | None = option(
        None, "--from", metavar="FILE",
        help='Read requests: JSON, JSONL with one object {"operation", "host", "key", "request"} per line, or CSV, '
        'whose columns are fields or stand in templates (--prompt "a {animal}"); - is stdin. Repeatable.',
    )  # fmt: skip
    host: str | None = option(
        None, "--host", metavar="HOST", help="Which host: pixverse.ai, pixverseai.cn, kie.ai or sunoapi.org.",
        autocompletion=completion(hosts),
    )  # fmt: skip
    given: Mapping[str, Any] = attrs.field(factory=dict)
    """The fields that were given as options."""
    op: str = ""


def each_job(options: RequestOptions) -> Iterator[Job]:
    """Make the requests that the options and the files ask for, one after the other; none is kept.

    Files are read twice: what is wrong in the last line is said before the first request is given. A pipe can be read
    only once; its faults come where they stand.

    Raises:
        Misuse: a file is unreadable, a request names no operation, or an option cannot be read.
    """
    for name in options.source or ():
        if Path(name).expanduser().is_file():
            for body in read_bodies(name):
                _target(body, options)
    for body in _bodies(options):
        cls, family = _target(body, options)
        over = given(cls, _texts(cls, body, options))
        if not body.source or body.cells is not None:  # other files say all that they mean
            over |= defaults_of(cls, family, {**body.fields, **over})
        request = shaped(cls, body.fields, over=over)
        yield Job(where=body.where, family=family, request=request, key=body.key, after=body.after, source=body.source)


def _texts(cls: type[Request[Any]], body: Body, options: RequestOptions) -> dict[str, Any]:
    """The fields that options and the cells of a row name, as text; templates are filled."""
    if not body.source:
        return dict(options.given)
    cells = body.fields if body.cells is None else body.cells
    used: set[str] = set()

    def cell(found: re.Match[str]) -> str:
        used.add(found[1])
        if found[1] in cells:
            return "" if cells[found[1]] is None else str(cells[found[1]])
        if body.cells is None:
            return found[0]
        meant = near(found[1], cells)
        raise Misuse(f"{body.where} has no column {found[1]!r}{meant}", next=f"its columns are {', '.join(cells)}")

    over = {
        name: _COLUMN.sub(cell, text) if isinstance(text, str) else text
        for name, text in options.given.items()
        if text is not None
    }
    for column, text in (body.cells or {}).items():
        name = known_name(cls, column)
        if name is not None and text.strip():
            over.setdefault(name, text)
        elif name is None and column not in {*BESIDE, *used}:
            meant = near(column, [*(field.name for field in fields_of(cls)), *BESIDE], cutoff=0.75)
            if meant:
                raise Misuse(f"{body.where} has a column {column!r}{meant}", next="rename it, or use it in a template")
    return over


def _bodies(options: RequestOptions) -> Iterator[Body]:
    if options.source:
        yield from chain.from_iterable(map(read_bodies, options.source))
    elif options.op:
        yield Body(where="the options", fields={})
    else:
        raise Misuse("there is nothing to do: no OP and no --from", next="name an OP, such as pixverse.text-to-video")


def _target(body: Body, options: RequestOptions) -> tuple[type[Request[Any]], Family]:
    op = options.op or body.operation
    if not op:
        step = 'name an OP, or write {"operation": "suno.generate", ...}'
        raise Misuse(f"{body.where} names no operation", next=step)
    try:
        cls = find(op)
        if not body.operation or find(body.operation) is cls:
            return cls, family_for(cls, options.host or body.host)
    except Misuse as error:
        if not (body.operation or body.host):
            raise  # What is wrong was named on the command line.
        raise Misuse(f"{body.where}: {error}", next=error.next) from error
    raise Misuse(f"{body.where} is for {body.operation}, the command line says {op}")


def flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def parameters_of(cls: type[Request[Any]]) -> tuple[inspect.Parameter, ...]:
    """Make one optional parameter per field: the rules say what is missing, not the parser."""
    return tuple(_parameter(cls, field) for field in fields_of(cls))


def _parameter(cls: type[Request[Any]], field: Field) -> inspect.Parameter:
    name, about = flag(field.name), _help(cls, field)
    if field.shape.name == "true or false":
        info: Any = typer.Option(None, f"{name}/--no-{name[2:]}", help=about, show_default=False)
        hint: Any = bool | None
    else:
        words = [str(choice) for choice in field.shape.choices]
        info = typer.Option(
            None, name, help=about, metavar=_metavar(field), autocompletion=completion(words), show_default=False
        )
        hint = str | None
    return inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=info, annotation=hint)


def _metavar(field: Field) -> str:
    choices = "|".join(map(str, field.shape.choices))
    if choices and len(choices) <= _SHOWN_CHOICES:
        return choices
    if field.shape.name == "media" and not field.shape.fits(1):
        return "FILE|URL"
    return _WORDS.get(field.shape.name, field.name.upper() if choices else "TEXT")


def _help(cls: type[Request[Any]], field: Field) -> str:
    choices = ", ".join(map(str, field.shape.choices))
    parts = [field.help, f"one of {choices}" if len(choices) > _SHOWN_CHOICES else "", *_limits(cls, field)]
    parts += ["sent nowhere: for rules and prices"] if field.local else []
    text = "; ".join(part for part in parts if part) or field.name.replace("_", " ")
    return f"{text[:1].upper()}{text[1:]}{' (needed)' if field.required else ''}"


def _limits(cls: type[Request[Any]], field: Field) -> Iterator[str]:
    for row in rows_of(cls):
        if row.field == field.name and not row.when and not row.hosts and isinstance(row, (Length, Range)):
            words = row.allowed({})
            if set(_FIGURES.findall(words)) - set(_FIGURES.findall(field.help)):
                yield words


def value_of(field: Field, text: Any) -> Any:
    """Turn what was typed into the field's value.

    Raises:
        Misuse: it is no number, or no JSON where a list or an object is wanted.
    """
    kind = field.shape.name
    if not isinstance(text, str):
        return text
    if text == "-" and kind == "text":
        return _standard_input()
    if kind in {"list", "object"}:
        return _json(field, text)
    if kind == "media":
        return int(text) if text.isdecimal() and text.isascii() and field.shape.fits(1) else text
    if kind == "true or false":
        if text.strip().lower() not in _BOOLEANS:
            raise Misuse(f"{flag(field.name)} is {text!r}; it must be yes or no")
        return _BOOLEANS[text.strip().lower()]
    try:
        return _FORMATS.get(kind, str)(text)
    except ValueError as error:
        raise Misuse(f"{flag(field.name)} is {text!r}, which is no {kind}") from error


@cache
def _standard_input() -> str:
    return decoded(sys.stdin.buffer.read(), "standard input").rstrip("\n")


def _json(field: Field, text: str) -> Any:
    item, is_list = field.shape.item, field.shape.name == "list"
    if not text.lstrip().startswith(("[", "{")):
        if is_list and item is not None and item.name in {"text", "media"}:
            return [value_of(Field(name=field.name, wire="", shape=item, required=False), text)]
        shape = '["a", "b"]' if is_list else '{"name": "value"}'
        raise Misuse(f"{flag(field.name)} is {text!r}, which is no JSON", next=f"write it like {shape}")
    return parsed(text, flag(field.name))


def given(cls: type[Request[Any]], texts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        field.name: value_of(field, texts[field.name]) for field in fields_of(cls) if texts.get(field.name) is not None
    }


def shaped(cls: type[Request[Any]], body: Mapping[str, Any], *, over: Mapping[str, Any]) -> Request[Any]:
    """Make a request of a body in facade or vendor shape, with *over* laid upon it.

    The shape that knows more of the body's names is taken for the one that was meant; the facade's wins a tie.
    """
    names, wires = _spellings(cls)
    facade = sum(name in names for name in body) >= sum(name in wires for name in body)
    if facade:
        return cls.build({**body, **over})
    read = cls.from_wire({name: value for name, value in body.items() if _means(cls, name) not in over})
    return cls.build({**read.to_json(), **over})


_SPELLINGS: dict[type[Any], tuple[set[str], set[str]]] = {}


def _spellings(cls: type[Request[Any]]) -> tuple[set[str], set[str]]:
    """The names of a class's fields, once: the facade's, and the vendor's."""
    if cls not in _SPELLINGS:
        names = {field.name for field in fields_of(cls)} | {"extra"}
        wires = {name for field in fields_of(cls) for name in (field.wire, *field.aliases) if not field.local}
        _SPELLINGS[cls] = (names, wires)
    return _SPELLINGS[cls]


def known_name(cls: type[Request[Any]], column: str) -> str | None:
    """The field that a column names in the facade's spelling or the vendor's; None for another column."""
    name = _means(cls, column)
    name = name if name in _spellings(cls)[0] else column.strip().lower().replace("-", "_").replace(" ", "_")
    return name if name in _spellings(cls)[0] - {"extra"} else None


def _means(cls: type[Request[Any]], name: str) -> str:
    return next((f.name for f in fields_of(cls) if name in {f.wire, *f.aliases}), name)


class OperationGroup(TyperGroup):
    """A command that takes an OP and, once it is named, the options of its request."""

    body: CommandBody
    keys: str

    def list_commands(self, ctx: Any) -> list[str]:
        return list(op_words())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        try:
            return self._made(None if cmd_name == MANY else find(cmd_name))
        except Misuse:
            return None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the OP; without one the options stand for themselves (--from)."""
        if args and self.get_command(ctx, args[0]) is None:
            words = f"there is no operation {args[0]!r}{did_you_mean(args[0])}"
            raise typer.BadParameter(words, ctx=ctx, param_hint="OP")
        name, found, rest = super().resolve_command(ctx, args)
        return "" if name == MANY else name, found, rest

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Let the OP stand among the options, too; options without one are those of many requests."""
        if args and args[0].startswith("-") and args[0] not in {"--help", "-h"}:
            params = self._made(None).params
            valued = {name for each in params if not getattr(each, "is_flag", True) for name in each.opts}
            ops = (at for at, word in enumerate(args) if word in op_words() and args[at - 1] not in valued)
            at = next(ops, len(args))
            args = [*(args[at : at + 1] or [MANY]), *args[:at], *args[at + 1 :]]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List every OP with what it does."""
        for vendor, (title, roles) in product(VENDORS, _ROLES.items()):
            found = [cls for cls in operations(vendor).values() if cls.role in roles]
            with formatter.section(f"{vendor}, {title}"):
                formatter.write_dl([(word_of(cls), _summary(cls)) for cls in found])

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Show the options that every OP takes, then the OPs."""
        self._made(None).format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def _made(self, cls: type[Request[Any]] | None) -> Any:
        """Make the command of an OP, or the one of many requests."""
        name, body, op = str(self.name), self.body, "" if cls is None else word_of(cls)

        @wraps(body)
        def call(out: Output, *, options: Any, given: Mapping[str, Any]) -> int | None:
            changes: dict[str, Any] = {"op": op, "given": given} if op else {"op": given["op"] or ""}
            return body(out, attrs.evolve(options, **changes))

        call.__doc__ = f"{_summary(cls)}\n\n{inspect.getdoc(body)}" if cls else inspect.getdoc(body)
        made = command(name, call, self.keys, more=parameters_of(cls) if cls else (_OP,))
        if cls is not None:
            made.under = lambda: f"{price_hint(cls)} Rules: reelscore rules {op}.\n\n{epilog(self.keys)}"
        return made


def _summary(cls: type[Request[Any]]) -> str:
    """What an operation does; the Python in it as options."""
    return re.sub(r"``(\w+)=True``", r"--\1", summary(cls)).replace("``", "")


def operation_commands(**leaves: tuple[CommandBody, str]) -> dict[str, Any]:
    """Make commands that take an OP of their bodies and of the keys of their documents, by their words."""
    made: dict[str, Any] = {}
    for name, (body, keys) in leaves.items():
        made[name] = OperationGroup(
            name=name, help=body.__doc__, epilog=epilog(keys), subcommand_metavar="OP [OPTIONS] | --from FILE",
            no_args_is_help=True, rich_markup_mode=None,
        )  # fmt: skip
        made[name].body, made[name].keys = body, keys
    return made
