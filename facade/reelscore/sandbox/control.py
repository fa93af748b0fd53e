"""The control API below ``/_sandbox``: look at the sandbox and set it, from any language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from reelscore.sandbox.controls import Controls
from reelscore.sandbox.faults import ALIASES, FAULTS
from reelscore.sandbox.reading import parse_json
from reelscore.sandbox.sending import dump

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from reelscore.sandbox.engine import Engine

    Handler = Callable[[Controls, Request, dict[str, Any]], Any]


def control_app(engine: Engine) -> Starlette:
    """Make the app; every answer is JSON, a wrong request is 400 with ``{"error": …}``."""
    controls = Controls(engine)
    routes = [Route(path, _endpoint(controls, handler), methods=[method]) for (method, path), handler in HANDLERS.items()]
    return Starlette(routes=routes)


def _endpoint(controls: Controls, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        body, malformed = parse_json(await request.body())
        if malformed or not isinstance(body, dict):
            return _json({"error": "the body is no JSON object"}, 400)
        try:
            return _json(await run_in_threadpool(handler, controls, request, body))
        except (ValueError, KeyError, TypeError, ArithmeticError) as error:
            return _json({"error": str(error)}, 400)

    return answer


def _json(value: Any, status: int = 200) -> Response:
    return Response(dump(value), status, media_type="application/json")


def _account(request: Request) -> tuple[str, str]:
    query = request.query_params
    return query.get("host", "pixverse.ai"), query.get("key", "sandbox-key")


def _state(controls: Controls, _: Request, __: dict[str, Any]) -> Any:
    return controls.state()


def _get_balance(controls: Controls, request: Request, _: dict[str, Any]) -> Any:
    return {"balance": str(controls.balance(*_account(request)))}


def _set_balance(controls: Controls, request: Request, body: dict[str, Any]) -> Any:
    controls.set_balance(*_account(request), credits=body["balance"])
    return _get_balance(controls, request, body)


def _books(controls: Controls, request: Request, _: dict[str, Any]) -> Any:
    return [{**line._asdict(), "credits": str(line.credits), "balance": str(line.balance)} for line in controls.books(*_account(request))]


def _get_faults(controls: Controls, _: Request, __: dict[str, Any]) -> Any:
    return {"known": {name: kind.text for name, kind in FAULTS.items()}, "aliases": dict(ALIASES), **controls.faults()}


def _add_fault(controls: Controls, _: Request, body: dict[str, Any]) -> Any:
    return controls.describe(controls.add_fault(**body))


def _clear_faults(controls: Controls, _: Request, __: dict[str, Any]) -> Any:
    controls.clear_faults()
    return controls.faults()


def _get_clock(controls: Controls, _: Request, __: dict[str, Any]) -> Any:
    return controls.clock()


def _set_clock(controls: Controls, _: Request, body: dict[str, Any]) -> Any:
    controls.set_clock(speed=body.get("speed"), advance=body.get("advance", 0))
    return controls.clock()


def _requests(controls: Controls, request: Request, _: dict[str, Any]) -> Any:
    return controls.requests(**dict(request.query_params))


def _tasks(controls: Controls, request: Request, _: dict[str, Any]) -> Any:
    return controls.tasks(**dict(request.query_params))


def _deliveries(controls: Controls, _: Request, __: dict[str, Any]) -> Any:
    return controls.deliveries()


def _clear_requests(controls: Controls, _: Request, __: dict[str, Any]) -> Any:
    controls.clear_requests()
    return []


def _set_webhook(controls: Controls, _: Request, body: dict[str, Any]) -> Any:
    controls.set_webhook(**body)
    return {}


HANDLERS: dict[tuple[str, str], Handler] = {
    ("GET", "/"): _state,
    ("GET", "/state"): _state,
    ("GET", "/balance"): _get_balance,
    ("PUT", "/balance"): _set_balance,
    ("GET", "/books"): _books,
    ("GET", "/faults"): _get_faults,
    ("POST", "/faults"): _add_fault,
    ("DELETE", "/faults"): _clear_faults,
    ("GET", "/clock"): _get_clock,
    ("POST", "/clock"): _set_clock,
    ("GET", "/requests"): _requests,
    ("DELETE", "/requests"): _clear_requests,
    ("GET", "/tasks"): _tasks,
    ("GET", "/deliveries"): _deliveries,
    ("POST", "/webhooks"): _set_webhook,
}
"""Method and path below ``/_sandbox`` to what answers it."""
