"""Limits are keywords in specs/ and rows of rules: no rule is looser than the document, none tighter unexplained."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

import pytest

import _specs
from reelscore.requests.request import Request
from reelscore.rules.kinds import Length, OneOf, Range, Rule
from reelscore.rules.ruleset import ruleset_for
from reelscore.rules.schema import Field, fields_of
from reelscore.vendors.family import Family, find_family
from tests.contract.adapters import SIDES, document
from tests.contract.teaching import body_of
from tests.rows import each

Kind: TypeAlias = type[Request[Any]]
UPPER = ("maxLength", "maxItems", "maximum")
LOWER = ("minLength", "minItems", "minimum")


def cases() -> Iterator[Any]:
    """Give each field that a document limits, as pytest wants its cases: request, host, field, keywords."""
    for vendor, name in SIDES:
        host, written = find_family(vendor, name), document(vendor, name)
        for _, _, operation in _specs.operations(written):
            schema = body_of(written, operation)
            for word in sorted(set(_specs.served(operation)) & host.operations.keys()):
                yield from _fields(host, word, schema=schema)


def _fields(host: Family, word: str, *, schema: Mapping[str, Any]) -> Iterator[Any]:
    kind = host.operations[word].request
    for field in fields_of(kind):
        limits = schema.get(field.wire, {})
        if set(limits) & {*UPPER, *LOWER, "enum"}:
            yield pytest.param(kind, host.name, field, limits, id=f"{host.name}-{word}-{field.name}")


CASES = [*cases()]


def beyond(limits: Mapping[str, Any], field: Field) -> dict[str, Any]:
    """Build a value just outside each limit; an empty text or list counts as left out, which another rule judges."""
    item = "a" if field.shape.name == "text" else (1,)
    found = {word: item * (limits[word] + 1) for word in ("maxLength", "maxItems") if word in limits}
    found |= {word: item * (limits[word] - 1) for word in ("minLength", "minItems") if limits.get(word, 0) > 1}
    found |= {"maximum": limits["maximum"] + 1} if "maximum" in limits else {}
    return found | ({"minimum": limits["minimum"] - 1} if "minimum" in limits else {})


def refused(request: Request[Any], host: str, *, name: str) -> bool:
    """Tell whether the request is refused for this field."""
    return any(v.severity == "error" and v.field.startswith(name) for v in request.violations(host))


def bounds(rows: tuple[Rule, ...], keyword: str) -> list[float]:
    """Gather what rows allow, in the terms of a schema's keyword."""
    lengths = [row for row in rows if isinstance(row, Length) and row.unit in {"characters", "items"}]
    ranges = [row for row in rows if isinstance(row, Range)]
    given: Mapping[str, list[Any]] = {
        "maxLength": [row.max_length for row in lengths],
        "maxItems": [row.max_length for row in lengths],
        "minLength": [row.min_length for row in lengths if row.min_length],
        "minItems": [row.min_length for row in lengths if row.min_length],
        "maximum": [row.maximum for row in ranges],
        "minimum": [row.minimum for row in ranges],
    }
    return [bound for bound in given[keyword] if isinstance(bound, (int, float))]


def listed(rows: tuple[Rule, ...]) -> set[Any]:
    """Gather the values that rows allow."""
    return {value for row in rows if isinstance(row, OneOf) and row.within is None for value in row.enum}


@each("kind, host, field, limits", CASES)
def test_no_row_is_looser_than_the_document(kind: Kind, host: str, field: Field, limits: dict[str, Any]) -> None:
    rows = tuple(row for row in ruleset_for(kind, host).rules if row.field == field.name and row.severity == "error")
    highest = {word: max(bounds(rows, word), default=limits[word]) for word in UPPER if word in limits}
    lowest = {word: min(bounds(rows, word), default=limits[word]) for word in LOWER if word in limits}
    words = listed(rows)

    assert {word: bound for word, bound in highest.items() if bound > limits[word]} == {}
    assert {word: bound for word, bound in lowest.items() if bound < limits[word]} == {}
    assert words - set(limits.get("enum", words)) == set(), field.name


@each("kind, host, field, limits", CASES)
def test_what_the_document_forbids_breaks_a_rule(kind: Kind, host: str, field: Field, limits: dict[str, Any]) -> None:
    passed = {
        word: value
        for word, value in beyond(limits, field).items()
        if not refused(kind.build({**kind.sample, field.name: value}), host, name=field.name)
    }

    assert passed == {}


MODELS = (*("v3.5", "v4", "v4.5", "v5", "v5.5", "v6", "c1"), *("V4", "V4_5", "V5", "V5_5", "V6"))
CONTEXTS: tuple[Mapping[str, Any], ...] = (
    {},
    {"custom_mode": True},
    {"custom_mode": False, "style": None, "title": None},
    {"default_param_flag": True},
    {"default_param_flag": False},
    {"instrumental": False},
    {"reference_mode": "omni"},
    {"generation_type": "REFERENCE_2_VIDEO"},
    {"duration": 5, "quality": "540p"},
    {"mode": "ad_house_tour"},
    {"template_id": 308621408717184},
    {"lip_sync_tts_speaker_id": "auto"},
    {"lip_sync_tts_speaker_id": None, "lip_sync_tts_content": None},
    {"source_video_id": None},
    {"restyle_id": None},
    {"model": "pro", "mode": "property_tour"},
    {"upload_url": "https://example.com/music.mp3", "task_id": None, "audio_id": None},
)
"""Fields laid over the sample: what a limit may depend on. A limit holds when one of them, with some model, passes."""


class Explained(NamedTuple):
    """An edge that the rules refuse on purpose."""

    operation: str
    field: str
    reason: str


ONE_SCHEMA = "one schema for both agents; the page of each narrows it (client of 2026-09-20)"
EXPLAINED: tuple[Explained, ...] = (
    Explained("recreate", "agent_id", ONE_SCHEMA),
    Explained("recreate", "quality", ONE_SCHEMA),
    Explained("recreate", "img_references", ONE_SCHEMA),
    Explained("real_estate", "agent_id", ONE_SCHEMA),
    Explained("real_estate", "img_references", ONE_SCHEMA),
    Explained("image_template", "template_id", "0 means no template"),
    Explained("template_video", "template_id", "0 means no template: on the wire that is image_to_video"),
    Explained("template_video", "camera_movement", "a template moves by itself (the vendor's MCP server)"),
    Explained("image_to_video", "prompt", "2,048 on pixverseai.cn by the source document"),
    Explained("template_video", "prompt", "2,048 on pixverseai.cn by the source document"),
    Explained("restyle", "restyle_prompt", "2,048 on pixverse.ai by its page, 5,000 on pixverseai.cn"),
    Explained("persona", "vocal_end", "10 to 30 s after vocal_start"),
    Explained("replace_section", "infill_end_s", "6 to 60 s after infill_start_s"),
)


def edges(limits: Mapping[str, Any], field: Field, sample: Any) -> Iterator[Any]:
    if field.shape.name == "text":
        yield from ("a" * limits[word] for word in ("maxLength",) if word in limits)
    if isinstance(sample, (list, tuple)) and sample:
        yield from ([sample[0]] * limits[word] for word in ("maxItems", "minItems") if limits.get(word))
    yield from (limits[word] for word in ("minimum", "maximum") if word in limits)
    yield from limits.get("enum", ())


@each("kind, host, field, limits", CASES)
def test_an_edge_of_the_document_passes_the_rules(kind: Kind, host: str, field: Field, limits: dict[str, Any]) -> None:
    refused = [
        value
        for value in edges(limits, field, kind.sample.get(field.name))
        if not any(
            _passes(kind, host, given={**given, field.name: value}, name=field.name) for given in _contexts(kind)
        )
    ]
    explained = any((row.operation, row.field) == (kind.operation, field.name) for row in EXPLAINED)

    assert not refused or explained, [str(value)[:40] for value in refused]


def _contexts(kind: Kind) -> Iterator[Mapping[str, Any]]:
    names = {field.name for field in fields_of(kind)}
    models = [{}, *({"model": model} for model in MODELS)] if "model" in names else [{}]
    for context, model in itertools.product(CONTEXTS, models):
        if context.keys() <= names:
            yield {**context, **model}


def _passes(kind: Kind, host: str, *, given: Mapping[str, Any], name: str) -> bool:
    """Whether the field is not refused; what else is wrong in this combination does not matter."""
    found = kind.build({**kind.sample, **given}).violations(host)
    return not any(v.severity == "error" and v.field == name for v in found)
