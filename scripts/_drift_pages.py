"""Take one page through: find its blocks, read them, find the host and our operations, compare.

Nothing that stands on a page may end the run: what goes wrong becomes a note of the page's report.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from _drift_blocks import Block, take_apart
from _drift_compare import compare
from _drift_formats import documents, from_fragments, from_label
from _drift_input import Source
from _drift_kinds import Change, change
from _drift_match import guess_host, match, model_of, other_methods, spelling_changes
from _drift_model import Operation, operations
from _drift_ours import Ours, documented_hosts, ours
from _drift_parse import Unreadable, read_any
from _drift_report import Finding, Report
from _drift_text import likeness, mentions, text_changes
from _specs import Document

LOOKS_STRUCTURED = re.compile(r"\s*(?:[{\[]|(?:[\"']?(?:openapi|swagger)[\"']?)\s*:|paths\s*:)")
HIDES_PATHS = re.compile(r"\"(?:openapi|swagger|paths|jsonSchema)\"\s*:")
DATA = (".yaml", ".yml", ".json")
LONGEST_PROSE = 1_000_000
"""Characters; the largest known page has 400,000, its schemas among them."""


def report(page: Source, host: str | None = None) -> Report:
    """Compare one page with the document of *host*, or of the host that the page speaks of."""
    notes = list(page.notes)
    try:
        return _report(page, host, notes=notes)
    except RecursionError:
        return Report(page.name, host or "", (*notes, "nested too deeply to be read"))


def _report(page: Source, host: str | None, *, notes: list[str]) -> Report:
    found, prose = _read(page.text, notes, is_data=page.name.endswith(DATA))
    if len(prose) > LONGEST_PROSE:
        notes.append(f"only the first {LONGEST_PROSE:,} characters of its prose are read")
        prose = prose[:LONGEST_PROSE]
    theirs = [operation for document in found for operation in operations(document)]
    notes += sorted({note for operation in theirs for note in operation.notes})
    side = ours(host) if host else _side(page.text[:LONGEST_PROSE], theirs)
    if side is None:
        named = f": {', '.join(operation.name for operation in theirs[:20])}" if theirs else ""
        notes.append(f"no operation and no host of our documents recognised{named}")
        return Report(page.name, "", tuple(notes))
    findings = [_finding(operation, side) for operation in theirs]
    if not findings:
        findings = [
            Finding(mention.operation.name, "", mention.operation.name, "text", tuple(text_changes(mention, side)))
            for mention in mentions(prose, side)
        ]
    if not findings:
        notes.append("no operation of our documents recognised")
    return Report(page.name, side.host, tuple(notes), tuple(findings))


def _read(text: str, notes: list[str], *, is_data: bool) -> tuple[list[Document], str]:
    """Return the documents of a page and its prose."""
    if LOOKS_STRUCTURED.match(text) or is_data:
        try:
            found = documents(read_any(text))
        except Unreadable as error:
            notes.append(f"not read as a whole: {error}")
        else:
            if found:
                return found, text
    page = take_apart(text)
    values: list[Any] = []
    found = [document for block in page.blocks for document in _from_block(block, values, notes=notes)]
    return found or from_fragments(values, page.prose), page.prose


def _from_block(block: Block, values: list[Any], *, notes: list[str]) -> Iterator[Document]:
    """Yield the documents of one block; put what else it holds among the *values*."""
    kind = block.label.split(" ")[0].lower()
    if block.value is None and kind not in {"yaml", "yml", "json", "json5", "jsonc", "openapi", ""}:
        return
    if block.value is None and not kind and not LOOKS_STRUCTURED.match(block.text):
        return
    try:
        value = read_any(block.text) if block.value is None else block.value
    except Unreadable as error:
        if kind.startswith("y") or HIDES_PATHS.search(block.text):
            notes.append(f"block at line {block.line}: {error}")
        return
    found = documents(value) or from_label(block.label, value)
    if not found:
        values.append(value)
    yield from found


def _side(text: str, theirs: list[Operation]) -> Ours | None:
    """Return the side that a page speaks of: by servers, addresses and paths, else by the words of its prose."""
    sides = [ours(name) for name in documented_hosts()]
    found = guess_host(text, theirs, sides=sides)
    if theirs or (found and mentions(text, found)):
        return _likelier(text, found, sides=sides)
    speaking = [side for side in sides if mentions(text, side)]
    return found or max(speaking, key=lambda side: likeness(text, side), default=None)


def _likelier(text: str, found: Ours | None, *, sides: Sequence[Ours]) -> Ours | None:
    """Return *found*, unless its name stands nowhere and a sister's words fit better."""
    if found is None or re.search(re.escape(found.host), text) or any(each in text for each in found.addresses):
        return found
    sisters = [side for side in sides if {each.path for each in side.operations} & {e.path for e in found.operations}]
    if found.host.endswith(".cn"):
        return found
    return max(sisters, key=lambda side: likeness(text, side))


def _finding(theirs: Operation, side: Ours) -> Finding:
    """Compare one operation of a page with ours, or say that we have none."""
    known = match(theirs, side)
    how = "example" if theirs.is_example else "schema"
    if known is None:
        return Finding(theirs.name, theirs.title, "", how, (_new(theirs, side),))
    changes = (*spelling_changes(theirs, known, side=side), *compare(theirs, known))
    return Finding(theirs.name, theirs.title, known.name, how, changes)


def _new(theirs: Operation, side: Ours) -> Change:
    methods = other_methods(theirs, side)
    if methods and theirs.method.upper() not in methods:
        return change("method", "", theirs=theirs.method.upper(), ours=methods)
    return change("operation new", f"model {model_of(theirs)}" if methods and model_of(theirs) else "")


def gone(reports: Sequence[Report]) -> list[Report]:
    """Return, per host that was read, the operations that no page has."""
    seen: dict[str, set[str]] = {}
    for each in reports:
        if each.host and each.is_read:
            seen.setdefault(each.host, set()).update(finding.ours for finding in each.findings)
    found: list[Report] = []
    for host, names in seen.items():
        lost = [each for each in ours(host).operations if each.name not in names]
        findings = [
            Finding(each.name, each.title, each.name, "schema", (change("operation gone", ""),)) for each in lost
        ]
        found += [Report("all pages", host, (), tuple(findings))] if findings else []
    return found
