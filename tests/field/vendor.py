"""A little vendor on a raw socket that knows nothing of reelscore: scripted answers by path, clients of both kinds."""

from __future__ import annotations

import asyncio
import inspect
import json
import socket
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from reelscore.pixverse import AsyncPixVerse, PixVerse, TextToVideo
from reelscore.suno import AsyncSuno, Generate, Suno
from tests.rawserver import Asked, RawServer, read_request
from tests.turned import Turned

FLAVOURS = ("sync", "async")
KEY = "k-field-123456"
VIDEO_ID, URL = 629000000000000005, "https://media.example.test/a.mp4"
SHOT = TextToVideo(prompt="a fox", model="v5.6", duration=5, quality="540p", aspect_ratio="16:9")
SONG = Generate(prompt="a fox", model="V5", custom_mode=False, instrumental=False)
SUBMIT_VIDEO, LOOK_VIDEO = "POST /openapi/v2/video/text/generate", "GET /openapi/v2/video/result/"
SUBMIT_SONG, LOOK_SONG = "POST /api/v1/generate", "GET /api/v1/generate/record-info"

Answer: TypeAlias = bytes | Callable[[Asked, socket.socket], None]
"""What is sent, or a function that talks on the connection."""


class Vendor(RawServer):
    """Answers by the beginning of "METHOD path": the answers of a row in turn, the last one for ever."""

    def __init__(self, script: Mapping[str, list[Answer]] | None = None) -> None:
        self.script: dict[str, list[Answer]] = dict(script or {})
        self.asked: list[Asked] = []
        self.greet: Callable[[socket.socket], object] | None = None
        """Meets each connection before its first byte is read."""
        self._lock = threading.Lock()
        super().__init__()

    def asked_for(self, start: str) -> list[Asked]:
        """The requests whose line begins so."""
        return [each for each in self.asked if each.line.startswith(start)]

    def films(self, *looks: Answer) -> None:
        """Take a video, and answer the looks at it."""
        self.script |= {SUBMIT_VIDEO: [MADE_VIDEO], **({LOOK_VIDEO: [*looks]} if looks else {})}

    def sings(self, *looks: Answer) -> None:
        """Take a song, and answer the looks at it."""
        self.script |= {SUBMIT_SONG: [MADE_SONG], **({LOOK_SONG: [*looks]} if looks else {})}

    def writes(self, *texts: Any) -> None:
        """Take lyrics, and answer the looks at them with these texts."""
        look = kie({"taskId": "t1", "status": "SUCCESS", "response": {"data": texts}})
        self.script |= {"POST /api/v1/lyrics": [MADE_SONG], "GET /api/v1/lyrics": [look]}

    def converse(self, line: socket.socket) -> None:
        """Answer the requests of one connection; a function that talked ends it."""
        if self.greet is not None:
            self.greet(line)
        with line.makefile("rb") as packets:
            while asked := read_request(packets):
                answer = self._next(asked)
                if callable(answer):
                    answer(asked, line)
                    return
                line.sendall(answer)
                if b"content-length" not in answer.partition(b"\r\n\r\n")[0]:
                    return

    def _next(self, asked: Asked) -> Answer:
        with self._lock:
            self.asked.append(asked)
            fitting = [start for start in self.script if asked.line.startswith(start)]
            if not fitting:
                return text("404 page not found", status=404)
            answers = self.script[max(fitting, key=len)]
            return answers.pop(0) if len(answers) > 1 else answers[0]


def raw(body: bytes, *, status: int = 200, length: bool = True, **headers: str) -> bytes:
    """An answer as bytes; without a length the end of the connection is its end."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    told |= {"content-length": str(len(body))} if length else {"connection": "close"}
    head = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def text(words: str, *, status: int = 200, kind: str = "text/plain", **headers: str) -> bytes:
    """An answer that is no JSON."""
    return raw(words.encode(), status=status, length=True, content_type=kind, **headers)


def said(body: Any, *, status: int = 200, **headers: str) -> bytes:
    """An answer in JSON; bytes are sent as they are."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return raw(content, status=status, length=True, content_type="application/json", **headers)


def pixverse(inner: Any, **more: Any) -> bytes:
    """A success of PixVerse."""
    return said({"ErrCode": 0, "ErrMsg": "Success", "Resp": inner}, **more)


def kie(data: Any, **more: Any) -> bytes:
    """A success of kie.ai."""
    return said({"code": 200, "msg": "success", "data": data}, **more)


def video(url: str, *, status: int = 1) -> bytes:
    """A look at a video of PixVerse."""
    return pixverse({"id": VIDEO_ID, "status": status, "url": url})


def song(*tracks: Mapping[str, Any], status: str = "SUCCESS") -> bytes:
    """A look at a song of kie.ai."""
    return kie({"taskId": "t1", "status": status, "response": {"taskId": "t1", "sunoData": list(tracks)}})


MADE_VIDEO = pixverse({"video_id": VIDEO_ID})
MADE_SONG = kie({"taskId": "t1"})
TRACK = {"id": "a", "audioUrl": "https://files.example.test/a.mp3", "title": "One"}


class Hands:
    """Makes clients of one kind, and runs what they give: an async one's coroutines on a loop of its own."""

    def __init__(self, flavour: str, folder: Path) -> None:
        self.flavour = flavour
        self.turned = Turned()
        self.ledger_path = folder / "ledger.sqlite"
        self._runner = asyncio.Runner()
        self._clients: list[Any] = []

    def pixverse(self, vendor: Vendor, **options: Any) -> Any:
        """A client of PixVerse."""
        return self._client(PixVerse if self.flavour == "sync" else AsyncPixVerse, vendor, options)

    def suno(self, vendor: Vendor, **options: Any) -> Any:
        """A client of Suno at kie.ai."""
        return self._client(Suno if self.flavour == "sync" else AsyncSuno, vendor, options)

    def go(self, value: Any) -> Any:
        """Wait for a coroutine; anything else is there already."""

        async def main() -> Any:
            return await value

        return self._runner.run(main()) if inspect.isawaitable(value) else value

    def every(self, values: Any) -> list[Any]:
        """The items of an iterator of either kind."""

        async def main() -> list[Any]:
            return [each async for each in values]

        return self._runner.run(main()) if hasattr(values, "__aiter__") else list(values)

    def close(self) -> None:
        """Close the clients and their ledgers."""
        for client in self._clients:
            self.go(client.close())
            client.ledger.close()
        self._runner.close()

    def _client(self, kind: Any, vendor: Vendor, options: dict[str, Any]) -> Any:
        given = {
            "api_key": KEY,
            "base_url": vendor.url,
            "upload_url": vendor.url,
            "ledger": self.ledger_path,
            "timeout": 10.0,
            "clock": self.turned.clock,
            "environment": {},
        }
        self._clients.append(kind(**(given | options)))
        return self._clients[-1]


@contextmanager
def at_work(script: Mapping[str, list[Answer]] | None = None) -> Generator[Vendor]:
    """Run a vendor."""
    found = Vendor(script)
    try:
        yield found
    finally:
        found.close()
