"""Odd answers to paid calls: the call is never lost, never believed too far, and never quotes the key."""

from __future__ import annotations

import socket
import traceback
from pathlib import Path
from typing import Any

import pytest

from reelscore.errors import ReelscoreError, SubmissionUnknown
from reelscore.ledger.records import CallStatus
from tests.field.vendor import (
    KEY,
    LOOK_VIDEO,
    MADE_VIDEO,
    SHOT,
    SONG,
    SUBMIT_SONG,
    SUBMIT_VIDEO,
    VIDEO_ID,
    Hands,
    Vendor,
    said,
    text,
    video,
)
from tests.rawserver import Asked

ODD_CHARGES = (
    b"Infinity",
    b"-Infinity",
    b"NaN",
    b"1e400",
    b"1e30",
    b"9223372036854775808",
    b"-45",
    b'"lots"',
    b"1" + b"0" * 5_000,
)
ODD_SONGS = {
    "a lone surrogate": b'{"code":200,"msg":"s","data":{"taskId":"\\ud800"}}',
    "a code of two signs": b'{"code":"--5","msg":"s","data":{"taskId":"t"}}',
    "an object for an id": b'{"code":200,"msg":"s","data":{"taskId":{"a":1}}}',
    "nothing for an id": b'{"code":200,"msg":"s","data":{"taskId":null}}',
    "a list for data": b'{"code":200,"msg":"s","data":[[]]}',
    "very deep": b'{"code":200,"data":' + b"[" * 50_000,
    "a number of 5,000 digits": b'{"code":200,"data":' + b"9" * 5_000 + b"}",
    "no JSON": b"<html>",
    "nothing": b"",
}
BALANCE = "GET /openapi/v2/account/balance"


@pytest.mark.parametrize("charge", ODD_CHARGES, ids=lambda charge: charge[:12].decode())
def test_an_odd_charge_never_loses_the_task_and_is_not_believed(charge: bytes, hands: Hands, vendor: Vendor) -> None:
    answer = said(b'{"ErrCode":0,"ErrMsg":"s","Resp":{"video_id":7,"credits":%s}}' % charge)
    vendor.script = {SUBMIT_VIDEO: [answer]}
    client = hands.pixverse(vendor)
    assert hands.go(client.submit(SHOT)).id == "7"
    (row,) = client.ledger.tasks()
    assert (row.status, row.task_id, row.reserved) == (CallStatus.SUBMITTED, "7", row.quoted)


@pytest.mark.parametrize("name", list(ODD_SONGS))
def test_an_answer_that_names_no_task_is_doubt_with_the_answer_kept(name: str, hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_SONG: [said(ODD_SONGS[name])]}
    client = hands.suno(vendor)
    with pytest.raises(SubmissionUnknown) as caught:
        hands.go(client.submit(SONG))
    (row,) = client.ledger.tasks()
    assert (row.intent, row.status, row.reserved) == (caught.value.intent, CallStatus.UNKNOWN, row.quoted)
    assert [each.action for each in hands.go(client.recover())] == ["doubtful"]
    assert len(vendor.asked_for(SUBMIT_SONG)) == 1


ODD_LOOKS = {
    "a size of 400 digits": b'"url":"https://x/v.mp4","size":1' + b"0" * 400,
    "a size of 5,000 digits": b'"url":"https://x/v.mp4","size":1' + b"0" * 5_000,
    "endless credits": b'"url":"https://x/v.mp4","credits":Infinity',
    "credits of 30 digits": b'"url":"https://x/v.mp4","credits":1e30',
    "negative credits": b'"url":"https://x/v.mp4","credits":-45',
    "a surrogate in a text": b'"url":"https://x/v.mp4","prompt":"\\ud800"',
}


@pytest.mark.parametrize("name", ODD_LOOKS)
def test_an_odd_value_in_a_look_does_not_end_the_wait_for_a_finished_task(
    name: str, hands: Hands, vendor: Vendor
) -> None:
    look = said(b'{"ErrCode":0,"ErrMsg":"s","Resp":{"id":7,"status":1,%s}}' % ODD_LOOKS[name])
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO], LOOK_VIDEO: [look]}
    client = hands.pixverse(vendor)
    assert hands.go(client.run(SHOT)).url == "https://x/v.mp4"
    assert [row.reserved for row in client.ledger.tasks()] == [SHOT.quote("pixverse.ai").credits]


def test_a_url_that_is_none_is_no_end_and_no_crash(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO], LOOK_VIDEO: [video("http://[::1"), video("https://x/v.mp4")]}
    assert hands.go(hands.pixverse(vendor).run(SHOT)).assets


@pytest.mark.parametrize("code", [500, 531])
def test_a_server_that_failed_is_not_asked_for_the_same_again(code: int, hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_SONG: [said({"code": code, "msg": "failed", "data": None})]}
    with pytest.raises(ReelscoreError):
        hands.go(hands.suno(vendor).submit(SONG, wait_for_slot=600.0))
    assert len(vendor.asked_for(SUBMIT_SONG)) == 1


@pytest.mark.parametrize("key", ["null", "video_id", str(VIDEO_ID)[:9]])
def test_a_key_that_is_an_everyday_word_changes_no_answer(key: str, hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO]}
    assert hands.go(hands.pixverse(vendor, api_key=key).submit(SHOT)).id == str(VIDEO_ID)


@pytest.mark.parametrize("code", [10001, 99999])
@pytest.mark.parametrize("shape", ["envelope", "page"])
def test_a_key_that_the_vendor_repeats_stands_nowhere(
    code: int, shape: str, hands: Hands, vendor: Vendor, tmp_path: Path
) -> None:
    def echo(asked: Asked, line: socket.socket) -> None:
        told = f"no such key: {asked.headers['api-key']}"
        body = {"ErrCode": code, "ErrMsg": told, "Resp": {"key": told}}
        line.sendall(said(body) if shape == "envelope" else text(told, status=500))

    vendor.script = {"": [echo]}
    client = hands.pixverse(vendor)
    with pytest.raises(ReelscoreError) as caught:
        hands.go(client.submit(SHOT))
    error: Any = caught.value
    seen = "".join(traceback.format_exception(error)) + repr(error) + repr(getattr(error, "raw", ""))
    seen += repr(client.ledger.tasks()) + repr(hands.go(client.recover()))
    client.ledger.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert KEY not in seen
    assert KEY.encode() not in kept
