"""A small vendor for tests of the core: request values, a host, and a real server whose books can be read and cut."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import attrs

from reelscore.clients import AsyncClient, Client
from reelscore.credits import Line, Quote
from reelscore.effects import Call, Role
from reelscore.errors import ApiError, ConcurrencyLimited, NotFound, RateLimited, RejectedRequest, ServerError
from reelscore.fields import about
from reelscore.host import Accepted, Delivery, Doubtful, Host, Limits, Operation, Refused, Verdict
from reelscore.operations import operation
from reelscore.progress import Progress, State
from reelscore.requests import DirectRequest, Request, TaskRequest, operations_of
from reelscore.results import Asset, Result
from reelscore.schedule import Schedule

KEY = "toy-key-0123456789"
PRICE = 10


@attrs.frozen(kw_only=True)
class Clip(Result):
    """What the toy makes."""

    id: str = ""
    url: str = ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """One file."""
        return (Asset(url=self.url, kind="video", extension="mp4"),) if self.url else ()


def _price(request: Any, _host: Host) -> Quote:
    price = PRICE if getattr(request, "model", "v1") == "v1" else None
    return Quote.unknown("no price for it") if price is None else Quote.of(Line("clip", Decimal(price)))


@attrs.frozen(kw_only=True)
class Make(TaskRequest[Clip]):
    """Make a clip."""

    operation: ClassVar[str] = "make"
    vendor: ClassVar[str] = "toy"
    route: ClassVar[str] = "POST /make"
    result: ClassVar[Any] = Clip
    sample: ClassVar[Mapping[str, Any]] = {"prompt": "a fox"}
    price = _price

    prompt: str = attrs.field(metadata=about("What to make."))
    model: str = attrs.field(default="v1", metadata=about("Which model."))
    callback: str | None = attrs.field(default=None, metadata=about("Where to tell."))


@attrs.frozen(kw_only=True)
class Say(DirectRequest[str]):
    """Say something, at once and for money."""

    operation: ClassVar[str] = "say"
    vendor: ClassVar[str] = "toy"
    route: ClassVar[str] = "POST /say"
    price = _price

    text: str = attrs.field(metadata=about("What to say."))


@attrs.frozen(kw_only=True)
class Mark(Say):
    """Write something, for nothing."""

    operation: ClassVar[str] = "mark"
    route: ClassVar[str] = "POST /mark"
    role: ClassVar[Role] = Role.WRITE


@attrs.frozen(kw_only=True)
class Balance(DirectRequest[Decimal]):
    """Read the balance."""

    operation: ClassVar[str] = "balance"
    vendor: ClassVar[str] = "toy"
    route: ClassVar[str] = "GET /balance"
    role: ClassVar[Role] = Role.READ
    price = _price


_ERRORS: dict[int, tuple[type[ApiError], bool]] = {
    400: (RejectedRequest, False),
    404: (NotFound, False),
    429: (RateLimited, True),
    440: (ConcurrencyLimited, True),
}
_STATES = {"queued": State.QUEUED, "running": State.RUNNING, "done": State.SUCCEEDED, "failed": State.FAILED}


@attrs.frozen(kw_only=True)
class ToyHost(Host):
    """The toy's tables."""

    name: str = "toy"
    vendor: str = "toy"
    base_url: str = "https://toy.example"
    upload_url: str = "https://toy.example"
    key_variable: str = "TOY_API_KEY"
    base_url_variable: str = "TOY_BASE_URL"
    key_page: str = "https://toy.example/keys"
    replay: bool = True

    @property
    def replays(self) -> bool:  # type: ignore[override]
        """Whether a trace id is answered with the first result."""
        return self.replay

    @property
    def operations(self) -> Mapping[str, Operation]:
        """All four."""
        return _OPERATIONS

    def headers(self, key: str, trace_id: str) -> dict[str, str]:
        """Key and trace."""
        return {"x-key": key, "x-trace": trace_id}

    def request(self, op: str, body: Mapping[str, Any]) -> Request[Any]:
        """Read a body."""
        return self.operations[op].request.from_wire(body)

    def complete(self, request: Request[Any], *, callback_url: str | None) -> Request[Any]:
        """Add the callback."""
        if isinstance(request, Make) and request.callback is None and callback_url:
            return attrs.evolve(request, callback=callback_url)
        return request

    def call(self, request: Request[Any], *, trace_id: str) -> Call:
        """Write a call."""
        found = self.operations[request.operation]
        content = None if found.method == "GET" else json.dumps(request.to_wire()).encode()
        return Call(method=found.method, path=found.path, content=content, trace_id=trace_id)

    def status_call(self, op: str, task_id: str, *, trace_id: str) -> Call:
        """Write a look."""
        return Call(method="GET", path=f"/tasks/{task_id}", trace_id=trace_id)

    def verdict(self, op: str, http_status: int, payload: Any) -> Verdict:
        """Judge by the body."""
        if not isinstance(payload, dict) or "code" not in payload:
            return Doubtful(error=ServerError(message="no envelope", host="toy", operation=op, retryable=True))
        code, data = payload["code"], payload.get("data")
        if code == 0:
            task = data.get("task") if isinstance(data, dict) and op == "make" else None
            return Accepted(task_id=task, data=data, charge=None)
        if code >= 500:
            return Doubtful(error=ServerError(message="it broke", code=code, host="toy", retryable=True))
        kind, retryable = _ERRORS[code]
        return Refused(error=kind(message="no", code=code, host="toy", operation=op, retryable=retryable))

    def progress(self, op: str, payload: Any) -> Progress[Any]:
        """Read a look."""
        data = payload["data"]
        state = _STATES.get(data["state"], State.UNKNOWN)
        done = state is State.SUCCEEDED
        clip = Clip(id=data["task"], url=data["url"], raw=data) if done else None
        error = ServerError(message="it failed", host="toy", operation=op) if state is State.FAILED else None
        charge = None if data.get("credits") is None else Decimal(str(data["credits"]))
        refunded = True if state is State.FAILED else None
        return Progress(state=state, result=clip, error=error, charge=charge, refunded=refunded, raw=payload)

    def result(self, op: str, data: Any) -> Any:
        """Read a direct answer."""
        return Decimal(str(data["credits"])) if op == "balance" else data["text"]

    def delivery(self, headers: Mapping[str, str], body: bytes, secret: str | None = None) -> Delivery:
        """Not for toys."""
        raise NotImplementedError

    def schedule(self, op: str) -> Schedule:
        """Look often."""
        return Schedule(first=0.02, steps=(0.02,), timeout=20.0)


_OPERATIONS = operations_of((Make, Say, Mark, Balance), "toy")
TOY = ToyHost()
UNLIMITED = Limits(polls_per_second=1e6)


class ToyOperations:
    """The toy's operations, for both clients."""

    make = operation(Make)
    say = operation(Say)
    mark = operation(Mark)
    balance = operation(Balance)


class Toy(ToyOperations, Client):
    """A blocking client of the toy."""

    vendor: ClassVar[str] = "toy"


class AsyncToy(ToyOperations, AsyncClient):
    """An async client of the toy."""

    vendor: ClassVar[str] = "toy"


class ToyServer:
    """The toy's server: what it took, what it charged, and how it misbehaves next."""

    def __init__(self) -> None:
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
        self.accept_hook: Callable[[], None] | None = None
        self.release = threading.Event()
        self.connections = 0
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.port = int(self._server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop."""
        self.release.set()
        self._server.shutdown()
        self._server.server_close()
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
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Cut connections are what this server is for."""


def _handler(toy: ToyServer) -> type[BaseHTTPRequestHandler]:  # noqa: C901 - it is a class
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            with toy.lock:
                toy.connections += 1
            super().setup()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

        def do_GET(self) -> None:
            self._serve(None)

        def do_POST(self) -> None:
            word = self.path.split("/")[1]
            if toy.faults.get(word, [""])[:1] == ["during send"]:
                _ = toy.next_fault(word)
                self._cut()
                return
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            self._serve(json.loads(body))

        def _serve(self, body: Any) -> None:
            word = self.path.split("/")[1].partition("?")[0]
            with toy.lock:
                toy.calls.append((self.command, self.path, self.headers.get("x-trace", "")))
            fault = toy.next_fault(word)
            if fault in _REFUSALS:
                self._answer(*_REFUSALS[fault])
                return
            if self.headers.get("x-key") != KEY:
                self._answer(200, json.dumps({"code": 400}).encode())
                return
            data = self._work(word, body)
            if toy.accept_hook is not None and word == "make":
                toy.accept_hook()
            self._finish(fault, data)

        def _work(self, word: str, body: Any) -> Any:
            if word == "make":
                return toy.take(self.headers.get("x-trace", ""), body)
            if word == "tasks":
                return toy.look(self.path.rpartition("/")[2])
            if word in {"say", "mark"}:
                with toy.lock:
                    toy.jobs[f"d{len(toy.jobs) + 1}"] = {"trace": self.headers.get("x-trace"), "body": body, "looks": 0}
                return {"text": body["text"]}
            return {"credits": "1000"}

        def _finish(self, fault: str, data: Any) -> None:
            answer = json.dumps({"code": 404} if data is None else {"code": 0, "data": data}).encode()
            if fault == "after accept":
                self._cut()
            elif fault == "hang":
                _ = toy.release.wait(30)
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

    return Handler


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
