"""Bodies that are nearly right, with nested objects of any value: judged and repaired without a crash."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelscore.pixverse.requests import REQUESTS
from reelscore.requests.request import Request
from reelscore.rules.schema import fields_of
from tests.drawn import drawn
from tests.families import family

WORDS = st.sampled_from(
    [
        *("v3.5", "v4", "v4.5", "v5", "v5.5", "v5.6", "v6", "c1", "v9", "360p", "720p", "1080p", "480p", "fast"),
        *("normal", "zoom_in", "omni", "16:9", "21:9", "2:3", "", "a" * 2100, "a" * 5100, "@fox runs", "Custom"),
        *("@dog @img3 @selection2", "ad_house_tour", "pro", "auto", "2026-09-01 00:00:00", "2020-01-01 00:00:00"),
        *("\ud800", "5", "true", "subject", "https://example.com/a.png"),
    ]
)
NUMBERS = st.sampled_from(
    [0, 1, -1, 2, 5, 7, 8, 10, 15, 16, 20, 30, 31, 100, 361, 2**31, 2**63, 5.5, float("nan"), float("inf"), True, None]
)
NAMES = st.sampled_from(
    [
        *("img_id", "img_url", "duration", "prompt", "type", "ref_name", "video_id", "video_url", "words", "start"),
        *("end", "word", "else"),
    ]
)
SCALARS = WORDS | NUMBERS
OBJECTS = st.dictionaries(
    NAMES, SCALARS | st.lists(st.dictionaries(NAMES, SCALARS, max_size=3), max_size=2), max_size=6
)
VALUES = SCALARS | OBJECTS | st.lists(OBJECTS | SCALARS, max_size=9)
STRAYS = ("aspect_ratio", "generate_multi_clip_switch", "camera_movement", "lip_sync_switch", "source_media_id")


@st.composite
def bodies(draw: st.DrawFn, cls: type[Request[Any]]) -> dict[str, Any]:
    names = st.sampled_from([*(field.wire for field in fields_of(cls)), *STRAYS])
    start = cls.build(cls.sample).to_wire() if draw(st.booleans()) else {}
    return {**start, **draw(st.dictionaries(names, VALUES, max_size=5))}


@pytest.mark.parametrize("cls", [pytest.param(cls, id=cls.operation) for cls in REQUESTS])
@pytest.mark.parametrize("host", ["pixverse.ai", "pixverseai.cn"])
@given(data=st.data())
@drawn(30)
def test_what_a_repair_of_a_nearly_right_body_leaves_broken_has_no_suggestion(
    cls: type[Request[Any]], host: str, data: st.DataObject
) -> None:
    body = data.draw(bodies(cls))
    read, made = family(host).request(cls.operation, body), cls.build(body)
    found = [violation for request in (read, made) for violation in request.repaired(host).violations(host)]
    left = [violation for violation in found if violation.severity == "error"]

    assert [each.rule for each in left if each.remove or each.suggestion is not None] == []
    assert read.quote(host).credits is None or read.quote(host).basis != "unknown"


def test_a_nan_inside_an_object_is_no_suggestion_of_itself() -> None:
    body = {"audio_media_id": 1, "lyric_timestamp": {"img_id": "v3.5", "words": float("nan")}}
    repaired = family("pixverse.ai").request("music_video", body).repaired("pixverse.ai")

    assert {each.suggestion for each in repaired.violations("pixverse.ai") if "words" in each.field} == {None}
