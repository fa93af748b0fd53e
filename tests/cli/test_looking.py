from pathlib import Path

from tests.cli.conftest import Made
from tests.cli.shells import Shell


def test_the_list_and_the_row_agree(made: Made) -> None:
    [listed] = made.shell("tasks", "--json").document["tasks"]

    assert listed == made.shell("show", "last", "--json").document
    assert listed["sandbox"] is True


def test_spend_shows_quoted_beside_charged_and_marks_play_money(made: Made) -> None:
    document = made.shell("spend", "--json").document
    [host] = document["hosts"]

    told = {"host": "pixverse.ai", "sandbox": True, "calls": 1, "quoted": "90", "charged": "90", "held": "0"}
    assert {name: host[name] for name in told} == told
    assert document["differences"] == []
    assert "pixverse.ai (sandbox)" in made.shell("spend").out


def test_a_ledger_that_was_never_written_is_empty_and_not_made(keyless: Shell) -> None:
    said = keyless("tasks")

    assert (said.code, said.out) == (0, "")
    assert "no task yet" in said.err
    assert not (keyless.folder / "ledger.sqlite").exists()


def test_balance_is_one_bare_figure_for_one_host(made: Made) -> None:
    said = made.shell("balance", "--host", "pixverse.ai")

    assert (said.out, said.err) == ("14910\n", "")


def test_balance_without_a_key_says_what_to_do(keyless: Shell) -> None:
    said = keyless("balance")

    assert said.code == 2
    assert "reelscore init" in said.err


def test_waiting_again_finds_the_files_and_brings_none_twice(made: Made) -> None:
    before = {path: path.stat().st_mtime_ns for path in (made.shell.folder / "out").iterdir()}

    said = made.shell("wait", "last", "--out", "out")

    assert said.out == f"out/a red fox-{made.task['task_id']}.mp4\n"
    assert {path: path.stat().st_mtime_ns for path in (made.shell.folder / "out").iterdir()} == before


def test_waiting_for_what_is_saved_finds_it_in_its_folder(made: Made) -> None:
    (folder,) = {Path(str(file["path"])).parent for file in made.task["files"]}  # type: ignore[attr-defined]

    said = made.shell("wait", "last")

    assert (said.code, {(made.shell.folder / line).parent for line in said.out.splitlines()}) == (0, {folder})


def test_saving_what_is_saved_in_a_folder_brings_it_here(shell: Shell) -> None:
    assert shell("run", "suno.generate", "--prompt", "a fox", "--model", "V5", "--yes", "--out", "out").code == 0

    said = shell("save", "last")

    assert (said.code, {Path(line).name == line for line in said.out.splitlines()}) == (0, {True})


def test_an_upload_prints_the_id_that_requests_take(made: Made) -> None:
    said = made.shell("upload", f"out/a red fox-{made.task['task_id']}.mp4")

    assert said.code == 0
    assert said.out.strip().isdecimal()


def test_a_task_that_is_not_known_is_exit_code_2(made: Made) -> None:
    near = str(made.task["task_id"])[:-1] + "x"
    said = made.shell("show", near)
    waited = made.shell("wait", near)

    assert (said.code, waited.code) == (2, 2)
    assert f"did you mean {made.task['task_id']}?" in waited.err


def test_models_are_those_of_one_model_or_of_one_operation(keyless: Shell) -> None:
    def named(word: str) -> set[tuple[str, ...]]:
        return {tuple(line.split("\t")) for line in keyless("models", word, *fields).out.splitlines()}

    fields = ("--field", "models.operation", "--field", "models.model")

    assert {operation for operation, _ in named("suno.mashup")} == {"suno.mashup"}
    assert {model for _, model in named("v5.6")} == {"v5.6"}
    assert "did you mean suno.mashup" in keyless("models", "suno.mashupp").err
    assert keyless("models", "suno.lyrics").code == 2
