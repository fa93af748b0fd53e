"""What is sent is what the request says, by the specification's method and path."""

from __future__ import annotations

import json
from typing import Any

import pytest

import _specs
from reelscore.effects import CallKind, HttpCall
from reelscore.requests.request import Request
from reelscore.rules.schema import fields_of
from reelscore.suno.family import ON_KIE_AI, ON_KIE_AI_JOBS, ON_SUNOAPI_ORG, SunoFamily
from reelscore.suno.jobs import MODELS
from reelscore.suno.requests import REQUESTS, Generate, UploadFile
from tests.rows import each

SPECS = {host: _specs.for_host("suno", host) for host in ("kie.ai", "sunoapi.org")}
PATHS = {
    host: {(path, method): operation for path, method, operation in _specs.operations(document)}
    for host, document in SPECS.items()
}
INPUTS = _specs.inputs(SPECS["kie.ai"]["components"]["schemas"]["JobsCreateRequest"])
HOSTS = (ON_KIE_AI, ON_SUNOAPI_ORG)
SENT = [
    (host, cls)
    for host in HOSTS
    for cls in REQUESTS
    if cls.operation in host.operations and cls.operation not in {"balance", "upload_file"}
]


def site_name(value: Any) -> str:
    kind: Any = value
    return str(kind.operation if isinstance(value, type) else kind.name)


def tasks(host: SunoFamily) -> list[str]:
    return [name for name, operation in host.operations.items() if operation.kind == "task"]


def body(call: HttpCall) -> Any:
    return json.loads(call.content or b"null")


@each("host, cls", SENT)
def test_a_call_carries_exactly_what_the_request_says(host: SunoFamily, cls: type[Request[Any]]) -> None:
    request = cls.build(cls.sample)
    call = host.call(request, trace_id="")
    operation = host.operations[cls.operation]

    assert body(call) == request.to_wire()
    assert (call.method, call.path) == (operation.method, operation.path)
    assert (call.path, call.method.lower()) in PATHS[host.name]


@each("host, cls", SENT)
def test_the_specification_says_that_the_call_serves_the_operation(host: SunoFamily, cls: type[Request[Any]]) -> None:
    call = host.call(cls.build(cls.sample), trace_id="")

    assert _specs.served(PATHS[host.name][call.path, call.method.lower()]) == [cls.operation]


@pytest.mark.parametrize("host", [ON_KIE_AI, ON_SUNOAPI_ORG, ON_KIE_AI_JOBS], ids=lambda host: host.name)
def test_every_task_can_be_looked_at(host: SunoFamily) -> None:
    calls = [host.status_call(name, "5c79", trace_id="") for name in tasks(host)]

    assert {(call.path, call.method.lower()) for call in calls} <= PATHS[host.host.name].keys()
    assert {*map(lambda call: tuple(call.params.values()), calls)} == {("5c79",)}  # noqa: C417


@pytest.mark.parametrize(
    ("host", "path"), [(ON_KIE_AI, "/api/v1/chat/credit"), (ON_SUNOAPI_ORG, "/api/v1/generate/credit")]
)
def test_the_balance_is_asked_where_the_host_keeps_it(host: SunoFamily, path: str) -> None:
    call = host.call(host.operations["balance"].request(), trace_id="")

    assert (call.method, call.path, call.content) == ("GET", path, None)


@each("operation", sorted(MODELS))
def test_a_job_has_a_model_and_fields_that_the_specification_knows(operation: str) -> None:
    cls = ON_KIE_AI_JOBS.operations[operation].request
    sent = body(ON_KIE_AI_JOBS.call(cls.build(cls.sample), trace_id=""))

    assert sent["model"] in INPUTS
    assert set(sent["input"]) <= _fields("kie.ai", INPUTS[sent["model"]])


def _fields(host: str, schema: Any) -> set[str]:
    return set(_specs.flat(SPECS[host], schema)["properties"])


@each("operation", sorted(MODELS))
def test_every_field_has_its_place_in_the_specification(operation: str) -> None:
    cls = ON_KIE_AI_JOBS.operations[operation].request
    reference = {"$ref": f"#/components/schemas/{cls.__name__}Request"}
    dedicated = set().union(*(_fields(host, reference) for host in SPECS))
    jobs = {camel(name) for name in _fields("kie.ai", INPUTS[MODELS[operation]])}

    assert {field.wire for field in fields_of(cls) if not field.local} <= dedicated | jobs
    assert dedicated <= {field.wire for field in fields_of(cls)}


def test_a_body_of_the_second_route_reads_back() -> None:
    request = ON_KIE_AI_JOBS.request(
        "generate", {"model": "ai-music-api/generate", "input": {"custom_mode": True, "model": "V6", "style": "folk"}}
    )

    assert request == Generate(custom_mode=True, model="V6", style="folk")


def test_half_a_character_is_escaped() -> None:
    call = ON_KIE_AI.call(ON_KIE_AI.request("boost_style", {"content": "\ud800"}), trace_id="")

    assert body(call) == {"content": "\ud800"}


def test_a_body_that_breaks_the_schema_is_sent_as_it_is() -> None:
    call = ON_KIE_AI.call(ON_KIE_AI.request("generate", {"prompt": "a"}), trace_id="")

    assert (call.path, body(call)) == ("/api/v1/generate", {"prompt": "a"})


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


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(map(str.title, rest))


@each("cls", REQUESTS)
def test_vendor_names_follow_from_ours_but_for_three(cls: type[Request[Any]]) -> None:
    odd = {field.name: field.wire for field in fields_of(cls) if not field.local and field.wire != camel(field.name)}

    assert odd in ({}, {"call_back_url": "calBackUrl"}, {"task_id": "task_id"}, {"task_id": "sunoTaskId"})
