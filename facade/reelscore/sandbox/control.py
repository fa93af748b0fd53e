"""Look at a running sandbox and set it: from Python (`Control`), or over HTTP below ``/_sandbox`` from any language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

import attrs
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from reelscore.sandbox.accounts import Account, Line
from reelscore.sandbox.engine import Engine
from reelscore.sandbox.faults import ALIASES, FAULTS, Fault, fault_name
from reelscore.sandbox.http import dump, parse_json

USUAL: Final = "pixverse.ai"
"""Whose account is meant over HTTP where no host is named."""


@attrs.frozen
class Control:
    """Everything that a test may ask of a sandbox, from any thread."""

    engine: Engine = attrs.field(repr=False)
    """The memory behind it; take ``engine.lock`` before touching it."""

    def balance(self, host: str, key: str = "sandbox-key") -> Decimal:
        """Return the credits that *key* can spend at *host* now."""
        return self._account(host, key).balance

    def set_balance(self, host: str, key: str = "sandbox-key", *, credits: Decimal | float | str) -> None:
        """Make *credits* the whole balance of *key* at *host*."""
        self._account(host, key).set_balance(Decimal(str(credits)), at=self.now())

    def books(self, host: str, key: str = "sandbox-key") -> tuple[Line, ...]:
        """Return every hold, charge and refund of *key* at *host*, oldest first."""
        return tuple(self._account(host, key).lines)

    def fault(self, name: str, *, times: int | None = None, rate: float | None = None, **where: Any) -> Fault:
        """Ask for a fault. Without *times* it strikes once, with *rate* for ever.

        Args:
            name: one of `reelscore.sandbox.FAULTS`, with ``-``, ``_`` or a space between words.
            times: how often it strikes; 0 is for ever.
            rate: chance per matching call, 0 to 1.
            where: any other field of `Fault`: ``operation="text_to_video"``, ``host="kie.ai"``, ``role="status"``
                instead of the fault's own choice, ``skip`` (calls that pass first), ``value`` (what the fault takes:
                seconds, a code, a word).

        Raises:
            ValueError: no fault is called so.
            TypeError: *where* has a name that is no field.
        """
        count = 1 if times is None and rate is None else times or None
        fault = Fault(name=fault_name(name), times=count, rate=rate, **where)
        with self.engine.lock:
            self.engine.faults.waiting.append(fault)
        return fault

    def clear_faults(self) -> None:
        """Forget all faults."""
        with self.engine.lock:
            self.engine.faults.clear()

    def faults(self) -> dict[str, Any]:
        """List the faults that wait and those that have struck for the last time, as plain JSON."""
        faults = self.engine.faults
        return {"waiting": [*map(attrs.asdict, faults.waiting)], "spent": [*map(attrs.asdict, faults.spent)]}

    def requests(self, **wanted: str) -> tuple[dict[str, Any], ...]:
        """Return the requests that arrived, oldest first, filtered by equal fields.

        Args:
            wanted: any of the fields, such as ``host="kie.ai"``, ``operation="generate"``, ``role="submit"``.
        """
        with self.engine.lock:
            return _filtered(list(self.engine.log), wanted)

    def clear_requests(self) -> None:
        """Empty the log of requests."""
        with self.engine.lock:
            self.engine.log.clear()

    def tasks(self, **wanted: str) -> tuple[dict[str, Any], ...]:
        """Return the tasks, oldest first, filtered by equal fields (host, key, operation, stage)."""
        names = ("id", "host", "key", "operation", "created", "finishes", "outcome", "body")
        with self.engine.answering():
            now = self.engine.now()
            listed = [
                {name: getattr(task, name) for name in names} | {"stage": task.stage(now), "credits": str(task.credits)}
                for task in self.engine.tasks.values()
            ]
        return _filtered(listed, wanted)

    def state(self) -> dict[str, Any]:
        """Sum the sandbox up: clock, accounts, number of tasks by stage."""
        stages = Counter(task["stage"] for task in self.tasks())
        accounts = [
            {"host": row.host, "key": row.key, "plan": row.plan, "balance": str(row.balance), "holds": len(row.holds)}
            for row in self.engine.accounts.values()
        ]
        return {"clock": self.clock(), "accounts": accounts, "tasks": stages, "requests": len(self.engine.log)}

    def clock(self) -> dict[str, float]:
        """Return the sandbox's time in Unix seconds, and its speed."""
        return {"now": self.now(), "speed": self.speed}

    def now(self) -> float:
        """Return the sandbox's time in Unix seconds."""
        return self.engine.clock.now()

    @property
    def speed(self) -> float:
        """Sandbox seconds per real second; 0 where the clock is turned by hand. Clients keep this pace."""
        return self.engine.clock.speed

    def advance(self, seconds: float) -> None:
        """Move the sandbox's clock on; callbacks that fall due on the way are delivered at their own time."""
        self.set_clock(advance=seconds)

    def set_clock(self, *, speed: float | None = None, advance: float = 0) -> None:
        """Change the speed, move the clock on by *advance* seconds, or both."""
        if not float(advance) >= 0:
            raise ValueError(f"expected advance of 0 or more seconds, got {advance}")
        if speed is not None:
            self.engine.clock.set_speed(float(speed))
        if advance:
            self.engine.mover(float(advance))

    def deliveries(self) -> tuple[dict[str, Any], ...]:
        """Return every callback that was tried, oldest first."""
        return tuple(self.engine.deliveries)

    def set_webhook(self, *, key: str = "", secret: str = "", webhook_id: str = "", url: str = "") -> None:
        """Set what the vendors' consoles would: the secret of an account, the address of a PixVerse webhook."""
        if key and secret:
            self.engine.webhook_secrets[key] = secret
        if webhook_id and url:
            self.engine.webhook_urls[webhook_id] = url

    def _account(self, host: str, key: str) -> Account:
        with self.engine.answering():
            return self.engine.account(host, key)


def _filtered(rows: list[dict[str, Any]], wanted: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
    return tuple(row for row in rows if all(str(row.get(name)) == value for name, value in wanted.items()))


def _books(control: Control, host: str = USUAL, **key: str) -> Any:
    lines = control.books(host, **key)
    return [{**line._asdict(), "credits": str(line.credits), "balance": str(line.balance)} for line in lines]


def _set_balance(control: Control, balance: Any, host: str = USUAL, **key: str) -> None:
    control.set_balance(host, **key, credits=balance)


_KNOWN: Final = {"known": {name: kind.text for name, kind in FAULTS.items()}, "aliases": dict(ALIASES)}
_ANSWERS: Final[Mapping[str, Callable[..., Any]]] = {
    "GET /": Control.state,
    "GET /state": Control.state,
    "GET /balance": lambda control, host=USUAL, **key: {"balance": str(control.balance(host, **key))},
    "GET /books": _books,
    "GET /faults": lambda control: {**_KNOWN, **control.faults()},
    "GET /clock": Control.clock,
    "GET /requests": Control.requests,
    "GET /tasks": Control.tasks,
    "GET /deliveries": Control.deliveries,
    "PUT /balance": _set_balance,
    "POST /faults": lambda control, **fault: attrs.asdict(control.fault(**fault)),
    "DELETE /faults": Control.clear_faults,
    "POST /clock": Control.set_clock,
    "DELETE /requests": Control.clear_requests,
    "POST /webhooks": Control.set_webhook,
}
"""Method and path below ``/_sandbox`` to what answers it by the fields of query and body; nothing is as GET."""


def control_app(control: Control) -> Starlette:
    """Make the app; every answer is JSON, a wrong request is 400 with ``{"error": …}``."""

    def answered(wish: str, query: Mapping[str, str], body: dict[str, Any]) -> Any:
        where: dict[str, Any] = {**query}
        answer = _ANSWERS[wish](control, **where, **body)
        now = _ANSWERS.get(f"GET {wish.partition(' ')[2]}")
        return (now(control, **where) if now else {}) if answer is None else answer

    async def respond(request: Request) -> Response:
        body, malformed = parse_json(await request.body())
        if malformed or not isinstance(body, dict):
            return _json({"error": "the body is no JSON object"}, 400)
        wish = f"{'GET' if request.method == 'HEAD' else request.method} {request.scope['path']}"
        try:
            return _json(await run_in_threadpool(answered, wish, dict(request.query_params), body))
        except (ValueError, KeyError, TypeError, ArithmeticError) as error:
            return _json({"error": str(error)}, 400)

    return Starlette(
        routes=[Route(wish.partition(" ")[2], respond, methods=[wish.partition(" ")[0]]) for wish in _ANSWERS]
    )


def _json(value: Any, status: int = 200) -> Response:
    return Response(dump(value), status, media_type="application/json")
