"""Rows on the agents: recreation, real estate, music video; seen in one client of September 2026."""

from __future__ import annotations

from reelscore.pixverse.rules.parts import exactly_one, in_words
from reelscore.pixverse.rules.words import (
    AGENT_RATIOS,
    MISSING,
    MUSIC_STYLES,
    MV_STYLES,
    RATIOS,
    REAL_ESTATE_AGENT,
    RECREATE_AGENT,
    REFUSED,
)
from reelscore.rules.kinds import (
    ABSENT,
    GIVEN,
    CustomRule,
    Forbidden,
    Found,
    Length,
    NotIn,
    OneOf,
    Required,
    Rule,
    Values,
    is_missing,
    shared,
)

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


_LYRICS = 5000
"""Characters that lyrics stay below."""


def _too_many_words(values: Values) -> Found:
    words = getattr(values.get("lyric_timestamp"), "words", None)
    if words is not None and (not words or sum(len(getattr(word, "word", "")) for word in words) >= _LYRICS):
        yield "lyric_timestamp.words", len(words)


_WORDS = {"lyric_timestamp": {"words": [{"start": 2.0, "end": 1.0, "word": "It"}]}}

AGENTS: tuple[Rule, ...] = (
    # Recreation.
    OneOf("recreate.agent", "agent_id", enum=(RECREATE_AGENT,), operations=("recreate",), code=REFUSED, source="K",
        example={"agent_id": "1"}),
    Required("agents.agent", "agent_id", operations=("recreate", "real_estate"), code=MISSING, source="K",
        example={"agent_id": ""}),
    exactly_one("agents.image", _IMAGES, parts=("img_id", "img_url"), operations=("recreate", "music_video"),
        code=REFUSED, source="K", example={_IMAGES: [_BOTH]}),
    exactly_one("agents.house-image", _IMAGES, parts=("img_id", "img_url"), operations=_HOUSE, code=REFUSED, source="K",
        example={_IMAGES: [_BOTH] * 5}),
    # Real estate: the address of a page alone, or words and pictures.
    *shared(operations=_HOUSE, code=REFUSED, source="K")(
        OneOf("house.agent", "agent_id", enum=(REAL_ESTATE_AGENT,), example={"agent_id": "1"}),
        Required("house.prompt-needed", "prompt", when={"product_url": ABSENT}, code=MISSING,
            message="or product_url alone", example={"prompt": None}),
        Required("house.images-needed", _IMAGES, when={"product_url": ABSENT}, code=MISSING,
            message="or product_url alone", example={_IMAGES: None}),
        Forbidden("house.prompt-alone", "prompt", when={"product_url": GIVEN}, message="product_url stands alone",
            example={"product_url": "https://example.com/home", _IMAGES: None}),
        Forbidden("house.images-alone", _IMAGES, when={"product_url": GIVEN}, message="product_url stands alone",
            example={"product_url": "https://example.com/home", "prompt": None}),
        Length("house.images-fast", _IMAGES, min_length=5, max_length=20, unit="items", when={"model": ("fast",)},
            example={"model": "fast", _IMAGES: [{"img_id": 1}] * 21}),
        Length("house.images-pro", _IMAGES, min_length=5, max_length=60, unit="items",
            example={_IMAGES: [{"img_id": 1}] * 4}),
        Forbidden("house.mode-fast", "mode", when={"model": ("fast",)}, message="modes are for pro",
            example={"model": "fast", "mode": "property_tour"}),
        Forbidden("house.language-ad", "language_code", when={"mode": ("ad_house_tour",)},
            message="ad_house_tour has no language", example={"mode": "ad_house_tour", "language_code": "auto"}),
        Forbidden("house.duration-ad", "duration", when={"mode": _TOUR}, message="it is for ad_house_tour",
            example={"duration": 15}),
        Forbidden("house.style-ad", "video_style", when={"mode": _TOUR}, message="it is for ad_house_tour",
            example={"video_style": "cozy"}),
        OneOf("house.ratio-fast", "aspect_ratio", enum=RATIOS, within=AGENT_RATIOS, when={"model": ("fast",)},
            message="21:9 is for pro", example={"model": "fast", "aspect_ratio": "21:9"}),
        OneOf("house.quality-fast", "quality", enum=("720p", "1080p"), within=("480p", "720p", "1080p"),
            when={"model": ("fast",)}, message="480p is for pro", example={"model": "fast", "quality": "480p"}),
    ),
    # Music video.
    *shared(operations=("music_video",), source="K")(
        OneOf("music.agent", "mv_agent_type", enum=("vibe_mv_v3_custom", "vibe_mv"), severity="warning",
            message="no document names this agent", example={"mv_agent_type": "vibe_mv_v9"}),
        in_words("music.style", "music_style", words=MUSIC_STYLES, requirement=", ".join(MUSIC_STYLES),
            example={"music_style": "polka"}),
        in_words("music.mv-style", "mv_style", words=MV_STYLES, requirement=", ".join(MV_STYLES),
            example={"mv_style": "baroque"}),
        CustomRule("music.custom", "mv_style", also_reads=(_IMAGES, "style_img_references"),
            find=_custom_without_picture, repair=lambda _: {"mv_style": None},
            requirement="Custom only with an image or a style image", code=REFUSED, example={"mv_style": "Custom"}),
        exactly_one("music.style-image", "style_img_references", parts=("img_id", "img_url"), code=REFUSED,
            example={"style_img_references": [_BOTH]}),
        CustomRule("music.times", "lyric_timestamp", find=_unordered,
            requirement="words in order of time, from 0 s, each ending after it starts", code=400080, example=_WORDS),
        CustomRule("music.words", "lyric_timestamp", find=_too_many_words,
            requirement="at least one word, fewer than 5,000 characters", code=400080,
            example={"lyric_timestamp": {"words": []}}),
    ),
)  # fmt: skip
