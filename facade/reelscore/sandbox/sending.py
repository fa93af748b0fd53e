"""Send an answer, whole or as a fault would have it: late, cut, garbled or not at all."""

from __future__ import annotations

import asyncio
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from reelscore.sandbox.wires import hang_up

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.types import Scope, Send

    from reelscore.sandbox.calls import Answer
    from reelscore.sandbox.faults import Fault

JSON = "application/json; charset=utf-8"
CDN_PAGE = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n"
)


@attrs.frozen
class Strike:
    """A fault that has struck, as the wire needs to know it."""

    name: str
    value: str | float | None = None

    @classmethod
    def of(cls, fault: Fault) -> Strike:
        """Take what matters from *fault*."""
        return cls(fault.name, fault.value)


def dump(payload: Any) -> bytes:
    """Write JSON as the vendors do: whole credits without a point, others as numbers."""
    return json.dumps(payload, default=_number, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def _number(value: object) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer")


async def send_bytes(
    send: Send, body: bytes, *, status: int, headers: Mapping[str, str], promised: int | None = None
) -> None:
    """Send one whole answer; *promised* is a content length other than the body's."""
    length = len(body) if promised is None else promised
    named = {"content-length": str(length), **headers}
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body, "more_body": length > len(body)})


async def send_answer(scope: Scope, send: Send, *, answer: Answer | None, strike: Strike | None) -> None:
    """Send *answer* as *strike* lets it through."""
    text = dump(answer.payload) if answer else b""
    status = answer.status if answer else 500
    way = WAYS.get(strike.name) if strike else None
    if way is None or strike is None:
        await send_bytes(send, text, status=status, headers={"content-type": JSON})
    else:
        await way(_Struck(scope, send, text, status, strike.value))


@attrs.frozen
class _Struck:
    scope: Scope
    send: Send
    text: bytes
    status: int
    value: str | float | None

    async def whole(self, body: bytes, *, status: int | None = None, content_type: str = JSON, **headers: str) -> None:
        named = {"content-type": content_type, **{name.replace("_", "-"): value for name, value in headers.items()}}
        await send_bytes(self.send, body, status=self.status if status is None else status, headers=named)

    def number(self, default: float) -> float:
        return float(default if self.value is None else self.value)


async def _close(struck: _Struck) -> None:
    await hang_up(struck.scope, reset=False)


async def _reset(struck: _Struck) -> None:
    await hang_up(struck.scope, reset=True)


async def _cut(struck: _Struck) -> None:
    half = struck.text[: len(struck.text) // 2]
    await send_bytes(struck.send, half, status=struck.status, headers={"content-type": JSON}, promised=len(struck.text))
    await asyncio.sleep(0.02)  # lets the first half leave before the reset takes it back
    await hang_up(struck.scope, reset=True)


async def _slow(struck: _Struck) -> None:
    await asyncio.sleep(struck.number(1))
    await struck.whole(struck.text)


async def _hang(struck: _Struck) -> None:
    await asyncio.sleep(struck.number(3_600))
    await hang_up(struck.scope, reset=True)


async def _html(struck: _Struck) -> None:
    await struck.whole(CDN_PAGE, status=502, content_type="text/html")


async def _cdn_refusal(struck: _Struck) -> None:
    await struck.whole(b"error code: 1010", status=403, content_type="text/plain; charset=UTF-8")


async def _malformed(struck: _Struck) -> None:
    await struck.whole(struck.text[: max(1, len(struck.text) - 7)])


async def _empty(struck: _Struck) -> None:
    await struck.whole(b"", status=200)


async def _wrong_shape(struck: _Struck) -> None:
    await struck.whole(b"[]", status=200)


async def _redirect(struck: _Struck) -> None:
    target = str(struck.value or struck.scope["path"])
    await struck.whole(b"", status=307, location=target)


async def _too_many(struck: _Struck) -> None:
    body = b'{"code":429,"msg":"Too Many Requests","data":null}'
    await struck.whole(body, status=429, retry_after=f"{struck.number(1):g}")


async def _server_error(struck: _Struck) -> None:
    await struck.whole(struck.text)


WAYS: Mapping[str, Callable[[_Struck], Awaitable[None]]] = {
    "answer-lost": _close,
    "request-lost": _close,
    "connection-reset": _reset,
    "reset-mid-answer": _cut,
    "slow": _slow,
    "hang": _hang,
    "bad-gateway": _html,
    "bad-gateway-after-acceptance": _html,
    "forbidden-by-cdn": _cdn_refusal,
    "malformed-json": _malformed,
    "empty-body": _empty,
    "wrong-shape": _wrong_shape,
    "redirect": _redirect,
    "throttle-http": _too_many,
    "error-after-acceptance": _server_error,
}
"""What a fault does to the answer; a fault that is missing here lets the answer through."""
