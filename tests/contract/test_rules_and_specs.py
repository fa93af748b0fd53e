"""Limits of specs/ are legal, or the rules say why not: no row is tighter than the document unexplained.

That none is looser follows: the document's own limits are rows too (test_codegen), and test_requests_fit_specs draws.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

import pytest

from _drift_model import View
from reelscore.requests.request import Request
from reelscore.rules.schema import Field, fields_of
from reelscore.vendors.family import find_family
from tests.contract.adapters import SIDES, documented, top_fields
from tests.rows import each

Kind: TypeAlias = type[Request[Any]]


def cases() -> Iterator[Any]:
    """Yield each field that a document limits: request, host, field, and what the document says of it."""
    for vendor, host in SIDES:
        family, written = find_family(vendor, host), documented(vendor, host)
        for word in written.keys() & family.operations.keys():
            kind, named = family.operations[word].request, top_fields(written[word])
            for field in fields_of(kind):
                view = named[field.wire].view if field.wire in named else View()
                if view.limits or (view.words and view.closed):
                    yield pytest.param(kind, host, field, view, id=f"{host}-{word}-{field.name}")


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


def edges(view: View, field: Field, sample: Any) -> Iterator[Any]:
    """Yield values on the edge of each limit."""
    most = {word: int(limit) for word, limit in view.limits.items() if isinstance(limit, float)}
    if field.shape.name == "text":
        yield from ("a" * most[word] for word in ("maxLength",) if word in most)
    if isinstance(sample, (list, tuple)) and sample:
        yield from ([sample[0]] * most[word] for word in ("maxItems", "minItems") if most.get(word))
    bounds = (view.limits[word] for word in ("minimum", "maximum") if word in view.limits)
    yield from (int(bound[0]) for bound in bounds if isinstance(bound, tuple) and not bound[1])
    yield from (view.words or ()) if view.closed else ()


@each("kind, host, field, view", cases())
def test_an_edge_of_the_document_passes_the_rules(kind: Kind, host: str, field: Field, view: View) -> None:
    refused = [
        value
        for value in edges(view, field, kind.sample.get(field.name))
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
