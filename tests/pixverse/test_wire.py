"""Calls go where the specification says, with the body that the request wrote."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import _specs
from reelscore.effects import CallKind
from reelscore.flows.files import replaced
from reelscore.pixverse.files import UPLOADS
from reelscore.pixverse.requests import REQUESTS, ImageToVideo
from reelscore.requests.request import Request
from reelscore.testing import legal
from reelscore.vendors.family import Indeterminate, hosts
from tests.families import family
from tests.rows import each

ROUTES = {
    name: f"{method.upper()} {path}"
    for path, method, operation in _specs.operations(_specs.for_host("pixverse", "pixverse.ai"))
    for name in _specs.served(operation)
}
POSTED = [
    pytest.param(cls, id=cls.operation)
    for cls in REQUESTS
    if ROUTES[cls.operation].startswith("POST") and cls.role is not CallKind.UPLOAD
]
ASKED = [pytest.param(cls, id=cls.operation) for cls in REQUESTS if not ROUTES[cls.operation].startswith("POST")]
HOSTS = ("pixverse.ai", "pixverseai.cn")


def test_the_facade_has_every_operation_of_the_specification() -> None:
    assert {cls.operation for cls in REQUESTS} == set(ROUTES)


@each("cls", POSTED)
@each("host", HOSTS)
def test_the_body_leaves_as_the_request_wrote_it(cls: type[Request[Any]], host: str) -> None:
    request = cls.build({**cls.sample, "extra": {"newly_released_option": {"enabled": True}}})
    call = family(host).call(request, trace_id="11111111-2222-4333-8444-555555555555")

    assert json.loads(call.content or b"") == request.to_wire()
    assert f"{call.method} {call.path}" == ROUTES[cls.operation]
    assert call.trace_id == "11111111-2222-4333-8444-555555555555"


@each("cls", ASKED)
def test_a_query_leaves_as_text(cls: type[Request[Any]]) -> None:
    request = cls.build(cls.sample)
    call = family("pixverse.ai").call(request, trace_id="t")
    sent = {**call.params, **({"speaker_id": call.path.rpartition("/")[2]} if "{" in ROUTES[cls.operation] else {})}

    assert sent == {name: str(value) for name, value in request.to_wire().items()}
    assert call.content is None


def test_a_body_that_the_specification_does_not_know_leaves_as_it_is() -> None:
    cls = next(cls for cls in REQUESTS if cls.operation == "text_to_video")
    request = cls.build({**cls.sample, "quality": "4320p", "duration": None})

    assert json.loads(family("pixverse.ai").call(request, trace_id="t").content or b"") == request.to_wire()


@pytest.mark.parametrize(("op", "path"), [("image_template", "/image/result/7"), ("fusion", "/video/result/7")])
def test_a_look_goes_to_the_route_of_its_family(op: str, path: str) -> None:
    call = family("pixverse.ai").status_call(op, "7", trace_id="t")

    assert (call.method, call.path) == ("GET", f"/openapi/v2{path}")


@given(request=legal(ImageToVideo, host="pixverse.ai"))
def test_any_legal_body_leaves_as_the_request_wrote_it(request: ImageToVideo) -> None:
    ids = UPLOADS.files_in(request)
    whole = request
    for want in ids:
        whole = replaced(whole, want.place, 1)

    assert json.loads(family("pixverse.ai").call(whole, trace_id="t").content or b"") == whole.to_wire()


def test_the_key_is_in_a_header_and_nowhere_else() -> None:
    assert hosts["pixverse.ai"].headers("secret", "trace") == {"API-KEY": "secret", "Ai-trace-id": "trace"}


def test_ids_of_64_bits_survive() -> None:
    body = '{"ErrCode":0,"ErrMsg":"success","Resp":{"id":18446744073709551615,"status":1,"url":"https://a.example/b%2Fc.mp4"}}'
    progress = family("pixverse.ai").progress("text_to_video", body)

    assert progress.result is not None
    assert progress.result.id == 18446744073709551615
    assert progress.result.url == "https://a.example/b%2Fc.mp4"
    assert progress.result.assets[0].extension == "mp4"


@given(body=st.binary(max_size=60) | st.text(max_size=60))
def test_what_is_no_envelope_is_in_doubt(body: bytes | str) -> None:
    verdict = family("pixverse.ai").verdict("text_to_video", 502, body)

    assert isinstance(verdict, Indeterminate)
    assert verdict.error.charged is None
