"""A server that answers with the very bytes that a test gives it, on a real socket; no HTTP library stands between."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeAlias

Talk: TypeAlias = Callable[[socket.socket], None]
"""What happens to one connection after its first bytes came."""


class RawServer:
    """Counts connections and packets; each connection is given to the talk."""

    def __init__(self, talk: Talk) -> None:
        self.connections = 0
        self.packets: list[bytes] = []
        self._talk = talk
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._socket.accept()
                self.connections += 1
                threading.Thread(target=self._one, args=(line,), daemon=True).start()

    def _one(self, line: socket.socket) -> None:
        with line, contextlib.suppress(OSError):
            while packet := line.recv(65536):
                self.packets.append(packet)
                self._talk(line)


def answer(body: bytes, *headers: str) -> bytes:
    """Write an answer with its length."""
    head = "\r\n".join(["HTTP/1.1 200 OK", f"content-length: {len(body)}", *headers])
    return head.encode() + b"\r\n\r\n" + body


@contextmanager
def serving(talk: Talk) -> Generator[RawServer]:
    """Run such a server."""
    server = RawServer(talk)
    try:
        yield server
    finally:
        server.close()
