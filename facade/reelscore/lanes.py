"""Chunks between a line that is read and a part that is written and hashed; knows no network and waits for nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from reelscore.fetching import Moved
from reelscore.parts import CHUNK_BYTES, Part


class Threads:
    """One thread that writes and one that hashes, while a third reads the line."""

    def __init__(self) -> None:
        self.disk = ThreadPoolExecutor(1, "reelscore-disk")
        self.hash = ThreadPoolExecutor(1, "reelscore-hash")

    def end(self) -> None:
        """Wait for what is being done and let go of what is not begun."""
        for threads in (self.disk, self.hash):
            threads.shutdown(wait=True, cancel_futures=True)


class Lane:
    """Chunks on their way from the line to the disk, in order."""

    def __init__(self, part: Part, threads: Threads) -> None:
        self._part, self._threads = part, threads
        self._pieces: list[bytes] = []
        self._held = 0
        self._offset = part.size
        self._waiting: deque[tuple[Future[None], Future[None]]] = deque()

    @property
    def moved(self) -> Moved:
        """How far the file is."""
        return Moved(path=self._part.target, bytes=self._offset + self._held, total=self._part.mark.length)

    def add(self, piece: bytes) -> bool:
        """Take a piece; true when it completed a chunk, which is the time to settle overdue ones."""
        self._pieces.append(piece)
        self._held += len(piece)
        if self._held < CHUNK_BYTES:
            return False
        self.flush()
        return True

    def flush(self) -> None:
        """Hand over what was taken, however little."""
        if self._held:
            written = self._threads.disk.submit(self._part.write, self._offset, pieces=self._pieces)
            hashed = self._threads.hash.submit(self._part.digest, self._offset, pieces=self._pieces)
            self._waiting.append((written, hashed))
            self._offset += self._held
            self._pieces, self._held = [], 0

    def overdue(self, keep: int) -> Iterator[Future[None]]:
        """Give the work to wait for until at most *keep* chunks are on their way."""
        while len(self._waiting) > keep:
            yield from self._waiting.popleft()
