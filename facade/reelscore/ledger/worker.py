"""Where a ledger's jobs run: one thread per ledger, in the order in which they came; memory has none and needs none."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, TypeAlias, TypeVar

from reelscore.ledger.database import Database
from reelscore.ledger.owners import Owners
from reelscore.ledger.store import LedgerTransaction

T = TypeVar("T")
Job: TypeAlias = Callable[[LedgerTransaction], T]


class InlineExecutor(Executor):
    """Does what is submitted where it is submitted."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Do it now; the future is done already."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - the caller gets it
            future.set_exception(error)
        return future


class OneThread(ThreadPoolExecutor):
    """One thread, whose count is not asked again once it runs.

    The pool counts with a lock in Python that an interrupt can leave locked; what else ``submit`` does is safe from it.
    """

    def _adjust_thread_count(self) -> None:
        if not self._threads:
            super()._adjust_thread_count()


class Worker:
    """One opening of a ledger: its connection and the thread that uses it. Nothing blocks but ``close``."""

    def __init__(
        self, connect: Callable[[], tuple[Database, Owners]], *, clock: Callable[[], float], inline: bool
    ) -> None:
        self._connect = connect
        self._clock = clock
        self._opened: tuple[Database, Owners] | None = None
        self.executor = InlineExecutor() if inline else OneThread(1, "reelscore-ledger")
        self.turn = threading.Lock()
        """Held while a job runs."""
        self._thread = 0
        """The thread that runs a job now, by its number."""
        self._transaction: LedgerTransaction | None = None

    def submit(self, job: Job[T], *, write: bool) -> Future[T]:
        """Queue a job; inside a job of this worker it is done at once, in the same transaction.

        Raises:
            RuntimeError: this worker is closed, or the interpreter ends and starts no more work.
        """
        if self.is_here():
            return InlineExecutor().submit(self._inside, job)
        return self.executor.submit(self.do, job, write=write)

    def is_here(self) -> bool:
        """Return whether this thread is inside a job of this worker."""
        return self._thread == threading.get_ident()

    def attempt(self, job: Job[T], *, write: bool) -> Future[T]:
        """Do a job on this thread, and return how it went."""
        future: Future[T] = Future()
        try:
            future.set_result(self.do(job, write=write))
        except BaseException as error:  # noqa: BLE001 - whoever waits gets it
            future.set_exception(error)
        return future

    def do(self, job: Job[T], *, write: bool) -> T:
        """Do a job in a transaction of its own; an interrupt that hits it on its caller's thread does not undo it.

        The caller, who is interrupted, has whatever may follow from the job voided, in order.
        """
        with self.turn:
            try:
                return self._do(job, write=write)
            except KeyboardInterrupt:
                # Where it was committed already, to write it again fails or changes nothing.
                with contextlib.suppress(Exception):
                    _ = self._do(job, write=write)
                raise

    def close(self) -> None:
        """Do what is queued and let the database go."""
        try:
            _ = self.executor.submit(self._disconnect)
        except RuntimeError:
            self._disconnect()
        self.executor.shutdown(wait=self._thread != threading.get_ident())

    def _do(self, job: Job[T], *, write: bool) -> T:
        self._opened = database, owners = self._opened or self._connect()
        transaction = LedgerTransaction(database, owners, clock=self._clock, write=write)
        try:
            self._thread, self._transaction = threading.get_ident(), transaction
            return database.transact(lambda: job(transaction), write=write)
        finally:
            self._thread = 0

    def _inside(self, job: Job[T]) -> T:
        transaction = self._transaction
        if self._opened is None or transaction is None:
            raise RuntimeError("no job runs")
        return self._opened[0].transact_inside(lambda: job(transaction))

    def _disconnect(self) -> None:
        with self.turn:
            if self._opened is not None:
                self._opened[0].close()
                self._opened = None
