"""Settings and machines of users: they work, or one error names the setting, mostly when the client is made."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest

import reelscore as rs
from reelscore.errors import BudgetExceeded, ConfigurationError, RateLimited, ReelscoreError
from reelscore.ledger import Ledger, default_path
from reelscore.suno import Lyrics
from tests.field.vendor import (
    MADE_SONG,
    MADE_VIDEO,
    SHOT,
    SONG,
    SUBMIT_SONG,
    SUBMIT_VIDEO,
    URL,
    Answer,
    Hands,
    Vendor,
    kie,
    pixverse,
    raw,
    said,
    video,
)
from tests.fileserver import movie
from tests.rows import each

BALANCE = {"pixverse": "GET /openapi/v2/account/balance", "suno": "GET /api/v1/chat/credit"}
SONGS: dict[str, tuple[Any, str, bytes]] = {
    "pixverse": (SHOT, SUBMIT_VIDEO, MADE_VIDEO),
    "suno": (SONG, SUBMIT_SONG, MADE_SONG),
}
PATHS = {"pixverse": "/openapi/v2", "suno": "/api/v1"}
WRITTEN = ["{path}", "{path}/", "/{path}//", "/gateway{path}", "/gateway{path}/", "/gateway", " ", "\n"]
"""How a base URL may end."""


@each("place, end, variable", itertools.product(PATHS, WRITTEN, ("argument", "environment")))
def test_a_base_url_that_has_its_path_already_works_or_is_refused_when_the_client_is_made(
    place: str, end: str, variable: str, hands: Hands, vendor: Vendor
) -> None:
    request, submit, made = SONGS[place]
    method, _, path = submit.partition(" ")
    line = f"{method} {'/gateway' if 'gateway' in end else ''}{path}"
    vendor.script = {line: [made]}
    vendor.asked.clear()
    url = vendor.url + end.format(path=PATHS[place])
    name = {"pixverse": "PIXVERSE_BASE_URL", "suno": "KIE_BASE_URL"}[place]
    given = {"base_url": None, "environment": {name: url}} if variable == "environment" else {"base_url": url}
    try:
        client = getattr(hands, place)(vendor, **given)
    except ConfigurationError:
        return
    assert hands.go(client.submit(request)).id
    assert [each.line for each in vendor.asked] == [line]


@pytest.mark.parametrize("tail", ["/v1?x=1", "/#a"])
def test_a_base_url_with_a_query_or_a_fragment_is_refused_when_the_client_is_made(
    tail: str, hands: Hands, vendor: Vendor
) -> None:
    with pytest.raises(ConfigurationError):
        hands.suno(vendor, base_url=vendor.url + tail)


def test_a_client_of_the_users_that_is_closed_is_named_and_no_call_is_in_doubt(hands: Hands, vendor: Vendor) -> None:
    vendor.films()
    of_the_user: Any = httpx.Client() if hands.flavour == "sync" else httpx.AsyncClient()
    client = hands.pixverse(vendor, http_client=of_the_user)
    assert hands.go(client.submit(SHOT)).id
    hands.go(of_the_user.close() if hands.flavour == "sync" else of_the_user.aclose())
    with pytest.raises(ConfigurationError, match="http_client is closed"):
        hands.go(client.submit(SHOT))
    assert [str(row.status) for row in client.ledger.tasks()] == ["submitted"]


DAY = "Sun, 01 Nov 2026 00:00:00 GMT"
SOON = "Sun, 01 Nov 2026 00:00:30 GMT"
LATE = "Sun, 01 Nov 2026 00:05:00 GMT"


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_as_a_date_is_waited_for(status: int, hands: Hands, vendor: Vendor) -> None:
    busy = said({"code": status, "msg": "Too many requests", "data": None}, status=status, retry_after=SOON, date=DAY)
    vendor.script = {BALANCE["suno"]: [busy, kie(5)]}
    assert hands.go(hands.suno(vendor).balance()).credits == 5
    assert sum(hands.turned.slept) >= 30


def test_retry_after_as_a_date_minutes_ahead_ends_a_free_read_and_is_told(hands: Hands, vendor: Vendor) -> None:
    busy = said({"code": 429, "msg": "Too many requests", "data": None}, status=429, retry_after=LATE, date=DAY)
    vendor.script = {BALANCE["suno"]: [busy]}
    with pytest.raises(RateLimited) as caught:
        hands.go(hands.suno(vendor).balance())
    assert caught.value.retry_after == 300
    assert len(vendor.asked) == 1


NO_BALANCES: dict[str, list[Any]] = {
    "pixverse": [None, {}, [], "x", {"credit_monthly": None, "credit_package": ""}],
    "suno": [None, {}, "", "lots"],
}
UNREADABLE = [
    *(("pixverse", pixverse(inner)) for inner in NO_BALANCES["pixverse"]),
    *(("suno", kie(data)) for data in NO_BALANCES["suno"]),
]


@each("place, answer", UNREADABLE)
def test_a_balance_that_cannot_be_read_is_unknown_and_not_zero(
    place: str, answer: bytes, hands: Hands, vendor: Vendor
) -> None:
    vendor.script = {BALANCE[place]: [answer]}
    try:
        found = hands.go(getattr(hands, place)(vendor).balance())
    except ReelscoreError:
        return
    told = attrs.asdict(found, recurse=False)
    assert {name: value for name, value in told.items() if name not in {"raw", "task"} and value == 0} == {}


def test_a_balance_that_cannot_be_read_does_not_refuse_a_call_as_too_dear(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {BALANCE["pixverse"]: [pixverse(None)], SUBMIT_VIDEO: [MADE_VIDEO]}
    client = hands.pixverse(vendor, budget=rs.Budget(400))
    try:
        assert hands.go(client.submit(SHOT)).id
    except BudgetExceeded as error:
        pytest.fail(str(error))


def test_digits_in_text_are_a_balance(hands: Hands, vendor: Vendor) -> None:
    vendor.script = {
        BALANCE["pixverse"]: [pixverse({"account_id": "7", "credit_monthly": "12", "credit_package": "30"})],
        BALANCE["suno"]: [kie("41.5")],
    }
    video = hands.go(hands.pixverse(vendor).balance())
    assert (video.credit_monthly, video.credit_package) == (12, 30)
    assert hands.go(hands.suno(vendor).balance()).credits == 41.5


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
    vendor.films()
    with pytest.raises(ConfigurationError, match="REELSCORE_LEDGER"):
        hands.go(hands.pixverse(vendor, ledger="default").submit(SHOT))
    assert vendor.asked == []


def test_a_ledger_in_a_folder_that_cannot_be_made_is_an_error_of_ours(hands: Hands, vendor: Vendor) -> None:
    vendor.films()
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
    vendor.films(video(URL))
    client = hands.pixverse(vendor)
    task = hands.go(client.submit(SHOT))
    with contextlib.closing(sqlite3.connect(hands.ledger_path)) as other:
        other.execute("CREATE TRIGGER full BEFORE UPDATE ON calls BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        assert hands.go(task.wait()).url == URL
        assert "disk is full" in caplog.text
        other.execute("DROP TRIGGER full")
    assert [each.action for each in hands.go(client.recover())] == ["resumed"]


def test_a_ledger_that_cannot_be_written_keeps_no_file_from_its_user_and_pays_for_nothing(
    hands: Hands, vendor: Vendor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    vendor.films(video(f"{vendor.url}/a.mp4"))
    vendor.writes({"text": "a fox"})
    vendor.script["GET /a"] = [raw(movie(2_000))]
    client, songs = hands.pixverse(vendor), hands.suno(vendor)
    task, words = hands.go(client.submit(SHOT)), hands.go(songs.submit(Lyrics(prompt="a fox")))
    asked = len(vendor.asked)
    with contextlib.closing(sqlite3.connect(hands.ledger_path)) as other:
        for change in ("INSERT", "UPDATE"):
            full = "BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
            other.execute(f"CREATE TRIGGER full_{change} BEFORE {change} ON calls {full}")
        with pytest.raises(ReelscoreError, match="disk is full") as caught:
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
