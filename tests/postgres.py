"""A PostgreSQL server for tests: in a temporary folder, on the loopback address, ended by its process id."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_SETTINGS = {
    "listen_addresses": "'127.0.0.1'",
    "max_connections": "200",
    "fsync": "off",
    "full_page_writes": "off",
    "log_min_messages": "warning",
}


def programs() -> Path | None:
    """Find the folder of the newest server that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    named = shutil.which("postgres")
    return found[-1].parent if found else Path(named).resolve().parent if named else None


class PostgresServer:
    """One server; it can be stopped at once, as by a power cut, and started again."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        """Make its files; the server itself refuses to run as root."""
        self._folder, self._binaries = folder, binaries
        self._as: dict[str, Any] = {}
        if os.getuid() == 0:
            import pwd

            user = pwd.getpwnam("postgres")
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(folder, user.pw_uid, user.pw_gid)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = [str(binaries / "initdb"), "-D", str(folder / "data"), *options]
        subprocess.run(made, check=True, capture_output=True, cwd=folder, **self._as)
        settings = {**_SETTINGS, "port": self.port, "unix_socket_directories": f"'{folder}'"}
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())
        self.start()

    def url(self, database: str = "postgres") -> str:
        """Name a database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it and return when it takes connections."""
        with (self._folder / "log").open("ab") as log:
            command = [str(self._binaries / "postgres"), "-D", str(self._folder / "data")]
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self._folder, start_new_session=True, **self._as
            )
        ready = [str(self._binaries / "pg_isready"), "-h", "127.0.0.1", "-p", str(self.port), "-q"]
        until = time.monotonic() + 30
        while subprocess.run(ready, check=False).returncode:
            assert self._process.poll() is None, (self._folder / "log").read_text()
            assert time.monotonic() < until
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT drops its sessions, SIGQUIT is a crash."""
        self._process.send_signal(how)
        self._process.wait(30)


@contextmanager
def running_server() -> Generator[PostgresServer]:
    """Run a server, and remove it; where none is installed the test is skipped, and fails where CI is set."""
    binaries = programs() if sys.platform != "win32" else None
    if binaries is None:
        why = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    folder = Path(tempfile.mkdtemp(prefix="reelscore-postgres-"))
    folder.chmod(0o755)
    try:
        server = PostgresServer(folder, binaries)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def empty(url: str) -> None:
    """Take every row of the ledger and of DBOS away; the tables stay."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(url, autocommit=True) as session:
        found = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('reelscore', 'dbos')"
        for schema, table in session.execute(found).fetchall():
            if "migrations" not in table:
                session.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(schema, table)))
