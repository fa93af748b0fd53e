"""Change our own documents on purpose and see whether scripts/drift says exactly that.

Each document is published as its vendor would print it, one operation to a page; one thing on the page is changed by a
seeded choice, and the page goes through the whole of scripts/drift. Caught means: the report has the expected kinds
with the expected grades, and nothing else.
"""

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import yaml

import _drift
import _specs
from _drift import Report, gone, report
from _drift_compare import figures
from _drift_read import Source
from _specs import Document, is_list, is_mapping, operations

LIMITS = ("maxLength", "maximum", "maxItems")
LEAST_WORDS = 2
RAISED = 12
"""A minimum that some fields have room for."""


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


class Site(NamedTuple):
    """A field: the schema that lists it, and its name."""

    parent: Document
    name: str

    @property
    def schema(self) -> Document:
        """The field's own schema."""
        node: Document = self.parent["properties"][self.name]
        return node

    @property
    def is_required(self) -> bool:
        """Whether the parent lists it as required."""
        return self.name in self.parent.get("required", [])


def sites(node: Any) -> Iterator[Site]:
    """Yield each field below a node."""
    if is_mapping(node):
        if is_mapping(node.get("properties")):
            yield from (Site(node, name) for name in node["properties"])
        for value in node.values():
            yield from sites(value)
    elif is_list(node):
        for item in node:
            yield from sites(item)


def sent(page: Page) -> list[Site]:
    """Return the fields of the request's body."""
    return list(sites(page.operation.get("requestBody", {})))


def received(page: Page) -> list[Site]:
    """Return the fields of the answer that stand at one place only, beside others."""
    found = list(sites(page.operation["responses"].get("200", {})))
    names = [site.name for site in found]
    return [site for site in found if names.count(site.name) == 1 and len(site.parent["properties"]) > 1]


def is_typed(*names: str) -> Callable[[Site], bool]:
    """Return a test for open fields of these types."""
    return lambda site: site.schema.get("type") in names and "enum" not in site.schema


def is_limited(site: Site) -> bool:
    """Tell whether a field has an upper limit above 1."""
    return any(site.schema.get(key, 0) > 1 for key in LIMITS)


def has_silent_limit(site: Site) -> bool:
    """Tell whether the text of a limited field does not name its figure."""
    limits = {float(site.schema[key]) for key in LIMITS if key in site.schema}
    return is_limited(site) and not figures(site.schema.get("description", "")) & limits


def has_words(site: Site) -> bool:
    """Tell whether a field has a vocabulary of some size."""
    return len(site.schema.get("enum", [])) > LEAST_WORDS and _is_named_word(site)


def _is_named_word(site: Site) -> bool:
    return all(isinstance(word, str | int) for word in site.schema["enum"])


def has_silent_words(site: Site) -> bool:
    """Tell whether the text of such a field names none of its words."""
    text = site.schema.get("description", "")
    return has_words(site) and not any(str(word) in text for word in site.schema["enum"])


def has_siblings(site: Site) -> bool:
    """Tell whether a field is not the only one: a body without any is taken as undocumented, a `text` finding."""
    return len(site.parent["properties"]) > 1


def has_room(site: Site) -> bool:
    """Tell whether a minimum can be raised to 12."""
    return bool(site.schema.get("minimum", 0) < RAISED < site.schema.get("maximum", 0))


def anywhere(_site: Site) -> bool:
    """Take any field."""
    return True


Expected = tuple[tuple[str, str], ...]
"""Grades and kinds."""


class Made(NamedTuple):
    """A change that was made."""

    place: str
    expected: Expected


class Mutation(NamedTuple):
    """One kind of change."""

    name: str
    apply: Callable[[Page, random.Random], Made | None]
    is_whole: bool = False
    """Whether all pages of the host are needed to see it."""


def mutation(
    name: str, where: Callable[[Page], list[Site]], *, fits: Callable[[Site], bool], do: Callable[[Site], Expected]
) -> Mutation:
    """Make a mutation that changes one fitting field."""

    def apply(page: Page, chooser: random.Random) -> Made | None:
        fitting = [site for site in where(page) if fits(site)]
        if not fitting:
            return None
        site = chooser.choice(fitting)
        return Made(site.name, do(site))

    return Mutation(name, apply)


def remove(site: Site) -> None:
    """Take a field off a page."""
    del site.parent["properties"][site.name]
    if site.is_required:
        site.parent["required"] = [name for name in site.parent["required"] if name != site.name]


def _removed(site: Site) -> Expected:
    remove(site)
    return (("breaking", "field gone"),)


def _renamed(site: Site) -> Expected:
    schema, is_required = site.schema, site.is_required
    remove(site)
    _add(site.parent, "renamed_field", schema=schema, is_required=is_required)
    new = ("breaking", "required field new") if is_required else ("additive", "field new")
    return (("breaking", "field gone"), new)


def _add(parent: Document, name: str, *, schema: Document, is_required: bool = False) -> None:
    parent["properties"][name] = schema
    if is_required:
        parent["required"] = [*parent.get("required", []), name]


def _optional_added(site: Site) -> Expected:
    _add(site.parent, "new_field", schema={"type": "string"})
    return (("additive", "field new"),)


def _required_added(site: Site) -> Expected:
    _add(site.parent, "new_field", schema={"type": "string"}, is_required=True)
    return (("breaking", "required field new"),)


def _made_required(site: Site) -> Expected:
    site.parent["required"] = [*site.parent.get("required", []), site.name]
    return (("breaking", "required"),)


def _made_optional(site: Site) -> Expected:
    site.parent["required"] = [name for name in site.parent["required"] if name != site.name]
    return (("additive", "optional"),)


def _set(key: str, value: Any, *, expected: Expected) -> Callable[[Site], Expected]:
    def do(site: Site) -> Expected:
        site.schema[key] = value
        return expected

    return do


def _value_removed(site: Site) -> Expected:
    site.schema["enum"] = site.schema["enum"][:-1]
    return (("breaking", "value gone"),)


def _value_added(site: Site) -> Expected:
    new = max(site.schema["enum"]) + 1 if site.schema.get("type") == "integer" else "brand_new"
    site.schema["enum"] = [*site.schema["enum"], new]
    return (("additive", "value new"),)


def _opened(site: Site) -> Expected:
    del site.schema["enum"]
    return (("additive", "values open"),)


def _scaled(factor: int, expected: Expected) -> Callable[[Site], Expected]:
    def do(site: Site) -> Expected:
        key = next(key for key in LIMITS if key in site.schema)
        site.schema[key] = site.schema[key] * factor if factor > 1 else site.schema[key] - 1
        return expected

    return do


def _limit_removed(site: Site) -> Expected:
    for key in LIMITS:
        site.schema.pop(key, None)
    return (("additive", "limit wider"),)


def _without_operation(page: Page, _chooser: random.Random) -> Made:
    page.document["paths"].clear()
    return Made("", (("breaking", "operation gone"),))


def _with_operation(page: Page, _chooser: random.Random) -> Made:
    page.document["paths"]["/openapi/v9/brand/new"] = {"post": {"summary": "New", "responses": {}}}
    return Made("", (("additive", "operation new"),))


def _moved(page: Page, _chooser: random.Random) -> Made:
    page.document["paths"] = {f"{page.path}/moved": page.document["paths"].pop(page.path)}
    return Made("", (("breaking", "operation gone"), ("additive", "operation new")))


def _other_media(page: Page, _chooser: random.Random) -> Made | None:
    content = page.operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return None
    content["multipart/form-data"] = content.pop("application/json")
    return Made("", (("breaking", "media type"),))


def _code_added(page: Page, _chooser: random.Random) -> Made | None:
    for site in received_codes(page):
        site.schema["description"] += "\n- **987654**: new"
        return Made(site.name, (("additive", "code new"),))
    return None


def received_codes(page: Page) -> list[Site]:
    """Return the fields that print codes."""
    found = sites(page.operation["responses"])
    return [site for site in found if site.name in {"code", "ErrCode"} and "**" in site.schema.get("description", "")]


def _query_renamed(page: Page, _chooser: random.Random) -> Made | None:
    for entry in page.operation.get("parameters", []):
        if entry["in"] == "query":
            entry["name"] += "_new"
            new = ("breaking", "required field new") if entry.get("required") else ("additive", "field new")
            return Made(entry["name"], (("breaking", "field gone"), new))
    return None


BREAKING_TYPE, NARROWER, WIDER = (
    (("breaking", "type"),),
    (("breaking", "limit narrower"),),
    (("additive", "limit wider"),),
)
MUTATIONS = (
    mutation("rename a request field", sent, fits=anywhere, do=_renamed),
    mutation("remove a request field", sent, fits=has_siblings, do=_removed),
    mutation("add an optional request field", sent, fits=anywhere, do=_optional_added),
    mutation("add a required request field", sent, fits=anywhere, do=_required_added),
    mutation("make a field required", sent, fits=lambda site: not site.is_required, do=_made_required),
    mutation("make a field optional", sent, fits=lambda site: site.is_required, do=_made_optional),
    mutation(
        "change the type of a request field",
        sent,
        fits=is_typed("string"),
        do=_set("type", "object", expected=BREAKING_TYPE),
    ),
    mutation(
        "widen the type of a request field",
        sent,
        fits=is_typed("integer"),
        do=_set("type", ["integer", "string"], expected=(("additive", "type wider"),)),
    ),
    mutation("drop a value or model", sent, fits=has_words, do=_value_removed),
    mutation("add a value or model", sent, fits=has_words, do=_value_added),
    mutation("open a list of values", sent, fits=has_silent_words, do=_opened),
    mutation(
        "close an open field",
        sent,
        fits=is_typed("string"),
        do=_set("enum", ["one", "two"], expected=(("breaking", "values closed"),)),
    ),
    mutation("narrow a limit", sent, fits=is_limited, do=_scaled(1, NARROWER)),
    mutation("widen a limit", sent, fits=is_limited, do=_scaled(3, WIDER)),
    mutation(
        "set a limit",
        sent,
        fits=lambda s: is_typed("string")(s) and not is_limited(s),
        do=_set("maxLength", 9, expected=NARROWER),
    ),
    mutation("take a limit away", sent, fits=has_silent_limit, do=_limit_removed),
    mutation("raise a minimum", sent, fits=has_room, do=_set("minimum", RAISED, expected=NARROWER)),
    mutation(
        "say it in other words",
        sent,
        fits=anywhere,
        do=_set("description", "Other words.", expected=(("wording", "description"),)),
    ),
    mutation("remove an answer's field", received, fits=anywhere, do=_removed),
    mutation("add a field to an answer", received, fits=anywhere, do=_optional_added),
    mutation(
        "change the type of an answer's field",
        received,
        fits=lambda s: "boolean" not in str(s.schema.get("type", "boolean")),
        do=_set("type", "boolean", expected=BREAKING_TYPE),
    ),
    Mutation("rename a query parameter", _query_renamed),
    Mutation("add a code", _code_added),
    Mutation("send the body as something else", _other_media),
    Mutation("remove an operation", _without_operation, is_whole=True),
    Mutation("add an operation", _with_operation, is_whole=True),
    Mutation("move an operation", _moved, is_whole=True),
)


SEED, HOSTS = 8, _drift.HOSTS
DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
Verdicts = frozenset[tuple[str, str]]


class Outcome(NamedTuple):
    """What came of one change."""

    host: str
    mutation: str
    operation: str
    place: str
    expected: Verdicts
    """Grades and kinds."""
    found: Verdicts

    @property
    def is_caught(self) -> bool:
        """Whether the report says what was done, and no more."""
        return self.found == self.expected


def run(seed: int = SEED, hosts: Sequence[str] = HOSTS) -> Iterator[Outcome]:
    """Make every kind of change once per host, where a host has a place for it."""
    for host in hosts:
        chooser = random.Random(f"{seed} {host}")
        pages = list(pages_of(host))
        for mutation in MUTATIONS:
            outcome = _outcome(host, mutation, pages=pages, chooser=chooser)
            if outcome:
                yield outcome


def pages_of(host: str) -> Iterator[Page]:
    """Yield a page per operation of each document of a host."""
    for document in (as_vendor(name, host) for name, served in _specs.pairs() if served == host):
        for path, method, _ in operations(document):
            item = document["paths"][path]
            servers = item.get("servers") or document["servers"]
            body: Document = {"openapi": "3.1.0", "servers": servers, "paths": {path: {method: item[method]}}}
            yield Page(path, method, copy.deepcopy(body))


def _outcome(host: str, mutation: Mutation, *, pages: list[Page], chooser: random.Random) -> Outcome | None:
    """Try pages in random order until one has a place for the change."""
    for page in chooser.sample(pages, len(pages)):
        changed = page._replace(document=copy.deepcopy(page.document))
        made = mutation.apply(changed, chooser)
        if made is None:
            continue
        reports = [as_page(changed, host)] if changed.document["paths"] else []
        reports += [plain(host)[each.name] for each in pages if each is not page] if mutation.is_whole else []
        reports += gone(reports) if mutation.is_whole else []
        return Outcome(host, mutation.name, page.name, made.place, frozenset(made.expected), verdicts(reports))
    return None


@cache
def plain(host: str) -> dict[str, Report]:
    """Return what comes of each page when nothing is changed, by operation."""
    return {page.name: as_page(page, host) for page in pages_of(host)}


def as_page(page: Page, host: str) -> Report:
    """Print a page as markdown and put it through."""
    block = yaml.dump(page.document, Dumper=DUMPER, allow_unicode=True, sort_keys=False)
    return report(Source(page.name, f"# {page.name}\n\n```yaml\n{block}```\n"), host)


def verdicts(reports: list[Report]) -> Verdicts:
    """Return the grades and kinds of all changes."""
    return frozenset(
        (change.grade, change.kind) for each in reports for finding in each.findings for change in finding.changes
    )


def as_vendor(name: str, host: str) -> Document:
    """Return what the vendor would publish if it agreed with one of our documents: enums for `x-models`, codes in the answer, no marks.

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
