"""See a schema as a tree of `View`s: references followed, `allOf` joined, `oneOf` and `anyOf` laid side by side.

Anything may be wrong with a vendor's schema: what is not understood is seen as "anything". Comparing is done elsewhere.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

from _specs import Document, is_list, is_mapping

DEEPEST = 14
"""Levels below a body; deeper ones are seen as anything."""
MOST_VIEWS = 20_000
"""Views of one operation; a bomb of references ends here."""

ALIASES = {
    "int": "integer",
    "int32": "integer",
    "int64": "integer",
    "long": "integer",
    "uint64": "integer",
    "float": "number",
    "double": "number",
    "decimal": "number",
    "bool": "boolean",
    "str": "string",
    "text": "string",
    "uri": "string",
    "url": "string",
    "file": "string",
    "list": "array",
    "dict": "object",
    "map": "object",
}
KNOWN = frozenset({"string", "integer", "number", "boolean", "array", "object", "null"})
LOWER = ("minLength", "minItems")
UPPER = ("maxLength", "maxItems")


class View(NamedTuple):
    """What a schema admits. Empty types are any type, no words are any word, required None is not said."""

    types: frozenset[str] = frozenset()
    words: tuple[Any, ...] | None = None
    closed: bool = True
    """Whether other words are refused."""
    limits: Mapping[str, float | tuple[float, bool]] = {}
    """By keyword; `minimum` and `maximum` with whether the bound itself is excluded."""
    form: str = ""
    text: str = ""
    fields: Mapping[str, "View"] = {}
    printed: Mapping[str, str] = {}
    """Names that the page prints with spaces around them."""
    required: frozenset[str] | None = None
    item: "View | None" = None
    one_of: frozenset[str] = frozenset()
    """Fields of which not all are to be given."""
    options: tuple["View", ...] = ()
    """The alternatives of an object one by one, where it has several."""


ANYTHING = View()


class Seer:
    """Look at the schemas of one document, within a budget."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.notes: list[str] = []
        self.left = MOST_VIEWS

    def see(self, schema: Any, trail: tuple[str, ...] = (), *, depth: int = 0) -> View:
        """Return the view of *schema*; *trail* holds the references on the way to it."""
        self.left -= 1
        if not is_mapping(schema) or depth > DEEPEST or self.left < 0:
            self._note_if("too many schemas to look at all of them", condition=self.left < 0)
            return ANYTHING
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return self._see_plain(schema, trail, depth=depth)
        if reference in trail:
            self._note_if(f"circular $ref: {reference}", condition=True)
            return ANYTHING
        target = self.see(self.target(reference), (*trail, reference), depth=depth + 1)
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        return both(target, self._see_plain(beside, trail, depth=depth)) if beside else target

    def target(self, reference: str) -> Any:
        """Return what a local reference points to; None, with a note, where it points to nothing."""
        node: Any = self.document
        for part in reference.removeprefix("#").strip("/").split("/"):
            name = part.replace("~1", "/").replace("~0", "~").replace("%20", " ")
            node = node.get(name) if is_mapping(node) else None
        self._note_if(f"$ref to nothing: {reference}", condition=node is None)
        return node

    def follow(self, node: Any) -> Document:
        """Return a mapping, or the one that it refers to; an empty one where there is none."""
        for _ in range(DEEPEST):
            if not (is_mapping(node) and isinstance(node.get("$ref"), str)):
                break
            node = self.target(node["$ref"])
        return node if is_mapping(node) else {}

    def _note_if(self, note: str, *, condition: bool) -> None:
        if condition and note not in self.notes:
            self.notes.append(note)

    def _see_plain(self, schema: Document, trail: tuple[str, ...], *, depth: int) -> View:
        own = self._own(schema, trail, depth=depth)
        parts = [self.see(part, trail, depth=depth + 1) for part in _list(schema.get("allOf"))]
        shared = reduce(both, [*parts, own])
        variants: tuple[View, ...] = ()
        for key in ("oneOf", "anyOf", "schemaArray"):
            options = [part for part in _list(schema.get(key)) if not _is_bare_required(part)]
            if options:
                seen = [self.see(option, trail, depth=depth + 1) for option in options]
                parts.append(reduce(either, seen))
                variants = tuple(both(shared, view) for view in seen if view.fields)
        joined = reduce(both, [*parts, own]) if parts else own
        return joined._replace(options=variants) if len(variants) > 1 else joined

    def _own(self, schema: Document, trail: tuple[str, ...], *, depth: int) -> View:
        properties = schema.get("properties")
        named = {str(name): field for name, field in properties.items()} if is_mapping(properties) else {}
        words = _words(schema)
        return View(
            types=types_of(schema),
            words=words,
            closed=words is not None and "enum" in schema,
            limits=limits_of(schema),
            form=_text(schema.get("format")),
            text=_text(schema.get("description")) or _text(schema.get("title")),
            fields={name.strip(): self.see(field, trail, depth=depth + 1) for name, field in named.items()},
            printed={name.strip(): name for name in named if name != name.strip()},
            required=_required(schema, named),
            item=self.see(schema["items"], trail, depth=depth + 1) if is_mapping(schema.get("items")) else None,
            one_of=frozenset(_alternatives(schema)),
        )


def both(one: View, other: View) -> View:
    """Join two views that hold at once, as `allOf` does; the text of *other* wins."""
    words = [view.words for view in (one, other) if view.words is not None]
    shared = tuple(word for word in words[0] if word in words[-1]) if words else None
    required = [view.required for view in (one, other) if view.required is not None]
    return View(
        types=_common(one.types, other.types),
        words=shared,
        closed=(one.closed and one.words is not None) or (other.closed and other.words is not None),
        limits=_narrower(one.limits, other.limits),
        form=other.form or one.form,
        text=other.text or one.text,
        fields=_by_name(one.fields, other.fields, join=both),
        printed={**one.printed, **other.printed},
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
    required = None if one.required is None or other.required is None else one.required & other.required
    return View(
        types=one.types | other.types,
        words=tuple(dict.fromkeys(words)) if words is not None else None,
        closed=one.closed and other.closed,
        limits=_looser(one, other),
        form=one.form if one.form == other.form else "",
        text=one.text or other.text,
        fields=_by_name(one.fields, other.fields, join=either),
        printed={**one.printed, **other.printed},
        required=required,
        item=either(one.item, other.item) if one.item and other.item else one.item or other.item,
        one_of=one.one_of | other.one_of,
    )


def types_of(schema: Document) -> frozenset[str]:
    """Return the types that a schema names, or that follow from its other keywords; unknown names are no types."""
    named = schema.get("type")
    texts = [str(name).lower() for name in (named if is_list(named) else [named] if named else [])]
    types = {ALIASES.get(text, text) for text in texts} & KNOWN
    if not types:
        types = {kind for key, kind in (("properties", "object"), ("items", "array")) if key in schema}
    if not types and is_list(schema.get("enum")):
        types = {type_of_value(word) for word in schema["enum"]}
    return frozenset(types | {"null"} if types and schema.get("nullable") is True else types)


def type_of_value(value: Any) -> str:
    """Return the type that a JSON value has."""
    table = ((type(None), "null"), (bool, "boolean"), (int, "integer"), (float, "number"), (list, "array"))
    return next((name for kind, name in table if isinstance(value, kind)), "object" if is_mapping(value) else "string")


def limits_of(schema: Document) -> dict[str, float | tuple[float, bool]]:
    """Return the limits of a schema, numbers only; those of OpenAPI 3.0 and 3.1 look the same afterwards."""
    limits: dict[str, float | tuple[float, bool]] = {}
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


def tightness(key: str, value: float | tuple[float, bool]) -> tuple[float, bool]:
    """Return something that is greater where a limit is narrower."""
    number, excluded = value if isinstance(value, tuple) else (value, False)
    return (-number if key.startswith("max") else number, excluded)


def _narrower(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    pairs = {key: [limits[key] for limits in (one, other) if key in limits] for key in {**one, **other}}
    return {key: max(values, key=lambda value: tightness(key, value)) for key, values in pairs.items()}


def _looser(one: View, other: View) -> dict[str, Any]:
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
    """Return the words of a closed or open vocabulary; `x-models` and `x-values` are our own documents'."""
    if "const" in schema:
        return (schema["const"],)
    for key in ("enum", "x-models", "x-values"):
        words: Any = schema.get(key)
        if is_list(words) and words:
            return tuple(word for word in words if isinstance(word, str | int | float))
    return None


def _required(schema: Document, named: Document) -> frozenset[str] | None:
    listed = schema.get("requiredProperties") or schema.get("required")
    if is_list(listed):
        return frozenset(str(name).strip() for name in listed)
    marked = {name.strip() for name, field in named.items() if is_mapping(field) and field.get("required") is True}
    return frozenset(marked) if marked else None


def _alternatives(schema: Document) -> list[str]:
    options: list[str] = [str(option) for option in _list(schema.get("x-one-of"))]
    return [name.strip() for option in options for name in option.split("+")]


def _is_bare_required(part: Any) -> bool:
    return is_mapping(part) and set(part) == {"required"}


def _list(value: Any) -> Sequence[Any]:
    return value if is_list(value) else []


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
