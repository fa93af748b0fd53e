"""Unpacks a body that a server compressed although nobody asked."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

from reelscore.errors import DownloadError

_CHUNK_BYTES = 1 << 20


class Unpacker:
    """Unpacks gzip or deflate, at most 1 MiB at a time, and hands it on."""

    def __init__(self, coding: str, write: Callable[[bytes], None]) -> None:
        self._coding, self._write = coding, write
        self._stream: Any = None
        self.complete = False
        """Whether the compressed data came to its own end."""

    def write(self, data: bytes) -> None:
        """Unpack the next bytes; DownloadError where they are not compressed as the server says."""
        try:
            while data and not (self.complete and self._coding == "deflate"):
                if self._stream is None or self.complete:
                    self._stream, self.complete = self._new(data), False
                if unpacked := self._stream.decompress(data, _CHUNK_BYTES):
                    self._write(unpacked)
                self.complete = self._stream.eof
                data = self._stream.unused_data if self.complete else self._stream.unconsumed_tail
        except zlib.error as error:
            raise DownloadError(f"what the server sends as {self._coding} cannot be unpacked: {error}") from error

    def _new(self, data: bytes) -> Any:
        if self._coding == "gzip":
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        # Some servers leave out the two bytes of zlib, which RFC 9110 asks for.
        wrapped = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2].ljust(2)) % 31 == 0
        return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
