"""The machine of a user: homes, folders, disks; it works, or one error names the setting."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from reelscore.errors import ConfigurationError
from reelscore.ledger import Ledger, default_path
from reelscore.suno import Lyrics
from tests.field.vendor import (
    LOOK_VIDEO,
    MADE_SONG,
    MADE_VIDEO,
    SHOT,
    SUBMIT_VIDEO,
    Answer,
    Hands,
    Vendor,
    kie,
    raw,
    video,
)
from tests.fileserver import movie

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


def test_a_ledger_that_cannot_be_written_keeps_no_file_from_its_user_and_pays_for_nothing(
    hands: Hands, vendor: Vendor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    vendor.script = {
        SUBMIT_VIDEO: [MADE_VIDEO],
        LOOK_VIDEO: [video(f"{vendor.url}/a.mp4")],
        "GET /a": [raw(movie(2_000))],
        "POST /api/v1/lyrics": [MADE_SONG],
        "GET /api/v1/lyrics": [kie({"taskId": "t1", "status": "SUCCESS", "response": {"data": [{"text": "a fox"}]}})],
    }
    client, songs = hands.pixverse(vendor), hands.suno(vendor)
    task, words = hands.go(client.submit(SHOT)), hands.go(songs.submit(Lyrics(prompt="a fox")))
    asked = len(vendor.asked)
    with contextlib.closing(sqlite3.connect(hands.ledger_path)) as other:
        for change in ("INSERT", "UPDATE"):
            full = "BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
            other.execute(f"CREATE TRIGGER full_{change} BEFORE {change} ON calls {full}")
        with pytest.raises(ConfigurationError, match="disk is full") as caught:
            hands.go(client.submit(SHOT))
        assert caught.value.cost == "nothing was sent, nothing was charged"
        assert len(vendor.asked) == asked
        assert hands.go(client.save(hands.go(task.wait()), tmp_path / "a.mp4")).is_file()
        assert all(path.is_file() for path in hands.go(songs.save_all(hands.go(words.wait()), tmp_path / "words")))
    assert "a.mp4 is saved, but the ledger does not know it" in caplog.text


def in_a_home_that_is_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = folder / "home"
    home.write_text("")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
