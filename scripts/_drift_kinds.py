"""The table of change kinds: what each difference is called, and how bad it is in a request and in an answer.

Why a table of our own: what breaks depends on the direction (a wider type is welcome in a request and breaks an answer),
on what only our documents say (open vocabularies in `x-models`, either-or groups in `x-one-of`, codes in the body, limits
laid over per host), and on where a page is silent or speaks in prose, which is no change at all. A general OpenAPI diff
takes two complete documents and knows none of this; the tools known to be good are programs in Go or for Node, and
scripts/drift must run where only Python is; no Python library
was put through the mutation run, so this is a choice, not a comparison. `scripts/drift --mutations` measures whether this table is enough.
"""

from typing import Any, Literal, NamedTuple

Grade = Literal["breaking", "additive", "wording", "text"]
GRADES: tuple[Grade, ...] = ("breaking", "additive", "wording", "text")
"""Worst first. `text` is what was read from prose: a hint for a reader, never a verdict."""


class Kind(NamedTuple):
    """One kind of difference."""

    name: str
    request: Grade
    answer: Grade
    says: str
    """About a place, in the voice of the vendor's page."""


class Change(NamedTuple):
    """One difference between a vendor's page and our document."""

    grade: Grade
    kind: str
    place: str
    theirs: Any
    ours: Any
    says: str
    known: str = ""
    """Why it is left as it is, from the table of known differences."""


KINDS = {
    kind.name: kind
    for kind in (
        # operations
        Kind("operation new", "additive", "additive", "an operation that our document lacks"),
        Kind("operation gone", "breaking", "breaking", "no page has this operation any more"),
        Kind("method", "breaking", "breaking", "the same path, called with another method"),
        Kind("media type", "breaking", "breaking", "the body is sent as something else"),
        Kind("server", "wording", "wording", "the page names another server"),
        Kind("path", "wording", "wording", "the page prints the path differently"),
        Kind("deprecated", "wording", "wording", "the page calls it deprecated"),
        Kind("code new", "additive", "additive", "a code that our document lacks"),
        Kind("code gone", "wording", "wording", "a code that the page does not list"),
        Kind("status new", "additive", "additive", "an HTTP status that our document lacks"),
        Kind("status gone", "wording", "wording", "an HTTP status that the page does not list"),
        # fields
        Kind("field new", "additive", "additive", "a field that our document lacks"),
        Kind("required field new", "breaking", "additive", "a required field that our document lacks"),
        Kind("field gone", "breaking", "breaking", "the field is not there any more"),
        Kind("header gone", "wording", "wording", "the page does not list this header"),
        Kind("required", "breaking", "additive", "required now"),
        Kind("optional", "additive", "breaking", "not required any more"),
        Kind("name", "wording", "wording", "printed with spaces around its name"),
        # values
        Kind("type", "breaking", "breaking", "another type"),
        Kind("type wider", "additive", "breaking", "further types"),
        Kind("type narrower", "breaking", "additive", "fewer types"),
        Kind("format", "wording", "wording", "another format"),
        Kind("value new", "additive", "additive", "a value that our document lacks"),
        Kind("value gone", "breaking", "wording", "a value that is not listed any more"),
        Kind("values closed", "breaking", "additive", "only these values now"),
        Kind("values open", "additive", "wording", "no list of values any more"),
        Kind("limit narrower", "breaking", "wording", "a narrower limit"),
        Kind("limit wider", "additive", "wording", "a wider limit"),
        Kind("limit in prose", "wording", "wording", "the limit stands in the text only"),
        Kind("description", "wording", "wording", "other words"),
        # what prose says
        Kind("silent", "text", "text", "the page documents nothing here"),
        Kind("alternatives", "text", "text", "listed as required together, but they exclude each other"),
        Kind("not in example", "text", "text", "missing from an example"),
        Kind("type in example", "text", "text", "another type in an example"),
        Kind("named", "text", "text", "named by the page and unknown to our document"),
        Kind("not named", "text", "text", "not named by the page"),
        Kind("figure", "text", "text", "the text near it has other figures"),
        Kind("value named", "text", "text", "the text names a value that our document lacks"),
        Kind("value not named", "text", "text", "the text names other values, not this one"),
    )
}


def change(kind: str, place: str, *, theirs: Any = None, ours: Any = None, is_answer: bool = False) -> Change:
    """Make a change of a kind of the table."""
    row = KINDS[kind]
    return Change(row.answer if is_answer else row.request, kind, place, theirs, ours, row.says)
