import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from reelscore.cli import main
from reelscore.cli.app import ENTRIES, root
from reelscore.cli.documents import KEYS
from reelscore.cli.extras import EXTRAS
from tests.cli.shells import Shell

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


def test_every_promised_command_is_there() -> None:
    assert sorted(ENTRIES) == sorted(PROMISED)


LEAVES = {
    "webhooks": ("serve", "serve"),
    "market": ("list", "market list"),
    "batch": ("status", "batch status"),
    "ledger": ("move", "move"),
}
"""Of a command with commands of its own: one of them, and the name of its document."""


@pytest.mark.parametrize("name", PROMISED)
def test_every_command_has_help_and_a_described_document(capsys: pytest.CaptureFixture[str], name: str) -> None:
    leaf, document = LEAVES.get(name, ("", name))
    code = main([name, *filter(None, [leaf]), "--help"])
    out, err = capsys.readouterr()

    assert (code, err) == (0, "")
    assert f"--json prints: {KEYS[document][:20]}" in out


def test_the_help_of_the_root_names_every_command_and_imports_none(keyless: Shell) -> None:
    said = keyless("--help")

    assert all(f"  {name} " in said.out for name in PROMISED)


def test_the_help_imports_neither_rich_nor_a_vendor() -> None:
    code = "import sys; from reelscore.cli import main; main(['--help']); print(sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert [name for name in ("rich", "httpx", "attrs", "reelscore.pixverse") if f"'{name}'" in done.stderr] == []


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("quot",), "quote"),
        (("quote", "pixverse.text-to-vidoe"), "pixverse.text-to-video"),
        (("quote", "text-to-video"), "pixverse.text-to-video"),
        (("quote", "suno.generate", "--styl", "folk"), "--style"),
        (("quote", "suno.generate", "--host", "kei.ai"), "kie.ai"),
        (("models", "v5.7"), "v5.6"),
    ],
)
def test_a_typo_is_answered_with_what_was_meant(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], meant: str
) -> None:
    code = main(arguments)
    out, err = capsys.readouterr()

    assert (code, out) == (2, "")
    assert meant in err
    assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [("tasks", "--nix"), ("nix",), ("quote", "suno.nix"), ("wait", "nix")])
def test_with_json_even_a_wrong_command_line_is_one_document(keyless: Shell, arguments: tuple[str, ...]) -> None:
    said = keyless(*arguments, "--json")

    assert (said.code, said.err) == (2, "")
    assert sorted(said.document["error"]) == ["cost", "exit_code", "message", "next", "type"]


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_completion(keyless: Shell, shell_name: str) -> None:
    said = keyless("--show-completion", shell_name, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")

    assert said.code == 0
    assert "_REELSCORE_COMPLETE" in said.out


def completed(keyless: Shell, words: str) -> str:
    return keyless(_REELSCORE_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(len(words.split()) - 1)).out


def test_operations_options_and_models_complete(keyless: Shell) -> None:
    assert "pixverse.text-to-video" in completed(keyless, "reelscore quote pixverse.tex")
    assert "--quality" in completed(keyless, "reelscore quote pixverse.text-to-video --qual")
    assert "v5.6" in completed(keyless, "reelscore quote pixverse.text-to-video --model v5.")


def test_a_reader_that_leaves_early_is_no_error_to_talk_about(keyless: Shell) -> None:
    command = f"{sys.executable} -m reelscore rules --json | head -c 1"
    done = subprocess.run(["sh", "-c", command], env=dict(keyless.environment), capture_output=True, check=True)

    assert (done.stdout, done.stderr) == (b"{", b"")


def test_a_missing_extra_is_one_line_that_says_what_to_install() -> None:
    code = "import sys; sys.modules['typer'] = None; from reelscore.cli import main; sys.exit(main(['tasks']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr == "reelscore: this part needs typer, which is not installed: pip install 'reelscore[cli]'\n"


def test_the_tree_is_built_without_a_command_line() -> None:
    tree: Callable[..., object] = root()

    assert callable(tree)


def test_every_extra_of_the_package_is_known_by_a_module_that_it_brings() -> None:
    told = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]

    # "webhooks" brings no module that "sandbox" does not.
    assert {*EXTRAS.values(), "all", "dev", "webhooks"} == told["optional-dependencies"].keys()
