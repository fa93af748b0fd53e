"""What an agent may do and spend: limits that the person sets, and that the agent can read and not change."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

import attrs

from reelscore.catalog.operations import Misuse
from reelscore.catalog.values import Amount, amount
from reelscore.effects import CallKind
from reelscore.ledger.budget import Budget, Reservation, reservation
from reelscore.pricing import Money, Quote

FREE = {CallKind.READ, CallKind.UPLOAD}
PERSON = "a person sets this where the server is started; tell them, do not look for a way around it"


class Refused(Misuse):
    """The person's limits do not allow it; nothing was sent."""

    exit_code = 4

    def __init__(self, message: str, *, next: str = PERSON) -> None:  # noqa: A002 - what to do next
        super().__init__(message, next=next)


@attrs.frozen(kw_only=True)
class Wall:
    """The limits of one server."""

    budget: Budget | None = None
    """None: nothing that is paid for can be submitted."""
    max_per_call: Amount | None = None
    ask_above: Amount | None = None
    """What costs more is submitted only after the person agreed to it."""
    allow: tuple[str, ...] = ()
    """Operations, such as "suno.*"; empty allows all but those that change the account without a price."""

    def reserve(self, operation: str, quote: Quote | None, *, role: CallKind, host: str, account: str) -> Reservation:
        """Return what a call counts against the limits.

        Args:
            operation: as it is named to agents, such as "suno.generate".
            quote: its price.
            role: of the operation.
            host: that it goes to.
            account: of the client.

        Raises:
            Refused: a limit does not allow it.
            BudgetExceeded: its price is unknown, and the budget allows none that are.
        """
        is_named = any(fnmatchcase(operation, pattern) for pattern in self.allow)
        if self.allow and not is_named:
            raise Refused(f"{operation} is not among the allowed operations: {', '.join(self.allow)}")
        if role in FREE:
            return Reservation()
        if role is not CallKind.PAID:
            return self._of_change(operation, quote, is_named=is_named)
        if self.budget is None:
            raise Refused(f"{operation} is paid for, and there is no budget: this server only checks and quotes")
        asked = reservation(quote, self.budget, host=host, account=account)
        if self.max_per_call is not None and _is_above(asked, self.max_per_call):
            raise Refused(
                f"{operation} costs {price_words(asked)}, and one call may cost {_written(self.max_per_call)}"
            )
        return asked

    def _of_change(self, operation: str, quote: Quote | None, *, is_named: bool) -> Reservation:
        if not is_named:
            raise Refused(f"{operation} changes the account; only operations that the person named may do so")
        if quote is None or quote.credits != 0:
            raise Refused(f"{operation} has no published price and no budget counts it; a person has to run it")
        return Reservation()

    def needs_consent(self, asked: Reservation) -> bool:
        """Return whether the person is to be asked."""
        return self.ask_above is not None and _is_above(asked, self.ask_above)

    def to_json(self) -> dict[str, Any]:
        """Write the limits, as an agent reads them."""
        cap: Amount | None = None if self.budget is None else self.budget.money or self.budget.credits
        return {
            "budget": _written(cap) if cap is not None else "none: nothing paid can be submitted",
            "per": self.budget.per if self.budget else None,
            "max_per_call": self.max_per_call if self.max_per_call is None else _written(self.max_per_call),
            "ask_above": self.ask_above if self.ask_above is None else _written(self.ask_above),
            "allow": list(self.allow) or "every operation that makes something",
        }


def _is_above(asked: Reservation, limit: Amount) -> bool:
    if isinstance(limit, Money):
        # In a currency that nobody converts to, it cannot be shown to be less.
        return asked.credits > 0 and (asked.currency != limit.currency or asked.money > limit.amount)
    return asked.credits > limit


def _written(limit: Amount) -> str:
    return str(limit) if isinstance(limit, Money) else f"{amount(limit)} credits"


def price_words(asked: Reservation) -> str:
    """Write what a call reserves, in credits and in money."""
    money = f" ({Money(asked.money, asked.currency)})" if asked.currency else ""
    return f"{amount(asked.credits)} credits{money}"
