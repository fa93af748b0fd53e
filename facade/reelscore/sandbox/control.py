"""The control API below ``/_sandbox``: look at the sandbox and set it, from any language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from reelscore.sandbox.controls import Controls
from reelscore.sandbox.faults import ALIASES, FAULTS
from reelscore.sandbox.reading import parse_json
from reelscore.sandbox.sending import dump

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

    from reelscore.sandbox.engine import Engine

    Handler = Callable[[Controls, "Ask"], Any]


@attrs.frozen
class Ask:
    """One request to the control API."""

    query: Mapping[str, str]
    body: dict[str, Any]

    @property
    def account(self) -> tuple[str, str]:
        """Host and key in the query; the usual ones when it is silent."""
        return self.query.get("host", "pixverse.ai"), self.query.get("key", "sandbox-key")


def control_app(engine: Engine) -> Starlette:
    """Make the app; every answer is JSON, a wrong request is 400 with ``{"error": …}``."""
    controls = Controls(engine)
    routes = [
        Route(path, _endpoint(controls, handler), methods=[method]) for (method, path), handler in HANDLERS.items()
    ]
    return Starlette(routes=routes)


def _endpoint(controls: Controls, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        body, malformed = parse_json(await request.body())
        if malformed or not isinstance(body, dict):
            return _json({"error": "the body is no JSON object"}, 400)
        try:
            return _json(await run_in_threadpool(handler, controls, Ask(request.query_params, body)))
        except (ValueError, KeyError, TypeError, ArithmeticError) as error:
            return _json({"error": str(error)}, 400)

    return answer


def _json(value: Any, status: int = 200) -> Response:
    return Response(dump(value), status, media_type="application/json")


def _state(controls: Controls, _: Ask) -> Any:
    return controls.state()


def _get_balance(controls: Controls, ask: Ask) -> Any:
    return {"balance": str(controls.balance(*ask.account))}


def _set_balance(controls: Controls, ask: Ask) -> Any:
    controls.set_balance(*ask.account, credits=ask.body["balance"])
    return _get_balance(controls, ask)


def _books(controls: Controls, ask: Ask) -> Any:
    return [
        {**line._asdict(), "credits": str(line.credits), "balance": str(line.balance)}
        for line in controls.books(*ask.account)
    ]


def _get_faults(controls: Controls, _: Ask) -> Any:
    return {"known": {name: kind.text for name, kind in FAULTS.items()}, "aliases": dict(ALIASES), **controls.faults()}


def _add_fault(controls: Controls, ask: Ask) -> Any:
    return controls.describe(controls.add_fault(**ask.body))


def _clear_faults(controls: Controls, _: Ask) -> Any:
    controls.clear_faults()
    return controls.faults()


def _get_clock(controls: Controls, _: Ask) -> Any:
    return controls.clock()


def _set_clock(controls: Controls, ask: Ask) -> Any:
    controls.set_clock(speed=ask.body.get("speed"), advance=ask.body.get("advance", 0))
    return controls.clock()


def _requests(controls: Controls, ask: Ask) -> Any:
    return controls.requests(**dict(ask.query))


def _tasks(controls: Controls, ask: Ask) -> Any:
    return controls.tasks(**dict(ask.query))


def _deliveries(controls: Controls, _: Ask) -> Any:
    return controls.deliveries()


def _clear_requests(controls: Controls, _: Ask) -> Any:
    controls.clear_requests()
    return []


def _set_webhook(controls: Controls, ask: Ask) -> Any:
    controls.set_webhook(**ask.body)
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
