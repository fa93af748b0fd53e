"""The changes of the mutation run: how each is made, and what the report must then say of it."""

import random
from collections.abc import Callable
from typing import Any, NamedTuple

from _drift_sites import (
    LIMITS,
    RAISED,
    Page,
    Site,
    anywhere,
    has_room,
    has_siblings,
    has_silent_limit,
    has_silent_words,
    has_words,
    is_limited,
    is_typed,
    received,
    sent,
    sites,
)
from _specs import Document

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
