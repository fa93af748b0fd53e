"""Clocks that are set back, vendors that ask for a day, and a loop that goes on turning."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import attrs
import pytest

import reelscore as rs
from reelscore.errors import ReelscoreError
from reelscore.ledger import Ledger
from tests.field.vendor import MADE_SONG, MADE_VIDEO, SHOT, SONG, SUBMIT_SONG, SUBMIT_VIDEO, Hands, Vendor, kie, raw
from tests.ledgers import Watch


@pytest.mark.parametrize("back", [3_600, 86_400, 30 * 86_400])
def test_a_clock_that_is_set_back_blocks_no_submission(back: int, hands: Hands, vendor: Vendor, tmp_path: Path) -> None:
    vendor.script = {SUBMIT_SONG: [MADE_SONG]}
    wall = Watch()
    client = hands.suno(vendor, ledger=Ledger(tmp_path / "l.sqlite", clock=wall))
    for number in range(20):
        hands.go(client.submit(attrs.evolve(SONG, prompt=str(number))))
    hands.turned.slept.clear()
    wall.time += 30 - back
    hands.go(client.submit(SONG))
    assert sum(hands.turned.slept) < 60
    assert len(vendor.asked) == 21


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


def test_a_retry_after_of_a_free_read_is_kept_when_it_is_short(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {"GET": [raw(b"", status=503, retry_after="7"), kie(5)]}
    assert hands.go(hands.suno(vendor).balance()).credits == 5
    assert sum(hands.turned.slept) >= 7
