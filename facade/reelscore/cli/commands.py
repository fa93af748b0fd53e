"""How a command is made: what a function takes becomes arguments and options, as typer reads them.

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
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_type_hints

import attrs
import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from reelscore.catalog.operations import Misuse, near
from reelscore.cli.output import Output, show_logs
from reelscore.vendors.family import hosts

Body = Callable[..., int | None]
"""Does the work of a command and returns its exit code; its docstring is the help.

It takes where to tell, and then parameters that typer reads; of an attrs class, its fields are such parameters.
"""
PARAMETER = "parameter"
"""Key of the metadata of what ``option`` and ``argument`` declare: typer's own description of it."""
_FREE = {"request", "result", "error", "steps", "fields", "switches", "nearest", "credits", "states", "jobs", "files"}
"""Keys of documents whose value has keys of its own, which stand nowhere."""


def completion(choices: Iterable[str] | Callable[[], Iterable[str]]) -> Callable[[str], list[str]]:
    """A shell's completion of words, or of what a function returns when it is asked."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in (choices() if callable(choices) else choices) if word.startswith(incomplete)]

    return complete


def set_by_user(ctx: typer.Context, parameter: typer.CallbackParam, value: Any) -> Any:
    """An option's value, or the user's setting of its first spelling where it is left out."""
    from reelscore.cli.config import settings

    name = parameter.opts[0].removeprefix("--")
    is_left_out = str(ctx.get_parameter_source(str(parameter.name))).endswith("DEFAULT")
    return (str if value is None else type(value))(settings()[name]) if is_left_out and name in settings() else value


def _known_plan(ctx: typer.Context, parameter: typer.CallbackParam, value: str | None) -> Any:
    """The plan, or that of the settings; Misuse where no host has it: before anything is priced or paid."""
    plan = set_by_user(ctx, parameter, value)
    known = dict.fromkeys(name for host in hosts.values() for name in host.plans)
    if plan not in {None, *known}:
        raise Misuse(f"--plan is {plan!r}, no host has it{near(plan, known)}", next=f"one of {', '.join(known)}")
    return plan


def _use_profile(value: str | None) -> str | None:
    if value is not None:
        os.environ["REELSCORE_PROFILE"] = value
    return value


def option(default: Any, *names: str, help: str, **more: Any) -> Any:  # noqa: A002 - typer's word
    """Declare an option: as the default of what a body takes, or as a field of an attrs class."""
    return _declared(typer.Option(default, *names, help=help, **more))


def argument(default: Any = ..., *, help: str, **more: Any) -> Any:  # noqa: A002 - typer's word
    """Declare a positional argument in the same places."""
    return _declared(typer.Argument(default, help=help, **more))


def _declared(info: Any) -> Any:
    return attrs.field(default=attrs.NOTHING if info.default is ... else info.default, metadata={PARAMETER: info})


def limit(default: int) -> Any:
    """Declare how many of the newest are shown."""
    return option(default, "--limit", "-n", metavar="N", min=1, help="The newest so many.")


def port(default: int) -> Any:
    """Declare a TCP port to listen on."""
    return option(default, "--port", metavar="N", min=0, max=65535, help="TCP port; 0 takes a free one.")


def budget(about: str, **more: Any) -> Any:
    """Declare a cap on what is paid."""
    return option(None, "--budget", metavar="N", help=f"{about}: credits, or money, such as 5USD.", **more)


ALLOW_UNKNOWN = option(
    None, "--allow-unknown", metavar="CREDITS", help="What a call of unknown price takes of the budget."
)
BIND = option("127.0.0.1", "--bind", metavar="ADDRESS", help="Address to listen on.")
HOST = option(None, "--host", metavar="HOST", help="This host only.", autocompletion=completion(hosts))
NOT_TAKEN = option(False, "--not-taken", help="... that the vendor's own log does not have it.")
OUT = option(
    Path(), "--out", "-o", metavar="FOLDER", help="Folder for the files; made if it is missing.", show_default="here",
    callback=set_by_user,
)  # fmt: skip
OVERWRITE = option(False, "--overwrite", help="Replace files that exist.")
PLAN = option(None, "--plan", metavar="PLAN", help="Show money by this plan or pack.", callback=_known_plan)
SAVE = option(True, "--save/--no-save", help="Save the files and a JSON beside them.", show_default=False)
TASK_ID = option(None, "--task-id", metavar="ID", help="... the task that the vendor's own log names for it, or")
TIMEOUT = option(None, "--timeout", metavar="SECONDS", min=0, help="Stop waiting after this; the task goes on.")
YES = option(False, "--yes", "-y", help="Pay without asking.")


def _output(
    *,
    json: bool = option(False, "--json", help="Print one JSON document on stdout, and nothing else."),
    field: list[str] | None = option(
        None, "--field", metavar="PATH",
        help="Print only this of the JSON document, such as tasks.id: a line for each; repeatable, with tabs between.",
    ),
    verbose: int = option(0, "-v", "--verbose", count=True, help="Log calls with their trace ids; -vv logs all.",
                          show_default=False),
    quiet: bool = option(False, "--quiet", "-q", help="Say nothing on stderr but questions and errors."),
    profile: str | None = option(
        None, "--profile", metavar="NAME", help="Use the keys and the defaults of this profile.", is_eager=True,
        callback=_use_profile,
    ),
    debug: bool = option(False, "--debug", help="Show the traceback of an error."),
) -> Output:  # fmt: skip
    """What every command takes: how and what it tells."""
    del profile, debug  # it is in the environment; app reads it from the command line
    logging.getLogger("reelscore.flows").addHandler(logging.NullHandler())  # what it warns of is said by the command
    if verbose:
        show_logs("reelscore", *(["httpx"] if verbose > 1 else []), level=logging.DEBUG)
    return Output(json=json or bool(field), fields=field or (), quiet=quiet, verbose=verbose)


class Leaf(TyperCommand):
    """A command whose last words are found out when its help is asked for."""

    under: Callable[[], str] = staticmethod(str)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        self.epilog = self.under()
        super().format_epilog(ctx, formatter)


def parameters(body: Callable[..., Any], *, taken: Collection[str] = ()) -> list[inspect.Parameter]:
    """What a function or an attrs class takes, as parameters that typer reads.

    Args:
        body: declares them by ``option`` and ``argument``; others are left out.
        taken: spellings that fields of a request have; an option with several keeps the others.
    """
    hints, found = get_type_hints(body), list[inspect.Parameter]()
    if attrs.has(body):  # type: ignore[arg-type]
        declared = [(field.name, field.metadata) for field in attrs.fields(body)]
    else:
        each = inspect.signature(body).parameters.values()
        declared = [(one.name, getattr(one.default, "metadata", {})) for one in each]
    for name, metadata in declared:
        hint = hints.get(name)
        if PARAMETER in metadata:
            info = copy.copy(metadata[PARAMETER])
            info.param_decls = tuple(word for word in info.param_decls or () if word not in taken)
            found.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=info, annotation=hint))
        elif isinstance(hint, type) and attrs.has(hint):
            found += parameters(hint, taken=taken)
    return found


def command(name: str, body: Body, keys: str, *, more: Sequence[inspect.Parameter] | None = None) -> Any:
    """Make a command.

    Args:
        name: its word.
        body: does the work. With *more*, it takes the values of the further parameters as ``given``.
        keys: of its JSON document.
        more: further parameters, as typer reads them.
    """
    common = parameters(_output)
    own = parameters(body, taken={f"--{parameter.name.replace('_', '-')}" for parameter in more or ()})
    groups = {name: hint for name, hint in get_type_hints(body).items() if attrs.has(hint) and hint is not Output}

    def call(ctx: typer.Context, **given: Any) -> None:
        out = ctx.obj["out"] = _output(**{each.name: given.pop(each.name) for each in common})
        _check_fields(out.fields, known=re.findall(r"\w+", keys))
        if os.environ.get("REELSCORE_PROFILE") and name != "init":
            from reelscore.cli.config import check_profile

            check_profile()
        extra = {} if more is None else {"given": {each.name: given.pop(each.name) for each in more}}
        filled = {
            group: cls(**{field.name: given.pop(field.name) for field in attrs.fields(cls) if field.name in given})
            for group, cls in groups.items()
        }
        try:
            raise typer.Exit(body(out, **given, **filled, **extra) or 0)
        except KeyboardInterrupt as error:
            raise typer.Abort from error

    context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    signature = inspect.Signature([context, *(more or ()), *own, *common])
    setattr(call, "__signature__", signature)  # noqa: B010 - no attribute that checkers know
    call.__annotations__ = {each.name: each.annotation for each in signature.parameters.values()}
    about = inspect.getdoc(body) or ""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=Leaf, help=about, short_help=about.partition("\n")[0])(call)
    made: Any = get_command(app)
    made.under = lambda: epilog(keys)
    return made


def commands(**leaves: tuple[Body, str]) -> dict[str, Any]:
    """Make commands of their bodies and of the keys of their documents, by their words."""
    return {name: command(name, body, keys) for name, (body, keys) in leaves.items()}


def group(name: str, about: str, leaves: Mapping[str, Any]) -> dict[str, Any]:
    """Make a command of commands."""
    return {name: TyperGroup(name=name, help=about, commands=dict(leaves), no_args_is_help=True, rich_markup_mode=None)}


def epilog(keys: str) -> str:
    """What stands under a command's help: the keys of its document."""
    return f"--json prints: {keys}"


def _check_fields(paths: Iterable[str], *, known: Collection[str]) -> None:
    """Raise Misuse where a path names no key of a command's document: before anything is done."""
    for path in paths:
        for word in path.split("."):
            if word not in known:
                step = "--help shows the keys of the document"
                raise Misuse(f"--field {path}: there is no {word!r}{near(word, known)}", next=step)
            if word in _FREE:
                break
