"""Credit values: what a request costs, line by line, and what that is in money; prices themselves are the vendors'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Any, Literal, Protocol, TypeAlias, overload

import attrs

from reelscore._attrs import define, frozen
from reelscore.errors import ConfigurationError

Credits: TypeAlias = Decimal
LARGEST = 10**12
"""Credits or money that the ledger counts at most: it keeps millionths in 64 bits."""
_MICROS = 1_000_000
Basis: TypeAlias = Literal["exact", "estimated", "unknown"]


def credits(value: Decimal | float | str) -> Credits:
    """Turn a number into credits without losing a digit (0.4 stays 0.4)."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _money_amount(value: Decimal | float | str) -> Decimal:
    try:
        return credits(value)
    except ArithmeticError as error:
        raise ConfigurationError(f"an amount of money is {value!r}; it must be a number") from error


def _currency(code: Any) -> str:
    if not isinstance(code, str) or not code.strip():
        raise ConfigurationError(f"a currency is {code!r}; it must be a code, such as 'USD'")
    return code.strip().upper()


@frozen
class Money:
    """An amount in a currency."""

    amount: Decimal = attrs.field(converter=_money_amount)
    currency: str = attrs.field(converter=_currency)
    """Its code, such as "USD"."""

    def __str__(self) -> str:
        return f"{self.amount.normalize():f} {self.currency}"


@frozen(kw_only=True)
class Plan:
    """A plan or a pack: how many credits for how much money."""

    name: str
    price: Decimal = attrs.field(converter=credits)
    credits: Credits = attrs.field(converter=credits)
    currency: str = "USD"
    slots: int | None = None
    """Tasks that may run at once."""
    source: str = ""

    @property
    def rate(self) -> Decimal:
        """Money per credit."""
        return self.price / self.credits if self.credits else Decimal(0)


class PricedHost(Protocol):
    """What a quote needs of the host whose price it is."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def plans(self) -> Mapping[str, Plan]:
        """Plans and packs by name."""
        ...


@frozen
class PriceLine:
    """One part of a price, such as "video" or "sound effect"."""

    what: str
    credits: Credits
    note: str = ""


@frozen
class Quote:
    """What a request will cost; ``credits`` is None where no price is published, never 0."""

    credits: Credits | None
    basis: Basis
    lines: tuple[PriceLine, ...] = ()
    source: str = ""
    low: Credits | None = None
    """Least it can cost, where only a range is known."""
    high: Credits | None = None
    """Most it can cost, where only a range is known."""
    host: str = ""
    plans: Mapping[str, Plan] = attrs.field(factory=dict, repr=False, eq=False)

    @classmethod
    def of(cls, *lines: PriceLine, basis: Basis = "exact", source: str = "") -> Quote:
        """Add up the lines."""
        return cls(credits=sum((line.credits for line in lines), Decimal(0)), basis=basis, lines=lines, source=source)

    @classmethod
    def unknown(cls, why: str, *, low: Credits | None = None, high: Credits | None = None) -> Quote:
        """Make a quote for which no published price covers the request, and why."""
        return cls(credits=None, basis="unknown", source=why, low=low, high=high)

    def on(self, host: PricedHost) -> Quote:
        """Return the quote with its host."""
        where = (host.name, host.plans)
        return Quote(self.credits, self.basis, self.lines, self.source, self.low, self.high, *where)

    def money(self, plan: str | Plan | None = None, *, rate: Decimal | float | str | None = None) -> Money | None:
        """Convert to money.

        Args:
            plan: a plan or pack of the host by name, or a value; the host's first when left out.
            rate: money per credit, where you know it better than the published figures.

        Returns:
            The amount, rounded to millionths, or None when the price in credits is unknown.

        Raises:
            ConfigurationError: the host has no such plan.
        """
        if self.credits is None:
            return None
        chosen = self._plan(plan)
        return Money(_rounded(self.credits * (chosen.rate if rate is None else credits(rate))), chosen.currency)

    def _plan(self, plan: str | Plan | None) -> Plan:
        if isinstance(plan, Plan):
            return plan
        name = next(iter(self.plans), "") if plan is None else plan
        if name not in self.plans:
            raise ConfigurationError(f"plan is {plan!r}; {self.host or 'this host'} has {', '.join(self.plans)}")
        return self.plans[name]


@define
class Sum:
    """Credits of one unit of which some may not be known: a part is never shown as the whole."""

    credits: Decimal = Decimal(0)
    """What is known of it."""
    known: int = 0
    unknown: int = 0

    def add(self, value: Decimal | None) -> None:
        """Add a figure, or count one that is not known."""
        if value is None:
            self.unknown += 1
        else:
            self.known += 1
            self.credits += value

    @classmethod
    def of(cls, values: Iterable[Decimal | None]) -> Sum:
        """The sum of figures."""
        made = cls()
        for value in values:
            made.add(value)
        return made

    @property
    def total(self) -> Decimal | None:
        """What is known of it; None where nothing is."""
        return self.credits if self.known or not self.unknown else None

    def words(self, unit: str = " credits") -> str:
        """In one line, with how many are missing."""
        told = f"{self.credits.normalize():f}{unit}"
        if not self.unknown:
            return told
        missing = f"{self.unknown} of {self.known + self.unknown} not told"
        return f"at least {told}; {missing}" if self.known else missing


@define
class Total:
    """What many requests cost, as ``total`` adds it up; credits of two hosts are two currencies, and never added."""

    hosts: dict[str, Sum] = attrs.field(factory=dict)
    """Credits by host."""
    plans: dict[str, Mapping[str, Plan]] = attrs.field(factory=dict, repr=False)
    """Plans and packs by host."""

    def add(self, quote: Quote) -> None:
        """Add a price; one that is unknown is counted."""
        self.hosts.setdefault(quote.host, Sum()).add(quote.credits)
        self.plans[quote.host] = quote.plans

    @property
    def money(self) -> Mapping[tuple[str, str], Decimal]:
        """Money by plan and currency, of the prices that are known, rounded to millionths."""
        found = dict[tuple[str, str], Decimal]()
        for host, known in self.credits.items():
            for name, plan in self.plans[host].items():
                place = (name, plan.currency)
                found[place] = found.get(place, Decimal(0)) + known * plan.rate
        return {place: _rounded(amount) for place, amount in found.items()}

    @property
    def credits(self) -> Mapping[str, Decimal]:
        """What is known, by host."""
        return {host: each.credits for host, each in self.hosts.items() if each.known}

    @property
    def unknown(self) -> int:
        """How many prices are not known."""
        return sum(each.unknown for each in self.hosts.values())

    def __str__(self) -> str:
        """All in one line, with how many prices are missing."""
        is_mixed = len(self.hosts) > 1
        units = {host: f" credits of {host}" if is_mixed else " credits" for host in self.hosts}
        return " and ".join(each.words(units[host]) for host, each in self.hosts.items()) or "0 credits"


def total(quotes: Iterable[Quote]) -> Total:
    """Add up what requests cost: ``total(request.quote() for request in requests)``, in credits by host and in money.

    >>> str(total([Quote(Decimal(5), "exact", host="a"), Quote(None, "unknown", host="a")]))
    'at least 5 credits; 1 of 2 not told'

    Raises:
        ConfigurationError: one of them is no quote.
    """
    made = Total()
    for quote in quotes:
        if not isinstance(quote, Quote):
            raise ConfigurationError(f"{quote!r} is no quote; add up what request.quote() or client.quote() returns")
        made.add(quote)
    return made


def _rounded(amount: Decimal) -> Decimal:
    """Round money to millionths; more than the ledger counts has no digits to spare for them."""
    return amount if abs(amount) > LARGEST else round(amount, 6)


@overload
def to_micros(credits: Decimal) -> int: ...
@overload
def to_micros(credits: None) -> None: ...
@overload
def to_micros(credits: Decimal | None) -> int | None: ...
def to_micros(credits: Decimal | None) -> int | None:
    """Write credits or money as whole millionths, rounded up, for the ledger's sums.

    Raises:
        ConfigurationError: it is more than ``LARGEST``.
    """
    if credits is None:
        return None
    if abs(credits) > LARGEST:
        raise ConfigurationError(f"{credits:g} is more than the ledger can count; the most is {LARGEST:,}")
    # A rate like 1/150 has no end: what it is off in the 28th digit must not become a millionth.
    return int(round(credits * _MICROS, 6).to_integral_value(ROUND_CEILING))


@overload
def from_micros(value: int) -> Decimal: ...
@overload
def from_micros(value: int | None) -> Decimal | None: ...
def from_micros(value: int | None) -> Decimal | None:
    """Read whole millionths as credits or money, without trailing zeros."""
    if value is None:
        return None
    whole, rest = divmod(value, _MICROS)
    return Decimal(whole) if not rest else (Decimal(value) / _MICROS).normalize()
