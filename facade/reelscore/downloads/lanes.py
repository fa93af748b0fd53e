"""Chunks between a line that is read and a part that is written and hashed; knows no network and waits for nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from reelscore.downloads.fetch import DownloadProgress
from reelscore.downloads.partfile import CHUNK_BYTES, PartialFile

SYNC_BYTES = 16 << 20
"""How much is flushed to the disk at once: a long file is flushed while it comes, not all at its end."""


class Threads:
    """One thread that writes, one that hashes and one that flushes, while a fourth reads the line."""

    def __init__(self) -> None:
        self.disk = ThreadPoolExecutor(1, "reelscore-disk")
        self.hash = ThreadPoolExecutor(1, "reelscore-hash")
        self.sync = ThreadPoolExecutor(1, "reelscore-sync")

    def end(self) -> None:
        """Wait for what is being done and let go of what is not begun."""
        for threads in (self.disk, self.hash, self.sync):
            threads.shutdown(wait=True, cancel_futures=True)


class Lane:
    """Chunks on their way from the line to the disk, in order."""

    def __init__(self, part: PartialFile, threads: Threads) -> None:
        self._part, self._threads = part, threads
        # Memory is used again: fresh memory for each piece costs more than the copy.
        self._chunk, self._free = _memory(), list[memoryview]()
        self._held = self._unsynced = 0
        self._offset = part.size
        self._waiting: deque[tuple[Future[None], Future[None], memoryview]] = deque()
        self._syncing: deque[Future[None]] = deque()

    @property
    def moved(self) -> DownloadProgress:
        """How far the file is."""
        return DownloadProgress(path=self._part.target, bytes=self._offset + self._held, total=self._part.mark.length)

    def add(self, piece: bytes) -> bool:
        """Take a piece; true when it completed a chunk, which is the time to settle overdue ones."""
        begun, rest = self._offset, memoryview(piece)
        while rest:
            taken = min(len(rest), CHUNK_BYTES - self._held)
            self._chunk[self._held : self._held + taken] = rest[:taken]
            self._held, rest = self._held + taken, rest[taken:]
            if self._held == CHUNK_BYTES:
                self.flush()
        return self._offset > begun

    def flush(self) -> None:
        """Hand over what was taken, however little."""
        if not self._held:
            return
        data = self._chunk[: self._held]
        written = self._threads.disk.submit(self._part.write, self._offset, data)
        hashed = self._threads.hash.submit(self._part.digest, self._offset, data)
        self._waiting.append((written, hashed, self._chunk))
        self._sync_sometimes()
        self._offset += self._held
        self._chunk, self._held = self._free.pop() if self._free else _memory(), 0

    def _sync_sometimes(self) -> None:
        self._unsynced += self._held
        if self._unsynced >= SYNC_BYTES:
            self._syncing.append(self._threads.sync.submit(self._part.sync))
            self._unsynced = 0

    def overdue(self, keep: int) -> Iterator[Future[None]]:
        """Give the work to wait for until at most *keep* chunks, and as many flushes, are on their way."""
        while len(self._waiting) > keep:
            written, hashed, chunk = self._waiting.popleft()
            yield written
            yield hashed
            self._free.append(chunk)
        while len(self._syncing) > keep:
            yield self._syncing.popleft()


def _memory() -> memoryview:
    # A view: what is put into a bytearray itself is copied twice.
    return memoryview(bytearray(CHUNK_BYTES))
