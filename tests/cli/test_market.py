"""`reelscore market`: what there is, what it takes, what it costs, and a run of any model by its name."""

from __future__ import annotations

from pathlib import Path

from reelscore.sandbox import Sandbox, media
from tests.cli.shells import Shell
from tests.rows import each

PICTURE = ("z-image", "prompt=a lighthouse in the rain", "aspect_ratio=16:9")
LEFT = ("--yes", "--timeout", "0.01")
"""Pay, and leave at once: whether the job is done is asked when the sandbox's clock was turned."""


def test_models_are_listed_by_kind_and_name(keyless: Shell) -> None:
    said = keyless("market", "list", "kling", "--type", "image-to-video", "--json")

    assert said.code == 0
    assert "kling-2.6/image-to-video" in {entry["model"] for entry in said.document["models"]}
    assert all("image-to-video" in entry["task_types"] for entry in said.document["models"])


def test_the_vendors_own_list_is_asked_for_on_demand(shell: Shell) -> None:
    said = shell("market", "list", "z-image", "--type", "text-to-image", "--live", "--json")

    assert [entry["model"] for entry in said.document["models"]] == ["z-image"]
    assert said.document["snapshot"] is None
    assert shell("market", "list", "z-image", "--type", "text-to-video", "--live", "--json").document["models"] == []


@each(
    "options, words",
    [
        (["--type", "text-to-vidoe"], "--type is 'text-to-vidoe', which no model has; did you mean text-to-video?"),
        (["--type", "image, nope"], "next: one of audio-convert, audio-isolation,"),
        (["--provider", "klin"], "--provider is 'klin', which no model has; did you mean Kling?"),
        (["--type", "nope", "--live"], "--type is 'nope', which no model has"),
    ],
)
def test_a_kind_or_a_provider_that_no_model_has_is_an_error_with_those_there_are(
    shell: Shell, options: list[str], words: str
) -> None:
    said = shell("market", "list", *options)

    assert (said.code, said.out, words in said.err) == (2, "", True)


def test_a_model_is_shown_as_the_vendor_tells_it_today(shell: Shell) -> None:
    told = shell("market", "show", "z-image", "--live", "--json").document

    assert (told["required"], told["route"]) == (["aspect_ratio", "prompt"], "/api/v1/jobs/createTask")
    assert told["price"] == "0.8 credits per image"


def test_a_model_is_shown_with_fields_price_and_date(keyless: Shell) -> None:
    said = keyless("market", "show", "kling-2.6/image-to-video", COLUMNS="200")

    assert said.code == 0
    assert "list of image" in said.out
    assert "55 credits per video" in said.out
    assert "2026-10-07" in said.err


def test_a_name_that_is_none_is_answered_with_what_was_meant(keyless: Shell) -> None:
    said = keyless("market", "show", "google/nano-banana-pro")

    assert said.code == 2
    assert "did you mean nano-banana-pro" in said.err


def test_a_job_is_quoted_by_its_fields(keyless: Shell) -> None:
    pairs = ("prompt=a cat", "duration=10", "sound=yes", 'image_urls=["https://example.com/a.png"]')
    said = keyless("market", "quote", "kling-2.6/image-to-video", *pairs, "--json")
    (told,) = said.document["requests"]

    assert told["credits"] == "220"
    assert told["request"]["input"]["sound"] is True
    assert told["request"]["input"]["duration"] == "10"


def test_a_model_of_no_snapshot_is_warned_of_in_words_of_the_command_line(keyless: Shell) -> None:
    said = keyless("market", "quote", "not-a-model", "prompt=a cat")

    assert said.err.count("reelscore market show MODEL --live asks") == 2
    assert "client." not in said.err


def test_a_field_that_is_none_is_refused_before_the_vendor_could_swallow_it(keyless: Shell) -> None:
    said = keyless("market", "quote", "z-image", "promt=a cat")

    assert said.code == 2
    assert "did you mean prompt" in said.err


def test_a_job_is_run_and_its_file_saved(shell: Shell, sandbox: Sandbox) -> None:
    left = shell("market", "run", *PICTURE, *LEFT)
    sandbox.advance(60)
    said = shell("wait", "last", "--json", "--out", "out")
    (task,) = said.document["tasks"]

    assert (left.code, said.code) == (8, 0)
    assert (task["operation"], task["charged"]) == ("kie.market", "0.8")
    assert [Path(file["path"]).suffix for file in task["files"]] == [".png"]


def test_a_path_where_a_link_belongs_is_uploaded(shell: Shell, sandbox: Sandbox) -> None:
    name = shell.write("cat.png", media.png(64, 64))
    said = shell("market", "run", "recraft/remove-background", f"image={name}", *LEFT)
    sent = sandbox.requests(operation="market", role="submit")[-1]["body"]

    assert said.code == 8
    assert "/media/upload/" in sent["input"]["image"]


@each("model", ["z-image", "grok-imagine/image-to-video"])
def test_a_run_without_fields_is_not_sent(shell: Shell, model: str) -> None:
    said = shell("market", "run", model, "--yes", "--json")

    assert said.code == 6
    assert "paid task of an empty input" in said.out
