"""The machine of a user: homes, folders, disks; it works, or one error names the setting."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from reelscore.errors import ConfigurationError
from reelscore.ledger import Ledger, default_path
from tests.field.vendor import LOOK_VIDEO, MADE_VIDEO, SHOT, SUBMIT_VIDEO, Answer, Hands, Vendor, kie, video

FREE: dict[str, list[Answer]] = {"GET /api/v1/chat/credit": [kie(5)]}


def test_a_home_that_cannot_be_written_lets_free_reads_work(
    hands: Hands, vendor: Vendor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_home_that_is_a_file(tmp_path, monkeypatch)
    vendor.script = dict(FREE)
    assert hands.go(hands.suno(vendor, ledger="default").balance()).credits == 5


def test_a_home_that_cannot_be_written_stops_a_paid_call_before_it_leaves_and_names_the_setting(
    hands: Hands, vendor: Vendor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_home_that_is_a_file(tmp_path, monkeypatch)
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO]}
    with pytest.raises(ConfigurationError, match="REELSCORE_LEDGER"):
        hands.go(hands.pixverse(vendor, ledger="default").submit(SHOT))
    assert vendor.asked == []


def test_a_ledger_in_a_folder_that_cannot_be_made_is_an_error_of_ours(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO]}
    for place in ("/proc/nowhere/l.sqlite", "/dev/null/l.sqlite", "/dev/a\0b"):
        with pytest.raises(ConfigurationError, match="ledger"):
            hands.go(hands.pixverse(vendor, ledger=place).submit(SHOT))
    assert vendor.asked == []


def test_a_tilde_in_a_ledgers_name_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_path({"REELSCORE_LEDGER": "~/l.sqlite"}) == tmp_path / "l.sqlite"
    assert Ledger("~/l.sqlite").path == tmp_path / "l.sqlite"


def test_a_ledger_that_fails_when_a_task_ends_keeps_no_result_from_its_user(
    hands: Hands, vendor: Vendor, caplog: pytest.LogCaptureFixture
) -> None:
    vendor.script = {SUBMIT_VIDEO: [MADE_VIDEO], LOOK_VIDEO: [video("https://media.example.test/a.mp4")]}
    client = hands.pixverse(vendor)
    task = hands.go(client.submit(SHOT))
    with contextlib.closing(sqlite3.connect(hands.ledger_path)) as other:
        other.execute("CREATE TRIGGER full BEFORE UPDATE ON calls BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        assert hands.go(task.wait()).url == "https://media.example.test/a.mp4"
        assert "disk is full" in caplog.text
        other.execute("DROP TRIGGER full")
    assert [each.action for each in hands.go(client.recover())] == ["resumed"]


def in_a_home_that_is_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = folder / "home"
    home.write_text("")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
