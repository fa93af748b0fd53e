"""A server on a raw socket that answers with the very bytes that a test gives it; no HTTP library stands between."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

import attrs

Talk: TypeAlias = Callable[[socket.socket], None]
"""What happens to one connection after its first bytes came."""


class RawServer:
    """Counts connections and packets; each connection is given to the talk."""

    def __init__(self, talk: Talk | None = None, *, port: int = 0) -> None:
        self.connections = 0
        self.packets: list[bytes] = []
        self._talk = talk or (lambda _: None)
        self._open: set[socket.socket] = set()
        self._socket = socket.create_server(("127.0.0.1", port), backlog=512)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Stop listening, and answer no more on what is still open."""
        for line in (self._socket, *self._open):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def converse(self, line: socket.socket) -> None:
        """Serve one connection; a body that comes behind its head is waited for."""
        while packet := line.recv(65536):
            while _missing(packet) > 0 and (more := line.recv(65536)):
                packet += more
            self.packets.append(packet)
            self._talk(line)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._socket.accept()
                self.connections += 1
                threading.Thread(target=self._one, args=(line,), daemon=True).start()

    def _one(self, line: socket.socket) -> None:
        self._open.add(line)
        with line, contextlib.suppress(OSError, ValueError):
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.converse(line)
        self._open.discard(line)


def _missing(packet: bytes) -> int:
    """Count the bytes that a request's own length promises and that are not there."""
    head, _, body = packet.partition(b"\r\n\r\n")
    told = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return int(told[1]) - len(body) if told else 0


@attrs.frozen(kw_only=True)
class Asked:
    """One request as it came."""

    line: str
    """Method and path."""
    headers: Mapping[str, str]
    body: bytes


def read_head(packets: Any) -> tuple[str, dict[str, str]]:
    """Read a request up to its body: method and path, and the headers; nothing at a connection's end."""
    line = packets.readline().decode("latin-1").rpartition(" ")[0]
    headers = dict[str, str]()
    while row := packets.readline().decode("latin-1").strip():
        name, _, value = row.partition(":")
        headers[name.lower()] = value.strip()
    return line, headers


def read_body(packets: Any, headers: Mapping[str, str]) -> bytes:
    """Read a request's body. ValueError where it is cut."""
    length = int(headers.get("content-length", 0))
    body = packets.read(length)
    while headers.get("transfer-encoding") == "chunked" and (size := int(packets.readline(), 16)):
        body += packets.read(size)
        packets.readline()
    if len(body) < length:
        raise ValueError("the request is cut")
    return bytes(body)


def read_request(packets: Any) -> Asked | None:
    """Read one request from a connection's file; None at its end. ValueError where it is cut."""
    line, headers = read_head(packets)
    return Asked(line=line, headers=headers, body=read_body(packets, headers)) if line else None


def reset(line: socket.socket) -> None:
    """End a connection so that the other side reads an error and no end."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


def answer(body: bytes, *headers: str, status: int = 200) -> bytes:
    """Write an answer with its length."""
    head = "\r\n".join([f"HTTP/1.1 {status} X", f"content-length: {len(body)}", *headers])
    return head.encode() + b"\r\n\r\n" + body


@contextmanager
def serving(talk: Talk) -> Generator[RawServer]:
    """Run such a server."""
    server = RawServer(talk)
    try:
        yield server
    finally:
        server.close()
