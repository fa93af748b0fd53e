import io
import json
from contextlib import redirect_stdout

from hypothesis import given
from hypothesis import strategies as st

from reelscore.cli.output import Output

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
