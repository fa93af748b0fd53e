"""The tree of commands: help, typos, completion, and a package without its extra."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from reelscore.cli import main
from reelscore.cli.app import ENTRIES
from reelscore.cli.extras import EXTRAS
from tests.cli.shells import Shell
from tests.rows import each

PROMISED = [
    "demo",
    "quote",
    "check",
    "run",
    "submit",
    "wait",
    "tasks",
    "show",
    "open",
    "recover",
    "save",
    "balance",
    "spend",
    "upload",
    "batch",
    "ledger",
    "rules",
    "prices",
    "models",
    "market",
    "sandbox",
    "webhooks",
    "mcp",
    "gallery",
    "init",
    "doctor",
]
LEAVES = {"webhooks": "serve", "market": "list", "batch": "status", "ledger": "move"}
"""Of a command with commands of its own: one of them."""


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", PROMISED)
def test_every_command_has_help_and_a_described_document(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code = main([name, *filter(None, [LEAVES.get(name)]), "--help"])
    out, err = capsys.readouterr()

    assert (code, err) == (0, "")
    assert "--json prints: " in out


def test_the_help_of_the_root_names_every_command_and_imports_neither_rich_nor_a_vendor() -> None:
    said = python(
        "import sys; from reelscore.cli import main; main(['--help']); print(sorted(sys.modules), file=sys.stderr)"
    )

    assert [name for name in PROMISED if f"  {name} " not in said.stdout] == []
    assert sorted(ENTRIES) == sorted(PROMISED)
    assert [name for name in ("rich", "httpx", "attrs", "reelscore.pixverse") if f"'{name}'" in said.stderr] == []


TYPOS = [
    ("quot", "quote"),
    ("quote pixverse.text-to-vidoe", "pixverse.text-to-video"),
    ("quote text-to-video", "pixverse.text-to-video"),
    ("quote suno.generate --styl folk", "--style"),
    ("quote suno.generate --host kei.ai", "kie.ai"),
    ("models v5.7", "v5.6"),
    ("quote suno.generate --model", "next: reelscore quote suno.generate --help"),
]


@each("words, meant", TYPOS)
def test_a_typo_is_answered_with_what_was_meant(capsys: pytest.CaptureFixture[str], words: str, meant: str) -> None:
    code = main(words.split())
    out, err = capsys.readouterr()

    assert (code, out, meant in err, "Traceback" in err) == (2, "", True, False)


@each("words", ["tasks --nix", "nix", "quote suno.nix", "wait nix"])
def test_with_json_even_a_wrong_command_line_is_one_document(keyless: Shell, words: str) -> None:
    said = keyless(*words.split(), "--json")

    assert (said.code, said.err) == (2, "")
    assert sorted(said.document["error"]) == ["cost", "exit_code", "message", "next", "type"]


@each("name", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_completion(keyless: Shell, name: str) -> None:
    said = keyless("--show-completion", name, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")

    assert (said.code, "_REELSCORE_COMPLETE" in said.out) == (0, True)


COMPLETED = [
    ("reelscore quo", "quote"),
    ("reelscore quote pixverse.tex", "pixverse.text-to-video"),
    ("reelscore quote pixverse.text-to-video --qual", "--quality"),
    ("reelscore quote pixverse.text-to-video --model v5.", "v5.6"),
]


@each("words, completed", COMPLETED)
def test_commands_operations_options_and_models_complete(keyless: Shell, words: str, completed: str) -> None:
    typed = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}

    assert completed in keyless(_REELSCORE_COMPLETE="complete_bash", **typed).out


def test_a_missing_extra_is_one_line_that_says_what_to_install() -> None:
    said = python("import sys; sys.modules['typer'] = None; from reelscore.cli import main; sys.exit(main(['tasks']))")

    told = "reelscore: this part needs typer, which is not installed: pip install 'reelscore[cli]'\n"
    assert (said.returncode, said.stderr) == (2, told)


def test_every_extra_of_the_package_is_known_by_a_module_that_it_brings() -> None:
    told = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]

    # "webhooks" brings no module that "sandbox" does not.
    assert {*EXTRAS.values(), "all", "dev", "webhooks"} == told["optional-dependencies"].keys()
