"""Odd pages are understood: fences, prefixes, servers, spaces, exports of two tools, what is no page at all."""

from pathlib import Path

import pytest

import _bootstrap
from _drift import Report, report
from _drift_read import LONGEST, Source, source, sources, take_apart

ODD = _bootstrap.ROOT / "tests" / "data" / "drift" / "odd"


def read(name: str) -> Report:
    return report(source(name, (ODD / name).read_bytes()))


def told(found: Report, number: int = 0) -> set[tuple[str, str, str]]:
    return {(change.grade, change.kind, change.place) for change in found.findings[number].changes}


def page(path: str, body: str, *, server: str = "https://api.kie.ai") -> Report:
    text = f"openapi: 3.1.0\nservers: [{{url: '{server}'}}]\npaths: {{'{path}': {{post: {body}}}}}\n"
    return report(Source("page.yaml", text))


def test_a_page_has_several_blocks_though_a_fence_was_never_closed() -> None:
    found = read("several-blocks.md")

    assert [each.ours for each in found.findings] == ["POST /api/v1/generate/generate-persona", "POST /api/v1/lyrics"]


def test_a_missing_prefix_a_wrong_server_and_spaces_around_names_are_wording() -> None:
    assert told(read("several-blocks.md")) >= {
        ("wording", "path", ""),
        ("wording", "server", ""),
        ("breaking", "required", "vocalStart"),
        ("additive", "code new", "code 999"),
    }


def test_a_doubled_prefix_is_still_our_operation() -> None:
    assert told(read("several-blocks.md"), 1) >= {
        ("wording", "path", ""),
        ("breaking", "limit narrower", "prompt maxLength"),
        ("additive", "field new", "mood"),
    }


@pytest.mark.parametrize(
    ("name", "ours", "change"),
    [
        ("exported.json", "POST /api/v1/wav/generate", ("breaking", "type", "audioId")),
        ("mintlify.md", "POST /api/v1/style/generate", ("breaking", "type", "content")),
        ("apifox.md", "POST /openapi/v2/video/sound_effect/generate", ("breaking", "type", "video_media_id")),
        ("apifox.md", "POST /openapi/v2/video/sound_effect/generate", ("additive", "code new", "code 987654")),
        ("circular.yaml", "POST /openapi/v2/video/sound_effect/generate", ("additive", "field new", "next")),
    ],
)
def test_each_export_is_read_and_its_difference_found(name: str, ours: str, change: tuple[str, str, str]) -> None:
    found = read(name)

    assert found.findings[0].ours == ours
    assert change in told(found)


def test_of_a_page_of_prose_the_operation_is_named_and_nothing_more() -> None:
    found = read("prose.md")

    assert [(each.ours, each.how, each.changes) for each in found.findings] == [("POST /api/v1/lyrics", "text", ())]
    assert found.notes == ()


def test_other_encodings_are_read_as_far_as_they_are_ascii() -> None:
    found = report(source("page.md", (ODD / "prose.md").read_text(encoding="utf-8").encode("gb18030")))

    assert [each.ours for each in found.findings] == ["POST /api/v1/lyrics"]
    assert found.notes == ("not UTF-8: unreadable bytes were replaced",)


def test_html_is_read_without_its_scripts() -> None:
    found = read("page.html")

    assert [each.ours for each in found.findings] == ["POST /api/v1/lyrics"]
    assert "HTML instead of markdown: its tags were dropped" in found.notes


def test_a_circle_of_references_and_one_to_nothing_are_noted() -> None:
    assert set(read("circular.yaml").notes) == {
        "circular $ref: #/components/schemas/Node",
        "$ref to nothing: #/components/responses/Lost",
    }


def test_a_list_of_one_word_is_the_pages_own_case_where_we_are_open() -> None:
    assert ("breaking", "values closed", "original_sound_switch") not in told(read("apifox.md"))


def test_a_new_operation_is_additive_and_another_method_is_breaking() -> None:
    assert told(page("/api/v1/brand/new", "{}")) == {("additive", "operation new", "")}
    assert told(page("/api/v1/chat/credit", "{}")) == {("breaking", "method", "")}


def test_models_that_share_a_route_are_compared_each_with_its_own_schema() -> None:
    schema = (
        "{type: object, properties: {model: {type: string, enum: [%s]}, input: {type: object, properties: {zz: {}}}}}"
    )
    body = "{requestBody: {content: {application/json: {schema: %s}}}}"

    assert told(page("/api/v1/jobs/createTask", body % schema % "video/new")) == {
        ("additive", "operation new", "model video/new")
    }
    assert ("additive", "field new", "input.zz") in told(
        page("/api/v1/jobs/createTask", body % schema % "ai-music-api/generate")
    )


def test_a_page_that_speaks_of_no_host_of_ours_says_which_operations_it_has() -> None:
    found = page("/v1/images", "{}", server="https://api.example.com")

    assert not found.is_read
    assert found.notes == ("no operation and no host of our documents recognised: POST /v1/images",)


@pytest.mark.parametrize(
    "text", ["", "\x00", "\ufeff", "```yaml\n: :\n```", "paths: 7", '{"paths": {"/a": 3}}', "[" * 9000]
)
def test_nonsense_is_unread_with_a_note(text: str) -> None:
    found = report(source("page.md", text.encode()))

    assert not found.is_read
    assert found.notes != ()


@pytest.mark.parametrize(
    "schema", ["7", "[]", "{type: 7}", "{properties: []}", "{enum: {}}", "{required: {a: b}}", "{allOf: 7}"]
)
def test_a_schema_that_is_none_admits_anything(schema: str) -> None:
    body = f"{{parameters: [7, {{in: query}}], requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}}}"

    assert page("/api/v1/lyrics", body).findings[0].ours == "POST /api/v1/lyrics"


def test_a_page_that_is_too_long_is_read_as_far_as_it_goes() -> None:
    found = report(source("long.md", b"POST https://api.kie.ai/api/v1/lyrics prompt\n" + b"x" * (LONGEST + 9)))

    assert found.notes[0] == "only the first 4 MB are read"
    assert found.is_read


def test_programs_on_a_page_are_no_prose() -> None:
    _, prose = take_apart("before\n    ```python\n    hidden_name = 1\n    ```\nafter\n", [])

    assert prose == "before\nafter"


def test_a_file_that_cannot_be_read_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.touch()
    pages = sources([str(path)])
    path.unlink()

    assert next(pages).notes == ("cannot be read: No such file or directory",)
