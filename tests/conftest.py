"""Fixtures that several test files share."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from reelscore.ledger import Ledger
from tests import drawn
from tests.fileserver import Bring, Shelf, awaited, download, serving
from tests.ledgers import Watch
from tests.postgres import PostgresServer, empty, running_server
from tests.toyserver import ToyServer, running

# Nobody's own keys: clients look into the keyring where the environment has none.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A run in the background ignores Ctrl-C, and so would every process that a test starts and interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.load_profile(drawn.SAME)


@pytest.fixture
def server() -> Iterator[ToyServer]:
    """Run the toy; its balance is 1000 and never falls."""
    with running() as found:
        yield found


@pytest.fixture
def clock() -> Watch:
    """Make a ledger's clock."""
    return Watch()


@pytest.fixture
def ledger(tmp_path: Path, clock: Watch) -> Iterator[Ledger]:
    """Keep a ledger on disk."""
    found = Ledger(tmp_path / "ledger.sqlite", synchronous="NORMAL", clock=clock)
    yield found
    found.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Run a PostgreSQL server."""
    with running_server() as found:
        yield found


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> str:
    """Name a database whose ledger has no rows."""
    empty(postgres.url())
    return postgres.url()


@pytest.fixture(params=["file", "postgres"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Name an empty ledger that several processes may use, in each of the databases."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return tmp_path / "l.sqlite"


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """Serve one file on the loopback address."""
    with serving() as found:
        yield found


@pytest.fixture(params=[download, awaited], ids=["blocking", "awaiting"])
def bring(request: pytest.FixtureRequest) -> Bring:
    """Run the test with each of the two ways to download."""
    found: Bring = request.param
    return found
