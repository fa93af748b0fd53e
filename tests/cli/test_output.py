import io
import json
from contextlib import redirect_stdout

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.cli.output import Output
from tests.cli.conftest import Made

LISTS = st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.text())), min_size=1)


@given(requests=LISTS)
def test_a_document_written_entry_by_entry_is_the_one_written_at_once(requests: list[dict[str, object]]) -> None:
    out, at_once, text = Output(json=True), io.StringIO(), io.StringIO()

    with redirect_stdout(at_once):
        Output(json=True).document({"requests": requests, "total": {"unknown": 0}})
    with redirect_stdout(text):
        for request in requests:
            out.entry("requests", request)
        out.document({"total": {"unknown": 0}})

    assert text.getvalue() == at_once.getvalue()
    assert json.loads(text.getvalue()) == {"requests": requests, "total": {"unknown": 0}}


DOCUMENT = {
    "tasks": [
        {"id": "kie.ai/veo/1", "quoted": None, "urls": ["a", "b"], "request": {"prompt": "red\tfox\nin snow"}},
        {"id": "kie.ai/veo/2", "quoted": "12", "urls": [], "request": {}},
    ],
    "total": {"credits": {"pixverse.ai": "45"}, "unknown": 0},
    "ok": True,
}


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        (["tasks.id"], ["kie.ai/veo/1", "kie.ai/veo/2"]),
        (["tasks.urls"], ["a", "b"]),
        (["tasks.id", "tasks.quoted", "tasks.urls"], ["kie.ai/veo/1\t\ta b", "kie.ai/veo/2\t12\t"]),
        (["tasks.id", "tasks.request.prompt"], ["kie.ai/veo/1\tred fox in snow", "kie.ai/veo/2\t"]),
        (["total.credits.pixverse.ai"], ["45"]),
        (["total.credits", "ok"], ['{"pixverse.ai": "45"}\ttrue']),
    ],
)
def test_fields_of_a_document_are_lines_for_scripts(fields: list[str], lines: list[str]) -> None:
    text = io.StringIO()

    with redirect_stdout(text):
        Output(json=True, fields=fields).document(DOCUMENT)

    assert text.getvalue().splitlines() == lines


def test_a_field_is_printed_alone_and_a_wrong_one_is_refused_before_anything_is_done(made: Made) -> None:
    found = made.shell("tasks", "--field", "tasks.id", "--field", "tasks.files.path")
    wrong = made.shell("run", "pixverse.text-to-video", "--yes", "--field", "tasks.ids")

    assert found.out == f"{made.task['id']}\t{made.task['files'][0]['path']}\n"  # type: ignore[index]
    assert (wrong.code, wrong.out) == (2, "")
    assert "there is no 'ids'; did you mean id?" in wrong.err
