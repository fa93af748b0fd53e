"""The toy vendor's server, on a real socket: what it took, what it charged, and how it misbehaves next."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.rawserver import RawServer, answer, read_body, read_head, reset
from tests.toy import KEY, PRICE


class ToyServer(RawServer):
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
        super().__init__(port=port)

    def close(self) -> None:
        """Stop."""
        self.release.set()
        super().close()

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

    def converse(self, line: socket.socket) -> None:
        """Answer the requests of one connection."""
        with line.makefile("rb") as packets:
            while (head := read_head(packets))[0]:
                if not self._reply(line, packets, *head):
                    return

    def _reply(self, line: socket.socket, packets: Any, asked: str, headers: Mapping[str, str]) -> bool:
        """Answer one request; False when the connection ends with it."""
        method, _, path = asked.partition(" ")
        word = path.split("/")[1].partition("?")[0]
        fault, trace = self.next_fault(word), headers.get("x-trace", "")
        if fault == "during send":
            reset(line)
            return False
        body = read_body(packets, headers)
        with self.lock:
            self.calls.append((method, path, trace))
        if fault in _REFUSALS:
            line.sendall(_REFUSALS[fault])
            return True
        if headers.get("x-key") != KEY:
            line.sendall(answer(b'{"code": 400}'))
            return True
        given = json.loads(body) if body else None
        data = self._work(word, path, trace, given)
        if self.accept_hook is not None:
            self.accept_hook(word, given)
        said = answer(json.dumps({"code": 404} if data is None else {"code": 0, "data": data}).encode())
        if fault == "hang":
            _ = self.release.wait(30)
        if fault == "during answer":
            line.sendall(said[:-10])
        if fault in {"after accept", "hang", "during answer"}:
            reset(line)
            return False
        line.sendall(_SPOILED.get(fault, said))
        return fault != "close after"

    def _work(self, word: str, path: str, trace: str, body: Any) -> Any:
        if word == "make":
            return self.take(trace, body)
        if word == "tasks":
            return self.look(path.rpartition("/")[2])
        if word in {"say", "mark"}:
            with self.lock:
                self.jobs[f"d{len(self.jobs) + 1}"] = {"trace": trace, "body": body, "looks": 0}
            return {"text": body["text"]}
        return {"credits": "1000"}


_REFUSALS = {
    "throttle": answer(b'{"code": 429}'),
    "busy": answer(b'{"code": 440}'),
    "reject": answer(b'{"code": 400}'),
    "redirect": answer(b"{}", "location: /make?again=1", status=307),
    "500 before": answer(b'{"code": 500}', status=500),
}
_SPOILED = {
    "500": answer(b'{"code": 500}', status=500),
    "502 html": answer(b"<html>Bad Gateway</html>", status=502),
    "empty": answer(b""),
    "other json": answer(b"[1, 2]"),
}


@contextmanager
def running() -> Generator[ToyServer]:
    """Run a toy server on a free port."""
    server = ToyServer()
    try:
        yield server
    finally:
        server.close()
