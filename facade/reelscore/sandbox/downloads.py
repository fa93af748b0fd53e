"""Serve the files: whole or in ranges, with ETag, and as the download faults would have them."""

from __future__ import annotations

import asyncio
import re
import zlib
from typing import TYPE_CHECKING

import attrs

from reelscore.sandbox.sending import CDN_PAGE, send_bytes

if TYPE_CHECKING:
    from starlette.types import Scope, Send

    from reelscore.sandbox.engine import Engine

CHUNK = 64 * 1024


@attrs.frozen
class _Piece:
    start: int
    stop: int
    """Exclusive."""


def wanted_piece(header: str, size: int) -> _Piece | None:
    """Read a Range header with one range; None when it is absent or not understood.

    A piece that starts at or behind *size* cannot be served (416).
    """
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", header.strip())
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return _Piece(max(0, size - int(last)), size)
    return _Piece(int(first), min(size, int(last) + 1 if last else size))


async def serve_file(scope: Scope, send: Send, *, engine: Engine, name: str) -> None:
    """Answer a GET or HEAD for ``/media/<name>``."""
    with engine.lock:
        fault = engine.faults.take("download", host=_host_of(name))
        now = engine.now()
    trick = fault.name if fault else ""
    found = None if _has_expired(scope, now) else await asyncio.to_thread(engine.files.read, name, now=now)
    if found is None or trick == "download-missing":
        await send_bytes(send, b"404 page not found", status=404, headers={"content-type": "text/plain"})
    elif trick == "download-error":
        await send_bytes(send, b"", status=503, headers={"retry-after": "1"})
    elif trick == "download-html":
        await send_bytes(send, CDN_PAGE, status=200, headers={"content-type": "text/html"})
    else:
        content_type, data = found
        await _send_file(
            scope, send, data=data + b"\0" if trick == "download-changed" else data, kind=content_type, trick=trick
        )


def _has_expired(scope: Scope, now: float) -> bool:
    """Tell whether a link that names its end (``?expires=``, as `download_url` makes it) has come to it."""
    match = re.search(rb"(?:^|&)expires=(\d{1,12})(?:&|$)", scope["query_string"])
    return match is not None and int(match[1]) <= now


def _host_of(name: str) -> str:
    return "pixverse.ai" if name.startswith("openapi/") else "kie.ai"


async def _send_file(scope: Scope, send: Send, *, data: bytes, kind: str, trick: str) -> None:
    headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
    etag = f'"{zlib.crc32(data):08x}-{len(data):x}"'
    ranges = trick != "download-without-range" and headers.get("if-range", etag) == etag
    piece = wanted_piece(headers.get("range", ""), len(data)) if ranges else None
    named = {"content-type": kind, "etag": etag}
    if trick != "download-without-range":
        named["accept-ranges"] = "bytes"
    if piece is not None and piece.start >= piece.stop:
        named["content-range"] = f"bytes */{len(data)}"
        await send_bytes(send, b"", status=416, headers=named)
        return
    if piece is not None:
        named["content-range"] = f"bytes {piece.start}-{piece.stop - 1}/{len(data)}"
    body = data[piece.start : piece.stop] if piece else data
    if scope["method"] == "HEAD":
        await send_bytes(send, b"", status=200, headers={**named, "content-length": str(len(body))})
        return
    sent = body[: len(body) // 2] if trick == "download-truncated" else body
    await send_bytes(send, sent, status=206 if piece else 200, headers=named, promised=len(body))
