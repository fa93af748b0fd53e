"""Values at the edge of what a specification allows pass the rules; a row here explains each that does not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest

import _specs
from reelscore.requests.request import Request
from reelscore.rules.schema import Field, fields_of
from reelscore.vendors.family import find_family
from tests.contract.adapters import SIDES, document
from tests.contract.teaching import body_of
from tests.rows import each

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


def cases() -> Iterator[Any]:
    for vendor, name in SIDES:
        host, written = find_family(vendor, name), document(vendor, name)
        for _, _, operation in _specs.operations(written):
            schema = body_of(written, operation)
            for word in sorted(set(_specs.served(operation)) & host.operations.keys()):
                kind = host.operations[word].request
                for field in fields_of(kind):
                    if list(edges(schema.get(field.wire, {}), field, kind.sample.get(field.name))):
                        yield pytest.param(kind, name, field, schema[field.wire], id=f"{name}-{word}-{field.name}")


@each("kind, host, field, limits", [*cases()])
def test_an_edge_of_the_specification_passes_the_rules(
    kind: type[Request[Any]], host: str, field: Field, limits: dict[str, Any]
) -> None:
    refused = [
        value
        for value in edges(limits, field, kind.sample.get(field.name))
        if not any(
            _passes(kind, host, given={**given, field.name: value}, name=field.name) for given in _contexts(kind)
        )
    ]
    explained = any((row.operation, row.field) == (kind.operation, field.name) for row in EXPLAINED)

    assert not refused or explained, [str(value)[:40] for value in refused]


def _contexts(kind: type[Request[Any]]) -> Iterator[Mapping[str, Any]]:
    names = {field.name for field in fields_of(kind)}
    models = [{}, *({"model": model} for model in MODELS)] if "model" in names else [{}]
    for context, model in itertools.product(CONTEXTS, models):
        if context.keys() <= names:
            yield {**context, **model}


def _passes(kind: type[Request[Any]], host: str, *, given: Mapping[str, Any], name: str) -> bool:
    """Whether the field is not refused; what else is wrong in this combination does not matter."""
    found = kind.build({**kind.sample, **given}).violations(host)
    return not any(v.severity == "error" and v.field == name for v in found)
