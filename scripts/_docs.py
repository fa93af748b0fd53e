"""Build the documentation into `.docs/site`: README, guides, commands, rules, prices, reference; dead links fail.

MkDocs renders; what is written here are its pages: guides from `tests/examples`, commands from their own help,
rules and prices from the tables that the library judges and prices by, the reference from docstrings.
"""

import argparse
import ast
import contextlib
import inspect
import io
import json
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import _bootstrap

ROOT = _bootstrap.ROOT
FOLDER = ROOT / ".docs"
PAGES = FOLDER / "pages"
PUBLIC = (
    "errors",
    "pricing",
    "results",
    "ledger",
    "ledger.budget",
    "client",
    "client.task",
    "webhooks",
    "durable",
    "testing",
)
CORE = ("reelscore", *(f"reelscore.{name}" for name in PUBLIC))
WIDTH = 100
SHOWN = {"show_source": False, "show_root_heading": True, "filters": ["!^_", "!^VENDOR_PACKAGES$"]}
WIDE = "table { display: block; overflow-x: auto; } td:last-child { min-width: 16em; }\n"
"""Tables that are wider than a page scroll by themselves."""
_ADDRESS = re.compile(r"<(https?://[^>\s]+)>")
_OWN_FILES = re.compile(r"\[([^\]]+)\]\((?!https?:|#)[^)]*\)")


def main(arguments: Sequence[str] = ()) -> int:
    """Write the pages and render them."""
    parser = argparse.ArgumentParser(prog="scripts/docs", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", action="store_true", help="write the pages and render nothing")
    options = parser.parse_args(arguments)
    shutil.rmtree(FOLDER, ignore_errors=True)
    navigation = [{title: name} for title, name in write_pages(PAGES)]
    if not options.pages:
        render(navigation, PAGES, FOLDER / "site")
        print(f"{(FOLDER / 'site').relative_to(ROOT)}/index.html")
    return 0


def render(navigation: Sequence[Mapping[str, str]], pages: Path, site: Path) -> None:
    """Render the pages; a link that leads nowhere is an error."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    python = {"paths": [str(ROOT / "facade")], "options": SHOWN}
    config = load_config(
        config_file=io.BytesIO(b"site_name: reelscore\n"),
        docs_dir=str(pages),
        site_dir=str(site),
        nav=[*navigation],
        theme={"name": "mkdocs", "locale": "en"},
        extra_css=["wide.css"],
        plugins=["search", {"mkdocstrings": {"handlers": {"python": python}}}],
        markdown_extensions=["tables", "fenced_code", "attr_list"],
        validation={"links": {"not_found": "warn", "anchors": "warn"}},
        strict=True,
        use_directory_urls=False,
    )
    build(config)


def write_pages(folder: Path) -> Iterator[tuple[str, str]]:
    """Write each page, and yield its title and its file's name in the order of reading."""
    folder.mkdir(parents=True)
    (folder / "wide.css").write_text(WIDE, encoding="utf-8")
    from reelscore import VENDOR_PACKAGES

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    changes = (ROOT / ".github" / "CHANGELOG.md").read_text(encoding="utf-8")
    for title, name, text in (
        ("Start", "index", _OWN_FILES.sub(r"\1", readme)),
        ("Guides", "guides", guides(sorted((ROOT / "tests" / "examples").glob("[a-z]*.*")))),
        ("Commands", "commands", commands()),
        ("Rules", "rules", rules(_document("rules")["rules"])),
        ("Prices", "prices", prices(_document("prices")["prices"])),
        ("Library", "library", reference("The library", CORE)),
        *(operations(package) for package in VENDOR_PACKAGES),
        ("Changes", "changes", changes),
    ):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
        yield title, f"{name}.md"


def guides(examples: Iterable[Path]) -> str:
    """Write a chapter for each example: its docstring, then its code, which the tests run."""
    chapters = ["# Guides\n\nEach of these programs runs in the tests, against the sandbox.\n"]
    for path in examples:
        code, kind = path.read_text(encoding="utf-8"), path.suffix.removeprefix(".").replace("py", "python")
        about = (kind == "python" and ast.get_docstring(ast.parse(code))) or ""
        chapters.append(f"## {path.stem.replace('_', ' ').capitalize()}\n\n{about}\n\n```{kind}\n{code.strip()}\n```\n")
    return "\n".join(chapters)


def commands() -> str:
    """Write the help of the program, of each of its commands, and of theirs."""
    from reelscore.cli.app import ENTRIES, root

    program, names = root(), list[tuple[str, ...]]([()])
    for name in ENTRIES:
        names += [(name,), *((name, leaf) for leaf in getattr(program.get_command(None, name), "commands", ()))]
    return "# Commands\n\n" + "\n".join(
        f"## {' '.join(('reelscore', *words))}\n\n```text\n{_said(*words, '--help').strip()}\n```\n" for words in names
    )


def rules(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write the rules of each operation as a table."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        when = ", ".join(f"{name} {value}" for name, value in row["when"].items())
        cells = (
            row["field"],
            when,
            f"{row['allowed']} ({row['message']})" if row["message"] else str(row["allowed"]),
            row["severity"],
            ", ".join(row["hosts"]),
            row["source"],
        )
        for operation in row["operations"] or ["all operations"]:
            found[operation].append(cells)
    return "# Rules\n\nEvery broken rule is told at once, before anything is sent.\n\n" + "\n".join(
        f"## {operation}\n\n{table(('field', 'when', 'allowed', 'severity', 'hosts', 'source'), cells)}"
        for operation, cells in sorted(found.items())
    )


def prices(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write the prices of each operation and host as a table."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        fields = ", ".join(f"{name} {value}" for name, value in row["fields"].items())
        cells = (fields, str(row["credits"] or "not told"), row["basis"], row["source"])
        found[f"{row['operation']} on {row['host']}"].append(cells)
    return "# Prices\n\nIn credits of the host; `reelscore quote` prices any request.\n\n" + "\n".join(
        f"## {name}\n\n{table(('request', 'credits', 'basis', 'source'), cells)}" for name, cells in found.items()
    )


def reference(title: str, modules: Iterable[str]) -> str:
    """Write a page of modules, whose docstrings are read when it is rendered."""
    return f"# {title}\n\n" + "\n".join(f"::: {module}\n" for module in modules)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines) + "\n"


def _cell(text: str) -> str:
    linked = _ADDRESS.sub(lambda found: f"[{found[1].partition('//')[2]}]({found[1]})", " ".join(text.split()))
    return linked.replace("|", "\\|").replace("<", "&lt;")


def operations(package: str) -> tuple[str, str, str]:
    """Write a vendor's page: each operation as its method documents itself, then what they give."""
    import reelscore

    clients = {
        name: value
        for name in reelscore.__all__
        if name[:5] != "Async" and isinstance(value := getattr(reelscore, name), type)
    }
    name = next(name for name, value in clients.items() if value.__module__.startswith(f"{package}."))
    client = clients[name](api_key="none", ledger=None)
    chapters = [f"# {name}\n\n`reelscore.{name}`, and `reelscore.Async{name}` with the same names.\n"]
    for operation in sorted(client.family.operations):
        method = getattr(client, operation, None)
        if method is not None:
            signature = f"{operation}(...) -> {inspect.signature(method).return_annotation}"
            chapters.append(f"## {operation}\n\n```text\n{signature}\n\n{inspect.getdoc(method)}\n```\n")
    chapters.append(f"## What they give\n\n::: {package}.results\n")
    return name, package.rpartition(".")[2], "\n".join(chapters)


def _document(command: str) -> Any:
    return json.loads(_said(command, "--json"))


def _said(*arguments: str) -> str:
    """Return what the command line prints, as a terminal without colours of a fixed width would show it."""
    from reelscore.cli import main as reelscore

    os.environ.update(COLUMNS=str(WIDTH), TERMINAL_WIDTH=str(WIDTH), NO_COLOR="1", TERM="dumb")
    with contextlib.redirect_stdout(io.StringIO()) as out:
        _ = reelscore(arguments)
    return out.getvalue()
