"""What the vendors' pages say of models and limits, written down anew from the pages and held against the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from tests.families import family
from tests.rows import each

PIXVERSE_MODELS = ("v3.5", "v4", "v4.5", "v5", "v5.5", "v5.6", "v6", "c1")
SUNO_MODELS = ("V4", "V4_5", "V4_5PLUS", "V4_5ALL", "V5", "V5_5")
TEXT = {"prompt": "a fox", "quality": "540p", "aspect_ratio": "16:9", "duration": 5}
IMAGE = {"img_id": 1, "prompt": "it runs", "quality": "540p", "duration": 5}
FRAMES = [{"img_id": 1, "duration": 3}] * 6 + [{"img_id": 2}]
SONG = {"prompt": "la la", "style": "folk", "title": "Fox", "custom_mode": True}


class Support(NamedTuple):
    """A value of a field and the models that take it, by the page."""

    operation: str
    field: str
    value: Any
    models: tuple[str, ...]
    source: str
    given: Mapping[str, Any] = {}

    @property
    def host(self) -> str:
        """Where it is judged."""
        return "kie.ai" if self.operation == "generate" else "pixverse.ai"


def of_duration(seconds: int, *models: str) -> Support:
    return Support("text_to_video", "duration", seconds, models, "image-to-video reference, duration", TEXT)


NEW = ("v6", "c1")
SUPPORTED: tuple[Support, ...] = (
    *(of_duration(seconds, *PIXVERSE_MODELS) for seconds in (5, 8)),
    of_duration(10, "v5.5", "v5.6", *NEW),
    *(of_duration(seconds, *NEW) for seconds in (1, 2, 3, 4, 6, 7, 9, 11, 12, 13, 14, 15)),
    *(of_duration(seconds) for seconds in (0, 16)),
    *(
        Support(operation, "camera_movement", "zoom_in", ("v4", "v4.5"), "image-to-video reference", given)
        for operation, given in (("text_to_video", TEXT), ("image_to_video", IMAGE))
    ),
    *(
        Support("text_to_video", field, value, models, "image-to-video reference", TEXT)
        for field, value, models in (
            ("generate_multi_clip_switch", True, ("v5.5", "v6")),
            ("thinking_type", "auto", ("v5.5", "v5.6", "v6")),
            ("generate_audio_switch", True, ("v5.5", "v5.6", *NEW)),
            ("motion_mode", "fast", ("v3.5", "v4", "v4.5")),
            ("sound_effect_switch", True, ("v3.5", "v4", "v4.5", "v5")),
            ("lip_sync_tts_switch", True, ("v3.5", "v4", "v4.5", "v5")),
            ("aspect_ratio", "21:9", NEW),
        )
    ),
    Support("generate", "duration", 10, ("V5_5",), "Kie.ai OpenAPI export, 2026-08-12", SONG),
    Support("generate", "style", "a" * 1000, SUNO_MODELS[1:], "model table of Generate Music", SONG),
    Support("generate", "prompt", "a" * 5000, SUNO_MODELS[1:], "model table of Generate Music", SONG),
    Support("generate", "prompt", "a" * 3000, SUNO_MODELS, "model table of Generate Music", SONG),
    Support("generate", "style", "a" * 200, SUNO_MODELS, "model table of Generate Music", SONG),
)


def refuses(host: str, operation: str, *, fields: Mapping[str, Any], name: str) -> bool:
    request = family(host).operations[operation].request.build(fields)
    return any(each.severity == "error" and each.field.startswith(name) for each in request.violations(host))


@each("fact", [pytest.param(s, id=f"{n}-{s.operation}-{s.field}") for n, s in enumerate(SUPPORTED)])
def test_a_value_is_taken_by_exactly_the_models_that_the_page_names(fact: Support) -> None:
    models = SUNO_MODELS if fact.host == "kie.ai" else PIXVERSE_MODELS
    taken = [
        model
        for model in models
        if not refuses(
            fact.host, fact.operation, fields={**fact.given, "model": model, fact.field: fact.value}, name=fact.field
        )
    ]

    assert taken == [model for model in models if model in fact.models], fact.source


class Limit(NamedTuple):
    """The last value that passes and the first that does not, by the page."""

    host: str
    operation: str
    field: str
    last: Any
    beyond: Any
    given: Mapping[str, Any] = {}


LINK = "https://example.com/a"
IDEA: dict[str, Any] = {"custom_mode": False, "style": None, "title": None, "model": "V6"}
LIMITS: tuple[Limit, ...] = (
    Limit("pixverse.ai", "text_to_video", "prompt", "a" * 5000, "a" * 5001),
    Limit("pixverse.ai", "image_to_video", "prompt", "a" * 5000, "a" * 5001),
    Limit("pixverseai.cn", "image_to_video", "prompt", "a" * 2048, "a" * 2049),
    Limit("pixverse.ai", "transition", "prompt", "a" * 2048, "a" * 2049),
    Limit("pixverse.ai", "text_to_video", "negative_prompt", "a" * 2048, "a" * 2049),
    Limit("pixverse.ai", "text_to_video", "seed", 2147483647, 2147483648),
    Limit("pixverse.ai", "multi_transition", "multi_transition", FRAMES, [*FRAMES, {"img_id": 3}]),
    Limit("pixverse.ai", "multi_transition", "multi_transition", FRAMES[-2:], FRAMES[-1:]),
    Limit("pixverse.ai", "lip_sync", "lip_sync_tts_content", "a" * 200, "a" * 201,
          {"lip_sync_tts_speaker_id": "auto", "audio_media_id": None}),
    Limit("pixverse.ai", "restyle", "source_seconds", 16, 17),
    Limit("sunoapi.org", "generate", "variety", 4, 5, {"model": "V6"}),
    Limit("sunoapi.org", "generate", "variety", 0, -1, {"model": "V6"}),
    *(
        Limit("kie.ai#jobs", operation, field, last, beyond, {"model": "V6"})
        for operation in ("generate", "extend", "upload_cover", "upload_extend", "mashup", "add_vocals")
        for field, last, beyond in (("variety", 4, 5), ("lyrics", "a" * 5000, "a" * 5001), ("audio_weight", 1, 1.01))
    ),
    Limit("kie.ai#jobs", "generate", "image_urls", [LINK] * 5, [LINK] * 6, IDEA),
    Limit("kie.ai#jobs", "generate", "video_urls", [LINK], [LINK] * 2, IDEA),
    Limit("kie.ai", "replace_section", "style_weight", 1, 1.01),
    Limit("kie.ai", "replace_section", "infill_start_s", 10.5, 10.505),
    Limit("kie.ai", "voice_phrase", "vocal_start_s", 0, -1),
    Limit("kie.ai", "generate", "title", "a" * 80, "a" * 81),
    Limit("kie.ai", "upload_cover", "title", "a" * 100, "a" * 101, {"model": "V5"}),
    Limit("kie.ai", "generate", "style_weight", 1, 1.01),
    Limit("kie.ai", "replace_section", "infill_end_s", 70, 71, {"infill_start_s": 10}),
    Limit("kie.ai", "replace_section", "infill_end_s", 16, 15, {"infill_start_s": 10}),
    Limit("kie.ai", "persona", "vocal_end", 30, 31, {"vocal_start": 0}),
    Limit("kie.ai", "persona", "vocal_end", 10, 9, {"vocal_start": 0}),
    Limit("kie.ai", "lyrics", "prompt", "a" * 200, "a" * 201),
    Limit("kie.ai", "sounds", "sound_tempo", 300, 301),
    Limit("kie.ai", "sounds", "prompt", "a" * 500, "a" * 501),
    Limit("kie.ai", "mashup", "upload_url_list", ["https://example.com/a.mp3"] * 2, ["https://example.com/a.mp3"] * 3),
    Limit("kie.ai", "music_video", "author", "a" * 50, "a" * 51),
)  # fmt: skip


def _judged(limit: Limit, value: Any) -> bool:
    sample = family(limit.host).operations[limit.operation].request.sample
    fields = {**sample, **limit.given, limit.field: value}
    return refuses(limit.host, limit.operation, fields=fields, name=limit.field)


def _ids(limits: tuple[Limit, ...]) -> Iterator[Any]:
    for index, limit in enumerate(limits):
        yield pytest.param(limit, id=f"{limit.host}-{limit.operation}-{limit.field}-{index}")


@each("limit", [*_ids(LIMITS)])
def test_the_last_value_that_the_page_allows_passes_and_the_next_does_not(limit: Limit) -> None:
    assert (_judged(limit, limit.last), _judged(limit, limit.beyond)) == (False, True)
