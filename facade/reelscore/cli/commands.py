"""How a command is made: an attrs class of options becomes parameters, and its errors become exit codes.

Under each ``--help`` stand the keys of its JSON document, outermost first: promises. On a failure ``error: type message
cost next exit_code ...`` takes their place; where a pipe of requests turns out wrong after some were told, it follows
the list instead of what else belongs there: no sum is said of a part.
"""

from __future__ import annotations

import copy
import inspect
import logging
import os
import re
import typing
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import attrs
import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from reelscore.catalog.operations import Misuse, near
from reelscore.cli.output import Output
from reelscore.vendors.family import hosts

Body = Callable[[Any, Output], int | None]
"""Does the work of a command and returns its exit code; its docstring is the help, its options are an attrs class."""
PARAMETER = "parameter"
"""Key of a field's metadata: typer's own description of the parameter."""
SETTING = "setting"
"""Key of a field's metadata: whether the user's configuration fills it when it is left out."""
_FREE = {"request", "result", "error", "steps", "fields", "switches", "nearest", "credits", "states", "jobs", "files"}
"""Keys of documents whose value has keys of its own, which stand nowhere."""


def option(default: Any, *names: str, help: str, setting: bool = False, **more: Any) -> Any:  # noqa: A002 - typer's
    """Declare an option as a field of a class of options."""
    told = {PARAMETER: typer.Option(*names, help=help, **more), SETTING: setting}
    return attrs.field(default=default, metadata=told)


def argument(default: Any = attrs.NOTHING, *, help: str, **more: Any) -> Any:  # noqa: A002 - typer's word
    """Declare a positional argument as a field of a class of options."""
    return attrs.field(default=default, metadata={PARAMETER: typer.Argument(help=help, **more)})


def completion(choices: Iterable[str] | Callable[[], Iterable[str]]) -> Callable[[str], list[str]]:
    """A shell's completion of words, or of what a function returns when it is asked."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in (choices() if callable(choices) else choices) if word.startswith(incomplete)]

    return complete


def limit(default: int) -> Any:
    """Declare how many of the newest are shown."""
    return option(default, "--limit", "-n", metavar="N", min=1, help="The newest so many.", show_default=True)


def port(default: int) -> Any:
    """Declare a TCP port to listen on."""
    return option(
        default, "--port", metavar="N", min=0, max=65535, help="TCP port; 0 takes a free one.", show_default=True
    )


def budget(help: str, *, setting: bool = False) -> Any:  # noqa: A002 - typer's word
    """Declare a cap on what is paid."""
    return option(None, "--budget", metavar="N", help=f"{help}: credits, or money, such as 5USD.", setting=setting)


ALLOW_UNKNOWN = option(
    None, "--allow-unknown", metavar="CREDITS", help="What a call of unknown price takes of the budget."
)
BIND = option("127.0.0.1", "--bind", metavar="ADDRESS", help="Address to listen on.", show_default=True)
HOST = option(None, "--host", metavar="HOST", help="This host only.", autocompletion=completion(hosts))
OUT = option(
    Path(), "--out", "-o", metavar="FOLDER", help="Folder for the files; made if it is missing.", show_default="here",
    setting=True,
)  # fmt: skip
OVERWRITE = option(False, "--overwrite", help="Replace files that exist.")
PLAN = option(None, "--plan", metavar="PLAN", help="Show money by this plan or pack.", setting=True)
SAVE = option(True, "--save/--no-save", help="Save the files and a JSON beside them.", show_default=False)
TIMEOUT = option(None, "--timeout", metavar="SECONDS", min=0, help="Stop waiting after this; the task goes on.")
YES = option(False, "--yes", "-y", help="Pay without asking.")


@attrs.frozen(kw_only=True)
class Common:
    """What every command takes."""

    json: bool = option(False, "--json", help="Print one JSON document on stdout, and nothing else.")
    field: list[str] | None = option(
        None, "--field", metavar="PATH",
        help="Print only this of the JSON document, such as tasks.id: a line for each; repeatable, with tabs between.",
    )  # fmt: skip
    verbose: int = option(
        0, "-v", "--verbose", count=True, show_default=False, help="Log calls with their trace ids; -vv logs all."
    )
    quiet: bool = option(False, "--quiet", "-q", help="Say nothing on stderr but questions and errors.")
    profile: str | None = option(
        None, "--profile", metavar="NAME", help="Use the keys and the defaults of this profile."
    )
    debug: bool = option(False, "--debug", help="Show the traceback of an error.")


@attrs.frozen(kw_only=True)
class HostOptions(Common):
    host: str | None = HOST


class Leaf(TyperCommand):
    """A command whose last words are found out when its help is asked for."""

    under: Callable[[], str] = staticmethod(str)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        self.epilog = self.under()
        super().format_epilog(ctx, formatter)


def parameters(options: type[Common], *, taken: Collection[str] = ()) -> list[inspect.Parameter]:
    """Turn the fields of a class of options into parameters that typer reads; the common ones come last.

    Args:
        options: the class.
        taken: spellings that fields of a request have; an option with several keeps the others.
    """
    hints = typing.get_type_hints(options)
    common = {field.name for field in attrs.fields(Common)}
    own = [field for field in attrs.fields(options) if PARAMETER in field.metadata]
    fields = sorted(own, key=lambda field: field.name in common)
    return [_parameter(field, hints[field.name], taken=taken) for field in fields]


def _parameter(field: attrs.Attribute[Any], hint: Any, *, taken: Collection[str]) -> inspect.Parameter:
    default = inspect.Parameter.empty if field.default is attrs.NOTHING else field.default
    info = copy.copy(field.metadata[PARAMETER])
    # Typer keeps the first spelling of an annotated option as its default.
    spellings = [word for word in (info.default, *(info.param_decls or ())) if word not in taken]
    if taken and spellings:
        info.default, info.param_decls = spellings[0], tuple(spellings[1:])
    annotation = Annotated[hint, info]
    return inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def command(
    name: str, body: Body, *, options: type[Common], keys: str, more: tuple[inspect.Parameter, ...] = ()
) -> Any:
    """Make a command.

    Args:
        name: its word.
        body: does the work. With *more*, the options carry the values of the further parameters in ``given``.
        options: what it takes.
        keys: of its JSON document.
        more: further parameters, as typer reads them.
    """
    settable = [field.name for field in attrs.fields(options) if field.metadata.get(SETTING)]

    def call(ctx: typer.Context, **given: Any) -> None:
        left_out = [each for each in settable if str(ctx.get_parameter_source(each)).endswith("DEFAULT")]
        extra: Mapping[str, Any] = {each.name: given.pop(each.name) for each in more}
        if more:
            given["given"] = extra
        raise typer.Exit(_guarded(name, body, options(**given), left_out, keys))

    taken = {f"--{parameter.name.replace('_', '-')}" for parameter in more}
    context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    signature, about = [context, *more, *parameters(options, taken=taken)], body.__doc__ or ""
    setattr(call, "__signature__", inspect.Signature(signature))  # noqa: B010 - no attribute that checkers know
    call.__annotations__ = {parameter.name: parameter.annotation for parameter in signature}
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=Leaf, help=about, short_help=about.partition("\n")[0])(call)
    made: Any = get_command(app)
    made.under = lambda: epilog(keys)
    return made


def commands(**leaves: tuple[Body, str]) -> dict[str, Any]:
    """Make commands of their bodies and of the keys of their documents, by their words."""
    return {
        name: command(name, body, options=typing.get_type_hints(body)["options"], keys=keys)
        for name, (body, keys) in leaves.items()
    }


def group(name: str, about: str, leaves: Mapping[str, Any]) -> dict[str, Any]:
    """Make a command of commands."""
    return {name: TyperGroup(name=name, help=about, commands=dict(leaves), no_args_is_help=True, rich_markup_mode=None)}


def epilog(keys: str) -> str:
    """What stands under a command's help: the keys of its document."""
    return f"--json prints: {keys}"


def _guarded(name: str, body: Body, options: Common, left_out: Collection[str], keys: str) -> int:
    fields = options.field or ()
    out = Output(json=options.json or bool(fields), fields=fields, quiet=options.quiet)
    if options.profile is not None:
        os.environ["REELSCORE_PROFILE"] = options.profile
    logging.getLogger("reelscore.flows").addHandler(logging.NullHandler())  # what it warns of is said by the command
    if options.verbose:
        from reelscore.cli.logs import show_logs

        show_logs("reelscore", *(["httpx"] if options.verbose > 1 else []), level=logging.DEBUG)
    try:
        _check_fields(fields, known=re.findall(r"\w+", keys))
        if os.environ.get("REELSCORE_PROFILE") and name != "init":
            from reelscore.cli.config import check_profile

            check_profile()
        if left_out:
            from reelscore.cli.config import filled

            options = filled(options, left_out)
        return body(options, out) or 0
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - every error gets its words
        if options.debug:
            out.traceback()
        from reelscore.cli.reports import report

        return report(error, out)


def _check_fields(paths: Iterable[str], *, known: Collection[str]) -> None:
    """Raise Misuse where a path names no key of a command's document: before anything is done."""
    for path in paths:
        for word in path.split("."):
            if word not in known:
                step = "--help shows the keys of the document"
                raise Misuse(f"--field {path}: there is no {word!r}{near(word, known)}", next=step)
            if word in _FREE:
                break
