"""Plain callers of the vendors' HTTP, and a receiver of their callbacks."""

from __future__ import annotations

import uuid
from typing import Any, Self

import httpx

from reelscore.sandbox import Sandbox

Json = dict[str, Any]
FOX: Json = {"prompt": "a red fox", "model": "v5.6", "duration": 8, "quality": "720p", "aspect_ratio": "16:9"}
"""Costs 90 credits."""
SONG: Json = {
    "prompt": "[Verse] snow",
    "style": "folk",
    "title": "Fox",
    "model": "V5",
    "customMode": True,
    "instrumental": False,
    "callBackUrl": "https://reelscore.invalid/callback",
}
"""Costs 12 credits."""
SECTION: Json = {
    "uploadUrl": "https://example.com/a.mp3",
    "model": "V5",
    "fullLyrics": "la",
    "prompt": "la",
    "tags": "folk",
    "title": "Fox",
    "infillStartS": 10,
    "infillEndS": 20,
}


class PixVerse:
    """Call one PixVerse host; every request has a fresh trace id."""

    def __init__(self, sandbox: Sandbox, host: str = "pixverse.ai", *, key: str = "sandbox-key") -> None:
        self.base, self.key = sandbox.base_url(host), key
        self.http = httpx.Client(base_url=f"{self.base}/openapi/v2", timeout=300)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def headers(self, trace: str | None = None) -> dict[str, str]:
        return {"API-KEY": self.key, "Ai-trace-id": trace or str(uuid.uuid4())}

    def post(self, path: str, body: Json, *, trace: str | None = None) -> Json:
        payload: Json = self.http.post(path, json=body, headers=self.headers(trace)).json()
        return payload

    def get(self, path: str, **query: Any) -> Json:
        payload: Json = self.http.get(path, params=query, headers=self.headers()).json()
        return payload

    def submit(self, path: str = "/video/text/generate", **changes: Any) -> int:
        resp: Json = self.post(path, {**FOX, **changes} if path == "/video/text/generate" else changes)["Resp"]
        return int(resp["video_id"])

    def result(self, video: int) -> Json:
        resp: Json = self.get(f"/video/result/{video}")["Resp"]
        return resp

    def upload(self, path: str, **parts: Any) -> Json:
        files = {name: part if isinstance(part, tuple) else (None, part) for name, part in parts.items()}
        payload: Json = self.http.post(path, files=files, headers=self.headers()).json()
        return payload


class Suno:
    """Call one Suno host."""

    def __init__(self, sandbox: Sandbox, host: str, *, key: str = "sandbox-key") -> None:
        self.host, self.sandbox = host, sandbox
        self.http = httpx.Client(
            base_url=f"{sandbox.base_url(host)}/api/v1", headers={"Authorization": f"Bearer {key}"}, timeout=300
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def post(self, path: str, **body: Any) -> Json:
        payload: Json = self.http.post(path, json={"callBackUrl": SONG["callBackUrl"], **body}).json()
        return payload

    def get(self, path: str, **query: Any) -> Json:
        payload: Json = self.http.get(path, params=query).json()
        return payload

    def start(self, path: str = "/generate", **body: Any) -> str:
        return str(self.post(path, **({**SONG, **body} if path == "/generate" else body))["data"]["taskId"])

    def song(self) -> tuple[str, str]:
        """Make a finished song; return its task's id and its first track's."""
        task = self.start()
        self.sandbox.advance(200)
        return task, self.record("/generate", task)["response"]["sunoData"][0]["id"]

    def record(self, path: str, task: str) -> Json:
        data: Json = self.get(f"{path}/record-info", taskId=task)["data"]
        return data
