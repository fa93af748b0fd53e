"""Requests, answers and files on the wire: read a body, and send what is asked for whole or as a fault has it."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import struct
import zlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NoReturn

from starlette.datastructures import Headers, QueryParams, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Scope, Send

from reelscore.sandbox.engine import Engine
from reelscore.sandbox.faults import Fault
from reelscore.sandbox.values import Answer, Upload

LARGEST_KEPT: Final = 110 * 2**20
"""Bytes of a file part that are kept; of a larger one only the first MiB, to tell its type."""
LARGEST_JSON: Final = 32 * 2**20
"""Bytes of a JSON body that are read; a base64 upload of 10 MB fits."""
JSON: Final = "application/json; charset=utf-8"
CDN_PAGE: Final = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n"
)


async def read_body(request: Request) -> tuple[Any, bool]:
    """Return the body's value and whether it was broken JSON or a broken form.

    An empty body is an empty object. NaN and infinities are not JSON.
    """
    if request.headers.get("content-type", "").startswith(("multipart/form-data", "application/x-www-form-urlencoded")):
        try:
            async with request.form(max_files=8, max_fields=64) as form:
                return {name: await _part(value) for name, value in form.multi_items()}, False
        except (HTTPException, MultiPartException, ValueError, AssertionError, KeyError):
            return None, True
    chunks = bytearray()
    async for chunk in request.stream():
        if len(chunks) <= LARGEST_JSON:
            chunks += chunk
    return parse_json(bytes(chunks))


async def _part(value: UploadFile | str) -> Upload | str:
    if isinstance(value, str):
        return value
    size = value.size or 0
    data = await value.read(LARGEST_KEPT if size <= LARGEST_KEPT else 2**20)
    return Upload(value.filename or "", value.content_type or "", data, size)


def parse_json(text: bytes) -> tuple[Any, bool]:
    """Return the value of *text* and whether it was broken; nothing at all is an empty object."""
    if not text.strip():
        return {}, False
    try:
        return json.loads(text.decode(), parse_constant=_refuse_constant), False
    except (ValueError, RecursionError):
        return None, True


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def dump(payload: Any) -> bytes:
    """Write JSON as the vendors do: whole credits without a point, others as numbers."""
    return json.dumps(payload, default=_number, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def _number(value: object) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer")


async def send_bytes(
    send: Send, body: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None, promised: int | None = None
) -> None:
    """Send one answer, JSON unless *headers* says otherwise; *promised* is another content length than the body's."""
    length = len(body) if promised is None else promised
    named = {"content-length": str(length), "content-type": JSON, **(headers or {})}
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body, "more_body": length > len(body)})


async def send_answer(scope: Scope, send: Send, *, answer: Answer | None, fault: Fault | None) -> None:
    """Send *answer* as *fault* lets it through; a fault that is not of the wire lets it pass."""
    text, status = (dump(answer.payload), answer.status) if answer else (b"", 500)
    name, value = (fault.name, fault.value) if fault else ("", None)
    headers: dict[str, str] = {}
    match name:
        case "answer-lost" | "request-lost" | "connection-reset":
            return await hang_up(send, reset=name == "connection-reset")
        case "reset-mid-answer":
            await send_bytes(send, text[: len(text) // 2], status=status, promised=len(text))
            await asyncio.sleep(0.02)  # lets the first half leave before the reset takes it back
            return await hang_up(send, reset=True)
        case "hang":
            await asyncio.sleep(float(3_600 if value is None else value))
            return await hang_up(send, reset=True)
        case "slow":
            await asyncio.sleep(float(1 if value is None else value))
        case "bad-gateway" | "bad-gateway-after-acceptance":
            text, status, headers = CDN_PAGE, 502, {"content-type": "text/html"}
        case "forbidden-by-cdn":
            text, status, headers = b"error code: 1010", 403, {"content-type": "text/plain; charset=UTF-8"}
        case "malformed-json":
            text = text[: max(1, len(text) - 7)]
        case "empty-body":
            text, status = b"", 200
        case "wrong-shape":
            text, status = b"[]", 200
        case "redirect":
            text, status, headers = b"", 307, {"location": str(value or scope["path"])}
        case "throttle-http":
            text, status = b'{"code":429,"msg":"Too Many Requests","data":null}', 429
            headers = {"retry-after": f"{float(1 if value is None else value):g}"}
        case _:
            pass
    return await send_bytes(send, text, status=status, headers=headers)


async def hang_up(send: Send, *, reset: bool) -> None:
    """Close the connection of an answer at once, with a reset (RST) if asked for.

    Raises:
        RuntimeError: the app does not run under the sandbox's own server, whose *send* knows the transport.
    """
    transport: asyncio.Transport | None = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise RuntimeError("this fault needs a real socket: run the sandbox with running() or serve()")
    if reset:
        wire: socket.socket = transport.get_extra_info("socket")
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    else:
        transport.close()
    for _ in range(3):  # lets the loop tell the protocol that its connection is gone
        await asyncio.sleep(0)


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
