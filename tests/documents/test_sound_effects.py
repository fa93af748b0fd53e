"""Guide to sound effects and background music (音效生成) of pixverseai.cn, as changed on 2025-08-06.

The order is the guide's: what is needed first, the switch of a video request, the call on a finished video, the price.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import reelscore as rs
from reelscore import errors
from reelscore.pixverse import (
    Extend,
    Fusion,
    ImageToVideo,
    LipSync,
    SoundEffect,
    TextToVideo,
    Transition,
    TtsSpeakers,
    UploadImage,
    UploadMedia,
)
from reelscore.sandbox.media import mp3, video
from tests.documents.judging import always, price, refused
from tests.families import family
from tests.pixverse.stage import MP4, Stage
from tests.rawserver import serving
from tests.rows import each

HOST = "pixverseai.cn"
PATH = "/openapi/v2/video/sound_effect/generate"
SEA = "sea waves"
TEMPLATE = 308621408717184
# The guide says "only the video's points are taken (such as 45 credits, 5 s / 360p / v4.5)"
FIVE_SECONDS: dict[str, Any] = {"prompt": "a beach", "model": "v4.5", "duration": 5, "quality": "360p"}


class Case(NamedTuple):
    """One row of the table of cases."""

    with_template: bool
    switch: bool
    content: str | None
    """None where the row says: not given."""
    credits: int

    def fields(self) -> dict[str, Any]:
        template = {"template_id": TEMPLATE} if self.with_template else {}
        content = {} if self.content is None else {"sound_effect_content": self.content}
        return {**FIVE_SECONDS, **template, "sound_effect_switch": self.switch, **content}


CASES = (
    # With a template: its own music, else a sound from the picture, whatever the content; only the video is charged.
    Case(True, True, None, 45),
    Case(True, True, "", 45),
    Case(True, True, SEA, 45),
    # The guide says "false, any value: no background music; as above"
    Case(True, False, SEA, 45),
    # Without one: "video 45 + sound effect 10 = 55 credits"
    Case(False, True, None, 55),
    Case(False, True, "", 55),
    Case(False, True, SEA, 55),
    Case(False, False, SEA, 45),
)
# "can be given with text to video, image to video and first and last frame"
SWITCHED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "text_to_video": lambda fields: TextToVideo.build({**fields, "aspect_ratio": "16:9"}),
    "image_to_video": lambda fields: ImageToVideo.build({**fields, "img_id": 1}),
    "transition": lambda fields: Transition.build({**fields, "first_frame_img": 1, "last_frame_img": 2}),
}


EVERY_CASE = [
    pytest.param(make, case, id=f"{operation}-case-{number}")
    for operation, make in SWITCHED.items()
    for number, case in enumerate(CASES, 1)
]


# Navigation of the pages.


@each("operation", [
        "balance", "upload_image", "text_to_video", "image_to_video", "transition", "upload_media", "lip_sync",
        "tts_speakers", "extend", "sound_effect", "fusion",
    ])  # fmt: skip
def test_each_interface_of_the_navigation_is_a_method_of_the_client(operation: str) -> None:
    with rs.PixVerse(HOST, api_key="k", ledger=None) as client:
        assert callable(getattr(client, operation))


@each("request_class, call", [
        (UploadImage, "POST /image/upload"), (TextToVideo, "POST /video/text/generate"),
        (ImageToVideo, "POST /video/img/generate"), (Transition, "POST /video/transition/generate"),
        (UploadMedia, "POST /media/upload"), (LipSync, "POST /video/lip_sync/generate"),
        (TtsSpeakers, "GET /video/lip_sync/tts_list"), (Extend, "POST /video/extend/generate"),
        (SoundEffect, "POST /video/sound_effect/generate"), (Fusion, "POST /video/fusion/generate"),
    ])  # fmt: skip
def test_each_interface_of_the_navigation_is_called_by_the_verb_that_stands_beside_it(
    request_class: Any, call: str
) -> None:
    verb, _, path = call.partition(" ")
    found = family(HOST).operations[request_class.operation]

    assert (found.method, found.path) == (verb, f"/openapi/v2{path}")


# Before you start.


def test_the_address_is_the_one_of_the_guide() -> None:
    # The guide says "interface address: POST https://app-api.pixverseai.cn/openapi/v2/video/sound_effect/generate"
    path = family(HOST).operations[SoundEffect.operation].path

    assert rs.hosts[HOST].base_url + path == f"https://app-api.pixverseai.cn{PATH}"


def test_a_call_carries_the_key_and_a_trace_id_and_goes_to_the_path_of_the_guide() -> None:
    # "a valid API key"; "a unique Ai-trace-id of each API request"
    accepted = {"ErrCode": 0, "ErrMsg": "success", "Resp": {"video_id": 7}}
    with serving(always(accepted)) as server:
        with rs.PixVerse(HOST, api_key="the-key", base_url=server.url, ledger=None) as client:
            assert client.sound_effect(source_video_id=1).id == "7"
        head, _, body = server.packets[0].partition(b"\r\n\r\n")
    lines = head.decode().lower().splitlines()

    assert lines[0] == f"post {PATH} http/1.1"
    assert "api-key: the-key" in lines
    assert [line for line in lines if line.startswith("ai-trace-id: ") and len(line) > len("ai-trace-id: ")]
    assert b'"source_video_id"' in b"".join([body, *server.packets[1:]])


def test_each_call_has_a_trace_id_of_its_own(stage: Stage) -> None:
    before = len(stage.sandbox.requests())
    with stage.client() as client:
        for _ in range(3):
            client.sound_effect(source_video_id=stage.video)
            client.balance()
    traces = [request["trace_id"] for request in stage.sandbox.requests()[before:]]

    assert len(set(traces)) == len(traces) >= 6
    assert all(traces)


@pytest.mark.parametrize(
    ("key", "error"),
    [
        # "a valid API key"
        ("not-a-key", errors.AuthenticationError),
        # "an active plan"
        ("sandbox-noplan", errors.ApiError),
        # "enough credits"
        ("sandbox-poor", errors.InsufficientCredits),
    ],
)
def test_without_key_plan_or_credits_nothing_is_charged(stage: Stage, key: str, error: type[errors.ApiError]) -> None:
    shot = TextToVideo(**FIVE_SECONDS, aspect_ratio="16:9", sound_effect_switch=True)
    with stage.client(api_key=key) as client, pytest.raises(error) as caught:
        client.submit(shot)

    assert caught.value.charged is False


def uploads(stage: Stage) -> int:
    return len(stage.sandbox.requests(host=HOST, operation="upload_media"))


@pytest.mark.parametrize(
    "film",
    [
        # The guide says "supported formats (mp4, mov)"
        pytest.param(MP4, id="mp4"),
        pytest.param(MP4.replace(b"ftypisom", b"ftypqt  ", 1), id="mov"),
        # The guide says "largest resolution: 1920"
        pytest.param(video(5, width=1920, height=1080, sound=True), id="1920-wide"),
        pytest.param(video(5, width=1080, height=1920, sound=True), id="1920-high"),
        # The guide says "longest duration: 30 seconds"
        pytest.param(video(30, width=320, height=180, sound=True), id="30-seconds"),
    ],
)
def test_a_film_of_yours_within_the_limits_is_uploaded_and_gets_its_sound(stage: Stage, film: bytes) -> None:
    with stage.client() as client:
        made = client.run(SoundEffect(video_media_id=film, sound_effect_content=SEA))

    assert made.url
    sent = stage.sandbox.requests(host=HOST, operation="sound_effect", role="submit")[-1]["body"]
    assert sent.keys() == {"video_media_id", "sound_effect_content"}


@pytest.mark.parametrize(
    "film",
    [
        pytest.param(video(5, width=1922, height=1080, sound=True), id="wider-than-1920"),
        pytest.param(video(5, width=1080, height=1922, sound=True), id="higher-than-1920"),
        pytest.param(video(31, width=320, height=180, sound=True), id="longer-than-30-seconds"),
        pytest.param(mp3(5), id="a-sound"),
    ],
)
def test_another_film_is_refused_before_a_byte_leaves(stage: Stage, film: bytes) -> None:
    before = uploads(stage)
    with stage.client() as client, pytest.raises(errors.InvalidRequest) as caught:
        client.sound_effect(video_media_id=film)

    assert {violation.field for violation in caught.value.violations} == {"video_media_id"}
    assert uploads(stage) == before


def film_of(size: int, folder: Path) -> Path:
    """Make a film of so many bytes; what is behind its end takes no room on the disk."""
    path = folder / "fox.mp4"
    path.write_bytes(MP4)
    with path.open("r+b") as file:
        file.truncate(size)
    return path


def test_a_film_of_50_million_bytes_is_taken(stage: Stage, tmp_path: Path) -> None:
    # "largest file: 50 MB"; whether these are 1,000 or 1,024 twice is not said.
    before = uploads(stage)
    with stage.client() as client:
        client.sound_effect(video_media_id=film_of(50_000_000, tmp_path))

    assert uploads(stage) == before + 1


def test_a_film_above_50_megabytes_is_refused_before_a_byte_leaves(stage: Stage, tmp_path: Path) -> None:
    before = uploads(stage)
    with stage.client() as client, pytest.raises(errors.InvalidRequest) as caught:
        client.sound_effect(video_media_id=film_of(50 * 1024 * 1024 + 1, tmp_path))

    assert {violation.field for violation in caught.value.violations} == {"video_media_id"}
    assert uploads(stage) == before


# 1. As parameters of a video request.


@each("make, case", EVERY_CASE)
def test_each_case_of_the_table_is_accepted_as_it_stands(make: Callable[[dict[str, Any]], Any], case: Case) -> None:
    assert refused(make(case.fields()), HOST) == set()


@each("make, case", EVERY_CASE)
def test_each_case_of_the_table_costs_what_it_says(make: Callable[[dict[str, Any]], Any], case: Case) -> None:
    quote = make(case.fields()).quote(HOST)

    assert (quote.credits, quote.basis) == (Decimal(case.credits), "exact")


@each("make, case", EVERY_CASE)
def test_each_case_of_the_table_is_sent_in_its_words(make: Callable[[dict[str, Any]], Any], case: Case) -> None:
    body = make(case.fields()).to_wire()

    assert body["sound_effect_switch"] is case.switch
    # "" and "not given" mean the same.
    assert (body.get("sound_effect_content") or None) == (case.content or None)
    assert body.get("template_id") == (TEMPLATE if case.with_template else None)


@pytest.mark.parametrize("case", CASES)
def test_the_account_pays_for_a_case_what_was_quoted(stage: Stage, case: Case) -> None:
    request = ImageToVideo(**case.fields(), img_id=stage.image)
    with stage.client() as client:
        before = stage.sandbox.balance(HOST, "sandbox-scale")
        client.run(request)

    assert before - stage.sandbox.balance(HOST, "sandbox-scale") == case.credits == price(request, HOST)


@pytest.mark.parametrize("make", list(SWITCHED.values()), ids=SWITCHED)
def test_without_the_fields_there_is_no_sound_and_no_price_for_it(make: Callable[[dict[str, Any]], Any]) -> None:
    # Both fields: "needed: no"
    request = make(FIVE_SECONDS)

    assert refused(request, HOST) == set()
    assert request.quote(HOST).credits == 45
    assert not {"sound_effect_switch", "sound_effect_content"} & request.to_wire().keys()


@each("make", list(SWITCHED.values()))
@each("value", ["true", "false", 1, 0])
def test_the_switch_must_be_true_or_false(make: Callable[[dict[str, Any]], Any], value: Any) -> None:
    # The guide says "must be a boolean (true or false)"
    assert refused(make({**FIVE_SECONDS, "sound_effect_switch": value}), HOST) == {"sound_effect_switch"}


@pytest.mark.parametrize("content", ["海浪", "a" * 3000, "🌊 «sea»\n\n\twaves", " "])
def test_the_content_is_any_text(content: str) -> None:
    # "any string, or nothing"
    request = ImageToVideo(**FIVE_SECONDS, img_id=1, sound_effect_switch=True, sound_effect_content=content)

    assert refused(request, HOST) == set()
    assert request.to_wire()["sound_effect_content"] == content


# 2. The interface.


def test_the_body_has_the_names_of_the_guide() -> None:
    made = SoundEffect(source_video_id=1, original_sound_switch=True, sound_effect_content=SEA)
    uploaded = SoundEffect(video_media_id=2)

    assert made.to_wire() == {"source_video_id": 1, "original_sound_switch": True, "sound_effect_content": SEA}
    # "model: need not be given now, reserved"; original sound is "false by default"; without content sound is random.
    assert uploaded.to_wire() == {"video_media_id": 2}


@pytest.mark.parametrize("given", [{"source_video_id": 1}, {"video_media_id": 2}])
def test_either_id_is_enough(given: dict[str, int]) -> None:
    assert refused(SoundEffect.build(given), HOST) == set()


@pytest.mark.parametrize("given", [{}, {"source_video_id": 1, "video_media_id": 2}], ids=["neither", "both"])
def test_exactly_one_of_the_two_ids_is_given(given: dict[str, int]) -> None:
    # "one of source_video_id and video_media_id must be given"
    found = refused(SoundEffect.build(given), HOST)

    assert found
    assert found <= {"source_video_id", "video_media_id"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        # int, boolean, string
        ("source_video_id", "first"), ("source_video_id", 1.5), ("original_sound_switch", "true"),
        ("sound_effect_content", 5),
    ],
)  # fmt: skip
def test_a_field_of_another_type_is_refused(field: str, value: Any) -> None:
    assert field in refused(SoundEffect.build({"source_video_id": 1, field: value}), HOST)


def test_a_video_that_this_api_made_gets_its_sound(stage: Stage) -> None:
    with stage.client() as client:
        made = client.run(SoundEffect(source_video_id=stage.video, original_sound_switch=True))

    assert made.id != stage.video
    assert made.url


def test_a_film_that_was_uploaded_gets_its_sound(stage: Stage) -> None:
    # "an id of a video that was uploaded through media/upload"
    with stage.client() as client:
        media = client.upload_media(file=MP4)

        assert client.run(SoundEffect(video_media_id=media.id)).url


def test_a_video_of_nobody_is_refused_and_costs_nothing(stage: Stage) -> None:
    with stage.client() as client:
        before = client.balance().total
        with pytest.raises(errors.ApiError):
            client.sound_effect(source_video_id=1)

        assert client.balance().total == before


# Points.

PRICES = [
    # The guide says "5 s: 10 credits, 8 s: 20 credits, 10 s: 20 credits"
    (5, 10), (8, 20), (10, 20),
    # "10 credits more for every 5 seconds"
    (1, 10), (4.9, 10), (5.1, 20), (15, 30), (30, 60),
]  # fmt: skip


@each("seconds, credits", PRICES)
def test_each_started_5_seconds_cost_10_credits(seconds: float, credits: int) -> None:
    quote = SoundEffect(source_video_id=1, source_seconds=seconds).quote(HOST)

    assert (quote.credits, quote.basis) == (Decimal(credits), "exact")


def test_a_video_of_unknown_length_has_no_price_but_its_bounds() -> None:
    # An upload has 30 s at most.
    quote = SoundEffect(video_media_id=1).quote(HOST)

    assert quote.credits is None
    assert (quote.low, quote.high) == (Decimal(10), Decimal(60))


@pytest.mark.parametrize("make", list(SWITCHED.values()), ids=SWITCHED)
def test_8_seconds_of_sound_in_a_video_request_cost_20(make: Callable[[dict[str, Any]], Any]) -> None:
    silent, sounding = (
        price(make({**FIVE_SECONDS, "duration": 8, "sound_effect_switch": switch}), HOST) for switch in (False, True)
    )

    assert sounding - silent == 20


@pytest.mark.parametrize(("seconds", "credits"), [(5, 10), (8, 20), (10, 20)])
def test_the_account_pays_by_the_length_of_the_video(stage: Stage, seconds: int, credits: int) -> None:
    film = video(seconds, width=320, height=180, sound=False)
    with stage.client() as client:
        before = stage.sandbox.balance(HOST, "sandbox-scale")
        client.run(SoundEffect(video_media_id=film))

    assert before - stage.sandbox.balance(HOST, "sandbox-scale") == credits
