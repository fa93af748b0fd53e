"""Rows on the agents: recreation, real estate, music video; seen in one client of September 2026."""

from __future__ import annotations

from reelscore.pixverse.rules.parts import Found, exactly_one, in_words
from reelscore.pixverse.rules.words import (
    AGENT_RATIOS,
    MISSING,
    MUSIC_STYLES,
    MV_STYLES,
    PROMPT,
    RATIOS,
    REAL_ESTATE_AGENT,
    RECREATE_AGENT,
    REFUSED,
)
from reelscore.rules.conditions import ABSENT, GIVEN, NotIn
from reelscore.rules.kinds import CustomRule, Forbidden, Length, OneOf, Required, Rule, Values
from reelscore.rules.values import is_missing

_IMAGES = "img_references"
_BOTH = {"img_id": 1, "img_url": "https://example.com/a.png"}
_HOUSE = ("real_estate",)
_TOUR = NotIn(("ad_house_tour",))


def _custom_without_picture(values: Values) -> Found:
    style = values.get("mv_style")
    is_bare = all(is_missing(values.get(name)) for name in (_IMAGES, "style_img_references"))
    return (("mv_style", style),) if is_bare and isinstance(style, str) and style.lower() == "custom" else ()


def _unordered(values: Values) -> Found:
    words = getattr(values.get("lyric_timestamp"), "words", ()) or ()
    times = [(word.start, word.end) for word in words if hasattr(word, "start")]
    for index, (start, end) in enumerate(times):
        if start < 0 or end < start or (index and start < times[index - 1][0]):
            yield f"lyric_timestamp.words[{index}].start", start


def _too_many_words(values: Values) -> Found:
    words = getattr(values.get("lyric_timestamp"), "words", None)
    if words is not None and (not words or sum(len(getattr(word, "word", "")) for word in words) >= 5000):  # noqa: PLR2004
        yield "lyric_timestamp.words", len(words)


_WORDS = {"lyric_timestamp": {"words": [{"start": 2.0, "end": 1.0, "word": "It"}]}}

# fmt: off
AGENTS: tuple[Rule, ...] = (
    # Recreation.
    OneOf("recreate.agent", "agent_id", values=(RECREATE_AGENT,), operations=("recreate",), code=REFUSED, source="K", example={"agent_id": "1"}),
    Required("agents.agent", "agent_id", operations=("recreate", "real_estate"), code=MISSING, source="K", example={"agent_id": ""}),
    Required("recreate.prompt", "prompt", operations=("recreate",), code=MISSING, source="K", example={"prompt": ""}),
    Length("agents.prompt", "prompt", at_most=5000, operations=("recreate", "real_estate"), code=PROMPT, source="K", example={"prompt": "a" * 5001}),
    OneOf("recreate.quality", "quality", values=("720p", "1080p"), operations=("recreate", "music_video"), code=REFUSED, source="K", example={"quality": "540p"}),
    OneOf("agents.ratio", "aspect_ratio", values=AGENT_RATIOS, operations=("recreate", "real_estate"), code=REFUSED, source="K", example={"aspect_ratio": "2:3"}),
    Required("recreate.images-needed", _IMAGES, operations=("recreate",), code=MISSING, source="K", example={_IMAGES: []}),
    Length("recreate.images", _IMAGES, at_most=5, unit="items", operations=("recreate",), code=REFUSED, source="K", example={_IMAGES: [{"img_id": 1}] * 6}),
    Required("recreate.video-needed", "video_references", operations=("recreate",), code=MISSING, source="K", example={"video_references": []}),
    Length("recreate.video", "video_references", at_most=1, unit="items", operations=("recreate",), code=REFUSED, message="exactly one", source="K", example={"video_references": [{"video_id": 1}, {"video_id": 2}]}),
    exactly_one("agents.image", _IMAGES, parts=("img_id", "img_url"), fill=1, operations=("recreate", "music_video"), code=REFUSED, source="K", example={_IMAGES: [_BOTH]}),
    exactly_one("agents.house-image", _IMAGES, parts=("img_id", "img_url"), fill=1, operations=_HOUSE, code=REFUSED, source="K", example={_IMAGES: [_BOTH] * 5}),
    # Real estate: the address of a page alone, or words and pictures.
    OneOf("house.agent", "agent_id", values=(REAL_ESTATE_AGENT,), operations=_HOUSE, code=REFUSED, source="K", example={"agent_id": "1"}),
    OneOf("house.model", "model", values=("pro", "fast"), operations=_HOUSE, code=REFUSED, source="K", example={"model": "slow"}),
    Required("house.model-needed", "model", operations=_HOUSE, code=MISSING, source="K", example={"model": ""}),
    Required("house.prompt-needed", "prompt", operations=_HOUSE, when={"product_url": ABSENT}, code=MISSING, message="or product_url alone", source="K", example={"prompt": None}),
    Required("house.images-needed", _IMAGES, operations=_HOUSE, when={"product_url": ABSENT}, code=MISSING, message="or product_url alone", source="K", example={_IMAGES: None}),
    Forbidden("house.prompt-alone", "prompt", operations=_HOUSE, when={"product_url": GIVEN}, code=REFUSED, message="product_url stands alone", source="K", example={"product_url": "https://example.com/home", _IMAGES: None}),
    Forbidden("house.images-alone", _IMAGES, operations=_HOUSE, when={"product_url": GIVEN}, code=REFUSED, message="product_url stands alone", source="K", example={"product_url": "https://example.com/home", "prompt": None}),
    Length("house.images-fast", _IMAGES, at_least=5, at_most=20, unit="items", operations=_HOUSE, when={"model": ("fast",)}, code=REFUSED, source="K", example={"model": "fast", _IMAGES: [{"img_id": 1}] * 21}),
    Length("house.images-pro", _IMAGES, at_least=5, at_most=60, unit="items", operations=_HOUSE, code=REFUSED, source="K", example={_IMAGES: [{"img_id": 1}] * 4}),
    OneOf("house.mode", "mode", values=("property_tour", "ad_house_tour"), operations=_HOUSE, code=REFUSED, source="K", example={"mode": "walk"}),
    Forbidden("house.mode-fast", "mode", operations=_HOUSE, when={"model": ("fast",)}, code=REFUSED, message="modes are for pro", source="K", example={"model": "fast", "mode": "property_tour"}),
    OneOf("house.language", "language_code", values=("en-US", "zh-CN", "auto"), operations=_HOUSE, code=REFUSED, source="K", example={"language_code": "fr-FR"}),
    Forbidden("house.language-ad", "language_code", operations=_HOUSE, when={"mode": ("ad_house_tour",)}, code=REFUSED, message="ad_house_tour has no language", source="K", example={"mode": "ad_house_tour", "language_code": "auto"}),
    OneOf("house.presence", "avatar_presence_level", values=("none", "low", "medium", "high"), operations=_HOUSE, code=REFUSED, source="K", example={"avatar_presence_level": "some"}),
    OneOf("house.duration", "duration", values=(15, 30), operations=_HOUSE, code=REFUSED, source="K", example={"mode": "ad_house_tour", "duration": 20}),
    Forbidden("house.duration-ad", "duration", operations=_HOUSE, when={"mode": _TOUR}, code=REFUSED, message="it is for ad_house_tour", source="K", example={"duration": 15}),
    OneOf("house.style", "video_style", values=("cozy", "pov"), operations=_HOUSE, code=REFUSED, source="K", example={"mode": "ad_house_tour", "video_style": "wide"}),
    Forbidden("house.style-ad", "video_style", operations=_HOUSE, when={"mode": _TOUR}, code=REFUSED, message="it is for ad_house_tour", source="K", example={"video_style": "cozy"}),
    OneOf("house.ratio-fast", "aspect_ratio", values=RATIOS, among=AGENT_RATIOS, operations=_HOUSE, when={"model": ("fast",)}, code=REFUSED, message="21:9 is for pro", source="K", example={"model": "fast", "aspect_ratio": "21:9"}),
    OneOf("house.quality", "quality", values=("480p", "720p", "1080p"), operations=_HOUSE, code=REFUSED, source="K", example={"quality": "540p"}),
    OneOf("house.quality-fast", "quality", values=("720p", "1080p"), among=("480p", "720p", "1080p"), operations=_HOUSE, when={"model": ("fast",)}, code=REFUSED, message="480p is for pro", source="K", example={"model": "fast", "quality": "480p"}),
    # Music video.
    OneOf("music.agent", "mv_agent_type", values=("vibe_mv_v3_custom", "vibe_mv"), operations=("music_video",), severity="warning", message="no document names this agent", source="K", example={"mv_agent_type": "vibe_mv_v9"}),
    Required("music.agent-needed", "mv_agent_type", operations=("music_video",), code=MISSING, source="K", example={"mv_agent_type": ""}),
    Required("music.quality-needed", "quality", operations=("music_video",), code=MISSING, source="K", example={"quality": ""}),
    OneOf("music.ratio", "aspect_ratio", values=RATIOS, operations=("music_video",), code=REFUSED, source="K", example={"aspect_ratio": "21:9"}),
    Required("music.ratio-needed", "aspect_ratio", operations=("music_video",), code=MISSING, source="K", example={"aspect_ratio": ""}),
    in_words("music.style", "music_style", words=MUSIC_STYLES, operations=("music_video",), must=", ".join(MUSIC_STYLES), source="K", example={"music_style": "polka"}),
    in_words("music.mv-style", "mv_style", words=MV_STYLES, operations=("music_video",), must=", ".join(MV_STYLES), source="K", example={"mv_style": "baroque"}),
    CustomRule("music.custom", "mv_style", looks_at=(_IMAGES, "style_img_references"), operations=("music_video",), find=_custom_without_picture, repair=lambda _: {"mv_style": None}, must="Custom only with an image or a style image", code=REFUSED, source="K", example={"mv_style": "Custom"}),
    Length("music.images", _IMAGES, at_most=1, unit="items", operations=("music_video",), code=REFUSED, source="K", example={_IMAGES: [{"img_id": 1}] * 2}),
    Length("music.style-images", "style_img_references", at_most=1, unit="items", operations=("music_video",), code=REFUSED, source="K", example={"style_img_references": [{"img_id": 1}] * 2}),
    exactly_one("music.style-image", "style_img_references", parts=("img_id", "img_url"), fill=1, operations=("music_video",), code=REFUSED, source="K", example={"style_img_references": [_BOTH]}),
    Length("music.lyrics", "lyric_text", at_most=4999, operations=("music_video",), code=400080, message="fewer than 5,000", source="K", example={"lyric_text": "a" * 5000}),
    CustomRule("music.times", "lyric_timestamp", operations=("music_video",), find=_unordered, repair=lambda _: {"lyric_timestamp": None}, must="words in order of time, from 0 s, each ending after it starts", code=400080, source="K", example=_WORDS),
    CustomRule("music.words", "lyric_timestamp", operations=("music_video",), find=_too_many_words, repair=lambda _: {"lyric_timestamp": None}, must="at least one word, fewer than 5,000 characters", code=400080, source="K", example={"lyric_timestamp": {"words": []}}),
)
# fmt: on
