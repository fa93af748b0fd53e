# ruff: noqa: RUF009 - fields of options are declared by a function, as those of attrs
"""The requests that a command is about: of its options, or of files whose templates are filled."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import attrs

from reelscore.cli import bodies
from reelscore.cli.bodies import BESIDE, Body, read_bodies
from reelscore.cli.commands import Common, completion, option
from reelscore.cli.inputs import given, known_name, shaped
from reelscore.cli.operations import find, host_for, op_word
from reelscore.cli.reports import Misuse
from reelscore.ledger.records import CallRecord
from reelscore.requests.request import Request
from reelscore.rules.schema import fields_of
from reelscore.vendors.host import Host, hosts


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
        help='Read requests: JSON, JSONL with one object {"operation", "host", "key", "request"} per line, or CSV, '
        'whose columns are fields or stand in templates (--prompt "a {animal}"); - is stdin. Repeatable.',
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
            return "" if cells[found[1]] is None else str(cells[found[1]])
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
