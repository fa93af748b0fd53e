# ruff: noqa: RUF009 - fields of options are declared by a function, as those of attrs
"""OP on the command line: which operations there are, and the group that builds a command for one when it is named."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import chain, product
from pathlib import Path
from typing import Annotated, Any

import attrs
import typer
from typer.core import TyperGroup
from typer.main import get_command

from reelscore.cli import bodies
from reelscore.cli.bodies import BESIDE, Body, read_bodies
from reelscore.cli.commands import Common, command, completion, option
from reelscore.cli.documents import epilog
from reelscore.cli.inputs import given, known_name, parameters_of, shaped
from reelscore.cli.output import Output
from reelscore.cli.reports import Misuse
from reelscore.ledger.records import CallRecord
from reelscore.requests.request import Request
from reelscore.rules.schema import fields_of
from reelscore.vendors.host import Host, hosts

VENDORS: Mapping[str, tuple[str, ...]] = {
    "pixverse": ("pixverse.ai", "pixverseai.cn"),
    "suno": ("kie.ai", "sunoapi.org"),
}
"""The hosts of each vendor, the default first."""
MANY = "@many"
"""Stands in for OP where only --from is given."""


@attrs.frozen(kw_only=True)
class Job:
    """One request that a command is about."""

    where: str
    """File and line, or "the options"."""
    host: Host
    request: Request[Any]
    key: str | None = None
    source: str = ""
    """The file that it was read from."""
    made: CallRecord | None = None
    """The ledger's row of its key, where it was paid for before."""

    @property
    def op(self) -> str:
        """The operation as the command line writes it."""
        return op_word(self.request.vendor, self.request.operation)


@attrs.frozen(kw_only=True)
class RequestOptions(Common):
    source: list[str] | None = option(
        None,
        "--from",
        metavar="FILE",
        help='Read requests: JSON, JSONL with one object {"operation", "host", "key", "request"} per line, or CSV, whose '
        'columns are fields or stand in templates (--prompt "a {animal}"); - is stdin. Repeatable.',
    )
    host: str | None = option(
        None,
        "--host",
        metavar="HOST",
        help="Which host: pixverse.ai, pixverseai.cn, kie.ai or sunoapi.org.",
        autocompletion=completion(hosts),
    )
    given: Mapping[str, Any] = attrs.field(factory=dict)
    """The fields that were given as options."""
    op: str = attrs.field(default="")


def op_word(vendor: str, operation: str) -> str:
    return f"{vendor}.{operation.replace('_', '-')}"


@cache
def operations(vendor: str) -> Mapping[str, type[Request[Any]]]:
    """The request classes of a vendor by operation, over all its hosts."""
    found: dict[str, type[Request[Any]]] = {}
    for name in VENDORS[vendor]:
        found |= {op: entry.request for op, entry in hosts[name].operations.items() if op not in found}
    return found


@cache
def op_words() -> tuple[str, ...]:
    return tuple(op_word(vendor, name) for vendor in VENDORS for name in operations(vendor))


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


def did_you_mean(op: str) -> str:
    word = op.replace("_", "-")
    close = [known for known in op_words() if known.partition(".")[2] == word]
    close = close or difflib.get_close_matches(word, op_words(), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def host_for(cls: type[Request[Any]], named: str | None) -> Host:
    """Choose the host of a request: the one that is named, else the vendor's first that has the operation.

    Raises:
        Misuse: the host is unknown, of another vendor, or lacks the operation.
    """
    names = VENDORS[cls.vendor]
    having = [name for name in names if cls.operation in hosts[name].operations]
    if named is None:
        return hosts[having[0]]
    if host_named(named).name not in having:
        raise Misuse(f"{named} has no {op_word(cls.vendor, cls.operation)}", next=f"--host {' or '.join(having)}")
    return hosts[named]


def host_named(name: str) -> Host:
    """The host of this name.

    Raises:
        Misuse: there is none.
    """
    if name in hosts:
        return hosts[name]
    close = difflib.get_close_matches(name, list(hosts), n=1, cutoff=0.4)
    raise Misuse(f"there is no host {name!r}", next=f"--host {close[0]}" if close else f"one of {', '.join(hosts)}")


def jobs(options: RequestOptions) -> list[Job]:
    """Make the requests that the options and the files ask for, all at once; otherwise as ``each_job``."""
    return list(each_job(options))


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
        cls, host = _target(body, options)
        over = given(cls, _texts(cls, body, options))
        key = body.key
        if key is None and body.cells and known_name(cls, "key") is None:
            key = body.cells.get("key", "").strip() or None
        yield Job(where=body.where, host=host, request=shaped(cls, body.fields, over=over), key=key, source=body.source)


_COLUMN = re.compile(r"\{([^{}\"':,]+)\}")


def _texts(cls: type[Request[Any]], body: Body, options: RequestOptions) -> dict[str, Any]:
    """The fields that options and the cells of a row name, as text; templates are filled."""
    if not body.source:
        return dict(options.given)
    cells = body.fields if body.cells is None else body.cells
    used: set[str] = set()

    def cell(found: re.Match[str]) -> str:
        used.add(found[1])
        if found[1] in cells:
            return str(cells[found[1]])
        if body.cells is None:
            return found[0]
        meant = bodies.did_you_mean(found[1], cells)
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
            meant = bodies.did_you_mean(column, [*(field.name for field in fields_of(cls)), *BESIDE], cutoff=0.75)
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


def _target(body: Body, options: RequestOptions) -> tuple[type[Request[Any]], Host]:
    op = options.op or body.operation
    if not op:
        step = 'name an OP, or write {"operation": "suno.generate", ...}'
        raise Misuse(f"{body.where} names no operation", next=step)
    with _placed(body):
        cls = find(op)
        if not body.operation or find(body.operation) is cls:
            return cls, host_for(cls, options.host or body.host)
    raise Misuse(f"{body.where} is for {body.operation}, the command line says {op}")


@contextmanager
def _placed(body: Body) -> Generator[None]:
    try:
        yield
    except Misuse as error:
        if not (body.operation or body.host):
            raise  # What is wrong was named on the command line.
        raise Misuse(f"{body.where}: {error}", next=error.next) from error


class OperationGroup(TyperGroup):
    """A command that takes an OP and, once it is named, the options of its request."""

    word: str = ""
    body: Callable[..., int | None]
    options: type[RequestOptions]

    def list_commands(self, ctx: Any) -> list[str]:
        return list(op_words())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Build the command of an OP."""
        if cmd_name == MANY:
            return self._made(MANY, None)
        try:
            return self._made(cmd_name, find(cmd_name))
        except Misuse:
            return None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the OP; without one the options stand for themselves (--from)."""
        if args and self.get_command(ctx, args[0]) is None:
            raise _no_operation(args[0], ctx)
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Let options without an OP be those of many requests."""
        helped = not args or args[0] in {"--help", "-h"}
        if not helped and args[0].startswith("-"):
            args = [MANY, *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List every OP with what it does."""
        for vendor, (title, kinds) in product(VENDORS, _KINDS.items()):
            found = {name: cls for name, cls in operations(vendor).items() if cls.kind in kinds}
            with formatter.section(f"{vendor}, {title}"):
                formatter.write_dl([(op_word(vendor, name), _summary(cls)) for name, cls in found.items()])

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Show the options that every OP takes, then the OPs."""
        self._made(MANY, None).format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def _made(self, word: str, cls: type[Request[Any]] | None) -> Any:
        body = type(self).body

        def call(options: Any, out: Output) -> int | None:
            if cls is None:
                return body(attrs.evolve(options, op=options.given["op"] or "", given={}), out)
            return body(attrs.evolve(options, op=op_word(cls.vendor, cls.operation)), out)

        call.__doc__ = inspect.getdoc(body) if cls is None else f"{_summary(cls)}\n\n{inspect.getdoc(body)}"
        more = (_OP,) if cls is None else parameters_of(cls)
        return command(word, call, options=self.options, more=more, epilog=lambda: _under(self.word, cls))


_KINDS: Mapping[str, tuple[str, ...]] = {
    "operations": ("task", "direct"),
    "free questions and uploads": ("read", "upload"),
}
_OP = inspect.Parameter(
    "op", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[str | None, typer.Argument(metavar="[OP]")]
)


def _under(word: str, cls: type[Request[Any]] | None) -> str:
    if cls is None:
        return epilog(word)
    from reelscore.cli.pricing import price_hint

    op = op_word(cls.vendor, cls.operation)
    return f"{price_hint(cls)} Rules: reelscore rules {op}.\n\n{epilog(word)}"


def _summary(cls: type[Request[Any]]) -> str:
    return (cls.__doc__ or "").strip().partition("\n")[0]


def _no_operation(op: str, ctx: Any) -> Exception:
    from typer import BadParameter

    return BadParameter(f"there is no operation {op!r}{did_you_mean(op)}", ctx=ctx, param_hint="OP")


def operation_group(
    word: str, body: Callable[[Any, Output], int | None], *, options: type[RequestOptions] = RequestOptions
) -> Any:
    """Make a command that takes an OP or files."""
    made = type(
        f"{word.title()}Group", (OperationGroup,), {"word": word, "body": staticmethod(body), "options": options}
    )
    app = typer.Typer(cls=made, add_completion=False, rich_markup_mode=None, no_args_is_help=True)

    @app.callback(help=body.__doc__, subcommand_metavar="OP [OPTIONS] | --from FILE", epilog=epilog(word))
    def _group() -> None: ...

    return get_command(app)
