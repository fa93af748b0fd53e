"""The ledger's file between processes: who may read it, who lives, what a fork takes along, and what is migrated."""

from __future__ import annotations

import contextlib
import pickle
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Generator
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from reelscore.errors import BudgetExceeded, ConfigurationError
from reelscore.ledger import Ledger, LedgerTransaction, default_path, find_ledger
from reelscore.ledger.budget import Budget
from reelscore.ledger.database import SqliteDatabase
from reelscore.ledger.locks import ProcessLocks, at_work
from reelscore.ledger.migrations import NEWEST
from reelscore.ledger.records import CallRecord, CallStatus
from reelscore.vendors.family import find_host
from tests.ledger.old_schema import OLD_MIGRATIONS, fill
from tests.ledgers import ENVIRONMENT, NOW, Watch, intend, python, row


def row_in(tx: LedgerTransaction, intent: str = "i1") -> CallRecord:
    found = tx.find_intent(intent)
    assert found is not None
    return found


def test_a_fork_has_a_connection_of_its_own(shared: Path | str) -> None:
    script = """
import os, sys
from tests.ledgers import intend
from reelscore.ledger import Ledger
ledger, memory = Ledger(sys.argv[1]), Ledger(":memory:")
intend(ledger, "before")
intend(memory, "before")
ledger.submit(lambda tx: tx.now()).result()  # now the ledger has a thread to lose
child = os.fork()
ledger.submit(lambda tx: tx.now()).result()
intend(ledger, "parent" if child else "child")
intend(memory, "after")
assert len(memory.tasks()) == 2
ledger.close()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) if child else 0)
"""
    python(script, shared)

    ledger = Ledger(shared)
    assert sorted(found.intent for found in ledger.tasks()) == ["before", "child", "parent"]
    ledger.close()


def test_a_living_child_does_not_make_its_dead_parent_look_alive(shared: Path | str) -> None:
    script = """
import os, sys
from tests.ledgers import intend
from reelscore.ledger import Ledger
ledger = Ledger(sys.argv[1])
intend(ledger)
reading, writing = os.pipe()
if os.fork():
    os.kill(os.getpid(), 9)
os.close(writing)
found = Ledger(sys.argv[1])
while not found.show("i1").doubtful:
    pass
print("in doubt")
"""
    command = [sys.executable, "-c", script, str(shared)]
    ended = subprocess.run(command, env=ENVIRONMENT, check=False, timeout=60, capture_output=True, text=True)

    assert ended.stdout == "in doubt\n", ended.stderr


HELD = """
import sys
from tests.ledgers import intend
from reelscore.ledger import Ledger
ledger = Ledger(sys.argv[1])
intend(ledger)
print("written", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def running(script: str, place: object) -> Generator[subprocess.Popen[bytes]]:
    """Run a script in a process that has written its call and now waits for its standard input."""
    command = [sys.executable, "-c", script, str(place)]
    with subprocess.Popen(command, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"written\n"
        yield process


LOOK = "import sys; from reelscore.ledger import Ledger; print(Ledger(sys.argv[1]).show('i1').doubtful)"


def test_a_killed_process_is_dead_to_all_who_ask_while_its_number_is_still_in_use(shared: Path | str) -> None:
    ledger = Ledger(shared)
    with running(HELD, shared) as process:
        assert not row(ledger).doubtful
        process.kill()
        while not row(ledger).doubtful:  # its end is not waited for, so that nobody else gets its number
            pass

        assert [row(ledger).doubtful, python(LOOK, shared)] == [True, "True\n"]
    ledger.close()


ENDED = """
import sys
from tests.ledgers import intend
from reelscore.ledger import Ledger
ledger = Ledger(sys.argv[1])
intend(ledger)
print("written", flush=True)
sys.stdin.readline()
ledger.run(lambda tx: tx.mark_submitted("i1", "t1"))
"""


def test_a_call_whose_owner_ends_it_and_goes_while_it_is_read_is_not_in_doubt(shared: Path | str) -> None:
    def read_around_the_end(tx: LedgerTransaction) -> CallRecord:
        found = row_in(tx)  # from here on a job that only reads sees the ledger as it was
        if owner.poll() is None:
            owner.communicate(b"\n", timeout=60)
        while found.alive:  # until the server has read the end of its connection
            found = row_in(tx)
        return found

    ledger = Ledger(shared)
    with running(ENDED, shared) as owner:
        found = ledger.read(read_around_the_end)
    ledger.close()

    assert (found.status, found.task_id, found.doubtful) == (CallStatus.SUBMITTED, "t1", False)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder with open files stays there")
def test_no_budget_is_counted_beside_a_process_whose_ledger_was_removed(tmp_path: Path) -> None:
    path, budget = tmp_path / "l.sqlite", Budget(100, per="day")
    with running(HELD, path) as process:
        for file in tmp_path.glob("l.sqlite*"):
            file.unlink() if file.is_file() else None
        ledger = Ledger(path)
        with pytest.raises(BudgetExceeded, match=str(process.pid)):
            intend(ledger, "capped", budget=budget)
        intend(ledger, "free")
        process.communicate()

    intend(ledger, "capped", budget=budget)
    assert sorted(found.intent for found in ledger.tasks()) == ["capped", "free"]
    ledger.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a folder with open files stays there")
def test_a_process_whose_mark_was_removed_is_alive_until_it_is_killed(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l.sqlite")
    with running(HELD, tmp_path / "l.sqlite") as process:
        shutil.rmtree(tmp_path / "l.sqlite-owners")
        assert not row(ledger).doubtful
        process.kill()

    assert row(ledger).doubtful
    ledger.close()


def test_an_owner_is_alive_until_it_is_released(tmp_path: Path) -> None:
    mine, other = ProcessLocks(tmp_path / "owners"), ProcessLocks(tmp_path / "owners")

    assert other.is_alive(mine.token)
    assert other.is_alive(mine.token)
    assert not mine.is_alive("1-0123456789ab")
    assert not mine.is_alive("")
    mine.release()
    assert not other.is_alive(mine.token)
    other.release()


def test_a_ledger_that_is_closed_under_a_call_does_not_give_it_away(shared: Path | str) -> None:
    ledger = Ledger(shared)
    with at_work("i1"):
        intend(ledger)
        ledger.close()
        assert python(LOOK, shared) == "False\n"
        assert not row(ledger).doubtful
    assert row(ledger).doubtful
    ledger.close()


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX")
def test_a_ledger_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "folder" / "l.sqlite")
    intend(ledger)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "folder").rglob("*")}
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o700
    assert modes.pop("l.sqlite-owners") == 0o700
    assert len(modes) > 2
    assert set(modes.values()) == {0o600}
    ledger.close()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file stays there")
@pytest.mark.parametrize("what", ["file", "folder", "another file"])
def test_nothing_is_paid_from_a_ledger_that_was_removed_or_replaced(tmp_path: Path, what: str) -> None:
    ledger = Ledger(tmp_path / "folder" / "l.sqlite")
    intend(ledger, "i1")
    for path in (tmp_path / "folder").glob("l.sqlite*"):
        path.rename(tmp_path / path.name)
    if what == "folder":
        (tmp_path / "folder").rmdir()
    if what == "another file":
        other = Ledger(tmp_path / "folder" / "l.sqlite")
        intend(other, "other")
        other.close()

    with pytest.raises(ConfigurationError, match="removed or replaced"):
        intend(ledger, "i2")
    ledger.run(lambda tx: tx.mark_unknown("i1"))
    with pytest.raises(ConfigurationError, match="removed or replaced"):
        ledger.run(lambda tx: tx.claim_replay("i1", budget=None, window=1e9))

    ledger.close()
    intend(ledger, "i3")
    ledger.close()


def test_a_file_that_is_no_ledger_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    path.write_text("these are words, and no database at all, over and over again")

    ledger = Ledger(path)
    for _ in range(2):
        with pytest.raises(ConfigurationError, match=r"l\.sqlite"):
            ledger.tasks()

    assert not list(tmp_path.glob("l.sqlite-owners/*"))
    path.unlink()
    assert ledger.tasks() == []
    ledger.close()


def test_a_folder_that_cannot_be_made_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ConfigurationError, match="REELSCORE_LEDGER"):
        Ledger(tmp_path / "file" / "l.sqlite").tasks()


def test_the_file_is_named_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert default_path({"REELSCORE_LEDGER": "/somewhere/l.sqlite"}) == Path("/somewhere/l.sqlite")
    assert default_path({"REELSCORE_LEDGER": "~/l.sqlite"}) == tmp_path / "l.sqlite"
    assert Ledger("~/l.sqlite").path == tmp_path / "l.sqlite"
    assert Path(default_path({})).name == "ledger.sqlite"


def test_a_ledger_is_found_by_what_an_option_may_hold(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l.sqlite")

    assert find_ledger(ledger) is ledger
    assert find_ledger(tmp_path / "l.sqlite") is find_ledger(str(tmp_path / "l.sqlite"))
    there = find_ledger(tmp_path / "l.sqlite")
    assert pickle.loads(pickle.dumps(there)) is there  # noqa: S301
    assert find_ledger(None).in_memory
    assert find_ledger(":memory:") is not find_ledger(":memory:")


@pytest.mark.parametrize("applied", range(1, len(OLD_MIGRATIONS) + 1))
def test_an_earlier_ledger_is_migrated_and_its_counters_are_right(tmp_path: Path, clock: Watch, applied: int) -> None:
    path = tmp_path / "l.sqlite"
    fill(path, applied, NOW)
    ledger = Ledger(path, clock=clock)

    assert {found.intent: found.unit for found in ledger.tasks()} == {"done": "toy", "open": "toy", "jobs": "toy"}
    assert {found.intent: (found.state, found.error) for found in ledger.tasks()} == {
        "done": ("succeeded", ""), "open": ("", ""), "jobs": ("", "cut"),
    }  # fmt: skip
    assert {(found.intent, found.host, found.route) for found in ledger.tasks()} == {
        ("done", "toy", ""), ("open", "toy", ""), ("jobs", "toy", "jobs"),
    }  # fmt: skip
    assert ledger.check_counters() == []
    with pytest.raises(BudgetExceeded, match=r"5 of 30 left per day: 15 spent, 10 held"):
        intend(ledger, "i1", budget=Budget(30, per="day"))
    ledger.run(lambda tx: tx.record_completion("open", "succeeded", charge=Decimal(5)))
    intend(ledger, "i1", budget=Budget(30, per="day"))
    assert ledger.check_counters() == []
    assert [found.intent for found in ledger.read(lambda tx: tx.pending())] == ["jobs", "i1"]
    ledger.close()


def as_before(ledger: Ledger) -> None:
    """Let a ledger's tables be those of an earlier release, so that they are made anew when it is opened."""
    _ = ledger.run(lambda tx: tx.execute("DELETE FROM migrations WHERE name = ?", NEWEST))
    ledger.close()


def test_a_budget_keeps_its_unit_when_its_ledger_is_migrated(shared: Path | str) -> None:
    ledger, budget = Ledger(shared), Budget(20)
    intend(ledger, budget=budget, unit="toys")
    as_before(ledger)

    with pytest.raises(ConfigurationError, match="the budget counts credits of toys"):
        intend(ledger, "i2", budget=budget, unit="tokens")
    intend(ledger, "i2", budget=budget, unit="toys")
    with pytest.raises(BudgetExceeded):
        intend(ledger, "i3", budget=budget, unit="toys")
    ledger.close()


def test_earlier_calls_count_in_the_unit_that_their_host_shares(tmp_path: Path, clock: Watch) -> None:
    path = tmp_path / "l.sqlite"
    fill(path, len(OLD_MIGRATIONS), NOW)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE calls SET host = 'pixverseai.cn' WHERE intent = 'done'")
        connection.execute("UPDATE calls SET host = 'pixverse.ai' WHERE intent = 'open'")
    connection.close()
    ledger = Ledger(path, clock=clock)

    with pytest.raises(BudgetExceeded, match=r"5 of 30 left per day: 15 spent, 10 held"):
        intend(ledger, host="pixverse.ai", unit=find_host("pixverse.ai").unit, budget=Budget(30, per="day"))
    ledger.close()


def test_a_ledger_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l.sqlite")
    intend(ledger)
    ledger.run(lambda tx: tx.migrate("ledger 2099-01-01 something new", []))
    ledger.close()

    with pytest.raises(ConfigurationError, match="newer release"):
        ledger.tasks()


def explain(tx: LedgerTransaction, sql: str) -> list[tuple[object, ...]]:
    if isinstance(tx.database, SqliteDatabase):
        return tx.query(f"EXPLAIN QUERY PLAN {sql}")
    tx.query("SET LOCAL enable_seqscan = off")  # it would read an empty table whole
    return tx.query(f"EXPLAIN {sql}")


def test_the_index_of_open_rows_is_used(ledger: Ledger) -> None:
    plans = [
        ("SELECT * FROM calls WHERE status IN ('intent', 'unknown', 'submitted') ORDER BY created", "calls_open"),
        ("SELECT * FROM calls WHERE key = 'k1' AND account = 'b' LIMIT 1", "calls_key"),
    ]
    for number in range(9):
        intend(ledger, f"i{number}", key=f"k{number}", account="b")
    ledger.run(lambda tx: tx.query("ANALYZE"))
    for sql, index in plans:
        steps = ledger.read(partial(explain, sql=sql))
        plan = " ".join(str(tuple(step)) for step in steps)
        assert index in plan
