"""Every published price row agrees with the tables."""

import csv
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.pixverse import ON_PIXVERSE_AI
from reelscore.pixverse.prices import sound_effect_credits, speech_credits
from reelscore.pixverse.requests import REQUESTS, LipSync, TextToVideo
from reelscore.pricing import Quote
from reelscore.requests.request import Request
from reelscore.rules.schema import fields_of
from reelscore.vendors.family import hosts
from tests.published import DATA, READERS
from tests.rows import each

CLASSES = {cls.operation: cls for cls in REQUESTS}


def rows() -> list[dict[str, str]]:
    """Read the table; a title with a comma that was not quoted runs over into further cells."""
    with (DATA / "pixverse-prices.csv").open(encoding="utf-8", newline="") as file:
        return [{**row, "line": str(number)} for number, row in enumerate(csv.DictReader(file, restkey="rest"), 2)]


def switches(row: dict[str, str]) -> dict[str, Any]:
    return {
        **({"generate_audio_switch": row["audio"] == "on"} if row["audio"] else {}),
        **({"motion_mode": row["motion_mode"]} if row["motion_mode"] else {}),
        **({"generate_multi_clip_switch": True} if "multi-clip" in row["extra"] else {}),
        **({"sound_effect_switch": row["sound_effect"] == "on"} if row["model"] and row["sound_effect"] else {}),
        **({"sound_effect_content": "sea waves"} if "content given" in row["extra"] else {}),
        **({"sound_effect_content": ""} if "content empty" in row["extra"] else {}),
        **({"lip_sync_tts_switch": True} if "inline lip_sync" in row["extra"] else {}),
        **({"model": row["model"]} if row["model"] else {}),
        **({"quality": row["quality"]} if row["quality"] else {}),
    }


def quoted(row: dict[str, str], seconds: int) -> Quote:
    cls = CLASSES[ON_PIXVERSE_AI.name_of(row["op"])]
    names = {field.name for field in fields_of(cls)}
    length = {"duration": seconds} if "duration" in names else {"source_seconds": seconds}
    request = cls.build({**cls.sample, **length, **switches(row), **special(row, seconds)})
    return request.quote(READERS["pixverse"][row["host"]])


def special(row: dict[str, str], seconds: int) -> dict[str, Any]:
    if "with video_references" in row["extra"]:
        videos = {"reference_mode": "omni", "video_references": [{"video_id": 1}]}
        return {**videos, "duration": 0, "source_seconds": seconds}
    if "audio file" in row["extra"]:
        return {"lip_sync_tts_speaker_id": None, "lip_sync_tts_content": None, "audio_media_id": 1}
    return {"lip_sync_tts_content": "a" * 15 * seconds} if "UTF-8" in row["unit"] + row["extra"] else {}


def lengths(row: dict[str, str]) -> tuple[int, ...]:
    if row["unit"] == "per video":
        return (int(row["duration"] or 5),)
    return (1, 15) if row["duration"] == "1-15" else (5, 15)


def expected(row: dict[str, str], seconds: int) -> Decimal:
    credits = Decimal(row["credits"])
    if row["unit"] == "per 5 seconds":
        return credits * -(-seconds // 5)
    return credits * seconds if "second" in row["unit"] or "byte" in row["unit"] else credits


ROWS = rows()
SURCHARGES = [row for row in ROWS if "surcharge" in row["extra"]]
PRICES = [row for row in ROWS if row not in SURCHARGES]


@each("row", PRICES)
def test_a_published_price_is_quoted(row: dict[str, str]) -> None:
    for seconds in lengths(row):
        assert quoted(row, seconds).credits == expected(row, seconds)


@pytest.mark.parametrize("row", SURCHARGES, ids=lambda row: f"{row['line']}-{row['op']}")
def test_a_published_surcharge_is_a_line_of_the_quote(row: dict[str, str]) -> None:
    sample = {"model": "v5", "quality": "540p"}
    lines = quoted({**row, **sample}, 8).lines

    assert expected(row, 8) in [line.credits for line in lines if line.what != "video"]


@given(seconds=st.integers(1, 10_000))
def test_a_longer_sound_effect_never_costs_less(seconds: int) -> None:
    assert sound_effect_credits(seconds) <= sound_effect_credits(seconds + 1)


def test_speech_is_priced_by_bytes_not_by_letters() -> None:
    assert (speech_credits("你" * 200), speech_credits("a" * 200)) == (160, 56)


def test_a_template_of_a_newer_model_has_no_published_price() -> None:
    request = CLASSES["template_video"].build({**CLASSES["template_video"].sample, "model": "v6"})

    assert request.quote().basis == "unknown"
    assert request.quote().credits is None


def test_a_template_is_estimated_by_what_the_model_costs() -> None:
    request = CLASSES["template_video"].build({**CLASSES["template_video"].sample, "model": "v5", "quality": "720p"})

    assert (request.quote().credits, request.quote().basis) == (Decimal(60), "estimated")


BOUNDS = [
    ("sound_effect", 10, 60),  # 10 per started 5 s; an upload has 30 s at most
    ("restyle", 10, 16 * 10),
    ("upscale", 5, 30 * 5),
    ("mimic", 10, 30 * 10),
    ("swap", 9, 30 * 9),
    ("modify", 10, 30 * 10),
    ("music_video", 10 * 15, 360 * 15),
]
"""Operation, and what the shortest and the longest input that it takes cost."""


@each("operation, low, high", BOUNDS)
def test_what_the_length_decides_is_unknown_without_it_and_has_a_range(operation: str, low: int, high: int) -> None:
    quote = CLASSES[operation].build(CLASSES[operation].sample).quote()

    assert (quote.credits, quote.basis) == (None, "unknown")
    assert [quote.low, quote.high] == [low, high]


@each("sound, rate", [(False, 9), (True, 12)])
def test_a_fusion_with_videos_costs_twice_for_each_second_of_theirs(*, sound: bool, rate: int) -> None:
    videos = {"reference_mode": "omni", "video_references": [{"video_id": 1}], "generate_audio_switch": sound}
    fields = {**CLASSES["fusion"].sample, "model": "v6", "quality": "720p", "duration": 0, **videos}
    unknown, known = (CLASSES["fusion"].build({**fields, "source_seconds": seconds}).quote() for seconds in (None, 4.5))

    assert [unknown.low, unknown.high, known.credits] == [2 * rate, 30 * 2 * rate, 5 * 2 * rate]


@pytest.mark.parametrize("duration", [7, 0, -5, 10**30])
def test_a_length_that_is_not_sold_has_no_price(duration: int) -> None:
    shot = TextToVideo(prompt="a", model="v5.5", duration=duration, quality="540p", aspect_ratio="16:9")

    assert shot.quote().basis == "unknown"


def test_eight_seconds_at_1080p_on_v4_are_legal_with_a_warning_and_without_a_price() -> None:
    shot = TextToVideo(prompt="a", model="v4", duration=8, quality="1080p", aspect_ratio="16:9")

    assert [violation.severity for violation in shot.violations()] == ["warning"]
    assert shot.quote().credits is None


def test_money_follows_plan_pack_and_a_rate_of_ones_own() -> None:
    quote = LipSync(source_video_id=1, lip_sync_tts_speaker_id="auto", lip_sync_tts_content="a" * 15).quote()

    assert str(quote.money("Pack 1000")) == "0.04 USD"
    assert str(quote.money(rate="0.005")) == "0.02 USD"


def test_plans_of_the_chinese_host_are_in_yuan() -> None:
    quote = TextToVideo(prompt="a", model="v5", duration=5, quality="540p", aspect_ratio="16:9").quote("pixverseai.cn")
    money = quote.money("Basic")

    assert money is not None
    assert (money.currency, round(money.amount, 4)) == ("CNY", Decimal("1.3193"))
    assert set(hosts["pixverseai.cn"].plans) == {"Basic", "Advanced", "Pro"}


@each("cls", REQUESTS)
def test_no_price_is_zero_unless_it_is_free(cls: type[Request[Any]]) -> None:
    quote = cls.build(cls.sample).quote()

    assert (quote.credits == 0) is (quote.source == "free")


@each("operation, quality, credits", [("modify", "360p", 8), ("modify", "540p", 10), ("modify", "720p", 12),
     ("swap", "360p", 9), ("swap", "540p", 9), ("swap", "720p", 12)])  # fmt: skip
def test_what_resellers_charge_is_estimated_per_started_second(operation: str, quality: str, credits: int) -> None:
    cls = CLASSES[operation]
    quote = cls.build({**cls.sample, "quality": quality, "source_seconds": 4.2}).quote()

    assert (quote.credits, quote.basis) == (Decimal(5 * credits), "estimated")


@each("quality, seconds, credits", [("540p", (1,), 23), ("540p", (5,), 45), ("540p", (5, 5), 99),
     ("540p", (10, 10, 10), 270), ("720p", (5, 5), 132), ("1080p", (5, 5), 264)])  # fmt: skip
def test_a_multi_transition_is_estimated_by_its_length_in_all(
    quality: str, seconds: tuple[int, ...], credits: int
) -> None:
    frames = [*({"img_id": 1, "duration": length} for length in seconds), {"img_id": 2}]
    request = {"multi_transition": frames, "model": "v5", "quality": quality}
    quote = CLASSES["multi_transition"].build(request).quote()

    assert (quote.credits, quote.basis) == (Decimal(credits), "estimated")


PLANS = {
    "pixverse.ai": {
        "Essential": (100, 15000), "Scale": (1500, 239230), "Business": (6000, 1069500), "Free": (10, 1000),
        "Pack 1000": (10, 1000), "Pack 5000": (50, 5000), "Pack 10000": (100, 10000), "Pack 50000": (500, 50000),
        "Pack 200000": (2000, 200000), "Pack 500000": (5000, 500000),
    },
    "pixverseai.cn": {"Basic": (500, 17055), "Advanced": (7000, 238680), "Pro": (18000, 632835)},
}  # fmt: skip
"""Money and credits as the pages of plans print them."""


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_costs_what_its_page_prints(name: str) -> None:
    found = {plan.name: (int(plan.price), int(plan.credits)) for plan in hosts[name].plans.values()}

    assert found == PLANS[name]


def test_a_plan_has_the_slots_that_its_page_prints() -> None:
    plans = hosts["pixverse.ai"].plans

    assert [plans[name].slots for name in ("Free", "Essential", "Scale", "Business")] == [1, 5, 10, 15]
