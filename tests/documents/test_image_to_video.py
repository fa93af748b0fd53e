"""Reference "Image to video" (生成图生视频), POST /openapi/v2/video/img/generate, of pixverseai.cn, the time of v6 and c1.

The order is the reference's: the call, then field by field what its text says, then its example.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import reelscore as rs
from reelscore import errors
from reelscore.pixverse import ImageToVideo
from tests.documents.judging import always, price, refused
from tests.pixverse.stage import PNG, Stage
from tests.rawserver import serving
from tests.rows import each

HOST = "pixverseai.cn"
MODELS = ("v3.5", "v4", "v4.5", "v5", "v5.5", "v5.6", "v6", "c1")
# "required: duration, model, prompt, quality, img_id, img_ids"; the text makes the last two exclude each other.
BODY: dict[str, Any] = {"duration": 5, "model": "v6", "prompt": "it runs", "quality": "720p", "img_id": 1}
EXAMPLE: dict[str, Any] = {
    "duration": 5,
    "img_id": 1,
    "model": "v6",
    "template_id": 0,
    "motion_mode": "normal",
    "prompt": "string",
    "quality": "720p",
    "seed": 0,
}
"""The example; what it comments out is left out."""
TEMPLATE = 302325299692608


def shot(**fields: Any) -> ImageToVideo:
    return ImageToVideo.build({**BODY, **fields})


def taking(field: str, value: Any, **fields: Any) -> set[str]:
    """Name the models that take a value."""
    return {model for model in MODELS if not refused(shot(model=model, **{**fields, field: value}), HOST)}


def of(*models: str) -> set[str]:
    return set(models)


EVERY = of(*MODELS)


# The call.


def test_a_call_carries_the_key_and_the_body_in_the_words_of_the_reference() -> None:
    with serving(always({"ErrCode": 0, "ErrMsg": "success", "Resp": {"video_id": 7}})) as server:
        with rs.PixVerse(HOST, api_key="YOUR_API_KEY", base_url=server.url, ledger=None) as client:
            assert client.submit(ImageToVideo(**EXAMPLE)).id == "7"
        head = b"".join(server.packets).partition(b"\r\n\r\n")[0].decode().lower().splitlines()

    assert head[0] == "post /openapi/v2/video/img/generate http/1.1"
    assert "api-key: your_api_key" in head
    assert "content-type: application/json" in head


def test_the_picture_is_uploaded_first_and_its_id_is_what_the_call_carries(stage: Stage) -> None:
    # "before the call the picture must be uploaded; the request is made with its img_id"
    with stage.client() as client:
        picture = client.upload_image(image=PNG)
        made = client.run(shot(model="v5", img_id=picture.id))

    assert made.url
    assert (
        stage.sandbox.requests(host=HOST, operation="image_to_video", role="submit")[-1]["body"]["img_id"] == picture.id
    )


def test_a_picture_of_yours_stands_where_its_id_belongs_and_is_uploaded_for_you(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "fox.png"
    path.write_bytes(PNG)
    before = len(stage.sandbox.requests())
    with stage.client() as client:
        client.submit(shot(model="v5", img_id=path))
    calls = stage.sandbox.requests()[before:]

    assert [call["operation"] for call in calls] == ["upload_image", "image_to_video"]
    assert isinstance(calls[-1]["body"]["img_id"], int)


@pytest.mark.parametrize("field", ["duration", "model", "prompt", "quality", "img_id"])
def test_a_required_field_that_is_missing_is_refused(field: str) -> None:
    assert field in refused(shot(**{field: None}), HOST)


@each("field, value", [
        # integer, string, boolean, array of integers
        ("duration", "five"), ("duration", 5.5), ("model", 6), ("prompt", 1), ("quality", 720), ("seed", "one"),
        ("template_id", "cat"), ("generate_audio_switch", "true"), ("generate_multi_clip_switch", 1),
        ("sound_effect_switch", "false"), ("lip_sync_tts_switch", "true"), ("img_ids", 5),
    ])  # fmt: skip
def test_a_value_of_another_type_is_refused(field: str, value: Any) -> None:
    assert field in refused(shot(**{field: value}), HOST)


# model: "v3.5", "v4", "v4.5", "v5", "v5.5", "v5.6", "v6", "c1"


@each("quality", ["360p", "540p", "720p", "1080p"])
@each("model", MODELS)
def test_each_model_makes_5_seconds_in_each_quality_and_has_a_price(model: str, quality: str) -> None:
    request = shot(model=model, quality=quality)

    assert refused(request, HOST) == set()
    assert request.quote(HOST).credits is not None


@each("quality", ["240p", "480p", "2160p", "4k", "720", "HD"])
def test_there_is_no_other_quality(quality: str) -> None:
    assert refused(shot(quality=quality), HOST) == {"quality"}


# duration

LENGTHS: dict[int, set[str]] = {
    **dict.fromkeys((5, 8), EVERY),
    # The page says "v5.5 / 5.6: 5 / 8 / 10"; "v6 / c1: any length of 1 to 15"
    10: of("v5.5", "v5.6", "v6", "c1"),
    **dict.fromkeys((1, 2, 3, 4, 6, 7, 9, 11, 12, 13, 14, 15), of("v6", "c1")),
    **dict.fromkeys((-5, 0, 16, 30), of()),
}


@each("seconds", sorted(LENGTHS))
def test_a_length_is_made_by_exactly_the_models_that_the_reference_names(seconds: int) -> None:
    assert taking("duration", seconds) == LENGTHS[seconds]


@pytest.mark.parametrize(
    ("seconds", "models"),
    [
        (5, EVERY),
        # "v3.5 at 1080p cannot use 8"
        (8, EVERY - {"v3.5"}),
        # The page says "v5.5 / 5.6: at 1080p 10 cannot be used"
        (10, of("v6", "c1")),
        (15, of("v6", "c1")),
    ],
)
def test_1080p_excludes_the_lengths_that_the_reference_names(seconds: int, models: set[str]) -> None:
    assert taking("duration", seconds, quality="1080p") == models


@pytest.mark.parametrize(("model", "seconds"), [("v3.5", 8), ("v5.5", 10), ("v5.6", 10)])
def test_what_1080p_excludes_is_made_at_720p(model: str, seconds: int) -> None:
    assert refused(shot(model=model, duration=seconds, quality="720p"), HOST) == set()


# The field motion_mode says "normal, fast; fast not for 8 s, not for models from v5 on"


def test_fast_is_for_models_before_v5() -> None:
    assert taking("motion_mode", "fast") == of("v3.5", "v4", "v4.5")


def test_fast_is_not_for_8_seconds() -> None:
    assert taking("motion_mode", "fast", duration=8) == set()
    assert taking("motion_mode", "normal", duration=8) == EVERY


def test_normal_is_taken_by_every_model_since_the_example_sends_it_with_v6() -> None:
    assert taking("motion_mode", "normal") == EVERY


def test_there_is_no_third_motion_mode() -> None:
    assert taking("motion_mode", "slow") == set()


# The field camera_movement says "v4 and v4.5"

CAMERA = [
    "horizontal_left", "horizontal_right", "vertical_up", "vertical_down", "zoom_in", "zoom_out", "crane_up",
    "quickly_zoom_in", "quickly_zoom_out", "smooth_zoom_in", "camera_rotation", "robo_arm", "super_dolly_out",
    "whip_pan", "hitchcock", "left_follow", "right_follow", "pan_left", "pan_right", "fix_bg",
]  # fmt: skip


@each("movement", CAMERA)
def test_a_camera_movement_of_the_list_is_taken_by_v4_and_v4_5(movement: str) -> None:
    assert taking("camera_movement", movement) == of("v4", "v4.5")


@pytest.mark.parametrize("movement", ["spin", "ZOOM_IN", "zoom in", "crane_down"])
def test_a_camera_movement_that_is_not_on_the_list_is_refused(movement: str) -> None:
    assert taking("camera_movement", movement) == set()


# The field prompt says "within 2048 characters"


@pytest.mark.parametrize("letter", ["a", "狐"], ids=["latin", "chinese"])
def test_a_prompt_has_2048_characters_at_most(letter: str) -> None:
    assert refused(shot(prompt=letter * 2048), HOST) == set()
    assert refused(shot(prompt=letter * 2049), HOST) == {"prompt"}


# The field seed says "0 - 2147483647"


@pytest.mark.parametrize("seed", [0, 1, 2147483647])
def test_a_seed_of_the_range_passes(seed: int) -> None:
    assert refused(shot(seed=seed), HOST) == set()
    assert shot(seed=seed).to_wire()["seed"] == seed


@pytest.mark.parametrize("seed", [-1, 2147483648])
def test_another_seed_is_refused(seed: int) -> None:
    assert refused(shot(seed=seed), HOST) == {"seed"}


# img_id and img_ids: "this field is for templates of several pictures"


def test_one_picture_is_img_id() -> None:
    assert refused(shot(img_id=1), HOST) == set()


def test_several_pictures_are_img_ids_of_a_template() -> None:
    request = shot(model="v5", img_id=None, img_ids=[1, 2], template_id=TEMPLATE)

    assert refused(request, HOST) == set()
    assert request.to_wire()["img_ids"] == [1, 2]
    assert "img_id" not in request.to_wire()


def test_several_pictures_without_a_template_are_refused() -> None:
    assert refused(shot(img_id=None, img_ids=[1, 2]), HOST) == {"img_ids"}


def test_img_id_beside_img_ids_is_refused_though_the_schema_lists_both_as_required() -> None:
    found = refused(shot(model="v5", img_id=1, img_ids=[1, 2], template_id=TEMPLATE), HOST)

    assert found
    assert found <= {"img_id", "img_ids"}


# The field style says "anime, 3d_animation, day, cyberpunk, comic"


@pytest.mark.parametrize("style", ["anime", "3d_animation", "day", "cyberpunk", "comic"])
def test_each_style_of_the_list_is_taken_by_every_model(style: str) -> None:
    assert taking("style", style) == EVERY


def test_a_style_that_is_not_on_the_list_is_refused() -> None:
    assert taking("style", "watercolor") == set()


# Switches by model.


@each(
    "field, value, models",
    [
        # "supports v5.5, v5.6, v6, c1"
        ("generate_audio_switch", True, of("v5.5", "v5.6", "v6", "c1")),
        # "supports v5.5, v6"
        ("generate_multi_clip_switch", True, of("v5.5", "v6")),
        # "supports v5.5, v5.6, v6": "enabled", "disabled", "auto or omitted"
        ("thinking_type", "enabled", of("v5.5", "v5.6", "v6")),
        ("thinking_type", "disabled", of("v5.5", "v5.6", "v6")),
        ("thinking_type", "auto", of("v5.5", "v5.6", "v6")),
        ("thinking_type", None, EVERY),
        ("thinking_type", "on", set()),
        # "v5 and below, or with a template_id"
        ("sound_effect_switch", True, of("v3.5", "v4", "v4.5", "v5")),
        ("sound_effect_content", "sea waves", of("v3.5", "v4", "v4.5", "v5")),
    ],
)
def test_a_field_is_taken_by_exactly_the_models_that_the_reference_names(
    field: str, value: Any, models: set[str]
) -> None:
    assert taking(field, value) == models


@pytest.mark.parametrize(("field", "value"), [("sound_effect_switch", True), ("sound_effect_content", "sea waves")])
def test_with_a_template_every_model_takes_a_sound_effect(field: str, value: Any) -> None:
    assert taking(field, value, template_id=TEMPLATE) == EVERY


@pytest.mark.parametrize("model", ["v5.5", "v5.6", "v6", "c1"])
def test_sound_of_the_model_is_in_the_price(model: str) -> None:
    silent, sounding = (price(shot(model=model, generate_audio_switch=on), HOST) for on in (False, True))

    assert sounding > silent


@pytest.mark.parametrize("on", [True, False])
def test_a_switch_is_sent_as_it_was_set(on: bool) -> None:  # noqa: FBT001
    request = shot(model="v5.5", generate_audio_switch=on, generate_multi_clip_switch=on)

    assert (request.to_wire()["generate_audio_switch"], request.to_wire()["generate_multi_clip_switch"]) == (on, on)


# Speech: "about 140 characters (UTF-8)", "id from the voices"


def test_speech_of_140_characters_passes_without_a_word() -> None:
    request = shot(
        model="v5", lip_sync_tts_switch=True, lip_sync_tts_content="你" * 140, lip_sync_tts_speaker_id="speaker-7"
    )

    assert request.violations(HOST) == ()


def test_speech_of_more_than_140_characters_is_warned_of() -> None:
    found = shot(model="v5", lip_sync_tts_switch=True, lip_sync_tts_content="a" * 141).violations(HOST)

    assert {(each.field, each.severity) for each in found} == {("lip_sync_tts_content", "warning")}


def test_a_voice_of_the_list_speaks(stage: Stage) -> None:
    with stage.client() as client:
        voice = client.tts_speakers().items[0]
        made = client.run(
            shot(
                model="v5",
                img_id=stage.image,
                lip_sync_tts_switch=True,
                lip_sync_tts_content="Hello, this is a fox.",
                lip_sync_tts_speaker_id=voice.id,
            )
        )

    assert made.url


# The example.


def test_the_example_of_the_reference_passes_and_is_sent_as_it_stands() -> None:
    request = ImageToVideo.from_wire(EXAMPLE)

    assert request.violations(HOST) == ()
    assert request.to_wire() == EXAMPLE
    assert request.quote(HOST).credits is not None


def test_template_0_of_the_example_means_none() -> None:
    # Sound effects are for a template or older models: v6 with template 0 has none.
    assert refused(shot(template_id=0, sound_effect_switch=True), HOST) == {"sound_effect_switch"}
    assert refused(shot(template_id=0, prompt=None), HOST) == {"prompt"}


@pytest.mark.parametrize("model", MODELS)
def test_the_vendor_takes_the_same_call_for_each_model_at_the_quoted_price(stage: Stage, model: str) -> None:
    request = shot(model=model, img_id=stage.image)
    with stage.client() as client:
        before = stage.sandbox.balance(HOST, "sandbox-scale")
        client.run(request)

    assert before - stage.sandbox.balance(HOST, "sandbox-scale") == price(request, HOST)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"model": "v3.5", "quality": "1080p", "duration": 8}, id="v3.5-1080p-8"),
        pytest.param({"model": "v5.5", "quality": "1080p", "duration": 10}, id="v5.5-1080p-10"),
        pytest.param({"model": "v5.6", "quality": "1080p", "duration": 10}, id="v5.6-1080p-10"),
        pytest.param({"model": "v6", "duration": 16}, id="v6-16"),
        pytest.param({"model": "v6", "camera_movement": "zoom_in"}, id="camera-v6"),
        pytest.param({"model": "c1", "generate_multi_clip_switch": True}, id="multi-clip-c1"),
        pytest.param({"model": "v5", "generate_audio_switch": True}, id="audio-v5"),
        pytest.param({"model": "c1", "thinking_type": "enabled"}, id="thinking-c1"),
        pytest.param({"model": "v5", "motion_mode": "fast"}, id="fast-v5"),
        pytest.param({"prompt": "a" * 2049}, id="long-prompt"),
    ],
)
def test_what_the_client_refuses_the_simulated_vendor_refuses_too(stage: Stage, fields: dict[str, Any]) -> None:
    request = shot(**{"img_id": stage.image, **fields})
    with stage.client() as client, pytest.raises(errors.InvalidRequest):
        client.submit(request)
    with stage.client(validate="off") as client, pytest.raises(errors.RejectedRequest) as caught:
        client.submit(request)

    assert caught.value.charged is False
