"""No reader of vendor text raises, whatever it is: any JSON, any text, deep nesting, huge and odd numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reelscore as rs
from reelscore.errors import ReelscoreError
from reelscore.vendors.family import Accepted, Family, Indeterminate, Rejected
from tests.families import families
from tests.rows import each

of_each_family = pytest.mark.parametrize(
    "host", [pytest.param(found, id=f"{found.vendor}-{found.name}") for found in families()]
)
WORDS = (
    "SUCCESS",
    "success",
    "PENDING",
    "GENERATE_AUDIO_FAILED",
    "complete",
    "first",
    "--5",
    "- 5",
    " 5",
    "1" * 21,
    "\ud800",
)
FIELDS = (
    "ErrCode", "ErrMsg", "Resp", "code", "msg", "data", "success", "status", "state", "taskId", "task_id", "video_id",
    "id", "url", "urls", "credits", "creditsConsumed", "response", "sunoData", "audioUrl", "duration", "createTime",
    "errorCode", "errorMessage", "resultJson", "callbackType", "percent", "progress", "outputs", "size", "items",
    "total", "img_id", "successFlag", "result", "tags", "text", "size_in_bytes", "credit_monthly", "expires",
    "failCode", "param", "images", "instruments", "notes", "video_url", "voiceId", "origin_data", "info", "resultUrls",
    "result_urls", "resultUrl", "videoInfo", "mediaIds", "seeds", "resultObject", "mask_urls", "layers_data", "models",
    "openapi", "paths", "points", "pricingDesc", "$ref", "midiData", "pitch", "originData", "validateInfo",
    "completeTime", "vocal_removal_info", "mask_info", "effect_items", "customer_paths", "has_more",
)  # fmt: skip
HUGE = (
    10**400,
    -(10**30),
    2**63,
    2**53,
    -1,
    0,
    1,
    7,
    8,
    200,
    1e300,
    float("inf"),
    float("-inf"),
    float("nan"),
)
ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(HUGE),
    st.integers(),
    st.floats(),
    st.sampled_from(WORDS),
    st.text(max_size=20),
)
TREES = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=25,
)


def nested(wrap: Callable[[Any], Any]) -> Any:
    """Something that is wrapped deeper than Python recurses."""
    found: Any = {"taskId": "a"}
    for _ in range(3_000):
        found = wrap(found)
    return found


DEEP, DATA, RESP = (
    nested(lambda inner: [inner]), nested(lambda inner: {"data": inner}), nested(lambda inner: {"Resp": inner})
)  # fmt: skip
"""Each holds what it wraps once: with two, its JSON would double at every level."""
LONGEST = 10**5_000
"""More digits than Python writes; hypothesis cannot show it."""
ODD: list[Any] = [
    b"", b"\xff\xfe", "", "[" * 100_000, b"{" * 100_000, '{"a":' * 20_000, b'{"code":' + b"9" * 5_000 + b"}",
    b'{"ErrCode":0,"Resp":{"video_id":' + b"1" * 5_000 + b"}}", "<html>" * 10_000, '"\\ud800"', b"NaN", "null",
    DEEP, DATA, RESP,
    {"code": 200, "data": DEEP}, {"ErrCode": 0, "Resp": DEEP},
]  # fmt: skip
ENVELOPES = st.one_of(
    TREES,
    st.builds(lambda code, inner: {"ErrCode": code, "ErrMsg": inner, "Resp": inner}, ATOMS | st.just(0), TREES),
    st.builds(lambda code, inner: {"code": code, "msg": inner, "data": inner}, ATOMS | st.just(200), TREES),
    st.builds(
        lambda status, inner: {
            "code": 200,
            "data": {"status": status, "state": status, "response": inner, "resultJson": inner},
        },
        ATOMS,
        TREES,
    ),
    st.builds(
        lambda status, inner: {"ErrCode": 0, "Resp": {"status": status, "url": inner, "id": inner}}, ATOMS, TREES
    ),
    st.text(max_size=50),
    st.binary(max_size=50),
    st.sampled_from(ODD),
)


def some_operations(host: Family) -> list[str]:
    names = sorted(host.operations)
    return [*names, *(f"{name}-details" for name in names), "no such operation"]


def written(payload: Any) -> bytes:
    """The payload as the body of a delivery."""
    if isinstance(payload, bytes):
        return payload
    if isinstance(payload, str):
        return payload.encode("utf-8", "surrogatepass")
    try:
        return json.dumps(payload).encode()
    except (RecursionError, ValueError):
        return b"[" * 3_000


@of_each_family
@given(st.data(), ENVELOPES, st.sampled_from((0, 200, 204, 400, 401, 403, 404, 429, 500, 530, 999)))
def test_a_verdict_is_always_one_of_three(host: Family, data: st.DataObject, payload: Any, status: int) -> None:
    outcome = host.verdict(data.draw(st.sampled_from(some_operations(host))), status, payload)
    assert isinstance(outcome, (Accepted, Rejected, Indeterminate))
    assert isinstance(str(outcome.error), str)
    if isinstance(outcome, Accepted):
        assert outcome.task_id is None or outcome.task_id.encode()
        assert outcome.charge is None or 0 <= outcome.charge < 2**53


@of_each_family
@given(st.data(), ENVELOPES)
def test_a_look_is_always_progress(host: Family, data: st.DataObject, payload: Any) -> None:
    seen = host.progress(data.draw(st.sampled_from(some_operations(host))), payload)
    assert isinstance(seen, rs.Progress)
    assert seen.charge is None or 0 <= seen.charge < 2**53
    assert isinstance(str(seen.error), str)


@of_each_family
@given(st.data(), TREES | st.sampled_from([DEEP, DATA, RESP]))
def test_the_inner_object_of_an_answer_is_read_whatever_it_holds(host: Family, data: st.DataObject, inner: Any) -> None:
    found = host.result(data.draw(st.sampled_from(sorted(host.operations))), inner)
    assert isinstance(repr(getattr(found, "assets", ())), str)


@of_each_family
@given(ENVELOPES, st.dictionaries(st.sampled_from(("content-type", "x-webhook-timestamp")), st.text(max_size=20)))
def test_a_delivery_is_read_or_refused_by_an_error_of_ours(host: Family, payload: Any, headers: dict[str, str]) -> None:
    try:
        found = host.delivery(headers, written(payload))
    except ReelscoreError:
        return
    assert isinstance(found.task_id, str)


@of_each_family
@each("payload", ODD)
def test_every_operation_reads_the_oddest_payloads(host: Family, payload: Any) -> None:
    for operation in sorted(host.operations):
        assert host.verdict(operation, 200, payload) is not None
        assert isinstance(host.progress(operation, payload), rs.Progress)


@of_each_family
def test_numbers_with_more_digits_than_python_writes_are_read(host: Family) -> None:
    inner = dict.fromkeys(FIELDS, LONGEST)
    for payload in (LONGEST, inner, {"ErrCode": 0, "Resp": inner}, {"code": 200, "data": inner}):
        for operation in sorted(host.operations):
            assert str(host.verdict(operation, 200, payload).error) is not None
            assert isinstance(host.progress(operation, payload), rs.Progress)
            host.result(operation, payload)
