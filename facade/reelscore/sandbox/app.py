"""The sandbox as one ASGI app: a vendor behind each prefix, files, and the control API."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any, Final

from starlette.requests import Request
from starlette.routing import compile_path
from starlette.types import Receive, Scope, Send

from reelscore.sandbox.accounts import known
from reelscore.sandbox.calls import Call, Route, Vendor
from reelscore.sandbox.control import Control, control_app
from reelscore.sandbox.engine import Engine
from reelscore.sandbox.faults import Fault, When
from reelscore.sandbox.http import dump, read_body, send_answer, send_bytes, serve_file
from reelscore.sandbox.pixverse import PIXVERSE
from reelscore.sandbox.values import Answer, Refusal, Role, Upload
from reelscore.sandbox.vendors import PREFIXES, VENDORS

ROOTS: Final = frozenset(root.split("/")[1] for root in PIXVERSE.roots)
"""First parts of PixVerse's own paths, which no other vendor has: its own client drops the path of a base URL."""


class App:
    """Answer everything that reaches one port: read a call, let its vendor answer, let the faults strike.

    Args:
        engine: the shared memory.
        soles: port to the prefix of its only vendor, which then needs no prefix in the path.
    """

    def __init__(self, engine: Engine, soles: Mapping[int, str] | None = None) -> None:
        self._engine, self._soles = engine, soles or {}
        self._routes: dict[str, list[tuple[re.Pattern[str], Route, Vendor]]] = {prefix: [] for prefix in PREFIXES}
        for vendor in VENDORS:
            self._routes[vendor.prefix] += [(compile_path(each.path)[0], each, vendor) for each in vendor.routes]
        self._control = control_app(Control(engine))
        engine.files.finders = [partial(vendor.find_file, engine) for vendor in VENDORS]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request by the first part of its path."""
        if scope["type"] != "http":
            return
        first, _, rest = scope["path"].lstrip("/").partition("/")
        sole = self._soles.get((scope.get("server") or ("", 0))[1]) or (PIXVERSE.prefix if first in ROOTS else None)
        if first == "media":
            await serve_file(scope, send, engine=self._engine, name=rest)
        elif first == "_sandbox":
            await self._control({**scope, "path": f"/{rest}".rstrip("/") or "/", "root_path": ""}, receive, send)
        elif first in self._routes:
            await self._serve(Request(scope, receive), send, prefix=first, path=f"/{rest}")
        elif sole is not None:
            await self._serve(Request(scope, receive), send, prefix=sole, path=scope["path"])
        else:
            hint = {
                "error": "no vendor has this prefix",
                "prefixes": sorted(self._routes),
                "hint": "some clients drop the path of a base URL: --split-ports gives each vendor a port of its own",
            }
            await send_bytes(send, dump(hint), status=404)

    async def _serve(self, request: Request, send: Send, *, prefix: str, path: str) -> None:
        """Answer a request to the vendors of *prefix*: in the words of the first where none has a route."""
        plain = plain_path(path, self._routes[prefix][0][2].roots)
        vendor, route, params, refusal = self._find(prefix, request.method, plain)
        call = Call(
            engine=self._engine,
            host=vendor.host,
            operation=route.operation if route else "",
            role=route.role if route else "read",
            method=request.method,
            path=plain,
            params=params,
            query=dict(request.query_params),
            headers=dict(request.headers),
            origin=f"{request.url.scheme}://{request.headers.get('host', 'localhost')}",
        )
        call.sent, call.malformed = await read_body(request)
        call.body = call.sent
        with self._engine.answering():
            self._engine.handled += 1
            call.operation = vendor.refine(call)
            answer, fault = self._answer(call, vendor, route, refusal=refusal)
            self._write_log(call, answer, fault=fault)
        await send_answer(request.scope, send, answer=answer, fault=fault)

    def _find(self, prefix: str, method: str, path: str) -> tuple[Vendor, Route | None, dict[str, str], str]:
        """Return the vendor, its route and the named parts of the path, or the refusal where there is no route."""
        found = [(match, route, vendor) for form, route, vendor in self._routes[prefix] if (match := form.match(path))]
        for match, route, vendor in found:
            if method in {route.method, "HEAD" if route.method == "GET" else ""}:
                return vendor, route, match.groupdict(), ""
        return self._routes[prefix][0][2], None, {}, "method" if found else "path"

    def _answer(
        self, call: Call, vendor: Vendor, route: Route | None, *, refusal: str
    ) -> tuple[Answer | None, Fault | None]:
        answer: Answer | None = None
        fault = self._take("before", call)
        if fault is None:
            answer = self._handled(call, vendor, route, refusal=refusal)
            fault = self._take("after", call) if call.task is not None else None
        elif not fault.kind.refusal:
            return None, fault
        if fault is not None and fault.kind.refusal:
            answer = vendor.refuse(call, Refusal(fault.kind.refusal, str(fault.value or "")))
        if fault is None or fault.kind.when == "before":
            fault = self._take("answer", call) or fault
        return answer, fault

    def _take(self, when: When, call: Call) -> Fault | None:
        role: Role | None = call.role if call.operation else None
        return self._engine.faults.take(when, host=call.host, operation=call.operation, role=role)

    def _handled(self, call: Call, vendor: Vendor, route: Route | None, *, refusal: str) -> Answer:
        if route is None:
            return vendor.refuse(call, Refusal(refusal))
        try:
            call.account = vendor.sign_in(call)
            is_broken = call.malformed or not isinstance(call.body, dict)
            return vendor.refuse(call, Refusal("malformed")) if is_broken else route.handle(call)
        except Refusal as refused:
            return vendor.refuse(call, refused)
        except Exception:  # a fault of the sandbox itself: told in the log, and to the client as the vendor would
            logging.getLogger(__name__).exception("%s %s", call.method, call.path)
            return vendor.refuse(call, Refusal("server"))

    def _write_log(self, call: Call, answer: Answer | None, *, fault: Fault | None) -> None:
        key = call.headers.get("api-key") or call.headers.get("authorization", "").removeprefix("Bearer ")
        payload = answer.payload if answer and isinstance(answer.payload, dict) else {}
        self._engine.log.append({
            "at": call.now,
            "host": call.host,
            "method": call.method,
            "path": call.path,
            "operation": call.operation,
            "role": call.role,
            "key": key if known(key) else "(not a sandbox key)" if key else "",
            "trace_id": call.headers.get("ai-trace-id", ""),
            "user_agent": call.headers.get("user-agent", ""),
            "query": dict(call.query),
            "body": _loggable(call.sent),
            "status": answer.status if answer else None,
            "code": payload.get("ErrCode", payload.get("err_code", payload.get("code"))),
            "task": str(call.task.id) if call.task else None,
            "fault": fault.name if fault else None,
        })  # fmt: skip


@lru_cache(maxsize=4096)
def plain_path(path: str, roots: tuple[str, ...]) -> str:
    """Take the vendor's own prefixes, doubled or not, and spare slashes off *path*."""
    plain = "/" + "/".join(part for part in path.split("/") if part)
    root = next((root for root in roots if plain == root or plain.startswith(f"{root}/")), None)
    return plain_path(plain.removeprefix(root), roots) if root else plain


def _loggable(body: Any) -> Any:
    match body:
        case dict():
            return {name: _loggable(value) for name, value in body.items()}
        case str():
            return body[:5_200]
        case Upload():
            return f"<file {body.name!r}, {body.size} bytes>"
        case _:
            return body
