"""Turn what vendors export into OpenAPI documents: OpenAPI itself, Mintlify, Postman, Apifox and fragments of it.

Each reader recognises one shape of parsed data, or yields nothing. A document made from examples says so in
`x-from-examples`. Files, fences and comparing are other modules'.
"""

import re
from collections.abc import Iterator
from typing import Any

from _drift_parse import Unreadable, read_any
from _specs import METHODS, Document, is_list, is_mapping

DEEPEST = 7
"""Levels at which a document may lie inside another value."""
HEAD = re.compile(r"\b(GET|POST|PUT|DELETE|PATCH)\b[`*\s|:]*(?:https?://[^/\s]+)?(/[\w/{}.:-]+)")
IN_LABEL = re.compile(r"\b(get|post|put|delete|patch)\s+(/\S+)", re.IGNORECASE)
PARAMETERS = frozenset({"query", "path", "cookie", "header"})
MOST_PLACES = 200_000
DEEPEST_FOLDER = 20


def documents(value: Any) -> list[Document]:
    """Return every OpenAPI document that stands in parsed data, however deep."""
    return list(_search(value, [MOST_PLACES], depth=0))


def _search(value: Any, left: list[int], *, depth: int) -> Iterator[Document]:
    left[0] -= 1
    if left[0] < 0 or depth > DEEPEST:
        return
    found = _recognised(value) if is_mapping(value) else None
    if found is not None:
        yield from found
    elif is_mapping(value) or is_list(value):
        for item in value.values() if is_mapping(value) else value:
            yield from _search(item, left, depth=depth + 1)


def _recognised(value: Document) -> list[Document] | None:
    """Return the documents of a mapping of a known shape; None for any other."""
    paths = value.get("paths")
    if is_mapping(paths):
        return [_mintlify(paths)] if isinstance(paths.get("path"), str) else [value]
    if is_list(value.get("item")) and is_mapping(value.get("info")):
        return [_postman(value)]
    if is_mapping(value.get("api")) and isinstance(value["api"].get("path"), str):
        return [_apifox(value["api"], title=str(value.get("name") or ""))]
    if str(value.get("method", "")).lower() in METHODS and isinstance(value.get("path"), str):
        return [_listed(value)]
    return None


def _single(method: str, path: str, *, body: Document) -> Document:
    return {"openapi": "3.0.1", "paths": {path: {method.lower(): body}}}


def _mintlify(paths: Document) -> Document:
    """Read the one operation that Mintlify prints under `paths`, its schemas in `schemaArray`."""
    request = _mapping(paths.get("request"))
    parameters = [
        {"in": where, "name": name, "required": _mapping(entry).get("required", False), "schema": _mapping(entry)}
        for where, entries in _mapping(request.get("parameters")).items()
        for name, entry in _mapping(entries).items()
    ]
    body = {
        "parameters": parameters,
        "requestBody": {"content": _schema_arrays(request.get("body"))},
        "responses": {
            str(status): {"content": _schema_arrays(content)}
            for status, content in _mapping(paths.get("response")).items()
        },
        "servers": paths.get("servers") or [],
        "deprecated": paths.get("deprecated") is True,
    }
    return _single(str(paths.get("method") or "post"), paths["path"], body=body)


def _schema_arrays(content: Any) -> Document:
    """Return media types with a schema each; the options of a `schemaArray` stand side by side."""
    return {
        media: {"schema": {"schemaArray": _mapping(entry).get("schemaArray") or []}}
        for media, entry in _mapping(content).items()
    }


def _postman(collection: Document) -> Document:
    """Read a Postman collection: bodies and answers are examples."""
    document: Document = {"openapi": "3.0.1", "x-from-examples": True, "paths": {}}
    variables = {
        str(_mapping(entry).get("key")): str(_mapping(entry).get("value"))
        for entry in _list(collection.get("variable"))
    }
    document["servers"] = [{"url": value} for value in variables.values() if value.startswith("http")]
    for item in _postman_items(collection, depth=0):
        request = item["request"]
        url = request.get("url")
        path = _postman_path(url)
        queries = _list(_mapping(url).get("query"))
        document["paths"].setdefault(path, {})[str(request.get("method") or "get").lower()] = {
            "summary": str(item.get("name") or ""),
            "parameters": [{"in": "query", "name": _mapping(query).get("key") or ""} for query in queries],
            "requestBody": _postman_body(_mapping(request.get("body"))),
            "responses": {str(code): body for code, body in _postman_answers(item)},
        }
    return document


def _postman_items(node: Document, *, depth: int) -> Iterator[Document]:
    for item in _list(node.get("item")) if depth < DEEPEST_FOLDER else []:
        if is_mapping(item):
            if is_mapping(item.get("request")):
                yield item
            yield from _postman_items(item, depth=depth + 1)


def _postman_path(url: Any) -> str:
    path = _mapping(url).get("path")
    if is_list(path):
        return "/" + "/".join(str(part) for part in path)
    raw = url if isinstance(url, str) else str(_mapping(url).get("raw") or "")
    return "/" + re.sub(r"^(?:\{\{[^}]*\}\}|https?://[^/]*)/?", "", raw.split("?")[0])


def _postman_body(body: Document) -> Document:
    mode = body.get("mode")
    if mode in {"formdata", "urlencoded"}:
        media = "multipart/form-data" if mode == "formdata" else "application/x-www-form-urlencoded"
        fields = {str(_mapping(entry).get("key")): "" for entry in _list(body.get(mode))}
        return {"content": {media: {"example": dict.fromkeys(fields)}}}
    example = _example(body.get("raw"))
    return {"content": {"application/json": {"example": example}}} if is_mapping(example) else {}


def _postman_answers(item: Document) -> Iterator[tuple[str, Document]]:
    for entry in _list(item.get("response")):
        answer = _mapping(entry)
        example = _example(answer.get("body"))
        if is_mapping(example):
            yield str(answer.get("code") or 200), {"content": {"application/json": {"example": example}}}


def _example(text: Any) -> Any:
    try:
        return read_any(text) if isinstance(text, str) and text.strip() else None
    except Unreadable:
        return None


def _apifox(api: Document, *, title: str = "") -> Document:
    """Read one call of an Apifox project: parameters by place, bodies as `jsonSchema`."""
    body: Document = {
        "summary": title,
        "description": str(api.get("description") or ""),
        "parameters": _apifox_parameters(api.get("parameters")),
        "responses": _apifox_answers(api.get("responses")),
    }
    request = _mapping(api.get("requestBody"))
    if is_mapping(request.get("jsonSchema")):
        media = str(request.get("type") or "application/json")
        body["requestBody"] = {"content": {media: {"schema": request["jsonSchema"]}}}
    elif is_list(request.get("parameters")) and request["parameters"]:
        entries = {str(_mapping(entry).get("name")): _mapping(entry) for entry in request["parameters"]}
        schema = {"type": "object", "properties": entries}
        body["requestBody"] = {"content": {str(request.get("type") or "multipart/form-data"): {"schema": schema}}}
    return _single(str(api.get("method") or "post"), str(api.get("path") or "/"), body=body)


def _apifox_parameters(parameters: Any) -> list[Document]:
    return [
        {**_mapping(entry), "in": where, "schema": {"type": _mapping(entry).get("type")}}
        for where, entries in _mapping(parameters).items()
        for entry in _list(entries)
    ]


def _apifox_answers(responses: Any) -> Document:
    return {
        str(_mapping(entry).get("code") or 200): {
            "content": {"application/json": {"schema": _mapping(entry).get("jsonSchema")}}
        }
        for entry in _list(responses)
    }


def _listed(entry: Document) -> Document:
    """Read an entry of a catalogue: method, path and, where it has them, parameters and schemas by media type."""
    request = _mapping(entry.get("requestBody"))
    content = _mapping(request.get("content")) or _mapping(entry.get("request"))
    body: Document = {
        "summary": str(entry.get("summary") or entry.get("source_title") or entry.get("name") or ""),
        "parameters": _list(entry.get("parameters")),
        "requestBody": {"content": {media: part for media, part in content.items() if is_mapping(part)}},
        "responses": entry.get("responses") if is_mapping(entry.get("responses")) else {},
        "servers": [{"url": url} if isinstance(url, str) else url for url in _list(entry.get("servers"))],
    }
    return {**_single(str(entry["method"]), entry["path"], body=body), "components": _mapping(entry.get("components"))}


def from_fragments(values: list[Any], text: str) -> list[Document]:
    """Put an operation together from a page that prints its path as text and its parts as JSON, as Apifox copies do."""
    head = head_of(text)
    parts: Document = {}
    for value in values:
        if is_mapping(value) and is_mapping(value.get("jsonSchema")):
            parts.setdefault("requestBody", value)
        elif is_mapping(value) and value and value.keys() <= PARAMETERS:
            parts.setdefault("parameters", value)
        elif is_list(value) and value and all(is_mapping(entry) and "jsonSchema" in entry for entry in value):
            parts.setdefault("responses", value)
    if head is None or not parts.keys() & {"requestBody", "responses"}:
        return []
    return [_apifox({**parts, "method": head[0], "path": head[1]}, title=text.strip().partition("\n")[0].strip("# "))]


def head_of(text: str) -> tuple[str, str] | None:
    """Return method and path of the call that a page is about: the first that it prints."""
    found = HEAD.search(text) or re.search(r"\b(GET|POST|PUT|DELETE|PATCH)\s*\n+\s*(/[\w/{}.:-]+)", text)
    return (found[1].lower(), found[2]) if found else None


def from_label(label: str, value: Any) -> list[Document]:
    """Read a block whose fence names the call: a path item or an operation without its path."""
    found = IN_LABEL.search(label)
    if not found or not is_mapping(value) or not value.keys() & {"requestBody", "responses", "parameters"}:
        return []
    return [_single(found[1], found[2], body=value)]


def _mapping(value: Any) -> Document:
    return value if is_mapping(value) else {}


def _list(value: Any) -> list[Any]:
    return value if is_list(value) else []
