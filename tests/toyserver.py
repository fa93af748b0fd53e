"""The toy vendor's server, on a real socket: what it took, what it charged, and how it misbehaves next."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from tests.toy import KEY, PRICE


class ToyServer:
    """The toy's server: what it took, what it charged, and how it misbehaves next."""

    def __init__(self, port: int = 0) -> None:
        self.lock = threading.Lock()
        self.jobs: dict[str, dict[str, Any]] = {}
        """By task id: trace, body, looks."""
        self.calls: list[tuple[str, str, str]] = []
        """Method, path, trace of each request whose body came whole."""
        self.faults: dict[str, list[str]] = {}
        """What happens to the next requests of a path's first word, in order; "" is nothing."""
        self.looks_needed = 2
        self.fail_tasks = False
        self.replays = True
        self.accept_hook: Callable[[str, Any], None] | None = None
        """Called with word and body after a request was worked on and before it is answered."""
        self.release = threading.Event()
        self.connections = 0
        self.closed = threading.Semaphore(0)
        """Released for each connection that is closed."""
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.toy = self
        self.port = int(self._server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop."""
        self.release.set()
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()
        self._thread.join()

    @property
    def charged(self) -> int:
        """Credits taken so far."""
        with self.lock:
            return PRICE * len(self.jobs)

    def misbehave(self, word: str, *kinds: str) -> None:
        """Queue faults for the requests whose path starts with a word."""
        with self.lock:
            self.faults.setdefault(word, []).extend(kinds)

    def next_fault(self, word: str) -> str:
        """Take the next fault of a word."""
        with self.lock:
            queue = self.faults.get(word)
            return queue.pop(0) if queue else ""

    def take(self, trace: str, body: Any) -> dict[str, Any]:
        """Accept a job, or find the one that this trace id started."""
        with self.lock:
            for task, job in self.jobs.items():
                if self.replays and job["trace"] == trace:
                    return {"task": task}
            task = f"t{len(self.jobs) + 1}"
            self.jobs[task] = {"trace": trace, "body": body, "looks": 0}
            return {"task": task}

    def look(self, task: str) -> dict[str, Any] | None:
        """Tell of a job."""
        with self.lock:
            job = self.jobs.get(task)
            if job is None:
                return None
            job["looks"] += 1
            done = job["looks"] >= self.looks_needed
            state = ("failed" if self.fail_tasks else "done") if done else "running"
            return {
                "task": task,
                "state": state,
                "url": f"{self.url}/files/{task}.mp4",
                "credits": PRICE if done else None,
            }


class _Server(ThreadingHTTPServer):
    """Knows its open connections: a stopped server must not go on answering on one that was kept alive."""

    daemon_threads = True
    request_queue_size = 256
    toy: ToyServer

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.connections: set[Any] = set()
        super().__init__(*arguments, **options)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.add(request)
        super().process_request(request, client_address)

    def hang_up(self) -> None:
        """Close what is still open."""
        for connection in tuple(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def shutdown_request(self, request: Any) -> None:
        """Count what is closed."""
        self.connections.discard(request)
        super().shutdown_request(request)
        self.toy.closed.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Cut connections are what this server is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def toy(self) -> ToyServer:
        """Whose books these are."""
        return cast("_Server", self.server).toy

    disable_nagle_algorithm = True

    def setup(self) -> None:
        with self.toy.lock:
            self.toy.connections += 1
        super().setup()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass

    def do_GET(self) -> None:
        self._serve(None)

    def do_POST(self) -> None:
        word = self.path.split("/")[1]
        if self.toy.faults.get(word, [""])[:1] == ["during send"]:
            _ = self.toy.next_fault(word)
            self._cut()
            return
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self._serve(json.loads(body))

    def _serve(self, body: Any) -> None:
        word = self.path.split("/")[1].partition("?")[0]
        with self.toy.lock:
            self.toy.calls.append((self.command, self.path, self.headers.get("x-trace", "")))
        fault = self.toy.next_fault(word)
        if fault in _REFUSALS:
            self._answer(*_REFUSALS[fault])
            return
        if self.headers.get("x-key") != KEY:
            self._answer(200, json.dumps({"code": 400}).encode())
            return
        data = self._work(word, body)
        if self.toy.accept_hook is not None:
            self.toy.accept_hook(word, body)
        self._finish(fault, data)

    def _work(self, word: str, body: Any) -> Any:
        if word == "make":
            return self.toy.take(self.headers.get("x-trace", ""), body)
        if word == "tasks":
            return self.toy.look(self.path.rpartition("/")[2])
        if word in {"say", "mark"}:
            with self.toy.lock:
                self.toy.jobs[f"d{len(self.toy.jobs) + 1}"] = {
                    "trace": self.headers.get("x-trace"),
                    "body": body,
                    "looks": 0,
                }
            return {"text": body["text"]}
        return {"credits": "1000"}

    def _finish(self, fault: str, data: Any) -> None:
        answer = json.dumps({"code": 404} if data is None else {"code": 0, "data": data}).encode()
        if fault == "after accept":
            self._cut()
        elif fault == "hang":
            _ = self.toy.release.wait(30)
            self._cut()
        elif fault == "close after":
            self._answer(200, answer)
            self.close_connection = True
        elif fault == "during answer":
            self.send_response(200)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer[: len(answer) // 2])
            self.wfile.flush()
            self._cut()
        elif fault in _SPOILED:
            self._answer(*_SPOILED[fault])
        else:
            self._answer(200, answer)

    def _answer(self, status: int, content: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _cut(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()


_REFUSALS: dict[str, tuple[Any, ...]] = {
    "throttle": (200, b'{"code": 429}'),
    "busy": (200, b'{"code": 440}'),
    "reject": (200, b'{"code": 400}'),
    "redirect": (307, b"{}", ("location", "/make?again=1")),
    "500 before": (500, b'{"code": 500}'),
}
_SPOILED: dict[str, tuple[Any, ...]] = {
    "500": (500, b'{"code": 500}'),
    "502 html": (502, b"<html>Bad Gateway</html>"),
    "empty": (200, b""),
    "other json": (200, b"[1, 2]"),
}


@contextmanager
def running() -> Generator[ToyServer]:
    """Run a toy server on a free port."""
    server = ToyServer()
    try:
        yield server
    finally:
        server.close()
