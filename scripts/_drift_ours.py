"""Our side: the documents of specs/ as they hold for one host, and as that host's vendor would publish them.

Laid over on the way: `x-required`, `x-limits`, `x-models`, `x-codes` of the host. Which document serves a host is told by
`_specs`; nothing here compares.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import _specs
from _drift_model import Operation, flat, operations
from _drift_views import Seer
from _specs import Document, is_list, is_mapping

PLACEHOLDER = re.compile(r"\{[^}]*\}|<[^>]*>|:\w+|\{\{[^}]*\}\}")


class Ours(NamedTuple):
    """What we say of one host."""

    host: str
    document: Document
    operations: tuple[Operation, ...]
    addresses: frozenset[str]
    """Host names that serve it, those of uploads too."""
    prefixes: tuple[tuple[str, ...], ...]
    """What paths begin with, longest first: (`api`, `v1`), (`api`,)."""
    routes: Mapping[tuple[str, tuple[str, ...], str], Operation]
    """By method, segments and, for a route that several models share, the model."""


@cache
def documented_hosts() -> tuple[str, ...]:
    """Name the hosts that some document serves."""
    return tuple(_specs.hosts())


@cache
def ours(host: str) -> Ours:
    """Return our side of *host*."""
    return ours_from(host, published(host))


def ours_from(host: str, document: Document) -> Ours:
    """Lay out a document that holds for *host*."""
    found = tuple(operations(document))
    urls = [url for operation in found for url in operation.servers]
    starts = {segments(operation.path)[:length] for operation in found for length in (1, 2)}
    shared = {start for start in starts if sum(segments(each.path)[: len(start)] == start for each in found) > 1}
    common = {start for start in shared if len(start) == 1 or re.fullmatch(r"v\d+", start[-1])}
    return Ours(
        host=host,
        document=document,
        operations=found,
        addresses=frozenset(urlsplit(url).hostname or "" for url in urls) - {""},
        prefixes=tuple(sorted(common, key=len, reverse=True)),
        routes={(each.method, segments(each.path), ""): each for each in found} | dict(_by_model(document, found)),
    )


def _by_model(
    document: Document, found: tuple[Operation, ...]
) -> Iterator[tuple[tuple[str, tuple[str, ...], str], Operation]]:
    """Yield an operation per model of a shared route; `x-inputs` of its body names the schema of `input`."""
    seer = Seer(document)
    for each in found:
        body = seer.follow(document["paths"][each.path][each.method].get("requestBody"))
        for media in body.get("content", {}).values():
            for model, reference in seer.follow(media.get("schema")).get("x-inputs", {}).items():
                fields = flat(seer.see({"$ref": reference}), "input")
                own = each._replace(identity=f"{each.identity} {model}", request={**each.request, **fields})
                yield (each.method, segments(each.path), model), own


def segments(path: str) -> tuple[str, ...]:
    """Split a path or an address into its parts; placeholders of any spelling look the same."""
    bare = re.sub(r"^(?:https?:)?//[^/]*|^\{\{\w+\}\}", "", path.strip()).split("?")[0].split("#")[0]
    return tuple(re.sub(PLACEHOLDER, "{}", part) for part in bare.split("/") if part)


def published(host: str) -> Document:
    """Return the document of *host* without `x-` marks of several hosts: each holds what this host has."""
    document: Document = laid_over(_specs.for_host(host), host)
    for item in document["paths"].values():
        if "servers" in item:
            item["servers"] = [server for server in item["servers"] if _specs.host_of(server) == host]
    return document


def laid_over(node: Any, host: str) -> Any:
    """Lay what a host has of its own over a node and all below it."""
    if is_list(node):
        return [laid_over(item, host) for item in node]
    if not is_mapping(node):
        return node
    plain = {key: laid_over(value, host) for key, value in node.items() if key not in {"x-required", "x-limits"}}
    for key in ("x-models", "x-codes"):
        if is_mapping(plain.get(key)) and host in plain[key]:
            plain[key] = plain[key][host]
    required = node.get("x-required", {}).get(host, [])
    if required:
        plain["required"] = [*plain.get("required", []), *required]
    return {**plain, **node.get("x-limits", {}).get(host, {})}


def as_vendor(host: str) -> Document:
    """Return what the vendor would publish if it agreed with us: enums for `x-models`, codes in the answer, no marks.

    References are written out, so that a change of one operation is a change of that operation alone.
    """
    document = copy.deepcopy(published(host))
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
    codes = [code["code"] if is_mapping(code) else code for code in operation.get("x-codes", [])]
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
    words = node.get("x-models") or node.get("x-values")
    if is_list(words) and words and "enum" not in plain:
        plain["enum"] = words
    return plain
