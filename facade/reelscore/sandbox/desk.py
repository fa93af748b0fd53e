"""One vendor over ASGI: read the call, let the vendor answer, let the faults strike."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from reelscore.sandbox.accounts import known
from reelscore.sandbox.calls import Answer, Call, Refusal
from reelscore.sandbox.reading import Router, plain_path, read_body
from reelscore.sandbox.sending import Strike, send_answer

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from reelscore.sandbox.calls import Role, Route, Vendor
    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.faults import Fault, When

REFUSING = {
    "server-error": "server",
    "throttle": "throttle",
    "maintenance": "maintenance",
    "concurrency": "concurrency",
    "no-credits": "credits",
    "record-late": "unknown_id",
    "code": "code",
}
"""Faults that are answered by a row of the vendor's table of refusals."""


class Desk:
    """Answer the requests for one vendor.

    Args:
        engine: the shared memory.
        vendor: whose routes and words.
    """

    def __init__(self, engine: Engine, vendor: Vendor) -> None:
        self._engine, self._vendor, self._router = engine, vendor, Router(vendor)

    async def __call__(self, scope: Scope, receive: Receive, *, send: Send, path: str) -> None:
        """Answer one request; *path* is what follows the sandbox's prefix."""
        request = Request(scope, receive)
        plain = plain_path(path, self._vendor.roots)
        route, params = self._router.find(request.method, plain)
        call = self._call(request, plain, route=route, params=params)
        call.sent, call.malformed = await read_body(request)
        call.body = call.sent
        with self._engine.lock:
            self._engine.settle()
            self._engine.handled += 1
            call.operation = self._vendor.refine(call)
            answer, strike = self._answer(call, route)
            self._write_log(call, answer, strike=strike)
        await send_answer(scope, send, answer=answer, strike=strike)

    def _call(self, request: Request, plain: str, *, route: Route | None, params: dict[str, str]) -> Call:
        return Call(
            engine=self._engine,
            host=self._vendor.host,
            operation=route.operation if route else "",
            role=route.role if route else "read",
            method=request.method,
            path=plain,
            params=params,
            query=dict(request.query_params),
            headers=dict(request.headers),
            origin=f"{request.url.scheme}://{request.headers.get('host', 'localhost')}",
        )

    def _answer(self, call: Call, route: Route | None) -> tuple[Answer | None, Strike | None]:
        fault = self._take("before", call)
        if fault is not None and fault.name not in REFUSING:
            return None, Strike.of(fault)
        kind = REFUSING[fault.name] if fault else None
        answer = (
            self._refused(call, Refusal(kind, str(fault.value or ""))) if kind and fault else self._handled(call, route)
        )
        after = self._take("after", call) if call.task is not None else None
        if after is not None and after.name == "error-after-acceptance":
            answer = self._refused(call, Refusal("server"))
        late = after or self._take("answer", call) or fault
        return answer, Strike.of(late) if late else None

    def _take(self, when: When, call: Call) -> Fault | None:
        role: Role | None = call.role if call.operation else None
        return self._engine.faults.take(when, host=call.host, operation=call.operation, role=role)

    def _handled(self, call: Call, route: Route | None) -> Answer:
        try:
            return self._handle(call, route)
        except Refusal as refusal:
            return self._refused(call, refusal)
        except Exception:  # a fault of the sandbox itself: told in the log, and to the client as the vendor would
            logging.getLogger(__name__).exception("%s %s", call.method, call.path)
            return self._refused(call, Refusal("server"))

    def _handle(self, call: Call, route: Route | None) -> Answer:
        if route is None:
            raise Refusal("method" if self._router.knows(call.path) else "path")
        call.account = self._vendor.sign_in(call)
        if call.malformed or not isinstance(call.body, dict):
            raise Refusal("malformed")
        return route.handle(call)

    def _refused(self, call: Call, refusal: Refusal) -> Answer:
        return self._vendor.refuse(call, refusal)

    def _write_log(self, call: Call, answer: Answer | None, *, strike: Strike | None) -> None:
        key = call.headers.get("api-key") or call.headers.get("authorization", "").removeprefix("Bearer ")
        payload = answer.payload if answer and isinstance(answer.payload, dict) else {}
        self._engine.log.append(
            {
                "at": self._engine.now(),
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
                "fault": strike.name if strike else None,
            }
        )


def _loggable(body: Any) -> Any:
    if not isinstance(body, dict):
        return body
    return {
        name: value
        if isinstance(value, (bool, int, float, list, dict, type(None)))
        else value[:5_200]
        if isinstance(value, str)
        else f"<file {value.name!r}, {value.size} bytes>"
        for name, value in body.items()
    }
