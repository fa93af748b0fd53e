"""Prices of Market jobs by hand from published rows: exact, a range, or unknown, never 0 where none is published."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reelscore.kie import Market
from reelscore.kie.market.snapshot import snapshot
from tests.rows import each

PLAIN = {"image", "video", "request"}
EXACT: list[tuple[str, dict[str, Any], str]] = [
    # kie.ai price feed, 2026-09-24; credits written by hand from its rows
    ("z-image", {"prompt": "a", "aspect_ratio": "1:1"}, "0.8"),
    ("nano-banana-pro", {"prompt": "a"}, "18"),
    ("nano-banana-pro", {"prompt": "a", "resolution": "4K"}, "24"),
    ("kling-2.6/image-to-video", {"prompt": "a", "duration": "10", "sound": True}, "220"),
    ("kling-3.0/video", {"prompt": "a", "mode": "pro", "sound": False, "duration": "7"}, "126"),
    ("grok-imagine/text-to-video", {"prompt": "a", "duration": 6, "resolution": "480p"}, "14.4"),
    ("bytedance/seedance-2", {"prompt": "a", "duration": 5, "resolution": "720p"}, "205"),
    ("seedream/5-pro-image-to-image", {"prompt": "a", "quality": "high", "image_urls": ["u", "v", "w"]}, "15"),
    ("qwen3/image-to-image", {"prompt": "a", "resolution": "1K", "image_urls": ["u", "v"]}, "5.8"),
    ("runway", {"prompt": "a", "duration": "10", "quality": "720p"}, "30"),
    ("wan/2-2-a14b-speech-to-video-turbo", {"num_frames": 80, "frames_per_second": 16, "resolution": "480p"}, "60"),
    ("ideogram/v3-reframe", {"rendering_speed": "TURBO", "num_images": "3"}, "10.5"),
    ("ai-music-api/generate-lyrics", {"prompt": "sea"}, "0.4"),
    ("ai-music-api/generate-midi-from-audio", {"task_id": "t"}, "0"),
    ("minimax-h3/text-to-video", {"prompt": "a", "resolution": "2K", "duration": 6}, "78"),
    ("minimax-h3/image-to-video", {"prompt": "a", "resolution": "2K", "duration": 6, "first_frame_url": "u"}, "78"),
    ("kling-3.0-omni/text-to-video", {"prompt": "a", "resolution": "720p", "audio": True}, "90"),
    ("kling-3.0-omni/text-to-video", {"prompt": "a", "resolution": "4k", "duration": 3}, "201"),
    ("pixverse-v6/transition", {"prompt": "a", "quality": "720p", "duration": 5}, "36"),
    ("grok-imagine-image-2-0/segment-map", {"image_url": "u"}, "0"),
    ("wan/2-6-video-to-video", {"prompt": "a", "duration": "15", "resolution": "1080p"}, "315"),
]
RANGES: list[tuple[str, dict[str, Any], str, str]] = [
    ("veo-3-1", {"prompt": "a", "resolution": "720p"}, "30", "250"),
    ("veo/extend", {"task_id": "t", "prompt": "a"}, "30", "250"),
    ("flux1-kontext", {"prompt": "a"}, "5", "10"),
    ("topaz/image-upscale", {"image_url": "u", "upscale_factor": "2"}, "10", "20"),
    ("kling-3.0-omni/text-to-video", {"prompt": "a", "resolution": "1080p", "audio": True}, "115", "135"),
    ("bytedance/seedance-2", {"prompt": "a", "duration": -1, "resolution": "480p"}, "76", "285"),
    ("bytedance/seedream-v4-edit", {"prompt": "a", "image_urls": ["u"], "max_images": 3}, "5", "15"),
    ("elevenlabs/text-to-speech-turbo-2-5", {"text": "a" * 1500, "voice": "v"}, "9", "12"),
]
UNKNOWN: list[tuple[str, dict[str, Any], str | None, str]] = [
    # and what it costs at least, and why no more is known
    ("runway/extend-ai-video", {"task_id": "t", "prompt": "a", "quality": "720p"}, None, "no price of"),
    ("a/model-of-tomorrow", {"prompt": "a"}, None, "has no model"),
    ("kling/ai-avatar-standard", {"image_url": "u", "audio_url": "v", "prompt": "a"}, None, "give source_seconds"),
    ("wan/2-2-a14b-speech-to-video-turbo", {"num_frames": -80, "frames_per_second": 16}, None, "are above 0"),
    ("google/gemini-3-8-flash-tts", {"dialogue_turns": []}, None, "known afterwards"),
    ("qwen/image-edit", {"prompt": "a", "image_url": "u"}, None, "known afterwards"),
    ("bytedance/seedance-2", {"duration": 5, "reference_video_urls": ["u"]}, "125", "of reference_video_urls"),
    ("bytedance/seedance-2", {"duration": -1, "reference_video_urls": ["u"]}, "100", "of reference_video_urls"),
    ("grok-imagine-video-1-5-preview", {"prompt": "a", "resolution": "1080p", "duration": 6}, None, "no published row"),
]


@each("model, value, credits", EXACT)
def test_a_job_costs_what_its_row_says(model: str, value: dict[str, Any], credits: str) -> None:
    quote = Market(model, input=value).quote()

    assert (quote.credits, quote.basis) == (Decimal(credits), "exact")
    assert quote.credits == sum(line.credits for line in quote.lines)
    assert snapshot().date in quote.source


@each("model, value, low, high", RANGES)
def test_where_a_fact_is_missing_the_dearest_is_quoted_beside_the_cheapest(
    model: str, value: dict[str, Any], low: str, high: str
) -> None:
    quote = Market(model, input=value).quote()

    assert (quote.low, quote.high, quote.basis) == (Decimal(low), Decimal(high), "estimated")
    assert quote.credits == quote.high


@each("model, value, low, why", UNKNOWN)
def test_what_no_row_covers_is_unknown_and_says_why(
    model: str, value: dict[str, Any], low: str | None, why: str
) -> None:
    quote = Market(model, input=value).quote()

    assert (quote.credits, quote.basis) == (None, "unknown")
    assert quote.low == (None if low is None else Decimal(low))
    assert why in quote.source


def test_the_length_of_the_source_makes_its_price_known() -> None:
    avatar = Market("kling/ai-avatar-pro", input={"image_url": "u", "audio_url": "v"}, source_seconds=12.5)
    billed = Market("bytedance/seedance-2", input={"reference_video_urls": ["u"], "duration": 5}, source_seconds=3)

    assert avatar.quote().credits == Decimal(200)
    assert billed.quote().credits == Decimal(8) * Decimal(25)


@pytest.mark.parametrize("seconds", [0, -5])
def test_a_source_without_length_has_no_price_and_is_not_sent(seconds: float) -> None:
    value = {"prompt": "a", "image_url": "http://e/u", "audio_url": "http://e/v"}
    wrong = Market("kling/ai-avatar-pro", input=value, source_seconds=seconds)

    assert wrong.quote().credits is None
    assert [(each.rule, each.severity) for each in wrong.violations()] == [("market.seconds", "error")]


@pytest.mark.parametrize("resolution", [{}, {"resolution": "2K"}])
def test_what_is_billed_beside_the_result_is_in_the_price(resolution: dict[str, Any]) -> None:
    value = {"prompt": "a", "duration": 6, "reference_video_urls": ["u"], "reference_image_urls": ["v"] * 7}
    model = "minimax-h3/reference-to-video"
    quote = Market(model, input={**value, **resolution}, source_seconds=3).quote()

    assert [line.credits for line in quote.lines] == [6 * 13, 3 * 13, 2 * 4]
    assert (quote.credits, quote.basis) == (Decimal(6 * 13 + 2 * 4 + 3 * 13), "exact")


@pytest.mark.parametrize(
    ("model", "value"),
    [
        ("bytedance/v1-lite-text-to-video", {"duration": "5", "resolution": "480p"}),  # gone from the newest feed
        ("elevenlabs/text-to-speech-turbo-2-5", {"text": "a" * 1000}),  # no page says how a started thousand counts
    ],
)
def test_one_figure_that_nobody_vouches_for_is_an_estimate(model: str, value: dict[str, Any]) -> None:
    quote = Market(model, input=value).quote()

    assert (quote.low, quote.high, quote.basis) == (None, None, "estimated")


def test_the_list_price_holds_where_a_promotion_has_ended() -> None:
    quote = Market("bytedance/seedance-2-mini", input={"prompt": "a", "resolution": "480p", "duration": 4}).quote()

    assert quote.credits == Decimal(38)


@each("model", [model for model in snapshot().models.values() if model.prices])
def test_every_row_of_a_model_is_reached_by_the_values_that_it_names(model: Any) -> None:
    for row in model.prices:
        given = {name: [{"url": "u"}] if value == "used" else value for name, value in row["when"].items()}
        given = {name: value for name, value in given.items() if name in model.fields and value != "none"}
        if row["unit"] not in PLAIN or "per" in row["when"]:
            continue
        quote = Market(model.model, input={**given, "prompt": "a"}).quote()
        least, most = (quote.low, quote.high) if quote.low is not None else (quote.credits, quote.credits)

        assert least is not None
        assert most is not None
        assert least <= Decimal(str(row["credits"])) <= most
