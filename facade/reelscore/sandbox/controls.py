"""Everything that a test may ask of a running sandbox, in one place for library and control API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from reelscore.sandbox.engine import decimal
from reelscore.sandbox.faults import Fault, fault_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from reelscore.sandbox.books import Account, Line
    from reelscore.sandbox.engine import Engine
    from reelscore.sandbox.tasks import Task


class Controls:
    """Look at an engine and set it, from any thread.

    Args:
        engine: what is looked at.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def balance(self, host: str, key: str = "sandbox-key") -> Decimal:
        """Return the credits that *key* can spend at *host* now."""
        return self._account(host, key).balance

    def set_balance(self, host: str, key: str = "sandbox-key", *, credits: Decimal | float | str) -> None:
        """Make *credits* the whole balance of *key* at *host*."""
        self._account(host, key).set_balance(decimal(credits), at=self._engine.now())

    def books(self, host: str, key: str = "sandbox-key") -> tuple[Line, ...]:
        """Return every line of the books of *key* at *host*, oldest first."""
        return tuple(self._account(host, key).lines)

    def add_fault(self, name: str, *, times: int | None = None, rate: float | None = None, **where: Any) -> Fault:
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
        with self._engine.lock:
            return self._engine.faults.add(fault)

    def clear_faults(self) -> None:
        """Forget all faults."""
        with self._engine.lock:
            self._engine.faults.clear()

    def faults(self) -> dict[str, Any]:
        """List the faults that wait and those that have struck for the last time."""
        faults = self._engine.faults
        return {
            "waiting": [self.describe(fault) for fault in faults.waiting],
            "spent": [self.describe(fault) for fault in faults.spent],
        }

    def describe(self, fault: Fault) -> dict[str, Any]:
        """Return *fault* as plain JSON."""
        return attrs.asdict(fault)

    def requests(self, **wanted: str) -> tuple[dict[str, Any], ...]:
        """Return the requests that arrived, oldest first, filtered by equal fields.

        Args:
            wanted: any of the fields, such as ``host="kie.ai"``, ``operation="generate"``, ``role="submit"``.
        """
        with self._engine.lock:
            return tuple(
                entry
                for entry in self._engine.log
                if all(str(entry.get(name)) == value for name, value in wanted.items())
            )

    def clear_requests(self) -> None:
        """Empty the log of requests."""
        with self._engine.lock:
            self._engine.log.clear()

    def tasks(self, **wanted: str) -> tuple[dict[str, Any], ...]:
        """Return the tasks, oldest first, filtered by equal fields (host, key, operation, stage)."""
        with self._engine.lock:
            self._engine.settle()
            listed = [self._task(task) for task in self._engine.tasks.values()]
        return tuple(task for task in listed if all(str(task.get(name)) == value for name, value in wanted.items()))

    def state(self) -> dict[str, Any]:
        """Sum the sandbox up: clock, accounts, number of tasks by stage."""
        tasks, stages = self.tasks(), dict[str, int]()
        for task in tasks:
            stages[task["stage"]] = stages.get(task["stage"], 0) + 1
        accounts = [
            {
                "host": account.host,
                "key": account.key,
                "plan": account.plan,
                "balance": str(account.balance),
                "holds": len(account.holds),
            }
            for account in self._engine.accounts.values()
        ]
        return {"clock": self.clock(), "accounts": accounts, "tasks": stages, "requests": len(self._engine.log)}

    def clock(self) -> dict[str, float]:
        """Return the sandbox's time in Unix seconds, and its speed."""
        return {"now": self._engine.now(), "speed": self._engine.clock.speed}

    def set_clock(self, *, speed: float | None = None, advance: float = 0) -> None:
        """Change the speed, move the clock on by *advance* seconds, or both.

        Callbacks that fall due on the way are delivered before this returns, each at its own time.
        """
        if not float(advance) >= 0:
            raise ValueError(f"expected advance of 0 or more seconds, got {advance}")
        if speed is not None:
            self._engine.clock.set_speed(float(speed))
        if advance:
            mover: Callable[[float], None] = self._engine.mover or self._engine.clock.advance
            mover(float(advance))

    def deliveries(self) -> tuple[dict[str, Any], ...]:
        """Return every callback that was tried, oldest first."""
        return tuple(self._engine.deliveries)

    def set_webhook(self, *, key: str = "", secret: str = "", webhook_id: str = "", url: str = "") -> None:
        """Set what the vendors' consoles would: the secret of an account, the address of a PixVerse webhook."""
        if key and secret:
            self._engine.webhook_secrets[key] = secret
        if webhook_id and url:
            self._engine.webhook_urls[webhook_id] = url

    def _account(self, host: str, key: str) -> Account:
        with self._engine.lock:
            self._engine.settle()
            return self._engine.account(host, key)

    def _task(self, task: Task) -> dict[str, Any]:
        now = self._engine.now()
        return {
            "id": task.id,
            "host": task.host,
            "key": task.key,
            "operation": task.operation,
            "created": task.created,
            "finishes": task.finishes,
            "stage": task.stage(now),
            "outcome": task.outcome,
            "credits": str(task.credits),
            "body": task.body,
        }
