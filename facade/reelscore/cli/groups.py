"""The commands that take an OP: one is built with the options of its request when it is named."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from itertools import product
from typing import Annotated, Any

import attrs
import typer
from typer.core import TyperGroup
from typer.main import get_command

from reelscore.cli.commands import command
from reelscore.cli.documents import epilog
from reelscore.cli.inputs import parameters_of
from reelscore.cli.jobs import RequestOptions
from reelscore.cli.operations import VENDORS, did_you_mean, find, op_word, op_words, operations
from reelscore.cli.output import Output
from reelscore.cli.reports import Misuse
from reelscore.requests.request import Request

MANY = "@many"
"""Stands in for OP where only --from is given."""


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
