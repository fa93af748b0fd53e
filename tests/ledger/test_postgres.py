"""What only a server can do to a ledger: lose answers, sessions and itself, show passwords, be slow to agree."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from reelscore.errors import ConfigurationError, ReelscoreError
from reelscore.ledger import Ledger, LedgerTransaction, find_ledger
from reelscore.ledger.budget import Budget
from reelscore.ledger.locks import at_work
from reelscore.ledger.places import display_url, without_secrets
from reelscore.ledger.postgres import lock_number
from reelscore.ledger.records import RetryLater
from reelscore.vendors.host import Limits
from tests.ledger.test_files import LOOK, as_before
from tests.ledgers import NOW, Watch, entry, intend, python, row
from tests.postgres import PostgresServer, running_server

SECRET = "s3cr3t"


@pytest.fixture
def mine(postgres_url: str, clock: Watch) -> Iterator[Ledger]:
    """Open an empty ledger on the server."""
    found = Ledger(postgres_url, clock=clock)
    yield found
    found.close()


@pytest.fixture
def other(postgres_url: str, clock: Watch) -> Iterator[Ledger]:
    """Open it a second time, as another client would."""
    found = Ledger(postgres_url, clock=clock)
    yield found
    found.close()


def cut(url: str, *, name: str) -> int:
    """End the sessions of a name on the server, as a broken network would; return how many."""
    with psycopg.connect(url, autocommit=True) as session:
        sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE %s"
        found = session.execute(sql, (name,)).fetchone()
    assert found is not None
    return int(found[0])


# -- Passwords ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://me:{SECRET}@127.0.0.1:1/db",
        f"postgresql://me:{SECRET}%40x@127.0.0.1:1/db",
        f"postgres://127.0.0.1:1/db?user=me&password={SECRET}",
        f"postgresql://me:{SECRET}@127.0.0.1:1,127.0.0.1:2/db?sslpassword={SECRET}&connect_timeout=2",
        f"postgresql://me:a@{SECRET}@127.0.0.1:1/db",
        f"postgresql://me:a/{SECRET}@127.0.0.1:1/db",
        f"postgresql://me:{SECRET}/@127.0.0.1:1/db",
        f"postgresql://me:12?{SECRET}=@127.0.0.1:1/db",
        f"postgresql://me:a#{SECRET}@127.0.0.1:1/db",
        f"postgresql://me:a b{SECRET}@127.0.0.1:1/db",
        f"service=x password={SECRET}",
    ],
)
def test_no_password_is_shown_however_wrong_the_url_is(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        find_ledger(url).tasks()

    error: BaseException | None = caught.value
    while error is not None:
        assert SECRET not in f"{error!r} {error}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def test_a_ledger_on_a_server_is_named_without_user_and_password() -> None:
    ledger = Ledger(f"postgresql://me:{SECRET}@db.example:5432,other/films?sslmode=require")

    assert repr(ledger) == "Ledger('postgresql://db.example:5432,other/films')"
    assert ledger.path is None
    assert display_url("service=films") == "service=films"
    assert "***" in without_secrets(f"no {SECRET}/ here", f"postgresql://me:{SECRET}%2F@host")


def test_a_server_is_named_by_the_environment_and_found_again(postgres_url: str) -> None:
    ledger = find_ledger("default", {"REELSCORE_LEDGER": postgres_url})

    assert find_ledger(postgres_url) is ledger
    assert pickle.loads(pickle.dumps(ledger)) is ledger  # noqa: S301
    assert ledger.tasks() == []
    ledger.close()


# -- What a port of SQLite's ledger would lose -------------------------------------------------------------------------


def test_times_and_amounts_keep_all_their_digits(mine: Ledger, clock: Watch) -> None:
    clock.time = NOW + 0.123456
    intend(mine)
    mine.run(lambda tx: tx.mark_submitted("i1", "t1", charge=Decimal(5_000_000)))

    assert row(mine).created == NOW + 0.123456
    assert row(mine).charged == 5_000_000


def test_text_that_a_server_refuses_is_stored_and_found(mine: Ledger) -> None:
    intend(mine, key="a\0b\ud800")

    assert mine.read(lambda tx: tx.find_by_key("a\0b\ud800", account="me")) is not None


def test_processes_that_open_an_empty_database_at_once_make_it_once(postgres: PostgresServer) -> None:
    with psycopg.connect(postgres.url(), autocommit=True) as session:
        session.execute("DROP DATABASE IF EXISTS fresh")
        session.execute("CREATE DATABASE fresh")
    ledgers = [Ledger(postgres.url("fresh")) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(Ledger.tasks, ledgers)) == [[]] * 8
        list(pool.map(lambda numbered: intend(numbered[1], f"i{numbered[0]}"), enumerate(ledgers)))

    assert len(ledgers[0].tasks()) == 8
    for ledger in ledgers:
        ledger.close()


def race(url: str, clock: Watch, **changes: Any) -> list[type[BaseException] | None]:
    """Write forty calls from eight sessions, and give what each met."""
    ledgers = [Ledger(url, clock=clock) for _ in range(8)]

    def one(number: int) -> type[BaseException] | None:
        try:
            intend(ledgers[number % 8], f"i{number}", **changes)
        except Exception as error:  # noqa: BLE001 - the test counts them
            return type(error)
        return None

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(one, range(40)))
    for ledger in ledgers:
        ledger.close()
    return found


def test_a_call_that_an_earlier_release_writes_during_a_migration_is_kept(mine: Ledger, postgres_url: str) -> None:
    intend(mine, "i1")
    as_before(mine)

    with ThreadPoolExecutor(1) as pool, psycopg.connect(postgres_url) as earlier:
        earlier.execute("CREATE TEMP TABLE another AS SELECT * FROM reelscore.calls")
        earlier.execute("UPDATE another SET intent = 'i2'")
        earlier.execute("INSERT INTO reelscore.calls SELECT * FROM another")
        opening = pool.submit(mine.tasks)
        while not earlier.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchall():
            assert not opening.done()
        earlier.commit()

        assert {found.intent for found in opening.result(30)} == {"i1", "i2"}


def test_sessions_that_race_submit_no_more_than_the_account_may(postgres_url: str, clock: Watch) -> None:
    found = race(postgres_url, clock, limits=Limits(submissions=20, window=10.0))

    assert (found.count(None), found.count(RetryLater)) == (20, 20)


def test_a_budget_that_is_first_named_in_a_race_counts_every_call(
    postgres_url: str, clock: Watch, mine: Ledger
) -> None:
    free = threading.Thread(target=race, args=(postgres_url, clock), kwargs={"account": "free"})
    free.start()
    budget = Budget(1000, per="day")
    for number in range(20):
        intend(mine, f"mine{number}", budget=budget)
    free.join()

    assert mine.check_counters() == []
    assert sum(found.reserved for found in mine.tasks(limit=100)) == 600


def test_two_that_settle_one_call_at_once_leave_the_counters_right(mine: Ledger, other: Ledger) -> None:
    budget = Budget(1000, per="day")
    for number in range(20):
        intend(mine, f"i{number}", budget=budget)
        with ThreadPoolExecutor(2) as pool:
            done = [
                pool.submit(ledger.run, lambda tx, n=number: tx.record_completion(f"i{n}", "failed", refunded=True))
                for ledger in (mine, other)
            ]
        assert [each.exception() for each in done] == [None, None]

    assert mine.check_counters() == []
    assert {found.reserved for found in mine.tasks()} == {0}


# -- Who lives ---------------------------------------------------------------------------------------------------------


def test_a_job_that_writes_does_not_doubt_a_call_that_ends_while_its_row_is_read(
    mine: Ledger, other: Ledger, postgres_url: str
) -> None:
    held, waits = lock_number("held up"), "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with at_work("i1"), psycopg.connect(postgres_url, autocommit=True) as session, ThreadPoolExecutor(1) as pool:
        intend(other)
        session.execute("SELECT pg_advisory_lock(%s)", (held,))
        where = "intent = ? AND pg_advisory_xact_lock(?) IS NOT NULL"
        reading = pool.submit(mine.run, lambda tx: tx.rows(where, "i1", held))
        while session.execute(waits).fetchone() == (0,):  # it has begun to read, and sees the call as it is now
            pass
        other.run(lambda tx: tx.mark_submitted("i1", "t1"))
        session.execute("SELECT pg_advisory_unlock(%s)", (held,))

        assert [(found.status, found.doubtful) for found in reading.result(60)] == [("submitted", False)]


def test_a_process_whose_session_was_cut_takes_its_name_again_with_its_next_call(
    mine: Ledger, postgres_url: str
) -> None:
    with at_work("i1"), at_work("i2"):
        intend(mine, "i1")
        assert python(LOOK, postgres_url) == "False\n"
        assert cut(postgres_url, name=f"reelscore {os.getpid()}-%")
        assert python(LOOK, postgres_url) == "True\n"
        intend(mine, "i2")
        assert python(LOOK, postgres_url) == "False\n"


# -- A server that goes away -------------------------------------------------------------------------------------------


class Proxy:
    """Stands before the server, and once cuts a session whose client sends COMMIT."""

    def __init__(self, port: int) -> None:
        self.port, self.cut_at = port, "never"
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self) -> str:
        """Name the server as it is seen from here."""
        return f"postgresql://postgres@127.0.0.1:{self.listener.getsockname()[1]}/postgres"

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.port))
            threading.Thread(target=self._pass, args=(client, server), daemon=True).start()

    def _pass(self, client: socket.socket, server: socket.socket) -> None:
        silent, answered = threading.Event(), threading.Event()

        def back() -> None:
            with contextlib.suppress(OSError):
                while data := receive(server):
                    if silent.is_set():
                        answered.set()
                    else:
                        client.sendall(data)
                client.shutdown(socket.SHUT_RDWR)

        threading.Thread(target=back, daemon=True).start()
        while data := receive(client):
            if b"COMMIT\0" in data and self.cut_at != "never":
                where, self.cut_at = self.cut_at, "never"
                if where == "its answer":
                    silent.set()
                    server.sendall(data)
                    answered.wait(10)
                break
            server.sendall(data)
        for each in (client, server):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def close(self) -> None:
        """Take no more."""
        self.listener.close()


def receive(from_: socket.socket) -> bytes:
    try:
        return from_.recv(65536)
    except OSError:
        return b""


@pytest.fixture
def proxy(postgres: PostgresServer, postgres_url: str) -> Iterator[Proxy]:
    """Stand before a server whose ledger is empty."""
    assert postgres_url
    found = Proxy(postgres.port)
    yield found
    found.close()


@pytest.mark.parametrize(("cut_at", "times"), [("its answer", 1), ("its commit", 2)])
def test_a_commit_whose_answer_is_lost_is_asked_about(proxy: Proxy, clock: Watch, cut_at: str, times: int) -> None:
    ledger, done = Ledger(proxy.url(), clock=clock), list[str]()
    assert ledger.tasks() == []

    def job(tx: LedgerTransaction) -> str:
        done.append("once")
        tx.insert_intent(entry("i1", key="order", budget=Budget(10)))
        return "written"

    proxy.cut_at = cut_at
    assert ledger.run(job) == "written"

    assert len(done) == times
    assert [found.intent for found in ledger.tasks()] == ["i1"]
    assert ledger.check_counters() == []
    ledger.close()


def test_a_job_under_way_when_its_session_is_cut_is_done_again_whole(mine: Ledger, postgres_url: str) -> None:
    cuts = [1]

    def job(tx: LedgerTransaction) -> None:
        tx.insert_intent(entry("i1"))
        if cuts:
            cuts.pop()
            assert cut(postgres_url, name="reelscore ledger")
        tx.insert_intent(entry("i2"))

    mine.run(job)

    assert sorted(found.intent for found in mine.tasks()) == ["i1", "i2"]


def test_a_ledger_goes_on_after_its_server_crashed(clock: Watch) -> None:
    with running_server() as server:
        ledger = Ledger(server.url(), clock=clock)
        intend(ledger, "before")
        server.stop(signal.SIGQUIT)
        with ThreadPoolExecutor(1) as pool, pytest.raises(ReelscoreError, match="could not be used"):
            pool.submit(ledger.read, LedgerTransaction.now, timeout=0.1).result(30)
        waiting = ledger.submit(lambda tx: tx.insert_intent(entry("while it is away")))
        server.start()
        waiting.result(60)

        assert sorted(found.intent for found in ledger.tasks()) == ["before", "while it is away"]
        ledger.close()


def test_sessions_that_wait_for_each_other_in_a_ring_both_end(mine: Ledger, other: Ledger) -> None:
    both = threading.Barrier(2)

    def job(tx: LedgerTransaction, first: str, second: str) -> None:
        tx.lock(first)
        with contextlib.suppress(threading.BrokenBarrierError):  # the second try, alone
            both.wait(2)
        tx.lock(second)

    with ThreadPoolExecutor(2) as pool:
        ends = [
            pool.submit(mine.run, lambda tx: job(tx, "a", "b")),
            pool.submit(other.run, lambda tx: job(tx, "b", "a")),
        ]
    assert [each.exception() for each in ends] == [None, None]


def test_a_commit_that_a_crash_took_is_not_mistaken_for_one_that_has_its_number(clock: Watch) -> None:
    """After a crash the server gives numbers of transactions anew that had not reached its disk."""
    with running_server() as server:
        crashes = [True]
        ledger, others = Ledger(server.url(), clock=clock), Ledger(server.url(), clock=clock)
        intend(ledger, "before")
        intend(others, "too")

        def job(tx: LedgerTransaction) -> None:
            tx.insert_intent(entry("lost"))
            if crashes:
                crashes.pop()
                server.stop(signal.SIGQUIT)
                server.start()
                for number in range(5):
                    intend(others, f"later {number}")

        ledger.run(job)

        assert "lost" in {found.intent for found in others.tasks()}
        ledger.close()
        others.close()
