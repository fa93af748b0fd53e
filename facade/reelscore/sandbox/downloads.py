"""Serve the files: whole or in ranges, with ETag, and as the download faults would have them."""

from __future__ import annotations

import asyncio
import re
import zlib

from starlette.datastructures import Headers, QueryParams
from starlette.types import Scope, Send

from reelscore.sandbox.engine import Engine
from reelscore.sandbox.http import CDN_PAGE, send_bytes


def wanted_range(header: str, size: int) -> range | None:
    """Read a Range header with one range; None when it is absent or not understood.

    A range that starts at or behind *size* is empty: it cannot be served (416).
    """
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", header.strip())
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    return range(int(first), min(size, int(last) + 1 if last else size))


async def serve_file(scope: Scope, send: Send, *, engine: Engine, name: str) -> None:
    """Answer a GET or HEAD for ``/media/<name>``; a link that names its end (``?expires=``) is dead from then on."""
    with engine.answering():
        host = "pixverse.ai" if name.startswith("openapi/") else "kie.ai"
        fault, now = engine.faults.take("download", host=host), engine.now()
    trick = fault.name if fault else ""
    expires = QueryParams(scope["query_string"]).get("expires", "")
    is_dead = expires.isdecimal() and int(expires) <= now
    found = None if is_dead else await asyncio.to_thread(engine.files.read, name, now=now)
    if found is None or trick == "download-missing":
        await send_bytes(send, b"404 page not found", status=404, headers={"content-type": "text/plain"})
    elif trick == "download-error":
        await send_bytes(send, b"", status=503, headers={"retry-after": "1"})
    elif trick == "download-html":
        await send_bytes(send, CDN_PAGE, headers={"content-type": "text/html"})
    else:
        kind, data = found
        await _send_file(scope, send, data=data + b"\0" * (trick == "download-changed"), kind=kind, trick=trick)


async def _send_file(scope: Scope, send: Send, *, data: bytes, kind: str, trick: str) -> None:
    headers = Headers(scope=scope)
    etag = f'"{zlib.crc32(data):08x}-{len(data):x}"'
    named = {"content-type": kind, "etag": etag}
    wanted = None
    if trick != "download-without-range":
        named["accept-ranges"] = "bytes"
        wanted = wanted_range(headers.get("range", ""), len(data)) if headers.get("if-range", etag) == etag else None
    if wanted is not None and not wanted:
        await send_bytes(send, b"", status=416, headers={**named, "content-range": f"bytes */{len(data)}"})
        return
    body = data
    if wanted is not None:
        named["content-range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{len(data)}"
        body = data[wanted.start : wanted.stop]
    if scope["method"] == "HEAD":
        await send_bytes(send, b"", headers={**named, "content-length": str(len(body))})
        return
    sent = body[: len(body) // 2] if trick == "download-truncated" else body
    await send_bytes(send, sent, status=200 if wanted is None else 206, headers=named, promised=len(body))
