"""Each kind of rule of the snapshot finds an input that breaks it, and lets its neighbour pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reelscore.kie import ON_KIE_AI, Market
from tests.rows import each

URL = "https://example.com/a.png"
WARNED: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
    # model, rule, field, an input that breaks it, and what mends it
    ("4o-image-api", "one_of", "prompt", {"size": "1:1"}, {"prompt": "a"}),
    ("ai-music-api/extend", "forbidden_if", "lyrics", {"instrumental": True, "lyrics": "la"}, {"instrumental": False}),
    ("ai-music-api/generate", "range", "variety", {"variety": 5}, {"variety": 4}),
    ("ai-music-api/generate", "required_if", "title", {"custom_mode": True}, {"title": "Sea"}),
    ("ai-music-api/replace-section", "min_gap", "infill_end_s", {"infill_start_s": 5, "infill_end_s": 14},
        {"infill_end_s": 15}),
    ("bytedance/seedance-2", "needs", "last_frame_url", {"last_frame_url": URL}, {"first_frame_url": URL}),
    ("bytedance/seedance-2", "exclusive", "reference_image_urls",
        {"first_frame_url": URL, "reference_image_urls": [URL]}, {"first_frame_url": None}),
    ("elevenlabs/text-to-dialogue-v3", "length_sum", "dialogue", {"dialogue": [{"text": "a" * 2501}] * 2},
        {"dialogue": [{"text": "a" * 2500}] * 2}),
    ("elevenlabs/text-to-dialogue-v3", "not_empty", "language_code", {"language_code": ""}, {"language_code": "en"}),
    ("gemini-omni-video", "max_items", "image_urls", {"image_urls": [URL] * 8}, {"image_urls": [URL] * 7}),
    ("grok-imagine/extend", "enum", "extend_times", {"extend_times": "8"}, {"extend_times": "6"}),
    ("runway", "required_if", "aspect_ratio", {"prompt": "a"}, {"image_url": URL}),
    ("wan/2-2-a14b-speech-to-video-turbo", "multiple_of", "num_frames", {"num_frames": 81}, {"num_frames": 80}),
    ("z-image", "enum", "aspect_ratio", {"aspect_ratio": "7:7"}, {"aspect_ratio": "1:1"}),
    ("z-image", "required", "prompt", {"aspect_ratio": "1:1"}, {"prompt": "a"}),
    ("z-image", "type", "prompt", {"prompt": 5}, {"prompt": "a"}),
    ("z-image", "unknown-key", "promt", {"promt": "a"}, {"promt": None}),
    ("ai-music-api/mashup", "minItems", "upload_url_list", {"upload_url_list": [URL]}, {"upload_url_list": [URL] * 2}),
    ("4o-image-api", "maxItems", "files_url", {"files_url": [URL] * 6}, {"files_url": [URL] * 5}),
    ("ai-music-api/add-instrumental", "minimum", "variety", {"variety": -1}, {"variety": "0"}),
    ("ai-music-api/add-instrumental", "maximum", "style_weight", {"style_weight": 1.1}, {"style_weight": 1}),
    ("bytedance/seedance-1.5-pro", "minLength", "prompt", {"prompt": "ab"}, {"prompt": "abc"}),
    ("bytedance/seedance-1.5-pro", "maxLength", "prompt", {"prompt": "a" * 20_001}, {"prompt": "a" * 20_000}),
    ("ai-music-api/generate-persona", "min_gap", "vocal_end", {"vocal_start": 0, "vocal_end": 31}, {"vocal_end": 30}),
    ("ai-music-api/sounds", "max_length", "prompt", {"prompt": "a" * 501}, {"prompt": "a" * 500}),
    ("ai-music-api/generate", "max_length", "prompt", {"custom_mode": False, "prompt": "a" * 3001},
        {"custom_mode": True}),
    ("ai-music-api/generate", "one_of", "style", {"custom_mode": True}, {"lyrics": "la"}),
    ("flux1-kontext", "range", "safety_tolerance", {"input_image": URL, "safety_tolerance": 3}, {"input_image": None}),
    ("grok-imagine-video-1-5-preview", "max_items", "image_urls", {"image_urls": [URL] * 2, "resolution": "1080p"},
        {"resolution": "720p"}),
    ("gpt-image-2-text-to-image", "required_if", "aspect_ratio", {"resolution": "2K"}, {"aspect_ratio": "1:1"}),
    ("bytedance/seedance-2", "range", "duration", {"duration": 3}, {"duration": -1}),
    ("wan/2-7-image", "range", "n", {"n": 5}, {"enable_sequential": True}),
    ("wan/2-7-image-pro", "forbidden_if", "resolution", {"resolution": "4K", "input_urls": [URL]},
        {"input_urls": None}),
    ("ai-music-api/separate-vocals", "one_of", "task_id", {"stem_name": "Bass"}, {"audio_url": URL}),
    ("ai-music-api/replace-section", "required_if", "audio_id", {"task_id": "t"}, {"audio_id": "a"}),
    ("ai-music-api/validation-phrase", "min_gap", "vocal_end_s", {"vocal_start_s": 1, "vocal_end_s": 1},
        {"vocal_end_s": 2}),
    ("kling-3.0-omni/image-to-video", "pattern", "prompt", {"prompt": " "}, {"prompt": "a"}),
]  # fmt: skip
"""Facts of pages, which change weekly: the vendor decides."""


def found(model: str, value: Any) -> set[tuple[str, str, str]]:
    return {(each.rule, each.field, each.severity) for each in Market(model, input=value).violations()}


@each("model, rule, field, broken, mended", WARNED)
def test_what_a_page_rules_out_is_warned_of(
    model: str, rule: str, field: str, broken: dict[str, Any], mended: dict[str, Any]
) -> None:
    expected = (f"input.{rule}", f"input.{field}", "warning")

    assert expected in found(model, broken)
    assert expected not in found(model, {**broken, **mended})


def test_what_is_no_json_or_takes_no_file_is_refused() -> None:
    nan = float("nan")

    assert ("input.json", "input.seed", "error") in found("a/model-of-tomorrow", {"seed": {1, 2}})
    assert ("input.json", "input.loras[0].scale", "error") in found("a/model-of-tomorrow", {"loras": [{"scale": nan}]})
    assert ("input.file", "input.prompt", "error") in found("z-image", {"prompt": b"PNG"})
    assert found("a/model-of-tomorrow", {"picture": b"PNG"}) == {("model.unknown", "model", "warning")}


@pytest.mark.parametrize("link", ["cat.png", "ftp://example.com/cat.png"])
def test_what_is_no_address_is_refused_where_a_body_names_a_file(link: str) -> None:
    body = {"model": "recraft/remove-background", "input": {"image": link}}
    broken = {(each.rule, each.severity) for each in ON_KIE_AI.request("market", body).violations()}

    assert broken == {("input.url", "error")}
    assert ON_KIE_AI.request("market", {**body, "input": {"image": "asset://a"}}).violations() == ()


def test_two_ways_to_name_a_source_that_stand_for_each_other_are_refused() -> None:
    both = {"task_id": "t", "image_url": URL}

    assert ("input.exclusive", "input.image_url", "error") in found("grok-imagine-image-2-0/segment-map", both)


def test_a_model_that_was_withdrawn_is_warned_of() -> None:
    assert ("model.withdrawn", "model", "warning") in found("sora-2-text-to-video", {"prompt": "a"})


def test_a_word_in_other_letters_is_told_as_the_page_spells_it() -> None:
    request = Market("bytedance/seedance-1.5-pro", input={"prompt": "a cat", "resolution": "720P"})
    (told,) = [each.allowed for each in request.violations() if each.field == "input.resolution"]

    assert told == "480p, 720p, 1080p; did you mean '720p'?"


def test_a_key_that_any_model_is_sent_is_no_mistake() -> None:
    assert found("4o-image-api", {"prompt": "a", "size": "1:1", "nsfw_checker": False}) == set()


def test_a_field_of_the_input_that_stands_beside_it_is_refused() -> None:
    request = Market("z-image", input={"prompt": "a"}, extra={"aspect_ratio": "1:1", "other": 1})
    (beside,) = [each for each in request.violations() if each.rule == "input.beside"]

    assert (beside.field, beside.severity) == ("aspect_ratio", "error")


def test_a_body_stands_as_it_came_and_an_input_loses_what_is_none() -> None:
    value = {"image": "cat.png", "note": None}
    body = {"model": "recraft/remove-background", "input": value}

    assert ON_KIE_AI.request("market", body).to_wire() == body
    assert Market("recraft/remove-background", input=value).input == {"image": Path("cat.png")}


def test_an_input_with_files_is_written_as_json() -> None:
    request = Market("kling-2.6/image-to-video", input={"prompt": "a", "image_urls": ["photos/cat.png", URL, b"PNG"]})
    written = request.to_json()["input"]["image_urls"]

    assert written[:2] == ["photos/cat.png", URL]
    assert json.dumps(written)
