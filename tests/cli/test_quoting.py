import json

from reelscore.catalog.prices import grid
from reelscore.pixverse import TextToVideo
from tests.cli.shells import VIDEO, Shell
from tests.families import family

SHOT = TextToVideo(prompt="a fox", model="v5.6", duration=8, quality="720p", aspect_ratio="16:9")
SONG = {"operation": "suno.generate", "request": {"prompt": "a fox", "model": "V5"}}
CLIP = {"operation": "pixverse.text-to-video", "request": SHOT.to_json()}


def test_a_quote_needs_no_key_and_says_the_price_three_ways(keyless: Shell) -> None:
    said = keyless("quote", *VIDEO)

    assert (said.code, said.out) == (0, "90\n")
    assert " video       90  720p, 8 s" in said.err
    assert "in money: 0.60 USD (Essential)" in said.err
    assert "cheaper: quality 540p instead of 720p: -20, 70 in all" in said.err


def test_an_operation_may_stand_behind_its_options(keyless: Shell) -> None:
    assert keyless("quote", "--model", "V5", "suno.generate", "--prompt", "a fox").out == "12\n"


def test_a_quote_as_json_has_decimal_texts_and_nothing_on_stderr(keyless: Shell) -> None:
    said = keyless("quote", *VIDEO, "--json")
    [quote] = said.document["requests"]

    assert said.err == ""
    assert (quote["operation"], quote["host"], quote["credits"]) == ("pixverse.text-to-video", "pixverse.ai", "90")
    assert (quote["basis"], quote["lines"]) == ("exact", [{"what": "video", "credits": "90", "note": "720p, 8 s"}])
    assert {"plan": "Essential", "amount": "0.6", "currency": "USD"} in quote["money"]
    assert {"field": "quality", "from": "720p", "to": "540p", "credits": "70", "saves": "20"} in quote["savings"]


def test_the_price_table_holds_every_legal_combination_and_no_other() -> None:
    cells = list(grid(TextToVideo, family("pixverse.ai"), model="v5.6"))

    priced = {"360p": (35, 70, 77), "540p": (35, 70, 77), "720p": (45, 90, 99), "1080p": (75, 150)}
    assert {(cell.fields["quality"], cell.fields["duration"]): cell.quote.credits for cell in cells} == {
        (quality, seconds): credits
        for quality, row in priced.items()
        for seconds, credits in zip((5, 8, 10), row, strict=False)
    }


def test_what_a_model_can_do_is_one_table(keyless: Shell) -> None:
    said = keyless("models", "v5.6", "--json")
    found = {each["operation"]: each for each in said.document["models"]}

    assert found["pixverse.text-to-video"]["fields"]["duration"] == [5, 8, 10]
    assert found["pixverse.text-to-video"]["fields"]["quality"] == ["360p", "540p", "720p", "1080p"]
    assert (found["pixverse.text-to-video"]["cheapest"], found["pixverse.text-to-video"]["dearest"]) == ("35", "150")


def test_an_unknown_price_is_said_and_never_0(keyless: Shell) -> None:
    said = keyless(
        "quote", "pixverse.text-to-video", "--from", "-", stdin=json.dumps({**SHOT.to_json(), "model": "v99"})
    )

    assert said.out == "unknown\n"
    assert "sent as it is" in said.err


def test_a_model_that_no_document_names_is_warned_of_once(shell: Shell) -> None:
    said = shell("run", *VIDEO, "--model", "v99", "--yes")

    assert (said.code, said.err.count("model is 'v99'")) == (6, 1)


def test_check_shows_each_broken_rule_with_the_nearest_legal_value(keyless: Shell) -> None:
    said = keyless("check", "pixverse.text-to-video", "--model", "v5", "--duration", "7")
    lines = {line.split()[0]: line for line in said.err.splitlines() if line.strip()}

    assert said.code == 6
    assert "5, 8" in lines["duration"]
    assert "duration.v5" in lines["duration"]
    assert "missing" in lines["prompt"]


def test_the_nearest_request_of_a_check_passes_the_check(keyless: Shell) -> None:
    given = ("--prompt", "a fox", "--model", "v5", "--duration", "7", "--quality", "540p", "--aspect-ratio", "16:9")
    broken = keyless("check", "pixverse.text-to-video", *given, "--json")
    nearest = json.dumps(broken.document["requests"][0]["nearest"])

    said = keyless("check", "pixverse.text-to-video", "--from", "-", "--json", stdin=nearest)

    assert (broken.code, broken.document["ok"]) == (6, False)
    assert (said.code, said.document["ok"]) == (0, True)


def test_prices_and_limits_stand_in_the_help(keyless: Shell) -> None:
    said = keyless("run", "pixverse.text-to-video", "--help")

    assert "Price: 45 credits for model v5.5, quality 540p, duration 5 on pixverse.ai." in " ".join(said.out.split())
    assert "at most 5,000 characters" in " ".join(said.out.split())
    assert "360p|540p|720p|1080p" in said.out


def test_40_columns_get_lines_that_fit(keyless: Shell) -> None:
    said = keyless("prices", "pixverse.text-to-video", COLUMNS="40")

    assert max(len(line) for line in said.out.splitlines()) <= 40
    assert "quality: 720p" in said.out


def test_a_table_that_fits_a_narrow_terminal_stays_a_table(keyless: Shell) -> None:
    said = keyless("prices", "pixverse.text-to-video", "--model", "v5.6", COLUMNS="60")

    assert ["v5.6", "720p", "45", "90", "99"] in [line.split() for line in said.out.splitlines()]


def test_a_model_of_whole_seconds_says_from_what_to_what(keyless: Shell) -> None:
    said = keyless("models", "v6", COLUMNS="80")

    assert "1 to 15 s" in said.out
    assert max(len(line) for line in said.out.splitlines()) <= 80


def test_rules_say_severity_sentence_and_a_source_to_follow(keyless: Shell) -> None:
    told = keyless("rules", "pixverse.extend", COLUMNS="80").out

    assert max(len(line) for line in told.splitlines()) <= 80
    assert "extend takes neither v5.6 nor c1" in told
    assert {"error", "warning"} <= set(told.split())
    assert "reference pages and guides of" in told
    assert "<https://docs.platform.pixverse.ai>" in told


def test_check_says_severity_sentence_and_source_of_each_broken_rule(keyless: Shell) -> None:
    said = keyless("check", "pixverse.text-to-video", "--prompt", "x", "--model", "v6", "--duration", "20")

    assert "error: duration is 20; allowed: at least 1, at most 15" in said.err
    assert "source: image-to-video reference of pixverseai.cn, 2026-04" in said.err


def test_a_price_table_has_every_axis_that_the_price_hangs_on_and_no_empty_one(keyless: Shell) -> None:
    veo, song = keyless("prices", "kie.veo", COLUMNS="80").out, keyless("prices", "suno.generate").out
    cells = {tuple(line.split()) for line in veo.splitlines()}

    assert ("veo3_lite", "1080p", "35", "35", "35") in cells
    assert ("veo3", "4k", "370", "370", "370") in cells
    assert "duration" not in song
