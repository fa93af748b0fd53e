"""Our own documents as their vendors would print them, one operation to a page, read by the whole of scripts/drift."""

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import yaml

import _drift
import _specs
from _drift import Report, report
from _drift_read import Source
from _specs import Document, is_list, is_mapping, operations

HOSTS = _drift.HOSTS
DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class Page(NamedTuple):
    """One operation as a document of its own."""

    path: str
    method: str
    document: Document

    @property
    def name(self) -> str:
        """Method and path."""
        return f"{self.method.upper()} {self.path}"

    @property
    def operation(self) -> Document:
        """The operation's node."""
        node: Document = self.document["paths"][self.path][self.method]
        return node


def pages_of(host: str) -> Iterator[Page]:
    """Yield a page per operation of each document of a host."""
    for document in (as_vendor(name, host) for name, served in _specs.pairs() if served == host):
        for path, method, _ in operations(document):
            item = document["paths"][path]
            servers = item.get("servers") or document["servers"]
            body: Document = {"openapi": "3.1.0", "servers": servers, "paths": {path: {method: item[method]}}}
            yield Page(path, method, copy.deepcopy(body))


@cache
def plain(host: str) -> dict[str, Report]:
    """Return what comes of each page when nothing is changed, by operation."""
    return {page.name: as_page(page, host) for page in pages_of(host)}


def as_page(page: Page, host: str) -> Report:
    """Print a page as markdown and put it through."""
    block = yaml.dump(page.document, Dumper=DUMPER, allow_unicode=True, sort_keys=False)
    return report(Source(page.name, f"# {page.name}\n\n```yaml\n{block}```\n"), host)


def verdicts(reports: list[Report]) -> frozenset[tuple[str, str]]:
    """Return the grades and kinds of all changes."""
    return frozenset(
        (change.grade, change.kind) for each in reports for finding in each.findings for change in finding.changes
    )


def as_vendor(name: str, host: str) -> Document:
    """Return what the vendor would publish if it agreed with one of our documents: enums for `x-models`, codes, no marks.

    References are written out, so that a change of one operation is a change of that operation alone.
    """
    document = copy.deepcopy(_specs.for_host(name, host))
    written = {key: value for key, value in document.items() if key != "components"}
    written["paths"] = {path: _written(item, document) for path, item in document["paths"].items()}
    for _, _, operation in _specs.operations(written):
        _print_codes(operation)
    plain: Document = _without_marks(written)
    return plain


def _written(node: Any, document: Document) -> Any:
    if is_list(node):
        return [_written(item, document) for item in node]
    if not is_mapping(node):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str):
        beside = {key: value for key, value in node.items() if key != "$ref"}
        return _written({**_target(document, reference), **beside}, document)
    return {key: _written(value, document) for key, value in node.items()}


def _target(document: Document, reference: str) -> Document:
    node: Document = document
    for part in reference.split("/")[1:]:
        node = node[part]
    return node


def _print_codes(operation: Document) -> None:
    """List the codes where vendors do: in the text of the field that holds them."""
    codes = _specs.codes(operation)
    for schema in _schemas(operation["responses"]):
        for name in schema.get("properties", {}).keys() & {"code", "ErrCode"}:
            field = schema["properties"][name]
            field["description"] = "\n".join(f"- **{code}**: a code" for code in codes)


def _schemas(node: Any) -> Iterator[Document]:
    if is_mapping(node):
        if is_mapping(node.get("properties")):
            yield node
        for value in node.values():
            yield from _schemas(value)
    elif is_list(node):
        for item in node:
            yield from _schemas(item)


def _without_marks(node: Any) -> Any:
    if is_list(node):
        return [_without_marks(item) for item in node]
    if not is_mapping(node):
        return node
    plain = {key: _without_marks(value) for key, value in node.items() if not str(key).startswith("x-")}
    words = _specs.vocabulary(node)
    if words and "enum" not in plain:
        plain["enum"] = words
    return plain
