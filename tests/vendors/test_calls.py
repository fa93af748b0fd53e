"""What is sent is what the request says, by every vendor, on every host and route."""

from __future__ import annotations

import json
from typing import Any

import pytest

import _specs
from reelscore.effects import CallKind, HttpCall
from reelscore.kie import ON_KIE_AI as VEO
from reelscore.requests.request import Request
from reelscore.suno import ON_KIE_AI, ON_KIE_AI_JOBS, ON_SUNOAPI_ORG, Generate, UploadFile
from reelscore.suno.jobs import MODELS
from reelscore.vendors.family import Family, hosts
from tests.families import families, family
from tests.rows import each

SENT = [
    (host, operation.request)
    for host in families()
    for operation in host.operations.values()
    if operation.role is not CallKind.UPLOAD
]
TASKS = [(host, name) for host in families() for name, found in host.operations.items() if found.kind == "task"]
UNHEARD = {"newly_released_option": {"enabled": True}}
SUNO = _specs.for_host("suno", "kie.ai")
INPUTS = _specs.inputs(SUNO["components"]["schemas"]["JobsCreateRequest"])


def body(call: HttpCall) -> Any:
    return json.loads(call.content or b"null")


def test_a_request_makes_the_result_that_its_specification_names() -> None:
    named = {
        (spec.stem, name): operation["x-result"]
        for spec in _specs.paths()
        for _, _, operation in _specs.operations(_specs.read(spec))
        for name in _specs.served(operation)
    }
    made = {
        (host.vendor, name): operation.request.result.__name__
        for host in families()
        for name, operation in host.operations.items()
    }

    assert made == named


@each("host, cls", SENT)
def test_a_call_carries_exactly_what_the_request_says(host: Family, cls: type[Request[Any]]) -> None:
    operation = host.operations[cls.operation]
    is_job = bool(host.route) and cls.operation in MODELS
    extra = {} if operation.method == "GET" or is_job else UNHEARD
    request = cls.build({**cls.sample, "extra": extra})
    call = host.call(request, trace_id="11111111-2222-4333-8444-555555555555")
    in_path = {name: value for name, value in request.to_wire().items() if f"{{{name}}}" in operation.path}
    others = {name: str(value) for name, value in request.to_wire().items() if name not in in_path}

    assert (call.method, call.trace_id) == (operation.method, "11111111-2222-4333-8444-555555555555")
    assert call.path == operation.path.format(**in_path)
    assert is_job or (body(call) == request.to_wire() if call.content else call.params == others)


@each("host, name", TASKS)
def test_every_task_can_be_looked_at(host: Family, name: str) -> None:
    call = host.status_call(name, "5c79", trace_id="t")

    assert (call.method, call.trace_id) == ("GET", "t")
    assert call.path.endswith("/5c79") or set(call.params.values()) == {"5c79"}


FIRST_POLLS: list[tuple[Family, dict[str, float]]] = [
    (VEO, {"veo": 30, "veo_4k": 30, "runway": 30, "aleph": 30, "luma_modify": 10, "image_4o": 10, "flux_kontext": 3}),
    (VEO, {"market": 3, "a word that no operation has": 30}),
    (ON_KIE_AI, {"generate": 30, "lyrics": 5, "midi": 10, "voice_phrase": 3, "voice": 5, "stems": 10, "wav": 10}),
    (ON_SUNOAPI_ORG, {"recover_audio": 2}),
    (ON_KIE_AI_JOBS, {"generate": 3, "lyrics": 3}),
    (family("pixverse.ai"), {"image_template": 3, "text_to_video": 5, "music_video": 5}),
]


@each("host, advised", FIRST_POLLS)
def test_the_first_poll_comes_when_the_pages_advise(host: Family, advised: dict[str, float]) -> None:
    assert {operation: host.schedule(operation).first for operation in advised} == advised


def test_what_starts_no_task_is_looked_at_as_a_usual_one() -> None:
    assert VEO.status_call("balance", "7", trace_id="t").path == VEO.status_call("veo", "7", trace_id="t").path


@pytest.mark.parametrize(("op", "path"), [("image_template", "/image/result/7"), ("fusion", "/video/result/7")])
def test_a_look_goes_to_the_route_of_its_family(op: str, path: str) -> None:
    assert family("pixverse.ai").status_call(op, "7", trace_id="t").path == f"/openapi/v2{path}"


def test_the_key_is_in_a_header_and_nowhere_else() -> None:
    assert hosts["pixverse.ai"].headers("secret", "trace") == {"API-KEY": "secret", "Ai-trace-id": "trace"}
    assert hosts["kie.ai"].headers("secret", "trace") == {"Authorization": "Bearer secret"}


@pytest.mark.parametrize(
    ("host", "path"), [(ON_KIE_AI, "/api/v1/chat/credit"), (ON_SUNOAPI_ORG, "/api/v1/generate/credit")]
)
def test_the_balance_is_asked_where_the_host_keeps_it(host: Family, path: str) -> None:
    call = host.call(host.operations["balance"].request(), trace_id="")

    assert (call.method, call.path, call.content) == ("GET", path, None)


@each("operation", sorted(MODELS))
def test_a_job_has_a_model_and_fields_that_the_specification_knows(operation: str) -> None:
    cls = ON_KIE_AI_JOBS.operations[operation].request
    sent = body(ON_KIE_AI_JOBS.call(cls.build(cls.sample), trace_id=""))
    known = set(_specs.flat(SUNO, INPUTS[sent["model"]])["properties"])

    assert set(sent["input"]) <= known


def test_a_body_of_the_second_route_reads_back() -> None:
    request = ON_KIE_AI_JOBS.request(
        "generate", {"model": "ai-music-api/generate", "input": {"custom_mode": True, "model": "V6", "style": "folk"}}
    )

    assert request == Generate(custom_mode=True, model="V6", style="folk")


@each("op, sent", [("boost_style", {"content": "\ud800"}), ("generate", {"prompt": "a"})])
def test_half_a_character_is_escaped_and_a_body_that_breaks_the_schema_is_sent_as_it_is(op: str, sent: Any) -> None:
    assert body(ON_KIE_AI.call(ON_KIE_AI.request(op, sent), trace_id="")) == sent


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"file": b"ID3\x03"}, "/api/file-stream-upload"),
        ({"base64_data": "aGk="}, "/api/file-base64-upload"),
        ({"file_url": "https://example.com/a.mp3"}, "/api/file-url-upload"),
    ],
)
def test_an_upload_takes_the_call_that_fits(fields: dict[str, Any], path: str) -> None:
    call = ON_KIE_AI.call(UploadFile(**fields), trace_id="")

    assert (call.base, call.path) == ("upload", path)
    assert (call.file is not None) is ("file" in fields)


def test_uploads_may_repeat_and_writes_may_not() -> None:
    roles = {name: operation.role for name, operation in ON_SUNOAPI_ORG.operations.items()}

    assert {name for name, role in roles.items() if role is CallKind.UPLOAD} == {"upload_file"}
    assert {name for name, role in roles.items() if role is CallKind.READ} == {"balance", "voice_check"}
    assert {name for name, role in roles.items() if role is CallKind.WRITE} == {
        "cover_image", "midi", "persona", "voice", "voice_phrase", "voice_phrase_again",
    }  # fmt: skip


def test_ids_of_64_bits_and_addresses_stay_as_they_were_written() -> None:
    record = '{"id":18446744073709551615,"status":1,"url":"https://a.example/b%2Fc.mp4"}'
    body = f'{{"ErrCode":0,"ErrMsg":"success","Resp":{record}}}'
    video = family("pixverse.ai").progress("text_to_video", body).result

    assert video is not None
    assert (video.id, video.url) == (18446744073709551615, "https://a.example/b%2Fc.mp4")
    assert video.assets[0].extension == "mp4"
