"""The places of the mutation run: a page of one operation, its fields, and which of them fit a change."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from _drift_prose import figures
from _specs import Document, is_list, is_mapping

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
