"""How a command is made: an attrs class of options becomes parameters, and its errors become exit codes."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

import attrs
import typer
from typer.core import TyperCommand
from typer.main import get_command

from reelscore.cli.output import Output

T = TypeVar("T", bound="Common")
PARAMETER = "parameter"
"""Key of a field's metadata: typer's own description of the parameter."""


def option(default: Any, *names: str, help: str, **more: Any) -> Any:  # noqa: A002 - typer's word
    """Declare an option as a field of a class of options."""
    return attrs.field(default=default, metadata={PARAMETER: typer.Option(*names, help=help, **more)})


def argument(default: Any = attrs.NOTHING, *, help: str, **more: Any) -> Any:  # noqa: A002 - typer's word
    """Declare a positional argument as a field of a class of options."""
    return attrs.field(default=default, metadata={PARAMETER: typer.Argument(help=help, **more)})


@attrs.frozen(kw_only=True)
class Common:
    """What every command takes."""

    json: bool = option(False, "--json", help="Print one JSON document on stdout, and nothing else.")
    verbose: int = option(
        0, "-v", "--verbose", count=True, show_default=False, help="Log calls with their trace ids; -vv logs all."
    )
    debug: bool = option(False, "--debug", help="Show the traceback of an error.")


class Leaf(TyperCommand):
    """A command whose last words are found out when its help is asked for."""

    under: Callable[[], str] | None = None

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write what stands under the help."""
        self.epilog = self.under() if self.under else None
        super().format_epilog(ctx, formatter)


def parameters(options: type[Common]) -> list[inspect.Parameter]:
    """Turn the fields of a class of options into parameters that typer reads; the common ones come last."""
    hints = typing.get_type_hints(options)
    common = {field.name for field in attrs.fields(Common)}
    own = [field for field in attrs.fields(options) if PARAMETER in field.metadata]
    fields = sorted(own, key=lambda field: field.name in common)
    return [_parameter(field, hints[field.name]) for field in fields]


def _parameter(field: attrs.Attribute[Any], hint: Any) -> inspect.Parameter:
    default = inspect.Parameter.empty if field.default is attrs.NOTHING else field.default
    annotation = Annotated[hint, field.metadata[PARAMETER]]
    return inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def command(
    name: str,
    body: Callable[[T, Output], int | None],
    *,
    options: type[T],
    more: tuple[inspect.Parameter, ...] = (),
    epilog: Callable[[], str] | None = None,
) -> Any:
    """Make a command.

    Args:
        name: its word.
        body: does the work and gives an exit code; its docstring is the help. With *more*, the options carry the values
            of the further parameters in their field ``given``.
        options: what it takes.
        more: further parameters, as typer reads them.
        epilog: gives what stands under its help.
    """

    def call(**given: Any) -> None:
        extra: Mapping[str, Any] = {each.name: given.pop(each.name) for each in more}
        if more:
            given["given"] = extra
        values = options(**given)
        raise typer.Exit(_guarded(body, values))

    return build(name, call, signature=[*more, *parameters(options)], help=body.__doc__ or "", epilog=epilog)


def build(
    name: str,
    call: Callable[..., None],
    *,
    signature: list[inspect.Parameter],
    help: str,  # noqa: A002 - typer's word
    epilog: Callable[[], str] | None = None,
) -> Any:
    """Let typer build one command of a function and the parameters that it is said to have."""
    setattr(call, "__signature__", inspect.Signature(signature))  # noqa: B010 - no attribute that checkers know
    call.__annotations__ = {parameter.name: parameter.annotation for parameter in signature}
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=Leaf, help=help, short_help=help.partition("\n")[0])(call)
    made: Any = get_command(app)
    made.under = epilog
    return made


def _guarded(body: Callable[[T, Output], int | None], options: T) -> int:
    out = Output(json=options.json)
    if options.verbose:
        from reelscore.cli.logs import show_logs

        show_logs(options.verbose)
    try:
        return body(options, out) or 0
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - every error gets its words
        if options.debug:
            out.traceback()
        from reelscore.cli.reports import report

        return report(error, out)
