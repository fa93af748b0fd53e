"""Clocks that are set back, vendors that ask for a day, and a loop that goes on turning."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from pathlib import Path

import pytest

import reelscore as rs
from reelscore.errors import ReelscoreError
from reelscore.ledger import Ledger
from reelscore.suno import Balance
from tests.field.vendor import (
    LOOK_VIDEO,
    MADE_VIDEO,
    SHOT,
    SUBMIT_VIDEO,
    Hands,
    Vendor,
    kie,
    raw,
    video,
)
from tests.rawserver import Asked


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("asked", ["86000", "3600", "Mon, 02 Nov 2026 00:00:00 GMT", "-5", "1e9", "soon"])
def test_a_free_read_does_not_sleep_for_as_long_as_one_answer_says(
    status: int, asked: str, hands: Hands, vendor: Vendor
) -> None:
    busy = raw(b"", status=status, retry_after=asked, date="Sun, 01 Nov 2026 00:00:00 GMT")
    vendor.script = {"GET": [busy]}
    with pytest.raises(ReelscoreError):
        hands.go(hands.pixverse(vendor).balance())
    assert sum(hands.turned.slept) <= 300


def test_the_loop_turns_while_another_process_keeps_the_ledger_at_its_first_use(vendor: Vendor, tmp_path: Path) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO]}
    path = tmp_path / "l.sqlite"
    keeper = sqlite3.connect(path, isolation_level=None)
    keeper.execute("create table x (y)")
    keeper.execute("begin exclusive")
    ledger = Ledger(path)

    async def main() -> str:
        async with rs.AsyncPixVerse(api_key="k-field-123456", base_url=vendor.url, ledger=ledger, timeout=30) as client:
            submitting = asyncio.create_task(client.submit(SHOT))
            for _ in range(20):
                await asyncio.sleep(0)
            assert not submitting.done()
            assert vendor.asked == []
            keeper.execute("rollback")
            return (await submitting).id

    try:
        assert asyncio.run(main())
    finally:
        keeper.close()
        ledger.close()


def test_a_negative_timeout_is_refused_before_anything_is_paid(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO]}
    with pytest.raises(rs.errors.ConfigurationError, match="timeout"):
        hands.go(hands.pixverse(vendor).run(SHOT, timeout=-1))
    assert vendor.asked == []


@pytest.mark.parametrize("answer", ["silence", "busy"])
def test_a_timeout_ends_a_free_read_with_all_its_repeats(answer: str, hands: Hands, vendor: Vendor) -> None:
    def silent(_: Asked, line: socket.socket) -> None:
        line.recv(1)

    vendor.script = {"GET": [silent if answer == "silence" else raw(b"", status=503)]}
    with pytest.raises(ReelscoreError):
        hands.go(hands.suno(vendor).run(Balance(), timeout=1.2))
    assert sum(hands.turned.slept) <= 1.2
    assert len(vendor.asked) <= 3


def test_a_minute_that_a_vendor_asks_for_is_waited_whatever_the_jitter_adds(hands: Hands, vendor: Vendor) -> None:
    for _ in range(8):
        vendor.script["GET"] = [raw(b"", status=429, retry_after="60"), kie(5)]
        assert hands.go(hands.suno(vendor).balance()).credits == 5


def test_two_processes_that_are_refused_at_once_do_not_come_again_at_once(hands: Hands, vendor: Vendor) -> None:
    pauses: list[float] = []
    for _ in range(2):
        vendor.script = {"GET": [raw(b"", status=503), kie(5)]}
        hands.turned.slept.clear()
        hands.go(hands.suno(vendor).balance())
        pauses += hands.turned.slept
    assert len(pauses) == len(set(pauses)) == 2


CALLED_BACK = "https://me.example.test/hooks/pixverse.ai/x"


def test_a_wait_for_deliveries_that_nobody_was_asked_for_is_as_quick_as_one_without(
    hands: Hands, vendor: Vendor
) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO], LOOK_VIDEO: [video("https://x/v.mp4")]}
    client = hands.pixverse(vendor, callback_url=CALLED_BACK)
    hands.go(hands.go(client.submit(SHOT)).wait(webhooks=rs.webhooks.Inbox(client.ledger)))
    assert sum(hands.turned.slept) < 60
