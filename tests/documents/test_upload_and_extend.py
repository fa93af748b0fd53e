"""Page "Upload and extend audio" (上传并扩展音乐, Chinese) of sunoapi.org, 2025; kie.ai sells the same call.

The order is the page's: what each mode needs, lengths, model, source, optional fields, key and body, codes, the task.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest

import reelscore as rs
from reelscore import errors
from reelscore.sandbox import Sandbox
from reelscore.sandbox import running as sandbox_running
from reelscore.suno import Song, UploadExtend
from reelscore.vendors.family import Accepted
from reelscore.webhooks import asgi, running
from tests.documents.judging import always, doubted, meaning, refused
from tests.rawserver import serving
from tests.rows import each
from tests.suno.live import sound

HOST = "sunoapi.org"
HOSTS = [HOST, "kie.ai"]
MODELS = ("V3_5", "V4", "V4_5", "V4_5PLUS", "V5")
BODY: dict[str, Any] = {
    "upload_url": "https://api.example.com/upload",
    "default_param_flag": True,
    "model": "V5",
    "instrumental": False,
    "prompt": "用更多舒缓的音符延长音乐",
    "style": "古典",
    "title": "宁静钢琴延长版",
    "continue_at": 60,
    "negative_tags": "舒缓钢琴",
    "vocal_gender": "m",
    "style_weight": 0.65,
    "weirdness_constraint": 0.65,
    "audio_weight": 0.65,
}
"""Every field with its example; the model is one of the five."""
ALONE: dict[str, Any] = {"upload_url": BODY["upload_url"], "model": "V5", "default_param_flag": False, "prompt": "more"}


def extending(**fields: Any) -> UploadExtend:
    return UploadExtend.build({**BODY, **fields})


def client_of(sandbox: Sandbox, host: str = HOST) -> rs.Suno:
    return rs.Suno(host, sandbox=sandbox)


# Required sets by mode.

NEEDED = {
    # The page says "custom parameters, instrumental true: style, title and uploadUrl".
    # The field continueAt says "needed when defaultParamFlag is true".
    (True, True): {"upload_url", "model", "style", "title", "continue_at"},
    # The page says "custom parameters, instrumental false: style, prompt, title and uploadUrl"
    (True, False): {"upload_url", "model", "style", "title", "continue_at", "prompt"},
    # "default parameters: whatever instrumental is"; the field says "only uploadUrl", model is "needed by all requests"
    (False, True): {"upload_url", "model"},
    (False, False): {"upload_url", "model"},
}
TEXTS = ("upload_url", "model", "prompt", "style", "title")
EMPTY = [*((field, empty) for field in TEXTS for empty in (None, "")), ("continue_at", None)]


@each("host", HOSTS)
@each("mode", list(NEEDED))
@each("field, empty", EMPTY)
def test_a_field_is_needed_by_exactly_the_modes_that_the_page_names(
    host: str, mode: tuple[bool, bool], field: str, empty: str | None
) -> None:
    flag, instrumental = mode
    request = extending(default_param_flag=flag, instrumental=instrumental, **{field: empty})

    assert refused(request, host) == ({field} & NEEDED[mode])


@pytest.mark.parametrize("mode", list(NEEDED))
def test_the_required_set_of_a_mode_is_enough(mode: tuple[bool, bool]) -> None:
    flag, instrumental = mode
    given = {name: BODY[name] for name in NEEDED[mode]}
    request = UploadExtend.build({**given, "default_param_flag": flag, "instrumental": instrumental})

    assert refused(request, HOST) == set()
    assert request.to_wire()["defaultParamFlag"] is flag


@pytest.mark.parametrize("instrumental", [True, False])
def test_without_own_parameters_a_missing_prompt_is_doubted_since_the_page_says_both(
    instrumental: bool,  # noqa: FBT001
) -> None:
    # The guide: "only uploadUrl and prompt are needed"; the field defaultParamFlag: "only uploadUrl is needed".
    without = extending(default_param_flag=False, instrumental=instrumental, prompt=None)

    assert (refused(without, HOST), "prompt" in doubted(without, HOST)) == (set(), True)
    assert "prompt" not in doubted(attrs.evolve(without, prompt="more"), HOST)


@pytest.mark.parametrize("field", ["style", "title"])
def test_own_words_beside_default_parameters_are_doubted_since_those_of_the_source_are_used(field: str) -> None:
    # "other parameters are those of the original audio"
    assert field in doubted(UploadExtend.build({**ALONE, field: "Jazz"}), HOST)


# Lengths by model, in characters.

LIMITS = {
    "prompt": {"V3_5": 3000, "V4": 3000, "V4_5": 5000, "V4_5PLUS": 5000, "V5": 5000},
    "style": {"V3_5": 200, "V4": 200, "V4_5": 1000, "V4_5PLUS": 1000, "V5": 1000},
    "title": {"V3_5": 80, "V4": 80, "V4_5": 100, "V4_5PLUS": 100, "V5": 100},
}
CELLS = [(field, model) for field in LIMITS for model in MODELS]


@each("letter", ["a", "曲"])
@each("field, model", CELLS)
def test_a_text_of_the_last_allowed_length_passes(field: str, model: str, letter: str) -> None:
    assert refused(extending(model=model, **{field: letter * LIMITS[field][model]}), HOST) == set()


@each("letter", ["a", "曲"])
@each("field, model", CELLS)
def test_a_text_of_one_character_more_is_refused(field: str, model: str, letter: str) -> None:
    assert refused(extending(model=model, **{field: letter * (LIMITS[field][model] + 1)}), HOST) == {field}


@each("field, model", [cell for cell in CELLS if cell[1] != "V3_5"])
def test_the_twin_at_kie_has_the_same_limits(field: str, model: str) -> None:
    last = LIMITS[field][model]

    assert refused(extending(model=model, **{field: "a" * last}), "kie.ai") == set()
    assert refused(extending(model=model, **{field: "a" * (last + 1)}), "kie.ai") == {field}


def test_a_text_that_is_too_long_is_refused_by_the_vendor_as_by_the_client(sandbox: Sandbox) -> None:
    request = extending(model="V4", style="a" * 201)
    with client_of(sandbox) as client, pytest.raises(errors.InvalidRequest):
        client.submit(request)
    with client_of(sandbox).with_options(validate="off") as client, pytest.raises(errors.RejectedRequest) as caught:
        client.submit(request)

    assert caught.value.code == 413


# The model.


@pytest.mark.parametrize("model", MODELS)
def test_each_model_of_the_page_is_offered(model: str) -> None:
    request = extending(model=model)

    assert refused(request, HOST) | doubted(request, HOST) == set()


def test_the_model_must_be_that_of_the_source() -> None:
    # "the model version must be the same as the source music's"
    assert refused(extending(model="V5", source_model="V4"), HOST) == {"model"}
    assert refused(extending(model="V4", source_model="V4"), HOST) == set()


# continueAt: "above 0 and below the length of the uploaded audio".


@each("second", [0, -1, -0.01, 90, 90.5, 1000])
def test_a_second_outside_of_the_source_is_refused(second: float) -> None:
    assert refused(extending(continue_at=second, source_seconds=90), HOST) == {"continue_at"}


@pytest.mark.parametrize("second", [0.01, 1, 60, 89.99])
def test_a_second_inside_of_the_source_passes(second: float) -> None:
    assert refused(extending(continue_at=second, source_seconds=90), HOST) == set()


@pytest.mark.parametrize("second", [0, -1])
def test_a_second_before_the_start_is_refused_though_the_length_is_not_known(second: float) -> None:
    assert refused(extending(continue_at=second), HOST) == {"continue_at"}
    assert refused(extending(continue_at=10_000), HOST) == set()


@pytest.mark.parametrize("host", HOSTS)
def test_of_a_file_of_yours_the_client_reads_the_length_before_it_uploads(sandbox: Sandbox, host: str) -> None:
    before = len(sandbox.requests())
    with client_of(sandbox, host) as client:
        with pytest.raises(errors.InvalidRequest) as caught:
            client.submit(extending(upload_url=sound(20), continue_at=20))

        assert {violation.field for violation in caught.value.violations} == {"continue_at"}
        assert len(sandbox.requests()) == before
        assert client.submit(extending(upload_url=sound(20), continue_at=19)).id


# The length of the upload: the guide says 8 minutes, the field uploadUrl 2.


@pytest.mark.parametrize("seconds", [480.5, 481, 3600])
def test_more_than_8_minutes_are_refused(seconds: float) -> None:
    assert refused(extending(source_seconds=seconds), HOST) == {"upload_url"}


@pytest.mark.parametrize("seconds", [120.5, 300, 480])
def test_between_2_and_8_minutes_the_request_is_sent_with_a_warning(seconds: float) -> None:
    request = extending(source_seconds=seconds)

    assert (refused(request, HOST), doubted(request, HOST)) == (set(), {"upload_url"})


def test_up_to_2_minutes_nothing_is_said() -> None:
    assert refused(extending(source_seconds=120), HOST) | doubted(extending(source_seconds=120), HOST) == set()


def test_a_file_of_yours_above_8_minutes_is_refused_before_a_byte_leaves(sandbox: Sandbox) -> None:
    before = len(sandbox.requests())
    with client_of(sandbox) as client, pytest.raises(errors.InvalidRequest) as caught:
        client.submit(extending(upload_url=sound(481)))

    assert {violation.field for violation in caught.value.violations} == {"upload_url"}
    assert len(sandbox.requests()) == before


@pytest.mark.parametrize("address", ["ftp://example.com/a.mp3", "https://"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    # "please give a valid URL"
    assert refused(extending(upload_url=address), HOST) == {"upload_url"}


# Optional fields.

WEIGHTS = ("style_weight", "weirdness_constraint", "audio_weight")


@pytest.mark.parametrize("field", WEIGHTS)
def test_a_weight_of_0_to_1_in_steps_of_a_hundredth_passes(field: str) -> None:
    steps = [step / 100 for step in range(101)]

    assert [step for step in steps if refused(extending(**{field: step}), HOST)] == []


@each("field", WEIGHTS)
@each("weight", [-0.01, 1.01, 0.655, 0.001, 1.5, -1])
def test_another_weight_is_refused(field: str, weight: float) -> None:
    assert refused(extending(**{field: weight}), HOST) == {field}


@pytest.mark.parametrize(
    ("voice", "expected"), [("m", set()), ("f", set()), ("x", {"vocal_gender"}), ("male", {"vocal_gender"})]
)
def test_the_voice_is_m_or_f(voice: str, expected: set[str]) -> None:
    assert refused(extending(vocal_gender=voice), HOST) == expected


@pytest.mark.parametrize("field", [*WEIGHTS, "vocal_gender", "negative_tags"])
def test_an_optional_field_may_be_left_out(field: str) -> None:
    request = extending(**{field: None})

    assert refused(request, HOST) | doubted(request, HOST) == set()


# Authorization and body.


def test_a_call_carries_the_bearer_key_and_the_body_in_the_words_of_the_page() -> None:
    with serving(always({"code": 200, "msg": "success", "data": {"taskId": "5c79"}})) as server:
        with rs.Suno(HOST, api_key="YOUR_API_KEY", base_url=server.url, ledger=None) as client:
            assert client.submit(extending()).id == "5c79"
        head, _, body = b"".join(server.packets).partition(b"\r\n\r\n")
    lines = head.decode().lower().splitlines()
    sent = json.loads(body)
    address = sent.pop("callBackUrl")

    assert lines[0] == "post /api/v1/generate/upload-extend http/1.1"
    assert "authorization: bearer your_api_key" in lines
    assert "content-type: application/json" in lines
    assert address
    assert sent == {
        "uploadUrl": "https://api.example.com/upload",
        "defaultParamFlag": True,
        "model": "V5",
        "instrumental": False,
        "prompt": BODY["prompt"],
        "style": BODY["style"],
        "title": BODY["title"],
        "continueAt": 60,
        "negativeTags": BODY["negative_tags"],
        "vocalGender": "m",
        "styleWeight": 0.65,
        "weirdnessConstraint": 0.65,
        "audioWeight": 0.65,
    }


# Codes.

SAID = {
    400: "参数错误",
    401: "没有访问权限",
    404: "请求方式或者路径错误",
    405: "调用超过限制",
    413: "主题或者prompt过长",
    429: "积分不足",
    430: "您的调用频率过高。请稍后再试。",
    455: "网站维护",
    500: "服务器异常",
}
CODES: dict[int, type[errors.ApiError]] = {
    400: errors.RejectedRequest,  # wrong parameters
    401: errors.AuthenticationError,  # no access
    404: errors.NotFound,  # wrong method or path
    405: errors.RateLimited,  # beyond the limit of calls
    413: errors.RejectedRequest,  # theme or prompt too long
    429: errors.InsufficientCredits,  # not enough points
    430: errors.RateLimited,  # called too often, try again later
    455: errors.Maintenance,
    500: errors.ServerError,
}
LATER = {405, 430, 455, 500}
"""What may pass when it is tried again later, by the page's words."""


def failure(host: str, code: int, *, said: str, status: int = 200) -> errors.ApiError:
    found = meaning(host, "upload_extend", {"code": code, "msg": said, "data": None}, status=status)
    assert found.error is not None
    return found.error


@each("said", ["error", ""])
@each("code", list(CODES))
def test_each_code_of_the_page_is_an_error_of_its_own_kind(code: int, said: str) -> None:
    error = failure(HOST, code, said=said)

    assert (type(error), error.code, error.retryable) == (CODES[code], code, code in LATER)


@each("host", HOSTS)
@each("code", list(CODES))
def test_each_code_in_the_words_of_the_page_is_that_error_on_both_hosts_and_under_any_http_status(
    code: int, host: str
) -> None:
    found = [failure(host, code, said=SAID[code], status=status) for status in (200, code)]

    assert [type(error) for error in found] == [CODES[code]] * 2
    assert all(SAID[code] in str(error) for error in found)


def test_code_200_is_success() -> None:
    found = meaning(HOST, "upload_extend", {"code": 200, "msg": "success", "data": {"taskId": "5c79"}})

    assert isinstance(found, Accepted)
    assert found.task_id == "5c79"


@pytest.mark.parametrize("code", [code for code in CODES if code != 500])
def test_a_refusal_comes_out_of_the_call_as_its_error_and_costs_nothing(sandbox: Sandbox, code: int) -> None:
    sandbox.fault("code", value=code, host=HOST, operation="upload_extend")
    with client_of(sandbox) as client:
        before = client.balance().credits
        with pytest.raises(errors.ApiError) as caught:
            client.submit(extending())
        error = caught.value

        assert (type(error), error.code, error.charged) == (CODES[code], code, False)
        assert client.balance().credits == before


def test_after_a_500_the_paid_call_is_in_doubt_and_is_not_sent_again(sandbox: Sandbox) -> None:
    before = len(sandbox.requests(operation="upload_extend"))
    sandbox.fault("code", value=500, host=HOST, operation="upload_extend")
    with client_of(sandbox) as client, pytest.raises(errors.SubmissionUnknown):
        client.submit(extending())

    assert len(sandbox.requests(operation="upload_extend")) == before + 1


# The task: its callbacks, and the life of its files.


@attrs.frozen
class Listening:
    """A vendor whose clock is turned by hand, a receiver of its callbacks, and a client that names its URL."""

    sandbox: Sandbox
    client: rs.Suno
    app: Any

    def stages(self, task: rs.Task[Song]) -> list[tuple[str, str]]:
        """Let the task end and list the stages that were told, each with its task."""
        self.sandbox.advance(3600)
        return [(told.task_id, told.callback_type) for told in self.app.inbox.subscribe(task.ref).collect()]


@pytest.fixture(params=HOSTS)
def listening(request: pytest.FixtureRequest) -> Iterator[Listening]:
    with sandbox_running(speed=0) as sandbox, client_of(sandbox, request.param) as client:
        app = asgi(client)
        with running(app) as base:
            url = app.callback_url(base, request.param)
            yield Listening(sandbox, client.with_options(callback_url=url), app)


def test_the_callbacks_of_a_task_come_in_the_stages_text_first_complete(listening: Listening) -> None:
    task = listening.client.submit(extending())

    assert listening.stages(task) == [(task.id, "text"), (task.id, "first"), (task.id, "complete")]


def test_a_failure_is_told_in_the_stage_error(listening: Listening) -> None:
    listening.sandbox.fault("task-fails", operation="upload_extend")
    task = listening.client.submit(extending())

    assert listening.stages(task)[-1] == (task.id, "error")


@pytest.fixture
def song(sandbox: Sandbox) -> Iterator[Song]:
    with client_of(sandbox) as client:
        yield client.run(extending())


def test_a_song_says_when_its_files_are_deleted(song: Song) -> None:
    # "generated files are kept for 14 days"
    track = song.tracks[0]

    assert track.created is not None
    assert song.expires == track.created + timedelta(days=14)


def test_files_can_be_fetched_for_14_days_and_no_longer(sandbox: Sandbox, song: Song, tmp_path: Path) -> None:
    sandbox.advance(timedelta(days=13).total_seconds())
    saved = song.save_all(tmp_path)
    sandbox.advance(timedelta(days=1, hours=1).total_seconds())

    assert len(saved) == 2
    assert [httpx.get(asset.url).status_code for asset in song.assets] == [404, 404]
