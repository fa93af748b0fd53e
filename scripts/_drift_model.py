"""Lay out the operations of an OpenAPI document as flat tables of fields: one for the request, one for the answer.

A place is written as a reader would: `image_references[].img_id`, `query taskId`, `header Ai-trace-id`. Ours and the
vendor's document go through the same functions, so that a difference is never one of reading. Anything may be wrong
with a vendor's schema: what is not understood admits anything.
"""

import re
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any, NamedTuple

from _drift_read import mapping, sequence
from _specs import METHODS, Document, alternatives, codes, is_list, is_mapping, vocabulary

DEEPEST = 20
"""Levels below a body; deeper ones are seen as anything."""
MOST_VIEWS = 20_000
"""Views of one operation; a bomb of references ends here."""
TYPES = {
    "integer": "integer int int32 int64 long uint64",
    "number": "number float double decimal",
    "boolean": "boolean bool",
    "string": "string str text uri url file",
    "array": "array list",
    "object": "object dict map",
    "null": "null",
}
ALIASES = {alias: name for name, aliases in TYPES.items() for alias in aliases.split()}
LOWER, UPPER = ("minLength", "minItems"), ("maxLength", "maxItems")
SILENT_HEADERS = frozenset({"content-type", "accept", "authorization", "api-key", "user-agent", "content-length"})
CODE_FIELDS = frozenset({"code", "errcode", "err_code"})
PRINTED_CODE = re.compile(r"(?:^|\n)[^\w\n]{0,8}(\d{3,6})\b[^\w\n]{0,6}[:：\-–—]")  # noqa: RUF001 - as printed
Limit = float | tuple[float, bool]


class View(NamedTuple):
    """What a schema admits. Empty types are any type, no words are any word, required None is not said."""

    types: frozenset[str] = frozenset()
    words: tuple[Any, ...] | None = None
    closed: bool = True
    """Whether other words are refused."""
    limits: Mapping[str, Limit] = {}
    """By keyword; `minimum` and `maximum` with whether the bound itself is excluded."""
    form: str = ""
    text: str = ""
    fields: Mapping[str, "View"] = {}
    required: frozenset[str] | None = None
    item: "View | None" = None
    one_of: frozenset[str] = frozenset()
    """Fields of which not all are to be given."""
    options: tuple["View", ...] = ()
    """The alternatives of an object one by one, where it has several."""


ANYTHING = View()


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
    deprecated: bool = False
    one_of: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"


class Seer:
    """Reads the schemas of one document, within a budget: `$ref` followed, `allOf` joined, `oneOf` side by side."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.notes: list[str] = []
        self.left = MOST_VIEWS

    def see(self, schema: Any, trail: tuple[str, ...] = (), *, depth: int = 0) -> View:
        """Return the view of *schema*; *trail* holds the references on the way to it."""
        self.left -= 1
        if not is_mapping(schema) or depth > DEEPEST or self.left < 0:
            self._note("too many schemas to look at all of them", self.left < 0)
            return ANYTHING
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return self._see_plain(schema, trail, depth=depth)
        if reference in trail:
            self._note(f"circular $ref: {reference}")
            return ANYTHING
        target = self.see(self.target(reference), (*trail, reference), depth=depth + 1)
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        return both(target, self._see_plain(beside, trail, depth=depth)) if beside else target

    def target(self, reference: str) -> Any:
        """Return what a local reference points to; None, with a note, where it points to nothing."""
        node: Any = self.document
        for part in reference.removeprefix("#").strip("/").split("/"):
            node = mapping(node).get(part.replace("~1", "/").replace("~0", "~").replace("%20", " "))
        self._note(f"$ref to nothing: {reference}", node is None)
        return node

    def follow(self, node: Any) -> Document:
        """Return a mapping, or the one that it refers to; an empty one where there is none."""
        for _ in range(DEEPEST):
            if not (is_mapping(node) and isinstance(node.get("$ref"), str)):
                break
            node = self.target(node["$ref"])
        return mapping(node)

    def _note(self, note: str, condition: bool = True) -> None:  # noqa: FBT001, FBT002 - reads like `if`
        if condition and note not in self.notes:
            self.notes.append(note)

    def _see_plain(self, schema: Document, trail: tuple[str, ...], *, depth: int) -> View:
        named = {str(name).strip(): field for name, field in mapping(schema.get("properties")).items()}
        words = _words(schema)
        own = View(
            types=types_of(schema),
            words=words,
            closed=words is not None and "enum" in schema,
            limits=limits_of(schema),
            form=_text(schema.get("format")),
            text=_text(schema.get("description")) or _text(schema.get("title")),
            fields={name: self.see(field, trail, depth=depth + 1) for name, field in named.items()},
            required=_required(schema, named),
            item=self.see(schema["items"], trail, depth=depth + 1) if is_mapping(schema.get("items")) else None,
            one_of=frozenset(alternatives(schema)),
        )
        parts = [self.see(part, trail, depth=depth + 1) for part in sequence(schema.get("allOf"))]
        shared = reduce(both, [*parts, own])
        variants: tuple[View, ...] = ()
        for key in ("oneOf", "anyOf", "schemaArray"):
            options = [part for part in sequence(schema.get(key)) if mapping(part).keys() != {"required"}]
            if options:
                seen = [self.see(option, trail, depth=depth + 1) for option in options]
                parts.append(reduce(either, seen))
                variants = tuple(both(shared, view) for view in seen if view.fields)
        joined = reduce(both, [*parts, own])
        return joined._replace(options=variants) if len(variants) > 1 else joined


def both(one: View, other: View) -> View:
    """Join two views that hold at once, as `allOf` does; the text of *other* wins."""
    words = [view.words for view in (one, other) if view.words is not None]
    required = [view.required for view in (one, other) if view.required is not None]
    return View(
        types=_common(one.types, other.types),
        words=tuple(word for word in words[0] if word in words[-1]) if words else None,
        closed=(one.closed and one.words is not None) or (other.closed and other.words is not None),
        limits=_narrower(one.limits, other.limits),
        form=other.form or one.form,
        text=other.text or one.text,
        fields=_by_name(one.fields, other.fields, join=both),
        required=frozenset().union(*required) if required else None,
        item=both(one.item, other.item) if one.item and other.item else one.item or other.item,
        one_of=one.one_of | other.one_of,
        options=one.options or other.options,
    )


def either(one: View, other: View) -> View:
    """Lay two views side by side, as `anyOf` does; null beside something only makes it nullable."""
    for view, beside in ((one, other), (other, one)):
        if set(view.types) == {"null"}:
            return beside._replace(types=beside.types | view.types if beside.types else beside.types)
    words = (*one.words, *other.words) if one.words is not None and other.words is not None else None
    return View(
        types=one.types | other.types,
        words=tuple(dict.fromkeys(words)) if words is not None else None,
        closed=one.closed and other.closed,
        limits=_looser(one, other),
        form=one.form if one.form == other.form else "",
        text=one.text or other.text,
        fields=_by_name(one.fields, other.fields, join=either),
        required=None if one.required is None or other.required is None else one.required & other.required,
        item=either(one.item, other.item) if one.item and other.item else one.item or other.item,
        one_of=one.one_of | other.one_of,
    )


def types_of(schema: Document) -> frozenset[str]:
    """Return the types that a schema names, or that follow from its other keywords; unknown names are no types."""
    named = schema.get("type")
    texts = [str(name).lower() for name in (named if is_list(named) else [named] if named else [])]
    types = {ALIASES[text] for text in texts if text in ALIASES}
    if not types:
        types = {kind for key, kind in (("properties", "object"), ("items", "array")) if key in schema}
    if not types and is_list(schema.get("enum")):
        types = {type_of_value(word) for word in schema["enum"]}
    return frozenset(types | {"null"} if types and schema.get("nullable") is True else types)


def type_of_value(value: Any) -> str:
    table = ((type(None), "null"), (bool, "boolean"), (int, "integer"), (float, "number"), (list, "array"))
    return next((name for kind, name in table if isinstance(value, kind)), "object" if is_mapping(value) else "string")


def limits_of(schema: Document) -> dict[str, Limit]:
    """Return the limits of a schema, numbers only; those of OpenAPI 3.0 and 3.1 look the same afterwards."""
    limits: dict[str, Limit] = {}
    for key in (*LOWER, *UPPER, "multipleOf"):
        number = _number(schema.get(key))
        if number is not None and not (key in LOWER and number == 0):
            limits[key] = number
    for key, excluding in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        number, beyond = _number(schema.get(key)), _number(schema.get(excluding))
        if beyond is not None:
            limits[key] = (beyond, True)
        elif number is not None:
            limits[key] = (number, schema.get(excluding) is True)
    return limits


def _number(value: Any) -> float | None:
    try:
        return None if isinstance(value, bool) or value is None else float(value)
    except (TypeError, ValueError):
        return None


def tightness(key: str, value: Limit) -> tuple[float, bool]:
    """Return something that is greater where a limit is narrower."""
    number, excluded = value if isinstance(value, tuple) else (value, False)
    return (-number if key.startswith("max") else number, excluded)


def _narrower(one: Mapping[str, Limit], other: Mapping[str, Limit]) -> dict[str, Limit]:
    pairs = {key: [limits[key] for limits in (one, other) if key in limits] for key in {**one, **other}}
    return {key: max(values, key=lambda value: tightness(key, value)) for key, values in pairs.items()}


def _looser(one: View, other: View) -> dict[str, Limit]:
    """Keep the limits that both have, and those of a type that only one admits."""
    if one.types and other.types and not one.types & other.types:
        return {**one.limits, **other.limits}
    shared = one.limits.keys() & other.limits.keys()
    return {key: min(one.limits[key], other.limits[key], key=lambda value: tightness(key, value)) for key in shared}


def _common(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    if not one or not other:
        return one or other
    shared = one & other
    if {"integer", "number"} <= one | other and not shared & {"integer", "number"}:
        shared |= {"integer"}
    return shared or other


def _by_name(one: Mapping[str, View], other: Mapping[str, View], *, join: Any) -> dict[str, View]:
    return {
        name: join(one[name], other[name]) if name in one and name in other else (one.get(name) or other[name])
        for name in {**one, **other}
    }


def _words(schema: Document) -> tuple[Any, ...] | None:
    """Return the words of a closed or open vocabulary."""
    if "const" in schema:
        return (schema["const"],)
    words = sequence(vocabulary(schema))
    return tuple(word for word in words if isinstance(word, str | int | float)) if words else None


def _required(schema: Document, named: Document) -> frozenset[str] | None:
    listed = schema.get("requiredProperties") or schema.get("required")
    if is_list(listed):
        return frozenset(str(name).strip() for name in listed)
    return frozenset(name for name, field in named.items() if mapping(field).get("required") is True) or None


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def operations(document: Document) -> Iterator[Operation]:
    """Yield each operation of an OpenAPI document, however odd."""
    for path, item in mapping(document.get("paths")).items():
        for method in sorted(METHODS & {str(key).lower() for key in item}) if is_mapping(item) else ():
            body = item.get(method, item.get(method.upper()))
            if is_mapping(body):
                yield _operation(document, item, name=(method, str(path)), body=body)


def _operation(document: Document, item: Document, *, name: tuple[str, str], body: Document) -> Operation:
    seer = Seer(document)
    method, path = name
    parameters = [seer.follow(entry) for node in (item, body) for entry in sequence(node.get("parameters"))]
    media, sent = _body(seer, body.get("requestBody"))
    # Some guides print the query of a GET as its body.
    sent_fields = {f"query {place}" if method == "get" else place: field for place, field in flat(sent).items()}
    answers = [(str(status), _body(seer, told)[1]) for status, told in mapping(body.get("responses")).items()]
    # Answers of failure often print a list of codes that is the same on every page.
    good = [view for status, view in answers if status.startswith("2") or status in {"default", "success"}]
    deliveries = list(_deliveries(seer, body))
    around = _parameters(seer, parameters)
    answer = flat(reduce(either, good)) if good else {}
    for _, view in deliveries:
        answer.update({f"callback {place}": field for place, field in flat(view).items()})
    return Operation(
        method=method,
        path=path,
        title=str(body.get("summary") or ""),
        servers=_servers(body) or _servers(item) or _servers(document),
        request={**around, **sent_fields},
        variants=tuple({**around, **flat(option)} for option in sent.options),
        answer=answer,
        codes=_codes([body], good) or _codes([body], [view for _, view in answers]),
        callback_codes=_codes([node for node, _ in deliveries], [view for _, view in deliveries]),
        statuses=frozenset(str(status) for status in mapping(body.get("responses")) if str(status).isdigit()),
        media=media if sent.fields and method != "get" else frozenset(),
        deprecated=body.get("deprecated") is True,
        one_of=sent.one_of,
        notes=tuple(seer.notes),
    )


def flat(view: View, place: str = "") -> dict[str, Field]:
    """Return the fields below a view by place, parents before children."""
    found: dict[str, Field] = {}
    for name, field in view.fields.items():
        here = f"{place}.{name}" if place else name
        found[here] = Field(field, None if view.required is None else name in view.required)
        found.update(_below(field, here))
    return found


def _below(view: View, place: str) -> dict[str, Field]:
    if view.item is None:
        return flat(view, place)
    own = {} if view.item.fields else {f"{place}[]": Field(view.item, None)}
    return {**own, **_below(view.item, f"{place}[]"), **flat(view, place)}


def _parameters(seer: Seer, parameters: list[Document]) -> dict[str, Field]:
    """Return query, header and cookie parameters; path ones are told by the path, and keys by `security`."""
    found: dict[str, Field] = {}
    for entry in parameters:
        where, name = str(entry.get("in", "")).lower(), str(entry.get("name", "")).strip()
        if where not in {"query", "header", "cookie"} or (where == "header" and name.lower() in SILENT_HEADERS):
            continue
        view = seer.see(entry.get("schema") if is_mapping(entry.get("schema")) else entry)
        place = f"{where} {name.lower() if where == 'header' else name}"
        view = view._replace(text=str(entry.get("description") or "") or view.text)
        found[place] = Field(view, entry.get("required") is True)
        found.update(_below(view, place))
    return found


def _body(seer: Seer, body: Any) -> tuple[frozenset[str], View]:
    """Return the media types and the view of a body."""
    content = mapping(seer.follow(body).get("content"))
    views = [seer.see(mapping(entry).get("schema")) for entry in content.values()]
    return frozenset(str(media).split(";")[0] for media in content), reduce(either, views) if views else View()


def _deliveries(seer: Seer, body: Document) -> Iterator[tuple[Document, View]]:
    """Yield node and view of each callback."""
    for delivery in mapping(body.get("callbacks")).values():
        for item in seer.follow(delivery).values():
            node = mapping(seer.follow(item).get("post"))
            yield node, _body(seer, node.get("requestBody"))[1]


def _codes(nodes: list[Document], views: list[View]) -> frozenset[int]:
    """Return the codes that stand in a body: listed by us, or named by the field that holds them."""
    listed = [code for node in nodes for code in codes(node)]
    for view in views:
        for field in (field for name, field in view.fields.items() if name.lower() in CODE_FIELDS):
            listed += [*(field.words or ()), *PRINTED_CODE.findall(field.text)]
    return frozenset(int(code) for code in map(str, listed) if code.isdecimal())


def _servers(node: Document) -> tuple[str, ...]:
    return tuple(str(entry.get("url") or "") for entry in sequence(node.get("servers")) if is_mapping(entry))
