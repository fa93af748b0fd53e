"""Lay out the operations of an OpenAPI document as flat tables of fields: one for the request, one for the answer.

A place is written as a reader would: `image_references[].img_id`, `query taskId`, `header Ai-trace-id`. Ours and the
vendor's document go through the same functions, so that a difference is never one of reading.
"""

import re
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any, NamedTuple

from _drift_views import Seer, View, either, type_of_value
from _specs import METHODS, Document, is_list, is_mapping

DEEPEST_EXAMPLE = 8
SILENT_HEADERS = frozenset({"content-type", "accept", "authorization", "api-key", "user-agent", "content-length"})
CODE_FIELDS = frozenset({"code", "errcode", "err_code"})
PRINTED_CODE = re.compile(r"(?:^|\n)[^\w\n]{0,8}(\d{3,6})\b[^\w\n]{0,6}[:：\-–—]")  # noqa: RUF001 - as printed


class Field(NamedTuple):
    """One field of a request or an answer."""

    view: View
    required: bool | None
    """None where the page has no list of required fields."""


Fields = Mapping[str, Field]
NO_FIELDS: Fields = {}


class Operation(NamedTuple):
    """One call, as one document describes it."""

    method: str
    path: str
    identity: str = ""
    """The operationId."""
    title: str = ""
    servers: tuple[str, ...] = ()
    request: Fields = NO_FIELDS
    variants: tuple[Fields, ...] = ()
    """The request once per alternative, where its body has several."""
    answer: Fields = NO_FIELDS
    codes: frozenset[int] = frozenset()
    callback_codes: frozenset[int] = frozenset()
    statuses: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    text: str = ""
    deprecated: bool = False
    is_example: bool = False
    """Whether the fields were taken from examples: what is missing there may exist all the same."""
    one_of: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Method and path, as a heading."""
        return f"{self.method.upper()} {self.path}"


def operations(document: Document) -> Iterator[Operation]:
    """Yield each operation of an OpenAPI document, however odd."""
    paths = document.get("paths")
    for path, item in (paths if is_mapping(paths) else {}).items():
        for method in sorted(METHODS & {str(key).lower() for key in item}) if is_mapping(item) else ():
            body = item.get(method, item.get(method.upper()))
            if is_mapping(body):
                yield _operation(document, item, name=(method, str(path)), body=body)


def _operation(document: Document, item: Document, *, name: tuple[str, str], body: Document) -> Operation:
    seer = Seer(document)
    method, path = name
    parameters = [seer.follow(entry) for node in (item, body) for entry in _list(node.get("parameters"))]
    media, sent = _body(seer, body.get("requestBody"), parameters=parameters)
    # Some guides print the query of a GET as its body.
    sent_fields = {f"query {place}" if method == "get" else place: field for place, field in flat(sent).items()}
    answers = list(_answers(seer, body))
    deliveries = list(_deliveries(seer, body))
    around = _parameters(seer, parameters)
    return Operation(
        method=method,
        path=path,
        identity=str(body.get("operationId") or ""),
        title=str(body.get("summary") or ""),
        servers=_servers(body) or _servers(item) or _servers(document),
        request={**around, **sent_fields},
        variants=tuple({**around, **flat(option)} for option in sent.options),
        answer=_answer_fields(answers, [view for _, view in deliveries]),
        codes=_codes([body], _good(answers)) or _codes([body], [view for _, view in answers]),
        callback_codes=_codes([node for node, _ in deliveries], [view for _, view in deliveries]),
        statuses=frozenset(str(status) for status in _mapping(body.get("responses")) if str(status).isdigit()),
        media=media if sent.fields and method != "get" else frozenset(),
        text=str(body.get("description") or ""),
        deprecated=body.get("deprecated") is True,
        is_example=document.get("x-from-examples") is True,
        one_of=sent.one_of,
        notes=tuple(seer.notes),
    )


def flat(view: View, place: str = "") -> dict[str, Field]:
    """Return the fields below a view by place, parents before children."""
    found: dict[str, Field] = {}
    for name, field in view.fields.items():
        here = f"{place}.{name}" if place else name
        required = None if view.required is None else name in view.required
        found[here] = Field(field, required)
        found.update(_below(field, here))
    return found


def _below(view: View, place: str) -> dict[str, Field]:
    if view.item is None:
        return flat(view, place)
    inner = view.item
    own = {} if inner.fields else {f"{place}[]": Field(inner, None)}
    return {**own, **_below(inner, f"{place}[]"), **flat(view, place)}


def _parameters(seer: Seer, parameters: list[Document]) -> dict[str, Field]:
    """Return query, header and cookie parameters; path ones are told by the path, and keys by `security`."""
    found: dict[str, Field] = {}
    for entry in parameters:
        where, name = str(entry.get("in", "")).lower(), str(entry.get("name", "")).strip()
        if where not in {"query", "header", "cookie"} or (where == "header" and name.lower() in SILENT_HEADERS):
            continue
        view = seer.see(entry.get("schema") if is_mapping(entry.get("schema")) else entry)
        text = str(entry.get("description") or "") or view.text
        place = f"{where} {name.lower() if where == 'header' else name}"
        found[place] = Field(view._replace(text=text), entry.get("required") is True)
        found.update(_below(view, place))
    return found


def _body(seer: Seer, body: Any, *, parameters: list[Document]) -> tuple[frozenset[str], View]:
    """Return the media types and the view of a request's body; Swagger 2 had it among the parameters."""
    content = _mapping(seer.follow(body).get("content"))
    views = [_content_view(seer, entry) for entry in content.values()]
    views += [seer.see(entry.get("schema")) for entry in parameters if entry.get("in") == "body"]
    form = {str(entry["name"]): entry for entry in parameters if entry.get("in") == "formData" and "name" in entry}
    if form:
        views.append(seer.see({"type": "object", "properties": form}))
    return frozenset(str(media).split(";")[0] for media in content), reduce(either, views) if views else View()


def _content_view(seer: Seer, entry: Any) -> View:
    content = _mapping(entry)
    if is_mapping(content.get("schema")):
        return seer.see(content["schema"])
    return from_example(content.get("example"))


def from_example(value: Any, *, depth: int = 0) -> View:
    """Guess a view from an example; `<string>` and its like are read as types."""
    if is_mapping(value) and depth < DEEPEST_EXAMPLE:
        fields = {str(name).strip(): from_example(item, depth=depth + 1) for name, item in value.items()}
        return View(types=frozenset({"object"}), fields=fields)
    if is_list(value):
        items = [from_example(item, depth=depth + 1) for item in value[:20]] if depth < DEEPEST_EXAMPLE else []
        return View(types=frozenset({"array"}), item=reduce(either, items) if items else None)
    named = re.fullmatch(r"<(\w+)>", value) if isinstance(value, str) else None
    if named or value is None:
        kind = named[1] if named else ""
        return View(types=frozenset({kind} & {"string", "integer", "number", "boolean", "array", "object"}))
    return View(types=frozenset({type_of_value(value)}))


def _answers(seer: Seer, body: Document) -> Iterator[tuple[str, View]]:
    """Yield status and view of each answer that is described."""
    for status, entry in _mapping(body.get("responses")).items():
        response = seer.follow(entry)
        views = [_content_view(seer, content) for content in _mapping(response.get("content")).values()]
        views += [seer.see(response["schema"])] if is_mapping(response.get("schema")) else []
        yield str(status), reduce(either, views) if views else View()


def _deliveries(seer: Seer, body: Document) -> Iterator[tuple[Document, View]]:
    """Yield node and view of each callback."""
    for delivery in _mapping(body.get("callbacks")).values():
        for item in _mapping(seer.follow(delivery)).values():
            node = _mapping(seer.follow(item).get("post"))
            yield node, _body(seer, node.get("requestBody"), parameters=[])[1]


def _answer_fields(answers: list[tuple[str, View]], deliveries: list[View]) -> dict[str, Field]:
    good = _good(answers)
    found = flat(reduce(either, good)) if good else {}
    for view in deliveries:
        found.update({f"callback {place}": field for place, field in flat(view).items()})
    return found


def _good(answers: list[tuple[str, View]]) -> list[View]:
    """Return the answers of success; those of failure often print a list of codes that is the same on every page."""
    return [view for status, view in answers if status.startswith("2") or status in {"default", "success"}]


def _codes(nodes: list[Document], views: list[View]) -> frozenset[int]:
    """Return the codes that stand in a body: listed by us, or named by the field that holds them."""
    listed = [
        str(code.get("code")) if is_mapping(code) else str(code)
        for node in nodes
        for code in _list(node.get("x-codes"))
    ]
    codes = {int(code) for code in listed if code.isdigit()}
    for view in views:
        for name, field in view.fields.items():
            if name.lower() in CODE_FIELDS:
                codes |= {int(word) for word in field.words or () if str(word).isdigit()}
                codes |= {int(code) for code in PRINTED_CODE.findall(field.text)}
    return frozenset(codes)


def _servers(node: Document) -> tuple[str, ...]:
    return tuple(str(entry.get("url") or "") for entry in _list(node.get("servers")) if is_mapping(entry))


def _mapping(value: Any) -> Document:
    return value if is_mapping(value) else {}


def _list(value: Any) -> list[Any]:
    return value if is_list(value) else []
