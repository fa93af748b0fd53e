"""Defaults of the user's configuration, by profile: they fill what is left out, and a flag beats them."""

import pytest

from tests.cli.shells import VIDEO, Shell
from tests.rows import each

SETTINGS = """\
model = ["v5.6", "V5"]
quality = "1080p"
aspect_ratio = "9:16"
plan = "Scale"
budget = 100
out = "films"

[profile.studio]
quality = "540p"
"""
FOX = ("pixverse.text-to-video", "--prompt", "a fox", "--duration", "5")


@pytest.fixture
def settled(keyless: Shell) -> Shell:
    keyless.write("config.toml", SETTINGS)
    return keyless


def test_what_is_left_out_is_filled_and_a_flag_wins(settled: Shell) -> None:
    filled = settled("quote", *FOX, "--json").document["requests"][0]["request"]
    flagged = settled("quote", *FOX, "--quality", "360p", "--json").document["requests"][0]["request"]

    assert (filled["model"], filled["quality"], filled["aspect_ratio"]) == ("v5.6", "1080p", "9:16")
    assert flagged == {**filled, "quality": "360p"}


def test_each_operation_takes_the_settings_that_its_rules_take(settled: Shell) -> None:
    song = settled("quote", "suno.generate", "--prompt", "a fox", "--json").document["requests"][0]["request"]
    longer = settled("check", "pixverse.extend", "--source-video-id", "1", "--prompt", "x", "--duration", "5", "--json")

    assert song["model"] == "V5"
    assert "quality" not in song
    assert "aspect_ratio" not in longer.document["requests"][0]["request"]
    assert "v5.6" not in str(longer.document["requests"][0]["request"])


def test_a_profile_beats_what_stands_above_it(settled: Shell) -> None:
    by_option = settled("quote", *FOX, "--profile", "studio", "--json")
    by_variable = settled("quote", *FOX, "--json", REELSCORE_PROFILE="studio")

    assert by_option.document["requests"][0]["request"]["quality"] == "540p"
    assert by_option.out == by_variable.out


def test_a_profile_that_neither_settings_nor_keyring_know_is_an_error_that_names_those_of_the_settings(
    settled: Shell,
) -> None:
    by_option = settled("quote", *FOX, "--profile", "studoi")
    by_variable = settled("balance", REELSCORE_PROFILE="other")
    new = settled("init", "--host", "kie.ai", "--profile", "other", "--no-check", stdin="k\n")

    assert (by_option.code, by_option.out, by_variable.code) == (2, "", 2)
    assert "there is no profile 'studoi'; did you mean studio?" in by_option.err
    assert "config.toml has studio; reelscore init --profile other keeps keys for another" in by_variable.err
    assert "profile" not in new.err


def test_a_keyring_that_cannot_be_asked_for_a_profile_is_told(settled: Shell) -> None:
    said = settled("balance", REELSCORE_PROFILE="other", PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")

    assert said.code == 2
    assert "there is no profile 'other'" in said.err
    assert "the keyring cannot be asked" in said.err


def test_rows_of_a_table_are_filled_and_json_says_all_itself(settled: Shell) -> None:
    settled.write("many.csv", "prompt,duration\na fox,5\n")
    settled.write("one.json", '{"prompt": "a fox", "duration": 5}')

    rows = settled("quote", "pixverse.text-to-video", "--from", "many.csv", "--json")
    whole = settled("quote", "pixverse.text-to-video", "--from", "one.json", "--json")

    assert rows.document["requests"][0]["request"]["model"] == "v5.6"
    assert "model" not in whole.document["requests"][0]["request"]


def test_the_budget_of_the_settings_stops_what_is_dearer(shell: Shell) -> None:
    shell.write("config.toml", "budget = 10\n")
    shot = (*FOX, "--model", "v5.6", "--quality", "720p", "--aspect-ratio", "16:9", "--yes")

    refused, paid = shell("run", *shot), shell("run", *shot, "--budget", "45", "--no-save")

    assert refused.code == 4
    assert paid.code == 0


def test_what_is_waited_for_or_saved_goes_into_the_folder_of_the_settings(shell: Shell) -> None:
    _ = shell("run", *VIDEO, "--yes", "--no-save")
    said = {}
    for command in ("wait", "save"):
        shell.write("config.toml", f'out = "by-{command}"\n')
        said[command] = shell(command, "last").code

    assert said == {"wait": 0, "save": 0}
    assert {path.parent.name for path in shell.folder.rglob("*.mp4")} == {"by-wait", "by-save"}


@each(
    "text, told",
    [
        ('modle = "v6"', "there is no setting 'modle'; did you mean model?"),
        ('[profile.studio]\nqualty = "720p"', "[profile.studio] there is no setting 'qualty'; did you mean quality?"),
        ('[profiles.studio]\nquality = "720p"', "there is no setting 'profiles'; did you mean profile?"),
        ('model = "v56"', "model is 'v56', which nothing takes; did you mean v5.6"),
        ('plan = "Busines"', "did you mean Business"),
        ("quality = 720", "quality is 720"),
        ("model = ", "Invalid value"),
        ("profile = 3", "profile is no table"),
    ],
)
def test_a_wrong_name_is_a_usage_error_that_says_what_was_meant(keyless: Shell, text: str, told: str) -> None:
    keyless.write("config.toml", text)
    said, looked = keyless("quote", *FOX), keyless("doctor", "--offline")

    assert said.code == 2
    assert told in said.err
    assert told in looked.out


def test_doctor_tells_where_the_settings_are_and_what_they_say(settled: Shell) -> None:
    told = settled("doctor", "--offline", "--profile", "studio").out

    assert f"{settled.folder / 'config.toml'}" in told
    assert "quality 540p" in told
    assert "profile studio" in told


def test_quiet_keeps_the_answer_and_the_errors(keyless: Shell) -> None:
    shot = (*FOX, "--model", "v5.6", "--quality", "720p", "--aspect-ratio", "16:9")
    priced, broken = keyless("quote", *shot, "-q"), keyless("run", *FOX, "--quiet", "--yes")

    assert (priced.out, priced.err) == ("45\n", "")
    assert broken.code == 6
    assert "broken rule" in broken.err
