"""Where a command's words go: answers to stdout, talk to stderr, and with --json one document and nothing else.

With ``-v`` and ``-vv`` the package's logs go to stderr, with times, and with whatever looks like a secret masked.
"""

from __future__ import annotations

import json
import logging
import os
import re
import select
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from reelscore.catalog.values import plain, words

if TYPE_CHECKING:
    from rich.console import Console

_BIDI = "\u202a-\u202e\u2066-\u2069"
_CONTROLS = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}]")
_COPIED = re.compile(r"reelscore |[/=]|--\w")
"""In a line that holds a command, an option, a path or an address, no break is put."""
_LOOK_SECONDS = 0.2
_CONTROLS_IN_JSON = re.compile(f"[\x7f-\x9f{_BIDI}]")


def safe(text: str) -> str:
    """The text without control characters: what vendors, files and prompts hold must not steer a terminal."""
    return _CONTROLS.sub("\ufffd", text.replace("\r\n", "\n"))


@attrs.define(slots=False, kw_only=True)
class Output:
    """One command's two streams."""

    json: bool = False
    """Whether a document is asked for."""
    fields: Sequence[str] = ()
    """What of the document is printed, each a path such as "tasks.id"; all of it, as JSON, when there are none."""
    quiet: bool = False
    """Whether the talk is left out, until something must be said: a question, an error."""
    verbose: int = 0
    """Whether logs are shown as well."""
    _has_entries: bool = attrs.field(default=False, init=False)

    @cached_property
    def err(self) -> Console:
        """The console for talk: progress, questions, warnings, errors."""
        return _console(sys.stderr)

    @cached_property
    def out(self) -> Console:
        """The console for tables that were asked for; --json keeps it silent."""
        return _console(sys.stdout)

    @property
    def width(self) -> int:
        """Columns of stdout: of the terminal, or plenty where a program reads."""
        return self.out.width

    @property
    def talks(self) -> bool:
        """Whether something is said on stderr: nothing beside a document of JSON."""
        return not self.json or bool(self.fields)

    @property
    def live(self) -> bool:
        """Whether somebody watches: progress bars are for terminals."""
        return bool(self.err.is_terminal and self.talks and not self.quiet)

    @property
    def can_ask(self) -> bool:
        """Whether somebody can answer."""
        return bool(sys.stdin and sys.stdin.isatty() and sys.stderr.isatty() and self.talks)

    def entry(self, name: str, value: Any) -> None:
        """Print an entry of the list with which the JSON document begins, at once; ``document`` prints the rest.

        Args:
            name: the key of the list, the same for all entries.
            value: the entry.
        """
        if self.fields:
            self._print_fields({name: [value]})
            return
        opening = "," if self._has_entries else f"{{\n  {json.dumps(name)}: ["
        self._has_entries = True
        # By hand: textwrap.indent would also break at the line separators that a text of the user may hold.
        inner = _text(value).replace("\n", "\n    ")
        print(f"{opening}\n    {inner}", end="", flush=True)

    def document(self, value: Any) -> None:
        """Print the JSON document, or what follows the entries of its list; silent without --json."""
        if self.fields:
            self._print_fields(value)
        elif self.json:
            text = _text(value)
            print(f"\n  ],{text[1:]}" if self._has_entries else text)

    def _print_fields(self, value: Any) -> None:
        """Print the fields that are asked for: one value a line, or a line for each entry, with tabs between."""
        value = plain(value)
        for row in _rows(value, self.fields):
            found = [[_scalar(each) for each in _values(row, path.split("."))] for path in self.fields]
            if len(found) > 1:
                found = [["\t".join(" ".join(" ".join(cell).split()) for cell in found)] if any(found) else []]
            for line in found[0]:
                print(safe(line))

    def line(self, text: str, *, style: str = "") -> None:
        """Print one line of the answer on stdout, however narrow that is: a path, an id; silent with --json."""
        text = safe(text).encode("utf-8", "replace").decode()
        if style and not self.json:
            self.out.print(text, style=style, soft_wrap=True)
        elif not self.json:
            print(text)

    def say(self, text: str, *, style: str = "") -> None:
        """Print a line on stderr, never read as markup; on a terminal, words that nobody copies break at spaces."""
        if self.quiet or not self.talks:
            return
        is_copied = not self.err.is_terminal or bool(_COPIED.search(text))
        self.err.print(safe(text), style=style or None, soft_wrap=is_copied)

    def ask(self, question: str) -> bool:
        """Ask for yes or no; Ctrl-C and Ctrl-D raise typer's Abort."""
        self.quiet = False
        answers = {"y": True, "yes": True, "n": False, "no": False, "": False}
        while True:
            self.err.print(f"{safe(question)} [y/N]: ", end="", soft_wrap=True)
            self.err.file.flush()
            answer = _answer()
            if answer in answers:
                return answers[answer]
            self.say("please answer y or n")

    def event(self, value: Any) -> None:
        """Print a value as one line of JSON, or its fields, at once."""
        if self.fields:
            self._print_fields(value)
        else:
            print(_text(value, indented=False))
        sys.stdout.flush()

    def show(self, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, right: Sequence[str] = ()) -> None:
        """Show a table that was asked for, on stdout; *right* names the columns of figures."""
        if not self.json:
            _print_table(self.out, columns, list(rows), right)

    def head(self, text: str) -> None:
        """Show the title of the next table, on stdout."""
        if not self.json:
            self.out.print(safe(text), style="bold")

    def talk(self, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, right: Sequence[str] = ()) -> None:
        """Show a table that belongs to the talk, on stderr."""
        if self.talks and not self.quiet:
            _print_table(self.err, columns, list(rows), right)

    def traceback(self) -> None:
        """Show the traceback of the error at hand, without local values: they may hold a key."""
        print(safe(traceback.format_exc()), file=sys.stderr)


def _answer() -> str:
    """Read a line; a Ctrl-C ends it whenever it comes, and whichever thread takes the signal.

    A read alone goes on when the signal came just before it or went to another thread: nothing interrupts it then.
    """
    import typer

    try:
        # Windows cannot wait for a console in this way.
        while os.name != "nt" and not select.select([sys.stdin], [], [], _LOOK_SECONDS)[0]:
            pass
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        raise typer.Abort from None
    if not line:
        raise typer.Abort
    return line.strip().lower()


def _rows(value: Any, paths: Sequence[str]) -> list[Any]:
    """The entries of the list that all paths go into, each as a document; the document itself without one."""
    heads = {path.partition(".")[0] for path in paths}
    head = heads.pop()
    entries = value.get(head) if isinstance(value, dict) and not heads else None
    return [{head: entry} for entry in entries] if isinstance(entries, list) else [value]


def _values(value: Any, path: Sequence[str]) -> Iterator[Any]:
    """Follow a path of names; through a list for each of its entries. A name may hold dots, as a host's does."""
    if isinstance(value, list):
        for entry in value:
            yield from _values(entry, path)
    elif not path:
        yield value
    elif isinstance(value, dict):
        most = next((n for n in range(len(path), 0, -1) if ".".join(path[:n]) in value), 0)
        if most:
            yield from _values(value[".".join(path[:most])], path[most:])


def _scalar(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _text(value: Any, *, indented: bool = True) -> str:
    is_utf8 = (sys.stdout.encoding or "utf-8").lower().replace("-", "") in {"utf8", "utf8sig"}
    write = json.JSONEncoder(ensure_ascii=not is_utf8, allow_nan=False).encode
    text = _indented(plain(value), write) if indented else write(plain(value))
    return _CONTROLS_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _indented(value: Any, write: Callable[[Any], str], margin: str = "\n") -> str:
    """Write JSON as ``json.dumps`` does with ``indent=2``, in less time."""
    inner = margin + "  "
    if isinstance(value, dict) and value:
        items = [f"{write(name)}: {_indented(item, write, inner)}" for name, item in value.items()]
        return f"{{{inner}{f',{inner}'.join(items)}{margin}}}"
    if isinstance(value, list) and value:
        return f"[{inner}{f',{inner}'.join([_indented(item, write, inner) for item in value])}{margin}]"
    return write(value)


def _console(file: Any) -> Console:
    from rich.console import Console

    class Piped(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would exit with 1

    console = Piped(file=file, highlight=False, emoji=False, markup=False)
    if console.is_terminal:
        return console
    # A pipe has no width: rich would take 80 and fold what a script wants to read.
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() else _PIPE
    return Piped(file=file, highlight=False, emoji=False, markup=False, width=width, no_color=True)


_NARROW, _PIPE, _WIDEST = 64, 200, 2000
_WHOLE = {"id", "account"}
"""Columns of what is copied: it is never split."""


def _print_table(console: Console, columns: Sequence[str], rows: Sequence[Sequence[Any]], right: Sequence[str]) -> None:
    """Print rows under columns; where columns would be slivers or ids would be split, one line per cell."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    has_heads = any(columns)
    made = Table(
        box=box.SIMPLE_HEAD if has_heads else None, pad_edge=False, padding=(0, 1, 0, 0), show_header=has_heads
    )
    for name in columns:
        made.add_column(name, justify="right" if name in right else "left", overflow="fold", no_wrap=name in _WHOLE)
    cells = [[Text(safe(words(value))) for value in row] for row in rows]
    for row in cells:
        made.add_row(*row)
    size = console.measure(made, options=console.options.update(max_width=_WIDEST))
    is_folded = console.width >= _NARROW and (size.minimum <= console.width or not _WHOLE & set(columns))
    if size.maximum <= console.width or is_folded:
        console.print(made, crop=False)
        return
    for row in cells:
        for name, text in zip(columns, row, strict=True):
            if text.plain and name in _WHOLE:
                console.print(text, soft_wrap=True)
            elif text.plain:
                console.print(Text.assemble((f"{name}: " if name else "", "dim"), text))
        console.print()


def readable(result: Any) -> str:
    """What an operation answered, for a person: its text, or a line for each field and for each item of a list."""
    from reelscore.downloads.targets import TaskFiles
    from reelscore.results import Result

    text = TaskFiles(result=result, folder=Path(), operation="").text
    if text or not isinstance(result, Result):
        return text or words(result)
    told = {name: value for name, value in result.to_json().items() if value not in _NOTHING}
    if len(told) == 1 and not isinstance(value := next(iter(told.values())), list):
        return words(value)
    lines = list[str]()
    for name, value in told.items():
        rows = value if isinstance(value, list) and any(isinstance(item, dict) for item in value) else []
        lines += ["  ".join(words(part) for part in row.values() if part not in _NOTHING) for row in rows]
        # Thousands of bare figures, such as a waveform, are for programs.
        lines += [] if rows or isinstance(value, list) else [f"{name}: {words(value)}"]
    return "\n".join(lines)


_NOTHING: tuple[Any, ...] = (None, "", [], {})


_SHORTEST = 6
"""Letters below which a word is not masked wherever it stands."""
_SECRETS = re.compile(
    r"(?i)((?:api[-_]?key|authorization|secret|signature|token|password)[\"']?\s*[:=]\s*|bearer\s+)"
    r"[\"']?(?:bearer\s+)?[\w.~+/=-]{4,}"
)
_SIGNED = re.compile(r"([?&](?:sig|signature|token|key|x-amz-[a-z-]+|expires)=)[^&\s\"']+", re.IGNORECASE)


def masked(text: str, secrets: tuple[str, ...] = ()) -> str:
    """Hide keys: those that are known, and what stands where a key would.

    >>> masked("API-KEY: abcd1234, Authorization: Bearer efgh5678")
    'API-KEY: ***, Authorization: ***'
    """
    for secret in secrets:
        text = text.replace(secret, "***")
    return _SIGNED.sub(r"\1***", _SECRETS.sub(r"\1***", text))


def known_secrets() -> tuple[str, ...]:
    """The keys that the environment holds, so that they can be masked wherever they turn up."""
    names = [name for name in os.environ if name.endswith(("_API_KEY", "_SECRET"))]
    return tuple(value for name in names if len(value := os.environ[name].strip()) >= _SHORTEST)


class Masking(logging.Formatter):
    def __init__(self, form: str = "%(asctime)s %(levelname)s %(name)s: %(message)s") -> None:
        super().__init__(form, "%H:%M:%S")
        self._secrets = known_secrets()

    def format(self, record: logging.LogRecord) -> str:
        return safe(masked(super().format(record), self._secrets))


def show_logs(*names: str, level: int, **more: str) -> None:
    """Send logs to stderr; *more* goes to the formatter."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Masking(**more))
    for logger in map(logging.getLogger, names):
        logger.addHandler(handler)
        logger.setLevel(level)
